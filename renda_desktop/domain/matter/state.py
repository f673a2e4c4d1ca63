"""The state of one matter."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.attachment import Attachment
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Whole, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, from_micros, start_of, to_micros
from renda_desktop.domain.program import Due, LoopStep, colour
from renda_desktop.domain.stream import Details, Fact, Stream
from renda_desktop.domain.terms import (
    Appeal,
    Channel,
    Disposition,
    Grade,
    OpinionSource,
    Outcome,
    RaterKind,
    Signal,
    Stage,
    Step,
    Urgency,
)


class Demands(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a matter's program asked when it was registered: the record keeps it.

    `needed` are the steps before 销号. `second_person`: whoever recorded the result does not
    strike it off. `title` is the program's.
    """

    title: Line
    needed: tuple[LoopStep, ...] = ()
    second_person: bool = False


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a matter came from that another station handed over, and why.

    `registered_at` is when it was registered there: it counts from that day on.
    """

    station: Id
    name: Line
    matter: Id
    number: Line
    registered_at: int
    reason: Line = ""


class Listed(msgspec.Struct, frozen=True):
    """The row of an older list (台账) that a matter was taken from: the day it names, and a mark.

    The same words give the same mark, by which the row is known when it comes again.
    """

    on: date
    mark: Id


class Move(msgspec.Struct, frozen=True):
    """Which station is to go on with a matter, or does: as which matter, and why."""

    name: str
    reason: str
    station: Id | None = None
    matter: Id | None = None


class MatterDetails(Details):
    """What was raised. `own_words` are the resident's (原话), `summary` the clerk's.

    `number` contains station, year, device letter and counter. `category` is a path in the
    station's two-level table, such as 城乡建设/老旧小区.
    """

    fixed: ClassVar[tuple[str, ...]] = (
        "number", "program", "version", "visit", "reception", "demands", "origin",
        "listed",
    )  # fmt: skip

    number: Line
    own_words: Words
    program: Line
    version: Whole
    summary: Line = ""
    category: Line = ""
    place: Line = ""
    urgency: Urgency = Urgency.NORMAL
    appeal: Appeal = Appeal.HELP
    channel: Channel = Channel.VISIT
    confidential: bool = False
    visit: Id | None = None
    reception: Id | None = None
    resident: Id | None = None
    reporter: Id | None = None
    theme: Id | None = None
    listeners: tuple[Id, ...] = ()
    demands: Demands | None = None
    origin: Origin | None = None
    listed: Listed | None = None

    def check(self) -> None:
        if not self.own_words.strip():
            raise RuleBroken("matter.no_words")

    @property
    def title(self) -> str:
        """Return what the matter is called in lists: the summary, or how the words begin."""
        return self.summary or self.own_words.replace("\n", " ")[:60]


class ReplyText(msgspec.Struct, frozen=True):
    """One written or spoken reply; every round keeps its own."""

    text: str
    grade: Grade
    at: int
    unit: Id | None = None
    deputy: Id | None = None
    official: str = ""
    on_site: bool = False


class Rating(msgspec.Struct, frozen=True):
    """A star rating (1 to 5) by one rater."""

    rater: RaterKind
    stars: int
    at: int
    deputy: Id | None = None
    comment: str = ""


@dataclass(slots=True)
class Round:
    """One round of handling. A matter that is handled again keeps its earlier rounds.

    `extended`: its addressee has asked for an extension, whether it was granted or not;
    `assigned_at`: when the addressee got it, by 交办 or 转办.
    """

    unit: Id | None = None
    co_units: tuple[Id, ...] = ()
    deputy: Id | None = None
    due: Due | None = None
    assigned_at: int | None = None
    extended: bool = False
    replies: list[ReplyText] = field(default_factory=list)
    ratings: dict[RaterKind, Rating] = field(default_factory=dict)
    reminders: int = 0
    supervisions: int = 0
    returns: int = 0

    def hand_to(self, unit: Id | None, deputy: Id | None, co_units: tuple[Id, ...] = ()) -> None:
        """Let somebody else have it, who may ask for an extension of their own."""
        self.unit, self.deputy, self.co_units, self.extended = unit, deputy, co_units, False


class Amount(msgspec.Struct, frozen=True):
    """What the matter brought, in the unit of its kind; `entry` is the one that recorded it."""

    entry: Id
    key: str
    title: str
    unit: str
    amount: Decimal
    day: date
    remark: str = ""


class Opinion(msgspec.Struct, frozen=True):
    """What a deputy thinks; `entry` is the one that recorded it, `row` its row on a briefing."""

    entry: Id
    deputy: Id
    text: str
    source: OpinionSource
    at: int
    reception: Id | None = None
    row: int = 0


@dataclass(slots=True)
class Matter(Stream):
    noun: ClassVar[str] = "matter"
    term: ClassVar[str] = "事项"

    details: Any = None
    stage: Stage = Stage.REGISTERED
    disposition: Disposition | None = None
    outcome: Outcome | None = None
    rounds: list[Round] = field(default_factory=lambda: [Round()])
    registered_at: int = 0
    first_replied_at: int | None = None
    resolved_at: int | None = None
    closed_at: int | None = None
    joined_into: Id | None = None
    stage_before: Stage | None = None  # before it was joined or handed over
    proposed_move: Move | None = None
    moved: Move | None = None
    proposal: Id | None = None
    passed: set[Step] = field(default_factory=lambda: {Step.REGISTER})
    handlers: set[Id] = field(default_factory=set)  # who recorded the present result
    called_back: bool = False
    looked_back: bool = False
    attachments: dict[str, Attachment] = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()  # the files that 销号 rests on
    quantities: dict[Id, Amount] = field(default_factory=dict)
    opinions: dict[Id, Opinion] = field(default_factory=dict)

    @property
    def round(self) -> Round:
        """Return the present round of handling."""
        return self.rounds[-1]

    def require(self, action: str, *allowed: Stage) -> None:
        if self.stage not in allowed:
            raise RuleBroken("matter.stage", stage=self.stage.label, action=action)

    def forbid(self, action: str, *stages: Stage) -> None:
        if self.stage in stages:
            raise RuleBroken("matter.stage", stage=self.stage.label, action=action)

    def happened(self, on: date | None, entry: Entry) -> int:
        """Return when it happened: on the day that an older list names, else as it is recorded.

        Only what was listed before has such days, or figures could be dated at will.
        """
        if on is None:
            return entry.recorded_at
        listed = self.details.listed
        if listed is None or not listed.on <= on <= day_of(from_micros(entry.recorded_at)):
            raise RuleBroken("matter.not_then", day=on)
        return to_micros(start_of(on))

    def attachment(self, written: str) -> Attachment:
        """Return the file that is meant, by its SHA-256 or its name."""
        found = self.attachments.get(written)
        named = [one for one in self.attachments.values() if one.name == written]
        if found is None and len(named) != 1:
            raise RuleBroken("matter.several_files" if named else "matter.not_attached")
        return found or named[0]

    def rating(self, rater: RaterKind) -> Rating | None:
        """Return the newest rating of that rater group, of whichever round."""
        found = (r.ratings[rater] for r in reversed(self.rounds) if rater in r.ratings)
        return next(found, None)


OPEN_STAGES = (Stage.REGISTERED, Stage.DELIBERATED, Stage.ASSIGNED, Stage.RETURNED, Stage.REPLIED)
UNDECIDED_STAGES = (Stage.REGISTERED, Stage.DELIBERATED, Stage.RETURNED)
OUT_OF_LOOP = (Stage.JOINED, Stage.WITHDRAWN, Stage.HANDED_OVER)
NOT_COUNTED = (Stage.WITHDRAWN, Stage.HANDED_OVER)
"""What was a slip, and what another station's matter counts now."""
WAITED_FOR = (Stage.ASSIGNED, Stage.RETURNED)


def signal(*, stage: Stage, due: date | None, amber_on: date | None, today: date) -> Signal | None:
    """Return the three-colour signal of a matter that is being handled, else None."""
    return colour(due=due, amber_on=amber_on, today=today) if stage in WAITED_FOR else None


class LoopFact(Fact, frozen=True):
    """A fact that is a step of the closed loop."""

    step: ClassVar[Step]

    def did(self, stream: Matter) -> None:
        """Note that the matter has been through this step."""
        stream.passed.add(self.step)
