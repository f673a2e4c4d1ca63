"""A paper that somebody asked for, and the same once it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from renda_desktop.domain.ids import Ref
from renda_desktop.queries.papers import Persons, RecoverySheet, Sheet
from renda_desktop.reports.catalogue import PAPERS

Render = Callable[[Sheet], bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is asked for.

    `title` is said on the screen and may name somebody; `name` is for files and may not.
    `read(session)` returns its sheet; what is read already comes as `sheet`. `about` is the
    thing that it tells of. A `personal` one tells of residents, as far as `persons` says.
    """

    kind: str
    title: str
    name: str
    read: Callable[..., Sheet] | None = None
    sheet: Sheet | None = None
    about: Ref | None = None
    personal: bool = False
    persons: Persons = Persons.MASKED
    own_render: Render | None = None

    @property
    def render(self) -> Render:
        """What draws the sheet; it can be handed to another process."""
        return self.own_render or PAPERS[self.kind].render


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper with its pages."""

    wanted: Wanted
    sheet: Sheet
    pdf: bytes

    @property
    def file_name(self) -> str:
        """What the file is called unless the clerk calls it otherwise; it names nobody."""
        clean = "".join("-" if one in '\\/:*?"<>|' else one for one in self.wanted.name)
        return f"{clean}.pdf"

    def with_pdf(self, sheet: Sheet, pdf: bytes) -> "Drawn":
        """Return the paper drawn anew."""
        return replace(self, sheet=sheet, pdf=pdf)


def file_words(kind: str, *parts: str, on: date | None = None) -> str:
    """Return the name of a paper's file from its kind, a number and a day."""
    day = on.isoformat() if on else ""
    return " ".join(part for part in (PAPERS[kind].title, *parts, day) if part)


def recovery_key(sheet: RecoverySheet) -> Wanted:
    """Return the paper that is locked away; it tells of nothing in the records."""
    return Wanted("recovery-key", "恢复密钥", "恢复密钥", sheet=sheet, own_render=_recovery)


def _recovery(sheet: Sheet) -> bytes:
    from renda_desktop.reports import recovery_sheet

    assert isinstance(sheet, RecoverySheet)  # noqa: S101 # it came with the wish
    return recovery_sheet.render(sheet)
