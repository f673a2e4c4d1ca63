"""One desktop over many stations: what is above flows down, what is below is worked at."""

import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.queries import matters, people, stations
from renda_desktop.services import departments, themes
from renda_desktop.services import matters as loop
from tests.server.region import Region
from tests.server.stations import sync
from tests.sync.rows import rows_of


def test_a_coordinator_works_at_every_station(region: Region) -> None:
    first, second = region.pcs
    region.matter(first, "路灯不亮")
    region.matter(second, "垃圾没人收")
    sync(region.town, *region.pcs, region.coordinator)
    desk = region.coordinator
    assert {one.kind for one in desk.read(stations.desks)} == {"station", "area"}
    today = region.town.clock().date()
    assert {one.title for one in desk.read(matters.matters, today=today)} == {
        "路灯不亮", "垃圾没人收",
    }  # fmt: skip
    desk.sit(second.station)
    assert desk.read(stations.station).code == "BH"
    note = desk.read(matters.matters, today=today)[0]
    desk.act(loop.note, matter=note.id, text="区里已阅")
    sync(region.town, desk, *region.pcs)
    # What the coordinator did stands in the log of the matter's own station.
    rows_of(first)
    rows_of(second)


def test_what_the_area_publishes_is_used_and_not_changed_below(region: Region) -> None:
    desk, (first, _) = region.coordinator, region.pcs
    made = desk.act(departments.register, name="区住建局", at=region.area)
    theme = desk.act(themes.register, title="防汛", at=region.area)
    sync(region.town, desk, first)
    assert [one.name for one in first.read(people.departments)] == ["区住建局"]
    matter = region.matter(first, "屋顶漏水")
    first.act(loop.assign, matter=matter, unit=made.id)
    for service, what in (
        (departments.deactivate, {"department": made.id}),
        (themes.close, {"theme": theme.id}),
    ):
        with pytest.raises(RuleBroken) as told:
            first.act(service, **what)
        assert told.value.rule == "scope.from_above"
    sync(region.town, first, desk)
