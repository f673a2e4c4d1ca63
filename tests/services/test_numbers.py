"""Numbers go on after the counter has grown longer than the others."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.queries import references
from renda_desktop.services import matters
from renda_desktop.store.tables import projection as t


def test_after_99999_comes_100000_and_then_100001(office: Office) -> None:
    def renumbered(session: Session, *, by: Author, matter: Id, number: str) -> None:
        assert by.letter == "A"
        session.execute(update(t.matter).where(t.matter.c.id == matter).values(number=number))

    one = office.act(matters.register, program="themed", own_words="渗水").id
    office.act(renumbered, matter=one, number="YH-2026-A-99999")
    for expected in (100_000, 100_001, 100_002):
        office.act(matters.register, program="themed", own_words="渗水")
        last = office.read(references.last_number, series="YH-2026-A", of="matter")
        assert last == expected
