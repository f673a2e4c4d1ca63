"""What can be done with an evaluation, a vote or a proposal: one line each in a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from renda_desktop.services.action import Changes
from renda_desktop.ui.asking import AskForm

F = TypeVar("F")
Given = dict[str, object]


def _always(_file: object) -> str:
    return ""


@dataclass(frozen=True)  # no slots: Deed[File](…) fails with them on Python 3.11
class Deed(Generic[F]):
    """One action. `kind` is the fact it records; by it the rules say whether it can be done now.

    `ask(form, file, today)` puts its fields into the form, `told` turns the file and what the form
    gave into the arguments of the service. `fits` says why it makes no sense beyond the rules.
    """

    name: str
    title: str
    keys: str
    kind: str
    service: Callable[..., Changes]
    ask: Callable[[AskForm, F, date], None]
    told: Callable[[F, Given], Given]
    fits: Callable[[F], str] = _always
    make: type[AskForm] = AskForm
    verb: str = ""
    danger: bool = False
    width: int = 620


def words(key: str, name: str, *, required: bool = True) -> Callable[[AskForm, object, date], None]:
    """Return an `ask` for a single text."""

    def ask(form: AskForm, _file: object, _today: date) -> None:
        form.words(key, name, required=required)

    return ask


def line(key: str, name: str) -> Callable[[AskForm, object, date], None]:
    """Return an `ask` for a single line that has to be filled."""

    def ask(form: AskForm, _file: object, _today: date) -> None:
        form.line(key, name, required=True)

    return ask
