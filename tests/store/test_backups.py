"""Backups by themselves: their names, what stays of them, and the folder that somebody chose."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store import backups

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TAG = "1a2b3c4d"


def lay(folder: Path, *moments: datetime, tag: str = TAG) -> list[Path]:
    """Make files that are called like backups."""
    made = [folder / backups.named(tag=tag, now=at) for at in moments]
    for path in made:
        path.write_bytes(b"x")
    return made


def test_a_name_tells_its_moment(tmp_path: Path) -> None:
    (path,) = lay(tmp_path, NOON)
    assert path.name == "联络站备份-1a2b3c4d-20261123-120000.db"
    lay(tmp_path, NOON, tag="another1")
    (tmp_path / "联络站备份-1a2b3c4d-20261399-120000.db").write_bytes(b"")
    (tmp_path / "before-restore-20261123-120000.db").write_bytes(b"")
    (row,) = backups.found(tmp_path, tag=TAG)
    assert (row.path, row.at, row.size) == (path, NOON, 1)


def test_a_year_of_hours_becomes_hours_days_and_weeks() -> None:
    moments = [NOON - timedelta(hours=n) for n in range(24 * 365)]
    kept = sorted(backups.spared(moments), reverse=True)
    assert kept[:24] == moments[:24]
    assert len(kept) <= 24 + 14 + 8
    days = {at.date() for at in kept}
    assert len({NOON.date() - timedelta(days=n) for n in range(13)} - days) == 0
    assert NOON - kept[-1] > timedelta(weeks=6)


def test_a_pc_that_was_off_for_months_loses_nothing() -> None:
    old = {NOON - timedelta(days=200 + n) for n in range(10)}
    assert backups.spared({NOON, *old}) == {NOON, *old}


def test_the_newest_of_an_hour_stays() -> None:
    early, late = NOON + timedelta(minutes=1), NOON + timedelta(minutes=59)
    many = [NOON + timedelta(hours=n) for n in range(1, 24)]
    assert backups.spared([early, late, *many]) == {late, *many}


def test_thinning_spares_what_was_just_written_and_what_is_not_ours(tmp_path: Path) -> None:
    """A clock that was years ahead must not make the only sound one of today go."""
    ahead = lay(tmp_path, *(NOON + timedelta(days=900 + n) for n in range(60)))
    theirs = lay(tmp_path, *(NOON - timedelta(days=n) for n in range(60)), tag="ffffffff")
    aside = tmp_path / "before-restore-20200101-000000.db"
    aside.write_bytes(b"")
    (sound,) = lay(tmp_path, NOON)
    assert backups.thin(tmp_path, tag=TAG, sound=sound) > 0
    assert sound.exists()
    assert aside.exists()
    assert all(one.exists() for one in theirs)
    assert ahead[-1].exists()


def test_nothing_goes_where_the_sound_one_is_not_there(tmp_path: Path) -> None:
    made = lay(tmp_path, *(NOON - timedelta(minutes=n) for n in range(50)))
    assert backups.thin(tmp_path, tag=TAG, sound=tmp_path / "gone.db") == 0
    assert all(one.exists() for one in made)


def test_the_place_of_a_disk_that_is_not_plugged_in_is_no_folder(tmp_path: Path) -> None:
    backups.choose(tmp_path)
    assert backups.there(tmp_path)
    assert not backups.there(tmp_path / "usb")
    (tmp_path / "usb").mkdir()  # where the disk was mounted
    assert not backups.there(tmp_path / "usb")
    with pytest.raises(Unavailable) as refused:
        backups.choose(tmp_path / "nowhere")
    assert refused.value.rule == "backup.folder_refuses"
