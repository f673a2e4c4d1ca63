"""Figures as they were published (统计快照): never changed, only withdrawn with a reason."""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Moment, Words
from renda_desktop.domain.figures import FigureFilter, FigureKey, Value
from renda_desktop.domain.stream import Begin, Details, Fact, Noun, Stream


class Published(msgspec.Struct, frozen=True):
    """One figure with its value, and with its definition in the words of that day."""

    key: FigureKey
    title: Line
    counts: Words
    dated: Line
    value: Value
    numerator: Line = ""
    denominator: Line = ""


class SnapshotDetails(Details):
    """What was published: the figures, for what they were asked, by which version of the program.

    `conditions` is the filter in words, `moment` as of when they hold.
    """

    needed: ClassVar[tuple[str, ...]] = ("title", "figures")

    title: Line
    where: FigureFilter
    conditions: Words
    moment: Moment
    figures: tuple[Published, ...]
    app: Line


@dataclass(slots=True)
class Snapshot(Stream):
    """`withdrawn` says why it no longer holds, or is ''."""

    noun: ClassVar[str] = "snapshot"
    term: ClassVar[str] = "统计快照"

    details: Any = None
    withdrawn: str = ""


class PublishSnapshot(Begin, frozen=True):
    kind: ClassVar[str] = "snapshot.publish"
    details: SnapshotDetails


class WithdrawSnapshot(Fact, frozen=True):
    """It was published by mistake. It stays on record, as it was."""

    kind: ClassVar[str] = "snapshot.withdraw"
    reason: Line

    def apply(self, stream: Snapshot, entry: Entry) -> None:
        if stream.withdrawn:
            raise RuleBroken("snapshot.withdrawn")
        if not self.reason.strip():
            raise RuleBroken("snapshot.no_reason")
        stream.withdrawn = self.reason


SNAPSHOT = Noun(Snapshot, [PublishSnapshot, WithdrawSnapshot])
