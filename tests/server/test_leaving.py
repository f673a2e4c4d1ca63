"""A log that ended, or that somebody let go, is gone from a PC whole; everything else stays."""

from datetime import date

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries import matters, sync_state
from renda_desktop.services import attachments, drafts
from renda_desktop.services import matters as loop
from renda_desktop.store import blobs, forgetting
from renda_desktop.store import drafts as kept
from renda_desktop.store.tables.projection import PROJECTION
from renda_desktop.sync import verify as exchanged
from tests.server.region import Region
from tests.server.stations import link, sync
from tests.sync.rows import rows_of

DAY = date(2026, 11, 23)


def scopes_in(office: Office) -> dict[str, int]:
    """Return how many entries of each log are here."""
    with office.session() as session:
        asked = "SELECT hex(scope), count(*) FROM entry GROUP BY scope"
        rows = session.connection().exec_driver_sql(asked).all()
    return {str(row[0]).lower(): int(row[1]) for row in rows}


def rows_with(office: Office, scope: Id) -> set[str]:
    """Return the tables of the projection in which something names a log."""
    with office.session() as session:
        run = session.connection().exec_driver_sql
        return {
            table.name
            for table in PROJECTION.sorted_tables
            if "scope" in table.c
            and run(
                f"SELECT 1 FROM {table.name} WHERE scope = ?",  # noqa: S608
                (bytes.fromhex(scope),),
            ).first()
        }


def test_an_area_that_was_taken_goes_whole(region: Region) -> None:
    desk = region.coordinator
    first, second = region.stations
    desk.sit(first)
    for office in region.pcs:
        region.matter(office, "路灯不亮")
    sync(region.town, *region.pcs, desk)
    desk.act(
        attachments.attach, matter=desk.read(
            matters.matters, today=DAY
        )[0].id, data=b"%PDF-1.4 picture", name="x.pdf",
    )  # fmt: skip
    sync(region.town, desk)
    region.revoke(desk, region.area)
    done = desk.exchange(link=link(region.town, desk._place()))
    assert {one.rule for one in done.troubles} == {"sync.station_ended"}
    # Its own station and what that rests on stay; the other one is gone without a trace.
    assert second not in scopes_in(desk)
    assert rows_with(desk, second) == set()
    assert first in scopes_in(desk)
    rows_of(desk)  # every row follows from the log that is left


def test_what_was_refused_stays_and_late_work_gets_its_verdict(region: Region) -> None:
    desk, second = region.coordinator, region.stations[1]
    desk.sit(region.stations[0])
    region.matter(region.pcs[1], "垃圾没人收")
    sync(region.town, *region.pcs, desk)
    matter = next(one for one in desk.read(matters.matters, today=DAY) if one.title == "垃圾没人收")
    region.revoke(desk, region.area)
    desk.act(loop.note, matter=matter.id, text="没来得及上传")
    done = desk.exchange(link=link(region.town, desk._place()))
    assert [one.rule for one in done.refused] == ["refused.revoked"]
    assert scopes_in(desk)[second] == 1
    assert desk.read(matters.matter_row, id=matter.id, today=DAY) is None
    assert "没来得及上传" in desk.read(sync_state.refused_file).decode()
    assert desk.read(exchanged.check) == []


def test_a_single_station_can_be_held_left_and_held_again(region: Region) -> None:
    first, second = region.pcs
    region.grant(first, second.station)
    matter = region.matter(second, "垃圾没人收")
    sync(region.town, second, first)
    assert first.read(matters.matter_row, id=matter, today=DAY)
    name = "BH联络站"
    done = first.leave(name, link=link(region.town, first._place()))
    assert done.whole
    assert second.station not in scopes_in(first)
    sync(region.town, first)
    assert second.station not in scopes_in(first)
    region.grant(first, second.station)
    sync(region.town, first)
    assert first.read(matters.matter_row, id=matter, today=DAY)
    assert scopes_in(first)[second.station] == scopes_in(second)[second.station]
    rows_of(first)


