"""Papers that left the house (已出具文书): number, hash and who printed them; a reprint says so."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec

from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.stream import Begin, Details, Fact, Noun, Stream


class PaperDetails(Details):
    """What was issued. `form` is the kind of paper, `about` the things that it is filed with.

    `content` is the hash of what it says, by which a reprint is known; it covers neither the
    moment of printing nor the number. Hashes are SHA-256 in hexadecimal.
    """

    needed: ClassVar[tuple[str, ...]] = ("number", "form", "title")

    number: Line
    form: Line
    title: Line
    content: Line
    about: tuple[Ref, ...] = ()


class Copy(msgspec.Struct, frozen=True):
    """One print: by whom, when (microseconds), and the hash of its PDF file."""

    entry: Id
    by: Id
    at: int
    digest: str
    pages: int


@dataclass(slots=True)
class Paper(Stream):
    """`withdrawn` says why it no longer counts, or is ''."""

    noun: ClassVar[str] = "paper"
    term: ClassVar[str] = "文书"

    details: Any = None
    copies: list[Copy] = field(default_factory=list)
    withdrawn: str = ""

    def print(self, entry: Entry, *, digest: str, pages: int) -> None:
        """Add a print."""
        if self.withdrawn:
            raise RuleBroken("paper.withdrawn")
        made = Copy(entry.id, entry.author, entry.recorded_at, digest, pages)
        self.copies.append(made)


class IssuePaper(Begin, frozen=True):
    kind: ClassVar[str] = "paper.issue"
    details: PaperDetails
    digest: Line
    pages: int

    def apply(self, stream: Paper, entry: Entry) -> None:
        super().apply(stream, entry)
        stream.print(entry, digest=self.digest, pages=self.pages)


class ReprintPaper(Fact, frozen=True):
    """补打: the same words went out once more."""

    kind: ClassVar[str] = "paper.reprint"
    digest: Line
    pages: int

    def apply(self, stream: Paper, entry: Entry) -> None:
        stream.print(entry, digest=self.digest, pages=self.pages)


class WithdrawPaper(Fact, frozen=True):
    """作废: it was issued by mistake. It stays on record; its number is not given again."""

    kind: ClassVar[str] = "paper.withdraw"
    reason: Line

    def apply(self, stream: Paper, entry: Entry) -> None:
        if stream.withdrawn:
            raise RuleBroken("paper.withdrawn")
        if not self.reason.strip():
            raise RuleBroken("field.empty", field="作废原因")
        stream.withdrawn = self.reason


PAPER = Noun(Paper, [IssuePaper, ReprintPaper, WithdrawPaper])
