"""What matters are about: a table of two levels that an area or a station puts into force."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Details, Fact, Noun, Stream

_MOST = 60

Title = Annotated[str, Meta(max_length=30, extra={"clean": "line"})]


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the table; the codes of other tables are empty where nobody mapped it yet."""

    name: Title
    gbt39666: Line = ""
    local: Line = ""


class Category(Part, frozen=True, omit_defaults=True, kw_only=True):
    """A first level with its second levels."""

    parts: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=_MOST)]


class TaxonomyDetails(Details):
    """The whole table, in the order in which it is offered."""

    category: Annotated[tuple[Category, ...], Meta(min_length=1, max_length=_MOST)]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return every second level as matters carry it: 城乡建设/加装电梯."""
        return tuple(f"{one.name}/{part.name}" for one in self.category for part in one.parts)

    def check(self) -> None:
        """Raise RuleBroken where a name is missing, stands twice or would break a path."""
        _check_names(self.category, "category")
        for place, one in enumerate(self.category, 1):
            _check_names(one.parts, f"category[{place}].parts")


def _check_names(some: Iterable[Part], path: str) -> None:
    found: set[str] = set()
    for place, one in enumerate(some, 1):
        at = f"{path}[{place}].name"
        if not one.name.strip():
            raise RuleBroken("taxonomy.empty", path=at)
        if "/" in one.name:
            raise RuleBroken("taxonomy.slash", path=at, name=one.name)
        if one.name in found:
            raise RuleBroken("taxonomy.same", path=at, name=one.name)
        found.add(one.name)


@dataclass(slots=True)
class Taxonomy(Stream):
    noun: ClassVar[str] = "taxonomy"
    term: ClassVar[str] = "类别表"

    details: Any = None
    version: int = 0


class PublishTaxonomy(Fact, frozen=True):
    """The table is in force from now on; earlier matters keep the category they have.

    It is checked before it is published and not here, so that no later rule takes it away. Of two
    that were published apart under one number, the first holds.
    """

    kind: ClassVar[str] = "taxonomy.publish"
    begins: ClassVar[bool | None] = None
    version: Whole
    details: TaxonomyDetails

    def apply(self, stream: Taxonomy, entry: Entry) -> None:
        if self.version <= stream.version:
            raise RuleBroken("taxonomy.version", version=self.version)
        stream.version, stream.details = self.version, self.details
        stream.scope = stream.scope or entry.scope


TAXONOMY = Noun(Taxonomy, [PublishTaxonomy])


def stream_of(scope: Id) -> Id:
    """Return the one stream of a log's table: two who publish one apart meet there."""
    return Id(sha256(f"taxonomy {scope}".encode()).hexdigest()[:32])
