"""A matter moves between two logs: proposed by one station, taken over by who holds both."""

from datetime import date

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Stage
from renda_desktop.office import Office
from renda_desktop.queries import matters
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.services import departments, moving, residents
from renda_desktop.services import matters as loop
from tests.server.region import Region
from tests.server.stations import sync
from tests.sync.rows import rows_of

DAY = date(2026, 11, 23)


def row(office: Office, matter: Id) -> MatterRow | None:
    return office.read(matters.matter_row, id=matter, today=DAY)


def titles(office: Office) -> list[tuple[str, Stage]]:
    found = office.read(matters.matters, today=DAY)
    return sorted((one.number, one.stage) for one in found)


def moved(region: Region) -> tuple[Id, Id]:
    """Let a matter of the first station be proposed, and the coordinator take it over."""
    (first, second), desk = region.pcs, region.coordinator
    unit = desk.act(departments.register, name="区住建局", at=region.area).id
    sync(region.town, desk, first)
    who = first.act(residents.register, name="陈敏", phone="13800005521").id
    old = first.act(loop.register, program="regular", own_words="路灯不亮", resident=who).id
    first.act(loop.assign, matter=old, unit=unit)
    first.act(moving.propose, matter=old, to="白鹤街道人大代表联络站", reason="不在本辖区")
    sync(region.town, first, desk)
    proposed = desk.read(matters.matters, today=DAY, where=MatterFilter(moving=True))
    assert [one.id for one in proposed] == [old]
    new = desk.act(moving.take_over, matter=old, at=second.station).id
    sync(region.town, desk, first, second)
    return old, new


def test_each_station_has_its_half_and_the_coordinator_both(region: Region) -> None:
    (first, second), desk = region.pcs, region.coordinator
    old, new = moved(region)
    assert titles(first) == [("YH-2026-A-00001", Stage.HANDED_OVER)]
    assert titles(second) == [("BH-2026-AA-00001", Stage.ASSIGNED)]
    assert len(titles(desk)) == 2
    there = second.read(matter_file, id=new, today=DAY)
    before = first.read(matter_file, id=old, today=DAY)
    assert there.raiser.name == "陈敏"
    assert there.state.round.due == before.state.round.due
    assert there.rounds[-1].unit_name == "区住建局"
    assert there.row.registered_at == before.row.registered_at
    assert row(first, new) is None
    assert row(second, old) is None
    for office in (first, second, desk):
        rows_of(office)


def test_no_stream_has_entries_in_two_logs(region: Region) -> None:
    moved(region)
    asked = "SELECT stream FROM entry GROUP BY stream HAVING count(DISTINCT scope) > 1"
    assert region.town.rows(asked) == []


def test_what_nobody_took_over_is_not_lost(region: Region) -> None:
    first, _ = region.pcs
    matter = region.matter(first, "路灯不亮")
    first.act(moving.propose, matter=matter, to="某个别的站", reason="不在本辖区")
    sync(region.town, first)
    assert first.read(matters.count, today=DAY, where=MatterFilter(open=True)) == 1
    first.act(moving.take_back, matter=matter, reason="仍由本站办理")
    assert first.read(matters.count, today=DAY, where=MatterFilter(moving=True)) == 0


def test_half_of_it_that_came_is_no_loss(region: Region) -> None:
    """The two halves go in two transactions of the server; the second may come much later."""
    (first, second), desk = region.pcs, region.coordinator
    matter = region.matter(first, "路灯不亮")
    sync(region.town, first, desk)
    desk.act(moving.take_over, matter=matter, at=second.station, reason="属地")
    region.revoke(desk, region.area)  # before anything of it came
    desk.exchange(link=region.way(desk))
    sync(region.town, first, second)
    assert titles(first) == [("YH-2026-A-00001", Stage.REGISTERED)]
    assert titles(second) == []