def test_a_pc_that_comes_back_goes_on_counting(region: Region) -> None:
    """Otherwise the server would take it for a copy."""
    desk = region.coordinator
    second = region.stations[1]
    matter = region.matter(region.pcs[1], "垃圾没人收")
    sync(region.town, *region.pcs, desk)
    desk.sit(region.stations[0])
    desk.act(loop.note, matter=matter, text="一")
    sync(region.town, desk)
    region.revoke(desk, region.area)
    desk.exchange(link=link(region.town, desk._place()))
    assert second not in scopes_in(desk)
    region.grant(desk, region.area)
    sync(region.town, desk)
    desk.act(loop.note, matter=matter, text="二")
    sync(region.town, desk, *region.pcs)
    assert region.pcs[1].exchange(link=link(region.town, region.pcs[1]._place())).whole


def test_drafts_and_files_go_too(region: Region) -> None:
    first, second = region.pcs
    region.grant(first, second.station)
    matter = region.matter(second, "垃圾没人收")
    mine = region.matter(first, "路灯不亮")
    for data in (b"%PDF-1.4 one", b"%PDF-1.4 both"):
        second.act(attachments.attach, matter=matter, name="a.pdf", data=data)
    first.act(attachments.attach, matter=mine, name="b.pdf", data=b"%PDF-1.4 both")
    sync(region.town, second, first)
    with first.session(writes=True) as session:  # as if it had been fetched
        blobs.put(session, data=b"%PDF-1.4 one", mime="application/pdf")
    for key, about in (("theirs", matter), ("ours", mine)):
        first.act(drafts.keep, key=key, body=f'{{"matter":"{about}"}}'.encode())
    names = {blobs.hashed(data): data for data in (b"%PDF-1.4 one", b"%PDF-1.4 both")}
    assert first.read(blobs.here, names=list(names)) == set(names)
    first.leave("BH联络站", link=link(region.town, first._place()))
    assert first.read(blobs.here, names=list(names)) == {blobs.hashed(b"%PDF-1.4 both")}
    assert set(first.read(kept.drafts)) == {"ours"}


@pytest.mark.parametrize("name", ["月湖街道人大代表联络站", "YH联络站", "鄞州区", "没有的站"])
def test_what_the_desk_rests_on_is_not_left(region: Region, name: str) -> None:
    first = region.pcs[0]
    before = scopes_in(first)
    with pytest.raises(RuleBroken):
        first.leave(name, link=link(region.town, first._place()))
    assert scopes_in(first) == before


def test_a_server_that_lost_some_of_it_ends_nothing(region: Region) -> None:
    """It was put back to a time when the log had been taken; what came later is only here."""
    first, second = region.pcs
    region.grant(first, second.station)
    region.matter(second, "垃圾没人收")
    sync(region.town, second, first)
    region.revoke(first, second.station)
    region.town.say(
        "UPDATE action SET chain = $2 WHERE scope = $1", second.station, bytes(32)
    )  # another history
    done = first.exchange(link=link(region.town, first._place()))
    assert [one.rule for one in done.troubles] == ["sync.behind"]
    assert second.station in scopes_in(first)


def test_a_scope_that_the_server_forgot_is_not_left(region: Region) -> None:
    first, second = region.pcs
    region.grant(first, second.station)
    region.matter(second, "垃圾没人收")
    sync(region.town, second, first)
    region.town.say(
        "UPDATE device SET held = '{}', scopes = array_remove(scopes, $2) WHERE device = $1",
        first.device, second.station,
    )  # fmt: skip
    first.exchange(link=link(region.town, first._place()))
    assert second.station in scopes_in(first)


def test_leaving_is_all_or_nothing(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = region.pcs
    region.grant(first, second.station)
    region.matter(second, "垃圾没人收")
    sync(region.town, second, first)
    before, rows = scopes_in(first), rows_of(first)

    def fails(*_: object) -> None:
        raise Unavailable("store.full")

    monkeypatch.setattr(forgetting, "_clear_rows", fails)
    with pytest.raises(Unavailable):
        first.leave("BH联络站", link=link(region.town, first._place()))
    assert scopes_in(first) == before
    assert rows_of(first) == rows
    monkeypatch.undo()
    region.grant(first, second.station)
    sync(region.town, first)
