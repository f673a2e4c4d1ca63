"""Seeing what was on record at a moment, and the present again afterwards."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from renda_desktop.store.as_of import as_of
from renda_desktop.store.tables import projection as t
from tests.store.conftest import Database

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def test_the_present_is_there_again_whatever_happens_meanwhile(filled: Database) -> None:
    matters = select(func.count()).select_from(t.matter)
    with filled.session() as session, session.begin():
        before = session.scalar(matters)
        assert before
        with as_of(session, moment=LONG_AGO) as past:
            assert past.scalar(matters) == 0
        assert session.scalar(matters) == before
        with pytest.raises(ZeroDivisionError), as_of(session, moment=LONG_AGO):
            raise ZeroDivisionError
        assert session.scalar(matters) == before


def test_without_entries_nothing_is_left_of_what_they_began(filled: Database) -> None:
    driver = "SELECT lower(hex(id)) FROM entry WHERE stream = ?"
    with filled.session() as session, session.begin():
        one = session.scalars(select(t.matter.c.id)).first()
        assert one is not None
        found = session.connection().exec_driver_sql(driver, (bytes.fromhex(one),)).scalars()
        same = select(t.matter.c.id).where(t.matter.c.id == one)
        with as_of(session, without=list(found)) as past:
            assert past.scalar(same) is None
        assert session.scalar(same) == one
