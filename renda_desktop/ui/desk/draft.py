"""What a clerk has typed about one visit: kept as it stands, checked, handed to the services."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import msgspec

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Appeal, Urgency
from renda_desktop.domain.text import clean_line, clean_name, clean_phone, clean_text
from renda_desktop.queries.visits import VisitRow
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way, WayKind

_WORDS, _LINE = 20_000, 200


class Pick(msgspec.Struct, frozen=True):
    """Something chosen from a list, with what it is called."""

    id: Id
    text: str


class MatterDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """One matter as it is typed. Fields of ways that are not chosen stay, but do not count.

    `term` is what the due date was asked for by, '' for the program's own. `into` is the matter
    that this one repeats.
    """

    words: str = ""
    summary: str = ""
    category: str = ""
    place: str = ""
    appeal: Appeal = Appeal.HELP
    urgency: Urgency = Urgency.NORMAL
    way: WayKind | None = None
    text: str = ""
    deputy: Pick | None = None
    unit: Pick | None = None
    co_units: tuple[Pick, ...] = ()
    official: str = ""
    term: str = ""
    go_to: str = ""
    into: Pick | None = None

    @property
    def blank(self) -> bool:
        """Return whether nothing was said: such a matter is not registered."""
        return not (self.words.strip() or self.summary.strip() or self.way or self.into)

    def raised(self) -> Raised:
        """Return the matter as the service takes it."""
        return Raised(
            own_words=self.words,
            summary=self.summary,
            category=self.category,
            place=self.place,
            urgency=self.urgency,
            appeal=self.appeal,
            way=None if self.into else self._way(),
            merge_into=self.into.id if self.into else None,
        )

    def _way(self) -> Way | None:
        if self.way is None:
            return None
        day = days = None
        if self.way == "assigned" and self.term:
            days = int(self.term) if self.term.isdecimal() else None
            day = None if days else date.fromisoformat(self.term)
        assigned, unit = self.way == "assigned", _id(self.unit)
        return Way(
            self.way,
            text="" if assigned else self.text,
            unit=unit if self.way != "declined" else None,
            deputy=_id(self.deputy) if assigned else None,
            co_units=tuple(one.id for one in self.co_units) if assigned else (),
            official=self.official if self.way == "answered_on_site" else "",
            go_to=self.go_to if self.way == "declined" else "",
            due_on=day,
            days=days,
        )


class VisitDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """One visit as it is typed; `visit` names one from the queue.

    `resident` is on record already: then `phone` is '' while it stays as it was. `listeners` is
    None while nobody chose other deputies than those present.
    """

    visit: Id | None = None
    ticket: str = ""
    resident: Id | None = None
    name: str = ""
    phone: str = ""
    address: str = ""
    heads: int = 1
    anonymous: bool = False
    confidential: bool = False
    listeners: tuple[Pick, ...] | None = None
    matters: tuple[MatterDraft, ...] = (MatterDraft(),)

    @property
    def key(self) -> str:
        """Return the name under which the draft is kept."""
        return key_of(self.visit)

    @property
    def topic(self) -> str:
        """Return what the queue shows of it: how the first matter begins."""
        first = self.matters[0] if self.matters else MatterDraft()
        return (first.summary.strip() or " ".join(first.words.split()))[:20]

    def person(self) -> Person:
        """Return who came, as the service takes it."""
        return Person(self.name, self.phone, self.address, self.resident)

    def raised(self) -> tuple[Raised, ...]:
        """Return what was raised, without empty matters."""
        return tuple(one.raised() for one in self.matters if not one.blank)


def from_queue(row: VisitRow) -> VisitDraft:
    """Return what is known of a visitor who waited."""
    return VisitDraft(
        visit=row.id,
        ticket=row.ticket,
        resident=row.resident,
        name=row.name,
        heads=row.heads,
        anonymous=row.anonymous,
        matters=(MatterDraft(summary=row.topic),),
    )


PREFIX = "desk/"


def key_of(visit: Id | None) -> str:
    """Return the name under which the draft of a visit is kept."""
    return f"{PREFIX}{visit or 'new'}"


def encoded(draft: VisitDraft) -> bytes:
    """Return a draft as it is kept."""
    return msgspec.json.encode(draft)


def decoded(body: bytes) -> VisitDraft | None:
    """Return a kept draft, None where another version of the program wrote it differently."""
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(body, type=VisitDraft)
    return None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field; `matter` counts from 0, None for the person."""

    field: str
    text: str
    matter: int | None = None


def problems(draft: VisitDraft) -> list[Problem]:
    """Return what has to be mended before the visit can be saved, in reading order."""
    found = list(_person(draft))
    for number, matter in enumerate(draft.matters):
        if not matter.blank or all(one.blank for one in draft.matters):
            found += _matter(matter, number)
    return found


def _person(draft: VisitDraft) -> Iterator[Problem]:
    if draft.anonymous:
        return
    if not draft.name.strip():
        yield Problem("name", "请填写姓名,或勾选匿名")
    yield from _checked("name", clean_name, draft.name)
    yield from _checked("phone", clean_phone, draft.phone)
    yield from _checked("address", _line, draft.address)


def _matter(matter: MatterDraft, number: int) -> Iterator[Problem]:
    if not matter.words.strip():
        yield Problem("words", "请填写反映内容", number)
    yield from _checked("words", _text, matter.words, number)
    yield from _checked("summary", _line, matter.summary, number)
    yield from _checked("place", _line, matter.place, number)
    if matter.into is None and matter.way is not None:
        yield from _way(matter, number)


def _way(matter: MatterDraft, number: int) -> Iterator[Problem]:
    if matter.way == "assigned":
        if matter.deputy is None and matter.unit is None:
            yield Problem("deputy", "请选定代表或承办单位", number)
        if matter.unit is not None and matter.unit in matter.co_units:
            yield Problem("co_units", "不能与承办单位相同", number)
        return
    if not matter.text.strip():
        yield Problem("text", f"请填写{TEXTS[matter.way]}" if matter.way else "", number)
    yield from _checked("text", _text, matter.text, number)
    if matter.way == "answered_on_site":
        yield from _checked("official", clean_name, matter.official, number)
    if matter.way == "declined":
        if not matter.go_to.strip():
            yield Problem("go_to", "请告知应去哪里", number)
        yield from _checked("go_to", _line, matter.go_to, number)


TEXTS: dict[WayKind, str] = {
    "answered_on_site": "答复内容",
    "planned": "计划安排",
    "explained": "解释内容",
    "declined": "不予受理的原因",
}
"""What the text of a way is called."""


def _checked(
    field: str, clean: Callable[[str], object], text: str, matter: int | None = None
) -> Iterator[Problem]:
    if text.strip():
        try:
            clean(text)
        except RuleBroken as broken:
            yield Problem(field, str(broken).rstrip("。"), matter)


def _line(text: str) -> str:
    return clean_line(text, limit=_LINE)


def _text(text: str) -> str:
    return clean_text(text, limit=_WORDS)


def _id(pick: Pick | None) -> Id | None:
    return pick.id if pick else None
