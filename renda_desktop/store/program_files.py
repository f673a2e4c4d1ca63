"""Reading and writing program files: TOML that picks from closed sets."""

import re
import tomllib
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.program import ProgramDetails, reading

_KEY = re.compile(r"^key\s*=.*$", re.MULTILINE)
_VERSION = re.compile(r"^version\s*=.*$", re.MULTILINE)


def read_program(file: Path) -> ProgramDetails:
    """Read one program file.

    Raises:
        RuleBroken: it names the file, the key and what is allowed.
        Unavailable: the file cannot be read at all.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(reading.LARGEST + 1)
    except OSError:
        raise Unavailable("file.unreadable") from None
    try:
        return parse_program(data)
    except RuleBroken as broken:
        raise RuleBroken("program.file", file=file.name, reason=str(broken)) from None


def parse_program(data: bytes) -> ProgramDetails:
    """Read one program.

    Raises:
        RuleBroken: it names the key and what is allowed.
    """
    return reading.parse_program(data, loads=partial(tomllib.loads, parse_float=Decimal))


def copied(file: Path, *, key: str | None = None) -> str:
    """Return the text of a program file with its comments, as the first version of another key.

    Without `key` it stays as it is.
    """
    text = file.read_text("utf-8")
    if key is None:
        return text
    text = _KEY.sub(f'key = "{key}"', text, count=1)
    return _VERSION.sub("version = 1", text, count=1)


def written(program: ProgramDetails) -> str:
    """Return a program as the text of a file."""
    import tomli_w

    plain = msgspec.to_builtins(program, builtin_types=(Decimal,))
    head = f"# {program.title}:第{program.version}版\n"
    return head + tomli_w.dumps(_filled(plain))


def _filled(value: Any) -> Any:
    """Leave out what is empty, which TOML cannot say or need not, and write 30 for 30.00."""
    match value:
        case dict():
            left = {key: one for key, one in value.items() if one not in (None, (), "")}
            return {key: _filled(one) for key, one in left.items()}
        case tuple():
            return [_filled(one) for one in value]
        case Decimal() if value == value.to_integral_value():
            return int(value)
        case _:
            return value
