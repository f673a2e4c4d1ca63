"""What no backup may undo is written down first, and done again."""

import dataclasses
import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.moments import to_micros
from renda_desktop.server import devices, identity, ledger
from renda_desktop.server.cli import main
from renda_desktop.server.ledger import Epoch, Erased, Granted, Revoked
from tests.server.pcs import Town, fresh_id

A, B, S = fresh_id(), fresh_id(), fresh_id()


def test_what_was_noted_is_read_in_its_order(tmp_path: Path) -> None:
    ledger.note(tmp_path, Revoked(A, 1), Revoked(B, 2, S), Erased(S, A, 7), Epoch(3))
    ledger.note(tmp_path, Erased(S, A, 5), Granted(B, S), Epoch(2))
    said = ledger.read(tmp_path)
    assert (said.revoked, said.ended) == ({A: 1}, {})
    assert (said.erased, said.epoch) == ({(S, A): 7}, 3)
    ledger.note(tmp_path, Revoked(B, 9, S))
    assert ledger.read(tmp_path).ended == {(S, B): 9}
    assert (tmp_path / ledger.FILE).stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_a_ledger_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert ledger.read(tmp_path) == ledger.Ledger()


def test_a_line_that_a_crash_cut_short_takes_no_other_along(tmp_path: Path) -> None:
    file = tmp_path / ledger.FILE
    ledger.note(tmp_path, Epoch(1))
    whole = file.read_bytes()
    ledger.note(tmp_path, Revoked(A, 1))
    for cut in range(len(whole), len(file.read_bytes())):
        (tmp_path / "x").mkdir(exist_ok=True)
        short = tmp_path / "x" / ledger.FILE
        short.write_bytes(file.read_bytes()[:cut])
        ledger.note(short.parent, Epoch(2))
        assert ledger.read(short.parent).epoch == 2


def test_a_damaged_line_is_told(tmp_path: Path) -> None:
    ledger.note(tmp_path, Revoked(A, 1))
    file = tmp_path / ledger.FILE
    file.write_bytes(file.read_bytes().replace(b"revoked", b"revokeb"))
    with pytest.raises(Unavailable) as caught:
        ledger.read(tmp_path)
    assert caught.value.rule == "server.ledger"


def test_a_ledger_that_takes_nothing_stops_what_it_should_tell_of(town: Town) -> None:
    pc = town.founded()
    (town.folder / ledger.FILE).mkdir()
    with pytest.raises(Unavailable):
        town.ask(
            lambda db: devices.revoke(db, device=pc.device, now=town.clock(), folder=town.folder)
        )
    assert town.rows("SELECT revoked_at FROM device") == [(None,)]


def test_a_backup_brings_no_revoked_device_back(town: Town) -> None:
    pc = town.founded()
    other = town.pc(pc.scope)
    for device, scope in ((pc.device, None), (other.device, pc.scope)):
        town.ask(
            partial(
                devices.revoke, device=device, scope=scope, now=town.clock(), folder=town.folder
            )
        )
    out = "SELECT revoked_at FROM device WHERE device = $1"
    ended = "SELECT ended_at FROM device_scope WHERE device = $1"
    before = town.rows(out, pc.device), town.rows(ended, other.device)
    town.say("UPDATE device SET revoked_at = NULL")
    town.say("UPDATE device_scope SET ended_at = NULL")
    assert not town.ask(lambda db: ledger.replay(db, folder=town.folder))
    assert (town.rows(out, pc.device), town.rows(ended, other.device)) == before
    town.ask(lambda db: devices.grant(
        db, device=other.device, scope=pc.scope, now=town.clock(), folder=town.folder
    ))  # fmt: skip
    town.ask(lambda db: ledger.replay(db, folder=town.folder))
    assert town.rows(ended, other.device) == [(None,)]


def test_erased_words_stay_erased(town: Town) -> None:
    pc = town.founded()
    ledger.note(town.folder, Erased(pc.scope, pc.clerk, 2))
    for _ in range(2):
        town.ask(lambda db: ledger.replay(db, folder=town.folder))
    bodies = town.rows("SELECT seq, body IS NULL FROM entry ORDER BY seq")
    assert bodies == [(1, False), (2, True)]


def test_a_database_behind_the_ledger_begins_an_epoch_when_the_server_starts(town: Town) -> None:
    folder = town.folder
    key = town.server.identity.key.private_bytes_raw().hex()
    (folder / identity.KEY_FILE).write_text(key)  # as versions before wrote it
    bumped = town.bump_epoch()
    assert bumped == int(town.clock().timestamp())
    town.say("UPDATE server SET epoch = 1")
    now = town.clock() - timedelta(days=9)
    for _ in range(2):
        who = town.ask(lambda db: identity.awake(db, folder=folder, now=now))
        assert town.rows("SELECT epoch FROM server") == [(bumped + 1,)]
    assert who == dataclasses.replace(town.server.identity, key=who.key)
    assert (folder / identity.KEY_FILE).read_text().split() == [key, who.server]


def test_a_wiped_server_is_the_same_again(town: Town) -> None:
    folder, now = town.folder, town.clock()
    town.say("DELETE FROM server")
    first = town.ask(lambda db: identity.found(db, folder=folder, now=now))
    assert town.rows("SELECT epoch FROM server") == [(1,)]
    town.say("DELETE FROM server")
    again = town.ask(lambda db: identity.found(db, folder=folder, now=now))
    assert (again.server, again.public) == (first.server, first.public)
    assert town.rows("SELECT epoch FROM server") == [(int(now.timestamp()),)]
    town.say("DELETE FROM server")
    town.ask(lambda db: identity.found(db, folder=folder, now=now))
    assert town.rows("SELECT epoch FROM server") == [(int(now.timestamp()) + 1,)]


def test_when_something_was_revoked_is_kept(town: Town) -> None:
    pc = town.founded()
    now = town.clock()
    town.ask(lambda db: devices.revoke(db, device=pc.device, now=now, folder=town.folder))
    assert ledger.read(town.folder).revoked == {pc.device: to_micros(now)}


def test_a_new_server_has_the_file_that_is_to_be_kept(empty: str, tmp_path: Path) -> None:
    assert main(["init", "--data", str(tmp_path), "--database", empty]) == 0
    assert (tmp_path / ledger.FILE).read_bytes() == b""
    assert ledger.read(tmp_path) == ledger.Ledger()
