"""A table of categories is put into force whole and offered; matters keep what they have."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.taxonomy import TAXONOMY, Category, Part, stream_of
from renda_desktop.queries import desk, matters
from renda_desktop.queries import taxonomy as known
from renda_desktop.services import matters as loop
from renda_desktop.services import taxonomy
from renda_desktop.store import log


def table(*paths: str) -> tuple[Category, ...]:
    """Return a table of these second levels."""
    found: dict[str, list[Part]] = {}
    for path in paths:
        first, second = path.split("/")
        found.setdefault(first, []).append(Part(second))
    return tuple(Category(first, parts=tuple(some)) for first, some in found.items())


OURS = table("养老/助餐", "养老/陪诊", "水利/内涝")


def test_the_desk_offers_what_ships_until_a_table_is_published(office: Office) -> None:
    office.act(loop.register, program="regular", own_words="路灯", category="本地/路灯")
    assert office.read(desk.lists).categories == (*known.paths(), "本地/路灯")
    office.act(taxonomy.publish, categories=OURS)
    assert office.read(desk.lists).categories == ("养老/助餐", "养老/陪诊", "水利/内涝")
    assert {row.source for row in office.read(known.categories)} == {"own"}
    (row,) = office.read(matters.matters, today=office.clock().date())
    assert row.category == "本地/路灯"


def test_the_next_table_is_the_next_version_and_the_same_one_is_none(office: Office) -> None:
    office.act(taxonomy.publish, categories=OURS)
    with pytest.raises(RuleBroken) as told:
        office.act(taxonomy.publish, categories=OURS)
    assert told.value.rule == "amend.nothing"
    office.act(taxonomy.publish, categories=OURS[:1])
    table_ = office.read(known.published)
    assert table_ is not None
    assert (table_.version, len(table_.details.paths)) == (2, 2)
    with office.session() as session:
        entries = list(log.read(session, stream=stream_of(office.station)))
    # Two PCs published the same version apart: what came first holds, the other is shown as void.
    state = TAXONOMY.fold(stream_of(office.station), [*entries, entries[-1]])
    assert (state.version, [one.void is not None for one in state.timeline]) == (
        2,
        [False, False, True],
    )


@pytest.mark.parametrize(
    ("categories", "rule", "path"),
    [
        ((Category("养老", parts=(Part(" "),)),), "taxonomy.empty", "category[1].parts[1].name"),
        ((Category("养/老", parts=(Part("助餐"),)),), "taxonomy.slash", "category[1].name"),
        ((*OURS, OURS[0]), "taxonomy.same", "category[3].name"),
        (table("养老/助餐", "养老/助餐"), "taxonomy.same", "category[1].parts[2].name"),
    ],
)
def test_a_table_that_would_break_a_path_is_refused(
    office: Office, categories: tuple[Category, ...], rule: str, path: str
) -> None:
    with pytest.raises(RuleBroken) as told:
        office.act(taxonomy.publish, categories=categories)
    assert (told.value.rule, path in str(told.value)) == (rule, True)
    assert office.read(known.published) is None
