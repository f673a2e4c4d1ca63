"""An open office keeps itself safe: backups, restoring with a preview, PINs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from renda_desktop.bootstrap import Home, Office, found_office
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.station import StationDetails
from renda_desktop.domain.terms import Role
from renda_desktop.queries import clerks as known
from renda_desktop.restoring import restored_office
from renda_desktop.services import clerks, themes
from renda_desktop.store import recovery
from renda_desktop.store.engine import connect
from tests import offices
from tests.offices import Clock


def rule(call: Callable[[], object]) -> str:
    with pytest.raises((RuleBroken, Unavailable)) as caught:
        call()
    assert str(caught.value)
    return str(caught.value.rule)


def test_a_backup_is_made_once_until_something_changes(office: Office, clock: Clock) -> None:
    first = office.back_up()
    assert first is not None
    clock.on(hours=1)
    assert office.back_up() is None
    office.act(themes.register, title="停车难")
    second = office.back_up()
    assert [row.path for row in office.backups().files] == [second, first]
    first.unlink()
    assert second is not None
    second.unlink()
    clock.on(hours=1)
    assert office.back_up() is not None  # nothing changed, but the last one is gone


def test_a_folder_that_is_gone_is_told_and_not_made(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    usb = tmp_path / "优盘"
    usb.mkdir()
    office.keep_backups_in(usb)
    made = office.back_up()
    assert made is not None
    assert made.parent == usb
    away = usb.rename(tmp_path / "拔下")
    assert rule(office.back_up) == "backup.folder_gone"
    assert not usb.exists()
    assert not office.backups().there
    away.rename(usb)
    assert office.backups().files[0].path == made
    office.keep_backups_in(None)
    assert office.backups().folder == office.home.path / "backups"


def test_a_failed_backup_takes_no_earlier_one_away(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.back_up()
    clock.on(hours=30)
    office.act(themes.register, title="停车难")

    def full(to: Path, /) -> int:
        raise Unavailable("store.full")

    monkeypatch.setattr(office, "backup", full)
    assert rule(office.back_up) == "store.full"
    assert [row.path for row in office.backups().files] == [first]


def test_the_preview_tells_what_would_go_and_the_restore_does_so(
    office: Office, clock: Clock
) -> None:
    kept = office.back_up()
    assert kept is not None
    clock.on(hours=2)
    office.act(clerks.register, name="李强", roles=(Role.CLERK,))
    office.act(themes.register, title="停车难")
    told = office.would_change(kept)
    assert (told.lost, told.gained, told.reverted) == (2, 0, 0)
    assert told.newest_here is not None
    assert told.newest is not None
    assert told.newest_here.clerk == "王芳"
    assert told.newest_here.at - told.newest.at == 2 * 3600 * 1_000_000
    office.set_pin("4711")
    fresh, done = restored_office(office, file=kept)
    assert done.failure is None
    assert done.aside is not None
    assert done.aside.exists()
    assert [one.name for one in fresh.read(known.clerks)] == ["王芳"]
    assert fresh.pins() == {fresh.clerk}  # a backup does not bring an old PIN back
    back = fresh.would_change(done.aside)
    assert (back.lost, back.gained) == (0, 2)
    fresh.close()


def test_what_cannot_be_restored_is_refused_and_nothing_changes(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    kept = office.back_up()
    assert kept is not None
    damaged = tmp_path / "damaged.db"
    data = bytearray(kept.read_bytes())
    data[20_000] ^= 1
    damaged.write_bytes(data)
    assert rule(lambda: office.would_change(damaged)) == "backup.damaged"
    other = found_office(
        Home(tmp_path / "other"),
        details=StationDetails("另一站", "LY", "", ""),
        clerk="赵敏",
        passphrase=offices.PASSPHRASE,
        clock=clock,
    )
    theirs = other.back_up()
    assert theirs is not None
    assert rule(lambda: office.would_change(theirs)) == "backup.wrong_key"
    same_key = tmp_path / "other-station.db"
    rekey(theirs, same_key, was=other.key, now=office.key)
    other.close()
    assert rule(lambda: office.would_change(same_key)) == "backup.other_station"
    newer = tmp_path / "newer.db"
    newer.write_bytes(kept.read_bytes())
    opened = connect(newer, key=office.key, purpose="copy")
    opened.execute("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    assert rule(lambda: office.would_change(newer)) == "backup.newer"
    fresh, done = restored_office(office, file=newer)
    assert done.failure is not None
    assert [one.name for one in fresh.read(known.clerks)] == ["王芳"]
    fresh.close()


def rekey(file: Path, to: Path, *, was: bytes, now: bytes) -> None:
    to.write_bytes(file.read_bytes())
    opened = connect(to, key=was, purpose="copy")
    opened.execute(f"PRAGMA rekey = \"x'{now.hex()}'\"")
    opened.close()


@pytest.mark.parametrize(
    ("pin", "said"),
    [("123", "pin.form"), ("12a4", "pin.form"), ("1234", "pin.weak"), ("0000", "pin.weak")],
)
def test_a_pin_that_anybody_tries_first_is_refused(office: Office, pin: str, said: str) -> None:
    assert rule(lambda: office.set_pin(pin)) == said
    assert office.pins() == frozenset()


def test_wrong_pins_make_one_wait_ever_longer(office: Office, clock: Clock) -> None:
    office.set_pin("4711")
    me = office.clerk
    for _ in range(3):
        assert rule(lambda: office.check_pin(me, pin="4712")) == "pin.wrong"
    assert rule(lambda: office.check_pin(me, pin="4711")) == "pin.wait"
    clock.on(seconds=5)
    assert rule(lambda: office.check_pin(me, pin="4712")) == "pin.wrong"
    clock.on(seconds=5)
    assert rule(lambda: office.check_pin(me, pin="4711")) == "pin.wait"
    clock.on(seconds=5)
    office.check_pin(me, pin="4711")
    assert rule(lambda: office.check_pin(me, pin="4712")) == "pin.wrong"  # counted from the start
    office.check_pin(me, pin="4711")


def test_a_pin_is_one_s_own_and_the_head_may_take_it_away(office: Office) -> None:
    head = office.clerk
    other = office.act(clerks.register, name="李强", roles=(Role.CLERK,)).id
    office.set_pin("4711")
    assert rule(lambda: office.set_pin("5813", old="0815")) == "pin.wrong"
    office.set_pin("5813", old="4711")
    office.sign_on(other)
    office.set_pin("2468")
    assert office.pins() == {head, other}
    assert rule(lambda: office.drop_pin(head)) == "pin.own"
    office.sign_on(head)
    office.drop_pin(other)
    assert office.pins() == {head}
    assert rule(lambda: office.check_pin(other, pin="2468")) == "pin.none"


def test_who_knows_the_passphrase_or_the_recovery_key_proves_it(office: Office) -> None:
    assert office.proves(offices.PASSPHRASE)
    assert not office.proves("nobody knows it")
    code = recovery.to_recovery_code(office.key)
    assert office.proves(" ".join(code).lower())
    assert not office.proves(" ".join(recovery.to_recovery_code(bytes(32))))
