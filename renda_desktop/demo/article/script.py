"""The places of the article as their file holds them."""

import tomllib
from functools import cache

import msgspec

from renda_desktop import resources
from renda_desktop.domain.terms import DeputyLevel

Lines = tuple[str, ...]


class Place(msgspec.Struct, frozen=True):
    """A district, county or city: one station for each township, or one for the whole."""

    key: str
    name: str
    code: str
    townships: Lines = ()
    outposts: Lines = ()


class Script(msgspec.Struct, frozen=True):
    """All places; `terms` are the terms (届) that ran at the time."""

    terms: dict[DeputyLevel, int]
    offices: Lines
    place: tuple[Place, ...]


@cache
def script() -> Script:
    """Return the places."""
    text = resources.path("demo", "article.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), type=Script)
