"""Settings, drafts and files: what belongs to this PC."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy.exc import IntegrityError

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.store import blobs, drafts, settings
from tests.store.conftest import NOW, Database


def test_settings(database: Database) -> None:
    with database.session() as session, session.begin():
        assert settings.get(session, key="letter") is None
        settings.put(session, key="letter", value="A")
        settings.put(session, key="letter", value="乙")
    with database.session() as session, session.begin():
        assert settings.get(session, key="letter") == "乙"
        settings.remove(session, key="letter")
        settings.remove(session, key="letter")
        assert settings.get(session, key="letter") is None


def test_drafts(database: Database) -> None:
    later = NOW + timedelta(microseconds=1)
    with database.session() as session, session.begin():
        drafts.keep(session, key="register", body="路灯不".encode(), now=NOW)
        drafts.keep(session, key="reply", body=b"{}", now=NOW)
        drafts.keep(session, key="register", body="路灯不亮".encode(), now=later)
    with database.session() as session, session.begin():
        assert list(drafts.drafts(session).items()) == [
            ("register", drafts.Draft("路灯不亮".encode(), later)),
            ("reply", drafts.Draft(b"{}", NOW)),
        ]
        drafts.discard(session, key="register")
        assert list(drafts.drafts(session)) == ["reply"]


def test_a_file_is_kept_once(database: Database) -> None:
    photo = bytes(range(256)) * 40
    with database.session() as session, session.begin():
        name = blobs.put(session, data=photo, mime="image/jpeg")
        assert name == sha256(photo).hexdigest()
        assert blobs.put(session, data=photo, mime="image/png") == name
        driver = session.connection()
        assert driver.exec_driver_sql("SELECT mime, size FROM blob").all() == [
            ("image/jpeg", len(photo))
        ]
        assert blobs.get(session, sha256=name) == photo
        assert blobs.get(session, sha256="0" * 64) is None


def test_a_file_has_a_limit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "LARGEST", 3 << 20)
    with database.session() as session:
        assert blobs.put(session, data=bytes(3 << 20), mime="image/png")
        with pytest.raises(RuleBroken, match="3 MB"):
            blobs.put(session, data=bytes((3 << 20) + 1), mime="image/png")


def test_a_size_that_lies_is_refused(database: Database) -> None:
    with database.session() as session, pytest.raises(IntegrityError, match="blob_size"):
        session.connection().exec_driver_sql("INSERT INTO blob VALUES ('a', 'b', 3, x'00')")
