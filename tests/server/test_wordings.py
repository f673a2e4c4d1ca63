"""What an area says in its letters, its stations say too, unless they have words of their own."""

from renda_desktop.queries.papers import wordings as known
from renda_desktop.services import wordings
from tests.server.region import Region
from tests.server.stations import sync

BODY = "{编号}：{答复}"


def test_the_nearest_words_are_in_force(region: Region) -> None:
    desk, (first, second) = region.coordinator, region.pcs
    desk.act(wordings.set_, kind="reply", title="区里的答复", body=BODY, at=region.area)
    sync(region.town, desk, first, second)
    for office in (first, second):
        row = next(one for one in office.read(known.listed) if one.kind == "reply")
        assert (row.wording.title, row.source) == ("区里的答复", "鄞州区")
    first.act(wordings.set_, kind="reply", title="本站的答复", body=BODY)
    titles = [o.read(known.in_force, kind="reply").title for o in (first, second)]
    assert titles == ["本站的答复", "区里的答复"]
    first.act(wordings.reset, kind="reply")
    assert first.read(known.in_force, kind="reply").title == "区里的答复"
    desk.act(wordings.reset, kind="reply", at=region.area)
    sync(region.town, desk, first, second)
    for office in (first, second):
        assert office.read(known.in_force, kind="reply") == known.shipped("reply")
