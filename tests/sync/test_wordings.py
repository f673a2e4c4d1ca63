"""Two PCs change the words of one letter before they know of each other: both versions stay."""

from renda_desktop.bootstrap import Office
from renda_desktop.domain.own_wording import stream_of
from renda_desktop.queries.conflicts import conflicts
from renda_desktop.queries.papers import wordings as known
from renda_desktop.services import amendments, wordings
from tests.sync.memory import Wire
from tests.sync.rows import quiet, same


def test_both_versions_are_kept_until_it_is_settled(
    first: Office, second: Office, link: Wire
) -> None:
    bodies = {
        office: f"{words}：{{编号}}，{{答复}}" for office, words in ((first, "甲"), (second, "乙"))
    }
    for office, body in bodies.items():
        office.act(wordings.set_, kind="reply", title="答复函", body=body)
    quiet(link, first, second)
    same(first, second)
    (clash,) = first.read(conflicts)
    assert (clash.about, clash.label) == ("答复函", "正文")
    assert {one.value for one in clash.versions} == set(bodies.values())
    ours = {office.read(known.in_force, kind="reply").body for office in bodies}
    assert ours == {bodies[first]}
    stream = stream_of("reply", scope=first.station)
    second.act(amendments.settle, noun="wording", stream=stream, field="body", value=bodies[second])
    quiet(link, first, second)
    same(first, second)
    assert first.read(known.in_force, kind="reply").body == bodies[second]
