"""A server is shown what it signed: it lets in again whom it forgot, and begins an epoch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import devices, scopes
from renda_desktop.sync import signing
from renda_desktop.sync.messages import Certificate, Checkpoint, Hello, Welcome, Witness
from tests.server.pcs import Pc, Town, fresh_id
from tests.sync.machine.base import kept, put_back


def hello(pc: Pc) -> Welcome:
    return pc.way.hello(Hello(pc.server, pc.device, pc.town.clock(), "0.1.0"))


def certificate(pc: Pc) -> Certificate:
    assert pc.enrolled is not None
    return pc.enrolled.certificate


def show(pc: Pc, *words: Checkpoint, mine: Certificate | None = None) -> Welcome:
    return pc.way.witness(
        Witness(pc.server, pc.device, "0.1.0", mine or certificate(pc), tuple(words))
    )


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Unavailable) as caught:
        call()
    return caught.value.rule


def epoch(town: Town) -> int:
    return int(str(town.rows("SELECT epoch FROM server")[0][0]))


def wipe(town: Town) -> None:
    put_back(town, {table: [] for table in kept(town) if table != "server"})


def test_a_forgotten_device_is_let_in_again_with_its_log(town: Town) -> None:
    pc = town.founded()
    (word,) = hello(pc).checkpoints
    wipe(town)
    town.say("UPDATE server SET epoch = 9")
    assert refused(lambda: hello(pc)) == "sync.unknown_device"
    welcome = show(pc, word)
    (scope,) = welcome.scopes
    assert (scope.id, scope.kind, scope.name, scope.head) == (pc.scope, word.kind, word.name, 0)
    assert (scope.writes, welcome.epoch) == (True, 9)
    assert hello(pc).scopes == welcome.scopes
    log = town.rows("SELECT what, outcome FROM access_log WHERE what = 'witness' AND day IS NULL")
    assert sorted(log) == [("witness", one) for one in ("known again", "let in", "made again")]
    assert show(pc, word) == msgspec.structs.replace(welcome, at=town.clock())


def test_a_server_that_was_put_back_untold_begins_an_epoch_once(town: Town) -> None:
    pc = town.founded()
    backup = kept(town)
    pc.push(*pc.notes(2))
    (word,) = hello(pc).checkpoints
    put_back(town, backup)
    assert show(pc, word).epoch == epoch(town) > 1
    began = epoch(town)
    assert show(pc, word).epoch == began
    log = town.rows("SELECT outcome FROM access_log WHERE what = 'epoch'")
    assert log == [("begun",)]


def test_a_log_that_went_another_way_begins_an_epoch(town: Town) -> None:
    pc = town.founded()
    other = town.pc(pc.scope, clerk=pc.clerk)
    backup = kept(town)
    pc.push(pc.notes(1)[0])
    (word,) = hello(pc).checkpoints
    put_back(town, backup)
    other.push(*other.notes(3))
    assert show(pc, word).epoch > 1


def test_a_server_behind_in_epochs_begins_a_later_one(town: Town) -> None:
    pc = town.founded()
    town.clock.on(seconds=5)
    later = town.bump_epoch()
    (word,) = hello(pc).checkpoints
    town.say("UPDATE server SET epoch = 1")
    town.clock.now -= timedelta(days=400)
    (town.folder / "server.ledger").unlink()
    assert show(pc, word).epoch == later + 1


def test_nothing_begins_where_nothing_was_lost(town: Town) -> None:
    pc = town.founded()
    old = hello(pc).checkpoints
    pc.push(*pc.notes(2))
    assert show(pc, *old, *hello(pc).checkpoints).epoch == 1
    assert show(pc).epoch == 1


def test_only_what_this_server_signed_for_this_device_counts(town: Town) -> None:
    pc = town.founded()
    other = town.pc(pc.scope)
    (word,), (foreign,) = hello(pc).checkpoints, hello(other).checkpoints
    stranger = Pc(town, pc.scope)
    ahead = msgspec.structs.replace(word, seq=word.seq + 1)
    wide = msgspec.structs.replace(word, area=fresh_id())
    for forged in (ahead, wide, foreign, msgspec.structs.replace(word, own=False)):
        assert refused(partial(show, pc, forged)) == "sync.signature"
    assert epoch(town) == 1
    wipe(town)
    made = msgspec.structs.replace(certificate(pc), key=signing.public_bytes(stranger.key))
    assert refused(lambda: show(pc, mine=made)) == "sync.unknown_device"
    assert refused(lambda: show(pc, mine=certificate(other))) == "sync.unknown_device"
    pc.key = Ed25519PrivateKey.generate()  # who has the certificate, but not the key
    assert refused(lambda: show(pc, word)) == "sync.signature"
    assert town.rows("SELECT 1 FROM device") == []


def test_who_was_put_out_stays_out_of_a_wiped_server(town: Town) -> None:
    pc = town.founded()
    other = town.pc(pc.scope)
    (word,), (theirs,) = hello(pc).checkpoints, hello(other).checkpoints
    now, folder = town.clock(), town.folder
    town.ask(lambda db: devices.revoke(db, device=pc.device, now=now, folder=folder))
    town.ask(
        lambda db: devices.revoke(db, device=other.device, scope=pc.scope, now=now, folder=folder)
    )
    wipe(town)
    assert refused(lambda: show(pc, word)) == "sync.revoked"
    welcome = show(other, theirs)
    assert (welcome.scopes, welcome.ended) == ((), (pc.scope,))


def test_letters_that_were_given_away_are_not_had_twice(town: Town) -> None:
    area = town.ask(lambda db: scopes.add(db, kind="area", name="鄞州区"))
    pc = town.pc(area)
    (word,) = hello(pc).checkpoints
    wipe(town)
    again = town.pc(town.ask(lambda db: scopes.add(db, kind="area", name="鄞州区")))
    assert certificate(again).letter == certificate(pc).letter == "AA"
    assert refused(lambda: show(pc, word)) == "sync.letter"
    assert refused(lambda: show(pc, word)) == "sync.revoked"  # it is known, and must enrol anew


def test_what_lay_in_an_area_lies_there_again_and_gives_no_more(town: Town) -> None:
    area = town.ask(lambda db: scopes.add(db, kind="area", name="鄞州区"))
    station = town.ask(
        lambda db: scopes.add(db, kind="station", name="月湖站", code="YH", area=area)
    )
    above, below = town.pc(area), town.pc(station)
    words = {pc.device: hello(pc).checkpoints for pc in (above, below)}

    def held(pc: Pc, welcome: Welcome) -> dict[Id, bool]:
        return {one.id: one.writes for one in welcome.scopes}

    wipe(town)
    assert held(below, show(below, *words[below.device])) == {area: False, station: True}
    assert held(above, show(above, *words[above.device])) == {area: True, station: True}
