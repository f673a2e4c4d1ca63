"""One desktop over many stations: what is above flows down, what is below is worked at."""

from datetime import date

import msgspec
import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.taxonomy import TaxonomyDetails
from renda_desktop.queries import clerks as known
from renda_desktop.queries import desk, matters, people, programs, references, stations
from renda_desktop.queries import taxonomy as known_table
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.server import publishing as centre
from renda_desktop.services import clerks, departments, taxonomy, themes
from renda_desktop.services import matters as loop
from renda_desktop.services import programs as publishing
from tests.server.region import Region
from tests.server.stations import sync
from tests.services.test_taxonomy import table
from tests.sync.rows import rows_of

DAY = date(2026, 11, 23)


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


def test_a_program_from_above_is_the_stations_and_not_to_be_changed(region: Region) -> None:
    desk, (first, second) = region.coordinator, region.pcs
    shipped = first.read(programs.program, key="regular")
    ours = msgspec.structs.replace(shipped, title="本区日常接待")
    desk.act(publishing.publish_next, details=ours, at=region.area)
    sync(region.town, desk, first, second)
    for office in (first, second):
        in_force = office.read(programs.program, key="regular")
        assert in_force.title == "本区日常接待"
        assert [one.title for one in office.read(programs.programs)].count("本区日常接待") == 1
        with pytest.raises(RuleBroken) as told:
            office.act(publishing.publish_next, details=shipped)
        assert told.value.rule == "scope.from_above"
    matter = region.matter(first, "路灯不亮")
    sync(region.town, first, desk)
    assert desk.read(matter_file, id=matter, today=DAY).program.title == "本区日常接待"


def test_categories_from_above_are_what_every_desk_offers(region: Region) -> None:
    above, (first, second) = region.coordinator, region.pcs
    second.act(taxonomy.publish, categories=table("本站/路灯"))
    above.act(taxonomy.publish, categories=table("养老/助餐", "水利/内涝"), at=region.area)
    sync(region.town, second, above, first, second)
    for office in (first, second, above):
        assert office.read(desk.lists).categories == ("养老/助餐", "水利/内涝")
        if office is not above:
            assert {row.source for row in office.read(known_table.categories)} == {"鄞州区"}
            with pytest.raises(RuleBroken) as told:
                office.act(taxonomy.publish, categories=table("本站/水管"))
            assert told.value.rule == "scope.from_above"
    details = TaxonomyDetails(table("养老/助餐"))
    published = region.town.ask(
        lambda db: centre.publish_taxonomy(
            db, who=region.town.server.identity, scope=region.area, details=details,
            now=region.town.clock(),
        )
    )  # fmt: skip
    assert published == 2, "the centre itself goes on where the coordinator was"
    sync(region.town, first)
    assert first.read(desk.lists).categories == ("养老/助餐",)


def test_a_station_keeps_its_own_programs_to_itself(region: Region) -> None:
    desk, (first, second) = region.coordinator, region.pcs
    shipped = first.read(programs.program, key="regular")
    mine = msgspec.structs.replace(shipped, title="本站日常接待")
    first.act(publishing.publish_next, details=mine)
    sync(region.town, first, desk)
    assert desk.read(programs.program, key="regular", at=first.station).title == "本站日常接待"
    assert desk.read(programs.program, key="regular", at=second.station).title == shipped.title
    desk.sit(second.station)
    assert desk.read(programs.program, key="regular").title == shipped.title


def test_stations_may_have_people_and_departments_of_the_same_name(region: Region) -> None:
    desk, (first, second) = region.coordinator, region.pcs
    for office in (first, second):
        office.act(departments.register, name="社区居委会")
    second.act(clerks.register, name="王芳")  # so is the first station's first clerk called
    sync(region.town, first, second, desk)
    for office in (first, second):
        desk.sit(office.station)
        (found,) = desk.read(people.departments)
        with desk.session() as session:
            named = references.find(
                session, kind="department", text="社区居委会", station=office.station
            )
        assert named == [found.id]
    assert {one.name for one in desk.read(known.clerks)} == {"陈静", "李强", "王芳"}


def test_who_is_of_one_station_writes_nothing_in_another(region: Region) -> None:
    first, second = region.pcs
    matter = region.matter(second, "垃圾没人收")
    region.grant(first, second.station)
    sync(region.town, second, first)
    with pytest.raises(RuleBroken) as told:
        first.act(loop.note, matter=matter, text="代记")
    assert told.value.rule == "scope.not_theirs"


def test_an_area_receives_nobody(region: Region) -> None:
    desk = region.coordinator
    with pytest.raises(RuleBroken) as told:
        desk.act(loop.register, program="regular", own_words="路灯不亮", at=region.area)
    assert told.value.rule in ("station.no_code", "program.missing")
