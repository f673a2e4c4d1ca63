"""What each paper shows: frozen values between the reads and the drawing."""

from dataclasses import dataclass
from datetime import date, datetime

from renda_desktop.domain.terms import Signal
from renda_desktop.domain.wording import Paragraph
from renda_desktop.queries.papers.sheet import Sheet


@dataclass(frozen=True, slots=True)
class StationHead:
    """The station as it signs its papers."""

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One event of a matter. `void` holds the reason why it is not in effect, or ''."""

    at: datetime
    what: str
    text: str = ""
    who: str = ""
    void: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptMatter:
    """One matter as its resident takes it home. `next_step` says what happens and when."""

    number: str
    text: str
    way: str
    unit: str = ""
    due: date | None = None
    provisional: bool = False
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptSheet(Sheet):
    """来访回执. `resident` is masked already; `number` also goes into the QR code."""

    station: StationHead
    number: str
    ticket: str
    reception: str
    received_at: datetime
    resident: str
    heads: int
    matters: tuple[ReceiptMatter, ...]
    clerk: str


@dataclass(frozen=True, slots=True)
class RegistrationForm(Sheet):
    """接待登记表, one matter. Texts are ready to print; '' means nothing recorded."""

    station: StationHead
    number: str
    reception: str
    channel: str
    received_at: datetime
    resident: str
    phone: str
    address: str
    heads: int
    appeal: str
    category: str
    place: str
    urgency: str
    own_words: str
    summary: str
    listeners: str
    way: str
    lead: str
    co_units: str
    due: date | None
    provisional: bool
    signal: Signal | None
    stage: str
    reply: str
    outcome: str
    resident_rating: int | None
    deputy_rating: int | None
    timeline: tuple[TimelineLine, ...]
    clerk: str


@dataclass(frozen=True, slots=True)
class LetterSheet(Sheet):
    """A letter ready to be set. `name` says what document it is, and names nobody."""

    name: str
    title: str
    body: tuple[Paragraph, ...]
    sender: str
    on: date
    number: str = ""
    to: str = ""
    attachments: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class MatterSlip(Sheet):
    """What the slips about one matter show: 交办单 and 回访单. '' is what is not known."""

    station: StationHead
    number: str
    received_on: date
    resident: str
    category: str
    place: str
    urgency: str
    own_words: str
    summary: str
    lead: str
    co_units: str
    deputy: str
    assigned_on: date | None
    due: date | None
    provisional: bool
    asked: str
    reply: str
    outcome: str
    clerk: str


@dataclass(frozen=True, slots=True)
class SignInGroup:
    """People of one kind on a sign-in sheet: name, unit, and whether they are there."""

    title: str
    people: tuple[tuple[str, str, str], ...]
    spare: int = 0


@dataclass(frozen=True, slots=True)
class SignInSheet(Sheet):
    """签到表 of one reception; `spare` rows of a group are for those who come unexpected."""

    station: StationHead
    title: str
    when: str
    place: str
    groups: tuple[SignInGroup, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One matter that units claim on the spot."""

    number: str
    text: str
    place: str
    unit: str
    due: str


@dataclass(frozen=True, slots=True)
class ClaimList(Sheet):
    """问题认领清单 of one reception: which unit takes what, signed for."""

    station: StationHead
    title: str
    when: str
    rows: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class RecoverySheet(Sheet):
    """恢复密钥: the key to lock away. `code_groups` is its text, in the order it is typed."""

    station: str
    code_groups: tuple[str, ...]
