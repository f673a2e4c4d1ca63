"""Two PCs and the real server: one of them never sees a network, its work comes by file."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries.attachments import attachment
from renda_desktop.server import bundle, devices
from renda_desktop.server.blobs import Files
from renda_desktop.server.bundle import Answered
from renda_desktop.server.shelf import Folder
from renda_desktop.services import attachments, matters, themes
from renda_desktop.store import exchange
from renda_desktop.sync import carried, sealed, signing
from renda_desktop.sync.lane import Moved
from renda_desktop.sync.report import Report
from tests import offices
from tests.server.pcs import Town
from tests.server.stations import joined, link, sync
from tests.sync.rows import log_of, rows_of, same, titles

PDF = b"%PDF-1.4\n" + random.Random(1).randbytes(100_000)

Answer = Callable[[bytes], Answered]


@pytest.fixture
def answer(town: Town) -> Answer:
    return lambda data: town.loop.run(bundle.answer(town.server, data=data))


@pytest.fixture
def away(founded: Path, tmp_path: Path, town: Town) -> Iterator[Office]:
    """A station founded offline and invited by file; the centre has heard nothing of it yet."""
    office = offices.opened(offices.copied(founded, tmp_path / "离线"), clock=town.clock)
    invite(office, town)
    yield office
    office.close()


@pytest.fixture
def online(away: Office, answer: Answer, town: Town, tmp_path: Path) -> Iterator[Office]:
    """The same station on a PC with network, brought there from the centre."""
    assert carry(away, answer).whole
    office = joined(town, tmp_path / "在线", town.code(away.station))
    yield office
    office.close()


def invite(office: Office, town: Town, scope: Id | None = None) -> None:
    code = town.code(scope or town.station())
    who = town.server.identity
    office.accept(invitation=bundle.invitation(who, code=code, epoch=1), code=code)


def carry(office: Office, answer: Answer) -> Report:
    """Carry a bundle to the centre and the answer back."""
    return office.import_bundle(answer(office.export_bundle().data).data)


@contextmanager
def failing(rule: str) -> Iterator[None]:
    with pytest.raises((RuleBroken, Unavailable)) as told:
        yield
    assert told.value.rule == rule
    assert str(told.value)


def head(town: Town, scope: Id) -> int:
    ((found,),) = town.rows("SELECT head FROM scope WHERE scope = $1", scope)
    assert isinstance(found, int)
    return found


def test_a_pc_that_is_never_online_is_enrolled_and_delivers(
    away: Office, answer: Answer, town: Town
) -> None:
    away.act(themes.register, title="停车难")
    done = carry(away, answer)
    assert done.whole
    assert done.sent > 0
    cursor = away.read(exchange.cursors)[away.station]
    assert head(town, away.station) == cursor.seq > 0
    rows_of(away)


def test_what_is_done_on_both_meets(
    away: Office, online: Office, answer: Answer, town: Town
) -> None:
    away.act(themes.register, title="甲")
    online.act(themes.register, title="乙")
    sync(town, online)
    assert carry(away, answer).whole
    sync(town, online)
    same(away, online)
    assert titles(away) == {"甲", "乙"}
    assert (away.letter, online.letter) == ("A", "B")


def test_a_bundle_twice_changes_nothing(
    away: Office, online: Office, answer: Answer, town: Town
) -> None:
    away.act(themes.register, title="甲")
    online.act(themes.register, title="乙")
    sync(town, online)
    sent = away.export_bundle().data
    first, second = answer(sent), answer(sent)
    before = head(town, away.station)
    assert first.actions == second.actions == 1
    assert away.import_bundle(first.data).whole
    there = log_of(away), rows_of(away)
    for data in (first.data, second.data, first.data):
        again = away.import_bundle(data)
        assert (again.whole, again.sent, again.received) == (True, 0, 0)
    assert (log_of(away), rows_of(away)) == there
    assert head(town, away.station) == before


def test_bundles_out_of_order_are_told_what_is_missing(
    away: Office, online: Office, answer: Answer, town: Town
) -> None:
    start = away.read(exchange.cursors)[away.station].seq
    away.act(themes.register, title="甲")
    first = answer(away.export_bundle().data)
    online.act(themes.register, title="乙")
    sync(town, online)
    later = answer_after(away, answer, town, start + 1)
    told = away.import_bundle(later)
    (trouble,) = told.troubles
    assert trouble.rule == "bundle.gap"
    assert (trouble.params["first"], trouble.params["last"]) == (start + 1, start + 1)
    assert away.import_bundle(first.data).whole
    assert away.import_bundle(later).whole
    assert titles(away) == {"甲", "乙"}
    assert away.import_bundle(first.data).received == 0
    same(away, online)


def answer_after(office: Office, answer: Answer, town: Town, seq: int) -> bytes:
    """Return the answer to a bundle that says that the PC has come to a number."""
    place = office._place()
    key = signing.device_key(place.key, device=place.device)
    mine = opened(office.export_bundle().data, town.server.identity.key)
    pulls = tuple(msgspec.structs.replace(one, after=seq) for one in mine.pulls)
    changed = msgspec.structs.replace(mine, pulls=pulls)
    return answer(sealed.seal(carried.encode(changed), to=town.server.identity.public, by=key)).data


def test_the_older_of_two_answers_is_taken_after_the_newer(
    away: Office, online: Office, answer: Answer, town: Town
) -> None:
    away.act(themes.register, title="甲")
    older = answer(away.export_bundle().data).data
    away.act(themes.register, title="乙")
    newer = answer(away.export_bundle().data).data
    assert away.import_bundle(newer).whole
    again = away.import_bundle(older)
    assert (again.whole, again.received) == (True, 0)
    sync(town, online)
    same(away, online)


def test_a_lost_bundle_is_no_loss(away: Office, online: Office, answer: Answer, town: Town) -> None:
    away.act(themes.register, title="甲")
    away.export_bundle()
    away.act(themes.register, title="乙")
    answer(away.export_bundle().data)  # its answer is lost
    away.act(themes.register, title="丙")
    assert carry(away, answer).whole
    sync(town, online)
    same(away, online)
    assert titles(online) == {"甲", "乙", "丙"}


def test_what_was_done_between_waits_for_the_next_bundle(away: Office, answer: Answer) -> None:
    sent = away.export_bundle().data
    away.act(themes.register, title="后来")
    done = away.import_bundle(answer(sent).data)
    assert (done.left, done.troubles) == (1, ())
    assert carry(away, answer).whole


def test_every_flipped_bit_is_refused_on_both_sides(
    away: Office, answer: Answer, town: Town
) -> None:
    sent = away.export_bundle().data
    back = answer(sent).data
    there = log_of(away), head(town, away.station)
    for place in range(0, len(sent), 97):
        with pytest.raises(Unavailable) as told:
            answer(flipped(sent, place))
        assert told.value.rule in ("bundle.damaged", "bundle.not_one")
    for place in range(0, len(back), 97):
        with pytest.raises(Unavailable) as told:
            away.import_bundle(flipped(back, place))
        assert told.value.rule in ("bundle.damaged", "bundle.not_one")
    assert (log_of(away), head(town, away.station)) == there


def flipped(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << (place % 8)
    return bytes(changed)


def test_a_bundle_is_only_for_whom_it_was_made(
    away: Office, online: Office, answer: Answer, town: Town
) -> None:
    back = answer(away.export_bundle().data)
    with failing("bundle.foreign"):
        online.import_bundle(back.data)
    with failing("bundle.foreign"):
        answer(back.data)
    with failing("bundle.foreign"):
        away.import_bundle(away.export_bundle().data)
    other = town.loop.run(bundle.answer(town.server, data=None, to=online.device))
    assert online.import_bundle(other.data).received == 0


def test_another_writer_is_not_believed(away: Office, answer: Answer, town: Town) -> None:
    answer(away.export_bundle().data)
    key = signing.device_key(away._place().key, device=away.device)
    stranger = Ed25519PrivateKey.from_private_bytes(b"?" * 32)
    mine = opened(away.export_bundle().data, town.server.identity.key)
    forged = msgspec.structs.replace(mine, enrol=None)
    sent = sealed.seal(carried.encode(forged), to=town.server.identity.public, by=stranger)
    with failing("bundle.unknown_device"):
        answer(sent)
    back = sealed.unseal(answer(away.export_bundle().data).data, key=key).content
    with failing("bundle.sender"):
        away.import_bundle(sealed.seal(back, to=signing.public_bytes(key), by=stranger))


def test_an_answer_of_before_the_server_was_put_back_is_old(
    away: Office, answer: Answer, town: Town
) -> None:
    old = answer(away.export_bundle().data).data
    town.bump_epoch()
    away.act(themes.register, title="甲")
    assert carry(away, answer).left == 1  # now it knows; nothing was taken under the old epoch
    with failing("bundle.past_epoch"):
        away.import_bundle(old)
    assert carry(away, answer).whole


def test_who_was_put_out_is_not_heard(away: Office, answer: Answer, town: Town) -> None:
    assert carry(away, answer).whole
    device, now = away.device, town.clock()
    town.ask(lambda db: devices.revoke(db, device=device, now=now, folder=town.folder))
    with failing("bundle.revoked"):
        answer(away.export_bundle().data)


def test_a_scope_that_was_taken_away_is_told_and_holds_up_nothing(
    away: Office, answer: Answer, town: Town
) -> None:
    assert carry(away, answer).whole
    away.act(themes.register, title="甲")
    device, scope, now = away.device, away.station, town.clock()
    town.ask(lambda db: devices.revoke(db, device=device, now=now, scope=scope, folder=town.folder))
    done = carry(away, answer)
    assert [one.rule for one in done.refused] == ["refused.revoked"]


def test_a_copied_database_is_seen(
    away: Office, answer: Answer, town: Town, tmp_path: Path
) -> None:
    assert carry(away, answer).whole
    away.close()
    copy = offices.opened(offices.copied(away.home.path, tmp_path / "副本"), clock=town.clock)
    again = offices.opened(away.home.path, clock=town.clock)
    again.act(themes.register, title="甲")
    copy.act(themes.register, title="乙")
    assert carry(again, answer).whole
    assert "sync.forked" in [one.rule for one in carry(copy, answer).troubles]
    invite(copy, town, copy.station)  # under a new name it goes on
    assert carry(copy, answer).whole
    assert titles(copy) == {"甲", "乙"}
    for office in (again, copy):
        office.close()


def test_a_wrong_code_opens_no_invitation(founded: Path, tmp_path: Path, town: Town) -> None:
    office = offices.opened(offices.copied(founded, tmp_path / "x"), clock=town.clock)
    code = town.code(town.station())
    sent = bundle.invitation(town.server.identity, code=code, epoch=1)
    before = office.device
    with failing("bundle.code"):
        office.accept(invitation=sent, code="0000-0000-0000-0000")
    with failing("bundle.not_one"):
        office.accept(invitation=b"%PDF-1.7", code=code)
    with failing("sync.not_enrolled"):
        office.export_bundle()
    assert office.device == before
    office.close()


def test_a_pc_without_network_does_not_try_it(away: Office) -> None:
    with failing("sync.by_bundle"):
        away.exchange()


def test_what_does_not_go_into_one_bundle_goes_into_the_next(
    away: Office, answer: Answer, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert carry(away, answer).whole
    monkeypatch.setattr("renda_desktop.sync.outbox.MOST_ACTIONS", 2)
    for number in range(7):
        away.act(themes.register, title=f"主题{number}")
    size = len(away.export_bundle().data)
    monkeypatch.setattr(carried, "MOST_RECORDS", 2000)
    exported = away.export_bundle()
    assert exported.more
    assert 0 < exported.actions < 7
    assert len(exported.data) <= size
    for _ in range(10):
        done = carry(away, answer)
        if done.whole:
            break
    assert done.whole
    assert len(titles(away)) == 7


def test_files_go_along(
    away: Office, online: Office, answer: Answer, town: Town, tmp_path: Path
) -> None:
    town.server.files = Files(Folder(tmp_path / "附件"))
    matter = away.act(matters.register, program="themed", own_words="屋面渗水").id
    away.act(attachments.attach, matter=matter, name="离线.pdf", data=PDF)
    away.act(attachments.attach, matter=matter, name="坏.pdf", data=PDF + b"2")
    assert carry(away, answer).whole
    sync(town, online)
    assert online.move_files(lane=link(town, online._place())) == Moved(received=2)
    online.act(attachments.attach, matter=matter, name="在线.pdf", data=PDF + b"3")
    sync(town, online)
    online.move_files(lane=link(town, online._place()))
    light = len(away.export_bundle().data)  # what the server has does not go again
    assert light < len(PDF)
    assert carry(away, answer).whole
    for office in (away, online):
        for name, data in (("离线.pdf", PDF), ("在线.pdf", PDF + b"3")):
            assert office.read(attachment, matter=matter, name=name)[1] == data
    assert len(answer(away.export_bundle().data).data) < len(PDF)


def test_files_that_do_not_fit_go_with_the_next(
    away: Office, answer: Answer, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.server.files = Files(Folder(tmp_path / "附件"))
    monkeypatch.setattr(carried, "MOST_FILES", len(PDF) + 10)
    matter = away.act(matters.register, program="themed", own_words="屋面渗水").id
    for number in range(3):
        data = PDF + str(number).encode()
        away.act(attachments.attach, matter=matter, name=f"{number}.pdf", data=data)
    for there in (1, 2, 3, 3):
        assert carry(away, answer).whole
        assert len([one for one in (tmp_path / "附件").rglob("*") if one.is_file()]) == there
    assert len(away.export_bundle().data) < len(PDF)


def test_nothing_personal_is_in_the_clear(away: Office, answer: Answer) -> None:
    away.act(themes.register, title="停车难")
    sent = away.export_bundle().data
    back = answer(sent).data
    for data in (sent, back):
        for word in ("停车难", "王芳", "月湖"):
            assert word.encode() not in data
        assert bytes.fromhex(away.device) not in data
        assert away.device.encode() not in data


def opened(data: bytes, key: Ed25519PrivateKey) -> carried.Outgoing:
    return carried.decode(sealed.unseal(data, key=key).content, kind=carried.Outgoing)
