"""Files of matters: kept once, taken out as they went in, and evidence for 销号."""

from hashlib import sha256
from typing import Any

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Stage
from renda_desktop.queries.attachments import attachment
from renda_desktop.queries.matter_files import MatterFile, matter_file
from renda_desktop.services import attachments, matters
from renda_desktop.store import blobs
from renda_desktop.store.tables.kept import blob
from renda_desktop.store.verify import verify

PHOTO = b"\xff\xd8\xff\xe0 photo"
OTHER = b"\xff\xd8\xff\xe0 another photo"
DIGEST = sha256(PHOTO).hexdigest()


@pytest.fixture
def matter(office: Office) -> Id:
    return office.act(matters.register, program="themed", own_words="屋面渗水").id


def file(office: Office, matter: Id) -> MatterFile:
    return office.read(matter_file, id=matter, today=day_of(office.clock()))


def put(office: Office, matter: Id, data: bytes = PHOTO, name: str = "现场.jpg") -> None:
    office.act(attachments.attach, matter=matter, name=name, data=data)


def rule(office: Office, service: Any, **given: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        office.act(service, **given)
    assert "{" not in str(refused.value)
    return refused.value.rule


def test_a_file_comes_out_as_it_went_in(office: Office, matter: Id) -> None:
    put(office, matter)
    for name in ("现场.jpg", DIGEST):
        kept, data = office.read(attachment, matter=matter, name=name)
        assert (kept.sha256, kept.mime, kept.size) == (DIGEST, "image/jpeg", len(PHOTO))
        assert data == PHOTO
    assert [e.what for e in file(office, matter).timeline][-1] == "附件"
    assert verify(office.engine).sound


def test_one_content_is_kept_once(office: Office, matter: Id) -> None:
    put(office, matter)
    assert rule(
        office, attachments.attach, matter=matter, name="又一张.jpg", data=PHOTO
    ) == "matter.attached"  # fmt: skip
    second = office.act(matters.register, program="themed", own_words="漏电").id
    put(office, second, name="同一张.jpg")
    with office.session() as session:
        assert len(session.execute(blob.select()).all()) == 1


def test_nothing_stays_of_a_file_that_was_refused(office: Office, matter: Id) -> None:
    given = {"matter": matter, "name": "a.jpg"}
    assert rule(office, attachments.attach, **given, data=b"MZ") == "attachment.kind"
    large = PHOTO + bytes(blobs.LARGEST)
    assert rule(office, attachments.attach, **given, data=large) == "blob.too_large"
    with office.session() as session:
        assert session.execute(blob.select()).all() == []


def test_names_that_two_files_have_do_not_tell_them_apart(office: Office, matter: Id) -> None:
    put(office, matter)
    put(office, matter, OTHER)
    assert rule(
        office, attachments.detach, matter=matter, attachment="现场.jpg"
    ) == "matter.several_files"  # fmt: skip
    office.act(attachments.detach, matter=matter, attachment=DIGEST)
    assert [one.size for one in file(office, matter).state.attachments.values()] == [len(OTHER)]


def test_a_content_that_is_elsewhere_is_said_to_be(office: Office, matter: Id) -> None:
    put(office, matter)
    with office.session(writes=True) as session:
        session.execute(blob.delete())
    with pytest.raises(Unavailable, match="本机没有这个附件的内容"):
        office.read(attachment, matter=matter, name=DIGEST)


def test_evidence_is_attached_before_and_stays(office: Office, matter: Id) -> None:
    office.act(matters.answer_on_site, matter=matter, text="已断电")
    strike: dict[str, Any] = {
        "matter": matter,
        "evidence": "现场照片",
        "attachments": ("现场.jpg",),
    }
    assert rule(office, matters.strike_off, **strike) == "matter.not_attached"
    put(office, matter)
    office.act(matters.strike_off, **strike)
    found = file(office, matter)
    assert found.state.stage is Stage.CLOSED
    assert found.state.evidence == {DIGEST}
    assert found.timeline[-1].text == "现场照片;附件1件"
    assert rule(
        office, attachments.detach, matter=matter, attachment="现场.jpg"
    ) == "matter.is_evidence"  # fmt: skip
