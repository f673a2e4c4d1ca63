"""The two-level table of what matters are about, as it ships with the program."""

import tomllib
from functools import cache

import msgspec

from renda_desktop import resources


class Part(msgspec.Struct, frozen=True):
    """One line of the table; the codes of other tables are empty where nobody mapped it yet."""

    name: str
    gbt39666: str = ""
    local: str = ""


class Category(Part, frozen=True):
    """A first level with its second levels."""

    parts: tuple[Part, ...] = ()


class _File(msgspec.Struct):
    category: tuple[Category, ...]


@cache
def taxonomy() -> tuple[Category, ...]:
    """Return the table in its own order."""
    text = resources.path("taxonomy", "categories.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), type=_File).category


@cache
def paths() -> tuple[str, ...]:
    """Return every second level as matters carry it: 城乡建设/加装电梯."""
    return tuple(f"{one.name}/{part.name}" for one in taxonomy() for part in one.parts)
