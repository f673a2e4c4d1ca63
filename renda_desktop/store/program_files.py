"""Reading program files: TOML that picks from closed sets."""

import tomllib
from decimal import Decimal
from pathlib import Path

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.program import ProgramDetails


def read_program(file: Path) -> ProgramDetails:
    """Read one program file.

    Raises:
        RuleBroken: it names the file, the key and what is allowed.
    """
    try:
        raw = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        details = msgspec.convert(raw, type=ProgramDetails)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
        raise RuleBroken("program.file", file=file.name, reason=str(wrong)) from wrong
    try:
        details.check()
    except RuleBroken as broken:
        raise RuleBroken("program.file", file=file.name, reason=str(broken)) from None
    return details
