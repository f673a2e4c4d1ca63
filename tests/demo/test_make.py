"""The made-up station: the same from one seed, whole, and with something in every state."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text

from renda_desktop import demo
from renda_desktop.bootstrap import Home, Office, found_office
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import (
    Channel,
    DeputyLevel,
    Disposition,
    Outcome,
    Presence,
    ReceptionKind,
    ReceptionStatus,
    Signal,
    Stage,
    VisitStatus,
)
from renda_desktop.queries import (
    calendar,
    matters,
    people,
    proposals,
    receptions,
    taxonomy,
    visits,
)
from renda_desktop.store import verify
from renda_desktop.store.tables import projection as t
from tests.offices import PASSPHRASE

TODAY = date(2026, 11, 24)
MATTERS = 300
_ID = re.compile(r"[0-9a-f]{32}")

Making = Callable[..., Office]


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Making]:
    """Found a station and tell its story."""
    made: list[Office] = []

    def make(*, matters: int, seed: int = 7, **more: object) -> Office:
        office = found_office(
            Home(tmp_path_factory.mktemp("demo") / "home"),
            details=demo.details(),
            clerk=demo.head(),
            passphrase=PASSPHRASE,
            clock=demo.clock(TODAY),
        )
        made.append(office)
        demo.make(office, seed=seed, matters=matters, today=TODAY, **more)  # type: ignore[arg-type]
        return office

    yield make
    for office in made:
        office.close()


@pytest.fixture(scope="module")
def station(making: Making) -> Office:
    return making(matters=MATTERS)


def story(office: Office) -> list[tuple[str, int, str]]:
    """Return every entry with its ids replaced by their places in the story."""
    places: dict[str, str] = {}

    def place(found: re.Match[str]) -> str:
        return places.setdefault(found[0], f"#{len(places)}")

    with office.session() as session:
        rows = session.execute(
            text("SELECT kind, recorded_at, hex(stream), hex(author), body FROM entry ORDER BY id")
        )
        return [
            (row[0], row[1], _ID.sub(place, f"{row[2].lower()} {row[3].lower()} {row[4].decode()}"))
            for row in rows
        ]


def counted(office: Office, column: str) -> dict[Any, int]:
    table, _, name = column.partition(".")
    with office.session() as session:
        found = t.PROJECTION.tables[table].c[name]
        rows = session.execute(select(found, func.count()).group_by(found))
        return {row[0]: row[1] for row in rows}


def test_one_seed_is_one_story(making: Making) -> None:
    first, second, other = (making(matters=40, seed=seed) for seed in (3, 3, 4))
    assert story(first) == story(second)
    assert story(first) != story(other)


def test_there_are_as_many_matters_as_were_asked_for(station: Office, making: Making) -> None:
    assert station.read(matters.count, today=TODAY) == MATTERS
    assert making(matters=0).read(matters.count, today=TODAY) == 0


def test_moments_and_ids_grow_together(station: Office) -> None:
    with station.session() as session:
        rows = session.execute(text("SELECT recorded_at FROM entry ORDER BY id")).scalars().all()
    assert rows == sorted(rows)
    assert (rows[-1] - rows[0]) / 86_400e6 > 3 * 365


def test_every_rule_of_the_store_holds(station: Office) -> None:
    report = verify.verify(station.engine)
    assert report.findings == ()
    assert report.entries > 3000


def test_every_stage_way_outcome_channel_and_status_is_there(station: Office) -> None:
    assert set(counted(station, "matter.stage")) == set(Stage) - {Stage.HANDED_OVER}
    assert set(counted(station, "matter.disposition")) == {None, *Disposition}
    assert set(counted(station, "matter.outcome")) == {None, *Outcome}
    assert set(counted(station, "matter.channel")) == set(Channel)
    assert set(counted(station, "reception.status")) == set(ReceptionStatus)
    assert set(counted(station, "reception.kind")) == set(ReceptionKind)
    assert set(counted(station, "attendance.presence")) == set(Presence)
    assert {VisitStatus.WAITING, VisitStatus.RECEIVED, VisitStatus.LEFT} <= set(
        counted(station, "visit.status")
    )
    assert set(station.read(matters.signal_counts, today=TODAY)) == set(Signal)
    levels = {level for row in station.read(people.deputies) for level in row.levels}
    assert levels >= {DeputyLevel.PROVINCIAL, DeputyLevel.MUNICIPAL, DeputyLevel.COUNTY}
    assert counted(station, "deputy.active")[False] >= 1


def test_today_is_as_in_the_picture(station: Office) -> None:
    held = station.read(receptions.open_reception)
    assert held is not None
    assert held.row.title.startswith("老旧小区改造")
    queue = station.read(visits.queue, reception=held.row.id)
    assert [(v.name, v.topic) for v in queue if v.status is VisitStatus.WAITING] == [
        ("王秀英", "加装电梯"),
        ("周·买买提", "噪声扰民"),
        ("㻏文", "停车位"),
        ("赵国强", "飞线充电"),
    ]
    with station.session() as session:
        wang = session.scalar(select(t.resident.c.id).where(t.resident.c.name == "王秀英"))
    found = station.read(matters.matters, today=TODAY, where=matters.MatterFilter(resident=wang))
    assert [(m.category, m.signal) for m in found] == [
        ("城乡建设/加装电梯", Signal.RED),
        ("城乡建设/房屋渗漏", None),
    ]
    assert found[0].joined == 1


def test_notices_are_early_and_duty_days_are_no_holidays(station: Office) -> None:
    years = station.read(calendar.calendar)
    with station.session() as session:
        for row in session.execute(select(t.reception).where(t.reception.c.posted.is_not(None))):
            day = day_of(datetime.fromtimestamp(row.starts, UTC))
            assert (day - row.posted).days >= 3
            if row.kind != ReceptionKind.OUTREACH and day != TODAY:
                assert years.is_working_day(day)
    assert counted(station, "reception.postponed")[1] == 1


def test_residents_are_many_kinds_of_people(station: Office) -> None:
    with station.session() as session:
        rows = session.execute(select(t.resident)).all()
    names = [row.name for row in rows]
    phones = [row.phone for row in rows if row.phone]
    assert any("·" in name for name in names)
    assert any(ord(character) > 0x9FFF or character < "\u4e00" for n in names for character in n)
    assert len(set(phones)) < len(phones)  # households
    assert any(row.merged_into for row in rows)
    assert all(re.fullmatch(r"1(4[0468]|54)\d{8}", phone) for phone in phones)


def test_words_are_their_own(station: Office) -> None:
    with station.session() as session:
        rows = session.execute(text("SELECT body FROM entry WHERE kind = 'matter.register'"))
        bodies = [row[0].decode() for row in rows]
    words = [body.partition('"own_words":"')[2].partition('"')[0] for body in bodies]
    assert len(set(words)) > MATTERS * 0.97
    assert not any("{" in word or "}" in word for word in words)
    assert set(counted(station, "matter.category")) <= set(taxonomy.paths())


def test_stopping_leaves_a_smaller_whole_station(making: Making) -> None:
    asked = iter([False, False, True])
    seen: list[tuple[int, int]] = []
    office = making(
        matters=100,
        stop=lambda: next(asked),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert len(seen) == 2
    assert office.read(matters.count, today=TODAY) == seen[-1][0] < 100
    assert verify.verify(office.engine).findings == ()


def test_the_clock_must_be_one_that_can_be_set(station: Office) -> None:
    station.clock, kept = (lambda: demo.clock(TODAY).now), station.clock
    with pytest.raises(TypeError):
        demo.make(station, seed=1, matters=1, today=TODAY)
    station.clock = kept


def test_matters_become_proposals_that_are_answered_and_rated(station: Office) -> None:
    found = station.read(proposals.proposals, today=TODAY)
    assert any(one.satisfied is not None and one.reply_class for one in found)
    assert all(one.matters for one in found)
    assert len({one.number for one in found}) == len(found)
