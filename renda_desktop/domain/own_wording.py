"""What an office says in its letters in place of the words that ship."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import Amend, Begin, Details, Noun, Settle, Stream
from renda_desktop.domain.terms import field_label
from renda_desktop.domain.wording import Wording, fields_of


class WordingDetails(Details):
    """The words of one kind of letter; without a body, those that ship are in force."""

    needed: ClassVar[tuple[str, ...]] = ("kind",)
    fixed: ClassVar[tuple[str, ...]] = ("kind",)

    kind: Line
    title: Line = ""
    to: Line = ""
    body: Words = ""

    def check(self) -> None:
        super().check()
        for text in (self.title, self.to, self.body):
            fields_of(text)
        if self.body and not self.title:
            raise RuleBroken("field.empty", field=field_label("title"))


@dataclass(slots=True)
class OwnWording(Stream):
    noun: ClassVar[str] = "wording"
    term: ClassVar[str] = "文书用语"

    details: Any = None

    @property
    def wording(self) -> Wording | None:
        """Return the office's own words, None where those that ship are in force."""
        d: WordingDetails = self.details
        return Wording(d.title, d.body, d.to) if d.body else None


class RegisterWording(Begin, frozen=True):
    kind: ClassVar[str] = "wording.register"
    details: WordingDetails


class AmendWording(Amend, frozen=True):
    kind: ClassVar[str] = "wording.amend"


class SettleWording(Settle, frozen=True):
    kind: ClassVar[str] = "wording.settle"


WORDING = Noun(OwnWording, [RegisterWording, AmendWording, SettleWording])


def stream_of(kind: str, *, scope: Id) -> Id:
    """Return the one stream for a kind of letter in a log.

    Two PCs that change the same letter apart write into the same stream, and so they meet.
    """
    return Id(sha256(f"wording {scope} {kind}".encode()).hexdigest()[:32])
