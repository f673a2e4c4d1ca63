"""Rules from the text of a file: whatever is wrong is said in its author's words."""

import re
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.program.details import ProgramDetails
from renda_desktop.domain.toml_shape import check_shape


class Checked(Protocol):
    """What can say of itself that its parts do not go together."""

    def check(self) -> None: ...


D = TypeVar("D", bound=Checked)

LARGEST: Final = 1_000_000
"""How many bytes of a program file are read; the largest that ships has a few thousand."""

Loads = Callable[[str], dict[str, Any]]


def parse_program(data: bytes, *, loads: Loads) -> ProgramDetails:
    """Read one program."""
    return parse(data, of=ProgramDetails, loads=loads)


def parse(data: bytes, *, of: type[D], loads: Loads) -> D:
    """Read one file of rules.

    Args:
        of: what it holds.
        loads: reads TOML, its numbers as `Decimal`.

    Raises:
        RuleBroken: it names the key and what is allowed.
    """
    if len(data) > LARGEST:
        raise RuleBroken("program_file.large", limit=LARGEST // 1000)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken("program_file.encoding") from None
    plain = _parsed(text, loads)
    check_shape(plain, of=of)
    details = msgspec.convert(plain, type=of)
    details.check()
    return details


def _parsed(text: str, loads: Loads) -> dict[str, Any]:
    try:
        return loads(text)
    except RecursionError:
        raise RuleBroken("program_file.deep") from None
    except (ValueError, ArithmeticError) as wrong:  # also of numbers that no computer holds
        at = re.search(r"line (\d+)", str(wrong))
        line = int(at[1]) if at else text.count("\n") + 1
        raise RuleBroken("program_file.syntax", line=line) from None
