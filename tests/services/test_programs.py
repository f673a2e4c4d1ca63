"""Programs: published once, never changed, and renewed by a release unless they are one's own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest
from sqlalchemy.orm import Session

from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.program import ProgramDetails, PublishProgram, Term
from renda_desktop.domain.terms import DayUnit, Role
from renda_desktop.queries import programs as known
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.services import clerks, matters, programs, stations
from renda_desktop.store import log, settings
from renda_desktop.store.engine import open_engine
from renda_desktop.store.verify import verify
from tests import offices
from tests.fixtures.make_database import FOLDER
from tests.offices import START, Cast, Clock
from tests.store.conftest import KEY

THEMED = next(one for one in programs.shipped() if one.key == "themed")
REGULAR = next(one for one in programs.shipped() if one.key == "regular")
FIRST = THEMED.version  # what a station is founded with
OURS = ProgramDetails("our-own", 9, "本站工作", dispositions=THEMED.dispositions)


def _version(number: int, days: int) -> ProgramDetails:
    term = Term(days, DayUnit.CALENDAR)
    return msgspec.structs.replace(THEMED, version=number, handling=term)


def _numbers(office: Office, key: str = "themed") -> list[tuple[int, bool]]:
    return [(one.number, one.shipped) for one in office.read(known.versions, key=key)]


def test_a_record_keeps_the_version_it_began_under(office: Office, cast: Cast) -> None:
    old = office.act(matters.register, program="themed", own_words="渗水").id
    office.act(programs.publish, details=_version(FIRST + 2, 5))
    new = office.act(matters.register, program="themed", own_words="路灯").id
    found = []
    for one in (old, new):
        office.act(matters.assign, matter=one, unit=cast.departments[0])
        state = office.read(matter_file, id=one, today=day_of(START)).state
        assert state.round.due is not None
        found.append((state.details.version, state.round.due.term))
    assert found == [(FIRST, THEMED.handling), (FIRST + 2, Term(5, DayUnit.CALENDAR))]


def test_a_version_is_published_once(office: Office) -> None:
    with pytest.raises(RuleBroken, match=f"第{FIRST}版已经发布,不能改动"):
        office.act(programs.publish, details=_version(FIRST, 5))
    assert office.read(known.program, key="themed") == THEMED


def test_the_next_version_is_counted(office: Office) -> None:
    assert _numbers(office) == [(FIRST, True)]
    office.act(programs.publish_next, details=_version(FIRST, 5))
    assert _numbers(office) == [(FIRST, True), (FIRST + 1, False)]
    office.act(programs.publish_next, details=OURS)
    assert _numbers(office, "our-own") == [(1, False)]


def test_what_says_the_same_is_no_new_version(office: Office) -> None:
    same = msgspec.structs.replace(THEMED, title=f" {THEMED.title} ")
    with pytest.raises(RuleBroken, match="没有任何改动"):
        office.act(programs.publish_next, details=same)


def test_what_cannot_work_is_not_published(office: Office) -> None:
    for wrong in (_version(FIRST + 1, 0), msgspec.structs.replace(OURS, key="本站")):
        with pytest.raises(RuleBroken):
            office.act(programs.publish, details=wrong)
        with pytest.raises(RuleBroken):
            office.act(programs.publish_next, details=wrong)
    assert _numbers(office) == [(FIRST, True)]


@pytest.mark.parametrize(("role", "may"), [(Role.CLERK, False), (Role.SYSTEM_ADMIN, True)])
def test_publishing_needs_the_role(office: Office, role: Role, may: bool) -> None:
    who = office.act(clerks.register, name="李芳", roles=(role,)).id
    if may:
        office.act(programs.publish_next, acting=who, details=OURS)
    else:
        with pytest.raises(RuleBroken, match="经办人不能发布工作机制,须由站长"):
            office.act(programs.publish_next, acting=who, details=OURS)


def _renew(office: Office, *shipped: ProgramDetails) -> bool:
    return office.act(programs.publish_shipped, programs=shipped) is not None


def test_a_release_brings_newer_versions_once(office: Office) -> None:
    assert not _renew(office, THEMED)
    assert _renew(office, _version(FIRST + 1, 5), OURS)
    assert not _renew(office, _version(FIRST + 1, 5), OURS)
    assert not _renew(office, THEMED)
    assert _renew(office, _version(FIRST + 3, 5))
    assert _numbers(office) == [(FIRST, True), (FIRST + 1, True), (FIRST + 3, True)]
    assert _numbers(office, "our-own") == [(9, True)]


def test_a_release_leaves_alone_what_is_the_organisations(office: Office) -> None:
    office.act(programs.publish_next, details=_version(FIRST, 5))
    assert not _renew(office, _version(FIRST + 1, 9), _version(FIRST + 2, 9))
    assert _numbers(office) == [(FIRST, True), (FIRST + 1, False)]


@pytest.fixture
def older(
    tmp_path: Path, light_passphrases: None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Office]:
    """A station that an older release founded: with two programs, and without a word about them."""
    with monkeypatch.context() as past:
        past.setattr(programs, "shipped", lambda: [THEMED, REGULAR])
        past.setattr(programs, "edition", lambda: "")
        past.setattr(stations, "PublishProgram", lambda one, **_: PublishProgram(one))
        offices.found(tmp_path / "old")
    return partial(offices.opened, tmp_path / "old")


def test_an_older_station_gets_the_programs_of_this_release(
    older: Callable[[], Office],
) -> None:
    office = older()
    keys = {one.key for one in programs.shipped()}
    assert {one.key for one in office.read(known.programs)} == keys
    assert {shipped for key in keys for _, shipped in _numbers(office, key)} == {True}
    newest = office.read(known.versions, key="proposals")[0]
    assert newest.author == office.clerk
    entries, _ = office.read(log.extent)
    office.close()
    again = older()
    assert again.read(log.extent)[0] == entries
    again.close()


def test_the_next_release_renews_an_older_station(
    older: Callable[[], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    older().close()
    monkeypatch.setattr(programs, "shipped", lambda: [_version(FIRST + 1, 5)])
    monkeypatch.setattr(programs, "edition", lambda: "the next")
    office = older()
    assert _numbers(office) == [(FIRST, True), (FIRST + 1, True)]
    office.close()


def test_nobody_at_the_desk_publishes_nothing(older: Callable[[], Office]) -> None:
    with pytest.MonkeyPatch.context() as past:
        past.setattr(programs, "edition", lambda: "")
        office = older()
    office.note("clerk", value="")
    entries = office.read(log.extent)
    office.close()
    office = older()
    assert office.read(log.extent) == entries
    office.close()


@pytest.mark.parametrize("fixture", sorted(FOLDER.glob("*.db")), ids=lambda file: file.stem)
def test_a_released_database_gets_the_programs(fixture: Path, tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.database.write_bytes(fixture.read_bytes())
    engine = open_engine(home.database, key=KEY)
    with engine.execution_options(writes=True).begin() as connection:
        put = partial(settings.put, Session(connection))
        for key, value in {"device": "de" * 16, "station": "5c" * 16, "clerk": "a1" * 16}.items():
            put(key=key, value=value)
    engine.dispose()
    office = bootstrap.open_with(home, key=KEY, clock=Clock(), progress=None)
    for one in programs.shipped():
        assert office.read(known.program, key=one.key) == one
    assert verify(office.engine).sound
    entries, _ = office.read(log.extent)
    office.close()
    again = bootstrap.open_with(home, key=KEY, clock=Clock(), progress=None)
    assert again.read(log.extent)[0] == entries
    again.close()
