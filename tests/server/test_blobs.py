"""Files of records, through the real server: cut anywhere they arrive, and only where they may."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries.attachments import attachment
from renda_desktop.server import blobs, devices
from renda_desktop.server.app import make_app
from renda_desktop.server.blobs import Files
from renda_desktop.server.calls import Answer, Call
from renda_desktop.server.inprocess import InProcess
from renda_desktop.server.shelf import Folder
from renda_desktop.services import attachments, matters
from renda_desktop.store import blobs as kept
from renda_desktop.sync import pieces, signing
from renda_desktop.sync.http import Https
from renda_desktop.sync.lane import Moved
from renda_desktop.sync.pieces import PIECE, Ask, Fetch, Piece, Standing
from tests import offices
from tests.server.pcs import Pc, Town
from tests.server.stations import URL, enrolled, joined, link, sync
from tests.server.test_app import ask as ask_app

PDF = b"%PDF-1.4\n" + bytes(range(256)) * (PIECE // 256 * 3)  # three pieces and a bit
NAME = sha256(PDF).hexdigest()


@pytest.fixture
def folder(town: Town, tmp_path: Path) -> Path:
    """Where the server keeps files."""
    path = tmp_path / "附件"
    town.server.files = Files(Folder(path))
    return path


@contextmanager
def failing(rule: str) -> Iterator[None]:
    with pytest.raises(Unavailable) as told:
        yield
    assert told.value.rule == rule


def naming(pc: Pc, data: bytes) -> str:
    """Push a record that names a file, and return the name."""
    name = sha256(data).hexdigest()
    said = {"sha256": name, "name": "现场.pdf", "mime": "application/pdf", "size": len(data)}
    assert pc.push(pc.action(("matter.attach", said))).verdicts[0].refusal is None
    return name


def parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    for start in range(0, len(data), PIECE):
        yield start, data[start : start + PIECE]


def send(pc: Pc, data: bytes, start: int, piece: bytes, *, name: str = "") -> Standing:
    name = name or sha256(data).hexdigest()
    piece_ = Piece(pc.server, pc.device, pc.scope, name, len(data), start, piece)
    return pc.way.send_piece(piece_)


def ask(pc: Pc, *names: str, scope: Id | None = None) -> tuple[Standing, ...]:
    asked = Ask(pc.server, pc.device, scope or pc.scope, names)
    return pc.way.ask_pieces(asked).standings


def fetched(pc: Pc, name: str) -> bytes:
    data = b""
    while True:
        got = pc.way.fetch_piece(Fetch(pc.server, pc.device, pc.scope, name, len(data)))
        data += got.data
        if len(data) >= got.size:
            return data


def test_a_file_comes_back_as_it_was_sent(town: Town, folder: Path) -> None:
    pc = town.founded()
    name = naming(pc, PDF)
    for start, piece in parts(PDF):
        standing = send(pc, PDF, start, piece)
    assert standing == Standing(named=True, arrived=len(PDF), whole=True)
    assert fetched(pc, name) == PDF
    assert [f.read_bytes() for f in folder.rglob("*") if f.is_file()] == [PDF]


def test_a_piece_twice_is_one_and_a_gap_is_not_taken(town: Town, folder: Path) -> None:
    pc = town.founded()
    naming(pc, PDF)
    (first, second, third, last) = parts(PDF)
    assert send(pc, PDF, *first).arrived == PIECE
    assert send(pc, PDF, *first).arrived == PIECE
    assert send(pc, PDF, *third).arrived == PIECE
    assert send(pc, PDF, *last) == Standing(named=True, arrived=PIECE)
    assert ask(pc, NAME) == (Standing(named=True, arrived=PIECE),)
    for one in (second, third, last):
        standing = send(pc, PDF, *one)
    assert standing.whole
    assert send(pc, PDF, *first).whole


def test_a_wrong_content_is_dropped_and_the_right_one_taken(town: Town, folder: Path) -> None:
    pc = town.founded()
    naming(pc, PDF)
    wrong = PDF[:-1] + b"?"
    for start, piece in parts(wrong):
        standing = send(pc, wrong, start, piece, name=NAME)
    assert standing == Standing(named=True)
    assert not [f for f in folder.rglob("*") if f.is_file()]
    for start, piece in parts(PDF):
        standing = send(pc, PDF, start, piece)
    assert standing.whole


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE + 1])
def test_a_piece_of_another_length_is_refused(town: Town, folder: Path, size: int) -> None:
    pc = town.founded()
    naming(pc, PDF)
    with failing("sync.garbled"):
        send(pc, PDF, 0, PDF[:size])


def test_what_no_record_names_is_neither_taken_nor_given(town: Town, folder: Path) -> None:
    pc = town.founded()
    assert ask(pc, NAME) == (Standing(named=False),)
    with failing("sync.unnamed"):
        send(pc, PDF, 0, PDF[:PIECE])
    with failing("sync.unnamed"):
        fetched(pc, NAME)
    assert not folder.exists()


def test_another_scope_gets_nothing_although_it_names_the_same(town: Town, folder: Path) -> None:
    pc = town.founded()
    naming(pc, PDF)
    for start, piece in parts(PDF):
        send(pc, PDF, start, piece)
    other = town.pc(town.station("江畔", "JP"))
    other.push(other.founding())
    naming(other, PDF)  # whoever only knows the name learns nothing by it
    assert ask(other, NAME) == (Standing(named=True),)
    assert fetched(other, NAME) == b""
    with failing("sync.not_granted"):
        ask(other, NAME, scope=pc.scope)
    other.scope = pc.scope
    with failing("sync.not_granted"):
        fetched(other, NAME)
    with failing("sync.not_granted"):
        send(other, PDF, 0, PDF[:PIECE])


def test_who_was_put_out_gets_nothing(town: Town, folder: Path) -> None:
    pc = town.founded()
    naming(pc, PDF)
    now = town.clock()
    town.ask(
        lambda db: devices.revoke(db, device=pc.device, now=now, scope=pc.scope, folder=town.folder)
    )
    with failing("sync.not_granted"):
        ask(pc, NAME)
    town.ask(lambda db: devices.revoke(db, device=pc.device, now=now, folder=town.folder))
    with failing("sync.revoked"):
        ask(pc, NAME)


def test_a_server_without_a_place_for_files_says_so(town: Town) -> None:
    pc = town.founded()
    with failing("sync.no_shelf"):
        ask(pc, NAME)


def test_pieces_leave_room_for_records(town: Town, folder: Path) -> None:
    pc = town.founded()
    naming(pc, PDF)
    assert town.server.files is not None
    town.server.files.under_way = town.server.files.most_at_once
    with failing("sync.busy"):
        ask(pc, NAME)
    assert pc.push(pc.action(("matter.note", {"text": "照常"}))).verdicts[0].refusal is None


def test_damage_on_the_disk_is_found(town: Town, folder: Path) -> None:
    pc = town.founded()
    name = naming(pc, PDF)
    for start, piece in parts(PDF):
        send(pc, PDF, start, piece)
    check = lambda db: blobs.damaged(db, shelf=Folder(folder))  # noqa: E731
    assert town.ask(check) == []
    (file,) = (f for f in folder.rglob("*") if f.is_file())
    file.write_bytes(PDF[:-1] + b"?")
    assert town.ask(check) == [blobs.Damaged(pc.scope, name)]


def cut(town: Town, office: Office, after: int, *, heard: bool = False) -> InProcess:
    """Return a way that lets some calls through, then cuts before or after the server hears."""
    left = [after]

    def carry(call: Call) -> Answer:
        left[0] -= 1
        if left[0] < 0 and not heard:
            raise Unavailable("sync.offline")
        answered = link(town, office._place()).carry(call)
        if left[0] < 0:
            raise Unavailable("sync.offline")
        return answered

    return link(town, office._place(), carry)


def whole(town: Town, office: Office) -> Moved:
    """Move files over a way that holds."""
    return office.move_files(lane=link(town, office._place()))


@pytest.fixture
def pair(
    town: Town, folder: Path, furnished: tuple[Path, offices.Cast], tmp_path: Path
) -> Iterator[tuple[Office, Office, Id]]:
    """Two PCs of a station; the first has a matter with a file, known to both."""
    scope = town.station()
    one = enrolled(town, offices.copied(furnished[0], tmp_path / "一"), town.code(scope))
    sync(town, one)
    two = joined(town, tmp_path / "二", town.code(one.station))
    matter = one.act(matters.register, program="themed", own_words="屋面渗水").id
    one.act(attachments.attach, matter=matter, name="现场.pdf", data=PDF)
    sync(town, one, two)
    yield one, two, matter
    one.close()
    two.close()


def read(office: Office, matter: Id) -> bytes:
    return office.read(attachment, matter=matter, name=NAME)[1]


def test_a_file_goes_to_the_other_pc_after_its_record(
    town: Town, pair: tuple[Office, Office, Id]
) -> None:
    one, two, matter = pair
    with failing("attachment.elsewhere"):
        read(two, matter)
    assert whole(town, two) == Moved(left=1)
    assert whole(town, one) == Moved(sent=1)
    assert whole(town, two) == Moved(received=1)
    assert read(two, matter) == PDF
    assert whole(town, one) == whole(town, two) == Moved()


@pytest.mark.parametrize("heard", [False, True])
def test_a_cut_at_every_call_keeps_what_arrived(
    town: Town, pair: tuple[Office, Office, Id], *, heard: bool
) -> None:
    one, two, matter = pair
    for office in (one, two):
        moved = office.move_files(lane=cut(town, office, 0, heard=heard))
        assert [t.rule for t in moved.troubles] == ["sync.offline"]
        calls = 0
        while moved.troubles:  # one call more each time, however the first ones end
            calls += 1
            assert calls < 10
            moved = office.move_files(lane=cut(town, office, calls, heard=heard))
        assert calls <= 6
    assert whole(town, one) == whole(town, two) == Moved()
    assert read(two, matter) == PDF


def test_a_resumed_upload_sends_only_the_rest(town: Town, pair: tuple[Office, Office, Id]) -> None:
    one, _, _ = pair
    one.move_files(lane=cut(town, one, 3))  # the question and two pieces
    sent: list[str] = []

    def carry(call: Call) -> Answer:
        sent.append(call.path)
        return link(town, one._place()).carry(call)

    assert one.move_files(lane=link(town, one._place(), carry)).sent == 1
    assert sent.count(pieces.SEND) == 2


def test_a_stop_between_pieces_keeps_what_arrived(
    town: Town, pair: tuple[Office, Office, Id]
) -> None:
    one, _, _ = pair
    asked = iter([False, False, True])
    moved = one.move_files(lane=link(town, one._place()), stop=lambda: next(asked))
    assert [t.rule for t in moved.troubles] == ["sync.stopped"]
    assert whole(town, one).sent == 1


def test_one_file_is_fetched_on_demand(town: Town, pair: tuple[Office, Office, Id]) -> None:
    one, two, matter = pair
    lane = link(town, two._place())
    assert not two.fetch_file(scope=one.station, sha256=NAME, lane=lane)
    whole(town, one)
    assert two.fetch_file(scope=one.station, sha256=NAME, lane=lane)
    assert read(two, matter) == PDF
    assert not two.fetch_file(scope=one.station, sha256="0" * 64, lane=lane)


def test_a_file_spoilt_at_the_server_is_not_taken(
    town: Town, folder: Path, pair: tuple[Office, Office, Id]
) -> None:
    one, two, matter = pair
    whole(town, one)
    (file,) = (f for f in folder.rglob("*") if f.is_file())
    file.write_bytes(PDF[:-1] + b"?")
    assert [t.rule for t in whole(town, two).troubles] == ["sync.spoilt"]
    with failing("attachment.elsewhere"):
        read(two, matter)
    file.write_bytes(PDF)
    assert whole(town, two).received == 1


def test_a_server_that_lost_its_files_gets_them_again_in_its_new_epoch(
    town: Town, folder: Path, pair: tuple[Office, Office, Id]
) -> None:
    one, two, _ = pair
    whole(town, one)
    rmtree(folder)
    assert whole(town, one) == Moved()
    town.bump_epoch()
    sync(town, one)
    assert whole(town, one) == Moved(sent=1)
    assert whole(town, two).received == 1


@pytest.mark.parametrize("at", range(1, 14))
def test_a_disk_that_fails_at_any_write_loses_nothing(
    town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    pc = town.founded()
    naming(pc, PDF)
    left, real = [at], os.fsync

    def fsync(handle: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    standing = Standing(named=True)
    failures: list[str] = []
    while not standing.whole:
        try:
            start = min(standing.arrived, len(PDF) // PIECE * PIECE)
            standing = send(pc, PDF, start, PDF[start : start + PIECE])
        except Unavailable as told:
            failures.append(told.rule)
            (standing,) = ask(pc, NAME)
    assert failures == ["sync.busy"]
    assert fetched(pc, NAME) == PDF
    assert [f.read_bytes() for f in folder.rglob("*") if f.is_file()] == [PDF]


def test_over_http_as_without(town: Town, folder: Path, pair: tuple[Office, Office, Id]) -> None:
    one, two, matter = pair
    app = make_app(town.server)

    def carried(request: httpx.Request) -> httpx.Response:
        answered = ask_app(
            town, app, "POST", request.url.path, content=request.read(), headers=request.headers
        )
        body = httpx.ByteStream(answered.content)
        return httpx.Response(answered.status_code, headers=answered.headers, stream=body)

    for office in (one, two):
        place = office._place()
        key = signing.device_key(place.key, device=place.device)
        lane = Https(
            URL, ca="", server=town.server.identity.server, device=place.device, key=key,
            clock=town.clock, transport=httpx.MockTransport(carried),
        )  # fmt: skip
        with closing(lane):
            moved = office.move_files(lane=lane)
        assert moved.troubles == ()
    assert read(two, matter) == PDF


@settings(deadline=None)  # it waits for the disk
@given(st.binary(min_size=1, max_size=300), st.integers(0, 350), st.integers(1, 350))
def test_a_folder_gives_the_bytes_asked_for(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: int, most: int
) -> None:
    shelf = Folder(tmp_path_factory.mktemp("shelf"))
    shelf.write("a/b/c", data)
    assert shelf.read("a/b/c") == data
    assert shelf.read("a/b/c", start=start, most=most) == data[start : start + most]
    assert (shelf.size("a/b/c"), shelf.keys("a")) == (len(data), ["a/b/c"])
    shelf.remove("a/b/c")
    shelf.remove("a/b/c")
    assert (shelf.size("a/b/c"), shelf.read("a/b/c"), shelf.keys("a")) == (None, None, [])


def test_a_pc_and_the_server_agree_on_the_largest_file() -> None:
    assert pieces.LARGEST == kept.LARGEST
