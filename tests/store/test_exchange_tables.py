"""What was signed and answered is never changed: the database itself forbids it."""

import pytest
from sqlalchemy.exc import IntegrityError

from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange
from renda_desktop.store.exchange import Signed
from tests.store.conftest import Database

SCOPE, DEVICE = Id("5c" * 16), Id("de" * 16)
ANSWERED = Signed(SCOPE, Id("a1" * 16), DEVICE, 1, bytes(32), bytes(64), seq=1, receipt=b"\1" * 32)
OPEN = Signed(SCOPE, Id("a2" * 16), DEVICE, 2, bytes(32), bytes(64))


@pytest.fixture
def kept(database: Database) -> Database:
    with database.session() as session, session.begin():
        exchange.keep_signed(session, actions=[ANSWERED, OPEN])
        exchange.certify(
            session, device=DEVICE, key=bytes(32), letter="A", issued_at=1, signature=bytes(64)
        )
    return database


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signed_action SET signature = zeroblob(1)",
        "UPDATE signed_action SET dseq = dseq + 10",
        "UPDATE signed_action SET receipt = zeroblob(32), seq = 9 WHERE receipt IS NOT NULL",
        "UPDATE signed_action SET receipt = NULL, seq = NULL",
        "UPDATE signed_action SET receipt = zeroblob(32) WHERE receipt IS NULL",  # no verdict
        "UPDATE signed_action SET receipt = x'00', seq = 3, rule = 'x' WHERE receipt IS NULL",
        "DELETE FROM signed_action",
        "INSERT OR REPLACE INTO signed_action SELECT * FROM signed_action WHERE dseq = 1",
        "UPDATE certificate SET key = x'00'",
        "DELETE FROM certificate",
    ],
)
def test_what_was_answered_is_never_changed(kept: Database, statement: str) -> None:
    with kept.session() as session, pytest.raises(IntegrityError, match="never"):
        session.connection().exec_driver_sql(statement)


def test_a_verdict_is_kept_once(kept: Database) -> None:
    with kept.session() as session, session.begin():
        exchange.answer(
            session, scope=SCOPE, action=OPEN.id, receipt=b"\2" * 32, rule="refused.permission"
        )
        assert [one.id for one in exchange.refused(session)] == [OPEN.id]
        assert exchange.unanswered(session, scope=SCOPE, most=9) == []
        exchange.forget_unanswered(session)
        assert exchange.signed(session, scope=SCOPE, action=OPEN.id) is not None


def test_only_what_was_never_answered_is_signed_anew(kept: Database) -> None:
    with kept.session() as session, session.begin():
        exchange.forget_unanswered(session)
        assert exchange.signed(session, scope=SCOPE, action=OPEN.id) is None
        assert exchange.signed(session, scope=SCOPE, action=ANSWERED.id) == ANSWERED
        last = exchange.last_signed(session, scope=SCOPE, device=DEVICE)
        assert last == ANSWERED


def test_the_first_certificate_of_a_device_stays(kept: Database) -> None:
    with kept.session() as session, session.begin():
        exchange.certify(
            session, device=DEVICE, key=b"\7" * 32, letter="B", issued_at=2, signature=bytes(64)
        )
        assert exchange.keys(session) == {DEVICE: bytes(32)}
