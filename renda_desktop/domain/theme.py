"""What a themed reception is about."""

from dataclasses import dataclass
from typing import Any, ClassVar

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.stream import Amend, Begin, Details, Fact, Noun, Settle, Stream


class ThemeDetails(Details):
    """`keywords` are words that residents use for it; `source` says why it was chosen."""

    needed: ClassVar[tuple[str, ...]] = ("title",)

    title: Line
    description: Words = ""
    keywords: tuple[Line, ...] = ()
    source: Line = ""


@dataclass(slots=True)
class Theme(Stream):
    noun: ClassVar[str] = "theme"
    term: ClassVar[str] = "接待主题"

    details: Any = None
    active: bool = True


class RegisterTheme(Begin, frozen=True):
    kind: ClassVar[str] = "theme.register"
    details: ThemeDetails


class AmendTheme(Amend, frozen=True):
    kind: ClassVar[str] = "theme.amend"


class SettleTheme(Settle, frozen=True):
    kind: ClassVar[str] = "theme.settle"


class CloseTheme(Fact, frozen=True):
    kind: ClassVar[str] = "theme.close"

    def apply(self, stream: Theme, entry: Entry) -> None:
        if not stream.active:
            raise RuleBroken("theme.already")
        stream.active = False


class ReopenTheme(Fact, frozen=True):
    kind: ClassVar[str] = "theme.reopen"

    def apply(self, stream: Theme, entry: Entry) -> None:
        if stream.active:
            raise RuleBroken("theme.already")
        stream.active = True


THEME = Noun(Theme, [RegisterTheme, AmendTheme, SettleTheme, CloseTheme, ReopenTheme])
