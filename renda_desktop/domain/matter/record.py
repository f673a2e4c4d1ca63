"""What is written down about a matter beside its handling."""

from typing import ClassVar

from renda_desktop.domain.attachment import Attachment, Digest
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.fields import Line, Words
from renda_desktop.domain.matter.state import NOT_COUNTED, Matter, MatterDetails
from renda_desktop.domain.moments import day_of, from_micros, start_of, to_micros
from renda_desktop.domain.stream import Amend, Begin, Erase, Fact, Settle
from renda_desktop.domain.terms import Stage


class RegisterMatter(Begin, frozen=True):
    """登记."""

    kind: ClassVar[str] = "matter.register"
    details: MatterDetails

    def apply(self, stream: Matter, entry: Entry) -> None:
        listed = self.details.listed
        if listed is not None and listed.on > day_of(from_micros(entry.recorded_at)):
            raise RuleBroken("matter.not_then", day=listed.on)
        Begin.apply(self, stream, entry)
        stream.registered_at = to_micros(start_of(listed.on)) if listed else entry.recorded_at


class AmendMatter(Amend, frozen=True):
    """更正."""

    kind: ClassVar[str] = "matter.amend"


class SettleMatter(Settle, frozen=True):
    """冲突已选定."""

    kind: ClassVar[str] = "matter.settle"


class Note(Fact, frozen=True):
    """记事: something worth knowing, without effect on the loop."""

    kind: ClassVar[str] = "matter.note"
    text: Words

    def apply(self, stream: Matter, entry: Entry) -> None:
        if not self.text.strip():
            raise RuleBroken("matter.no_text", what="记事")


class Attach(Fact, frozen=True):
    """附件: photo, scan, document."""

    kind: ClassVar[str] = "matter.attach"
    sha256: Digest
    name: Line
    mime: Line
    size: int

    def apply(self, stream: Matter, entry: Entry) -> None:
        if self.sha256 in stream.attachments:
            raise RuleBroken("matter.attached")
        stream.attachments[self.sha256] = Attachment(self.sha256, self.name, self.mime, self.size)


class Detach(Fact, frozen=True):
    """移除附件."""

    kind: ClassVar[str] = "matter.detach"
    sha256: Digest

    def apply(self, stream: Matter, entry: Entry) -> None:
        if self.sha256 not in stream.attachments:
            raise RuleBroken("matter.not_attached")
        if self.sha256 in stream.evidence:
            raise RuleBroken("matter.is_evidence")
        del stream.attachments[self.sha256]


class RedactMatter(Erase, frozen=True):
    """删除个人信息: words that named a person who is erased name nobody any more."""

    kind: ClassVar[str] = "matter.redact"


class WithdrawMatter(Fact, frozen=True):
    """作废: it was registered by mistake. It stays on record and no longer counts.

    That can be found out until an addressee replies; an answer at the desk may be the slip.
    """

    kind: ClassVar[str] = "matter.withdraw"
    reason: Line

    def apply(self, stream: Matter, entry: Entry) -> None:
        stream.forbid("作废", Stage.CLOSED, *NOT_COUNTED)
        if any(not reply.on_site for one in stream.rounds for reply in one.replies):
            raise RuleBroken("matter.replied")
        if not self.reason.strip():
            raise RuleBroken("matter.no_text", what="作废原因")
        stream.stage = Stage.WITHDRAWN
        stream.joined_into = stream.stage_before = None
