"""Published figures: computed by the service, kept as they were, withdrawn with a reason."""

from datetime import timedelta

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureFilter, FigureKey
from renda_desktop.queries.snapshots import SnapshotFile, snapshot_file, snapshots
from renda_desktop.services import clerks, figures, visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.store.verify import check_projection
from tests.offices import Cast, Clock

KEYS = (FigureKey.OPINIONS_COLLECTED, FigureKey.REPLY_RATE)


def _raise(office: Office, cast: Cast) -> None:
    office.act(
        visits.register,
        reception=cast.reception,
        person=Person(),
        anonymous=True,
        listeners=(cast.deputies[0],),
        matters=(Raised("路灯不亮"),),
    )


def _file(office: Office, clock: Clock) -> SnapshotFile:
    (row,) = office.read(snapshots)
    return office.read(snapshot_file, id=row.id, today=clock().date())


def test_a_snapshot_stays_as_it_was_beside_what_changed(
    office: Office, cast: Cast, clock: Clock
) -> None:
    _raise(office, cast)
    where = FigureFilter(programs=("themed",))
    office.act(figures.publish, title="十一月", where=where, figures=KEYS)
    published = clock()
    clock.on(hours=1)
    _raise(office, cast)
    file = _file(office, clock)
    opinions, replies = file.figures
    assert (opinions.published.value.amount, opinions.now.amount) == (1, 2)
    assert (opinions.changed, replies.published.value.of, replies.now.of) == (True, 1, 2)
    assert opinions.published.counts.startswith("收集的社情民意条数")
    assert (file.details.moment, file.details.where) == (published, where)
    assert file.row.conditions == "工作机制:主题接待"
    assert file.details.app.startswith("renda-desktop ")


def test_a_snapshot_as_of_a_moment_does_not_know_what_came_later(
    office: Office, cast: Cast, clock: Clock
) -> None:
    _raise(office, cast)
    then = clock()
    clock.on(minutes=5)
    _raise(office, cast)
    office.act(figures.publish, title="那时", where=FigureFilter(as_of=then), figures=KEYS)
    file = _file(office, clock)
    assert [one.published.value.amount for one in file.figures] == [1, 0]
    assert [one.now.amount for one in file.figures] == [2, 0]
    assert file.details.moment == then
    with office.session() as session:
        assert check_projection(session)[1] == []


def test_nothing_is_published_of_the_future(office: Office, clock: Clock) -> None:
    where = FigureFilter(as_of=clock() + timedelta(seconds=1))
    with pytest.raises(RuleBroken, match="不能晚于现在"):
        office.act(figures.publish, title="明年", where=where, figures=KEYS)
    assert office.read(snapshots) == []


def test_without_figures_those_of_the_programs_are_published(office: Office, clock: Clock) -> None:
    where = FigureFilter(programs=("three-way-review",))
    office.act(figures.publish, title="联评", where=where)
    keys = [one.published.key for one in _file(office, clock).figures]
    assert keys == [FigureKey.SUBJECTS_EVALUATED, FigureKey.EVALUATION_COVERAGE]


def test_a_snapshot_is_withdrawn_once_with_a_reason_and_stays(office: Office, clock: Clock) -> None:
    snapshot = office.act(figures.publish, title="误发", figures=KEYS).id
    with pytest.raises(RuleBroken, match="原因"):
        office.act(figures.withdraw, snapshot=snapshot, reason=" ")
    office.act(figures.withdraw, snapshot=snapshot, reason="口径有误")
    with pytest.raises(RuleBroken, match="已经撤回"):
        office.act(figures.withdraw, snapshot=snapshot, reason="再撤")
    file = _file(office, clock)
    assert (file.row.withdrawn, len(file.figures)) == ("口径有误", 2)


def test_a_clerk_publishes_nothing(office: Office) -> None:
    clerk = office.act(clerks.register, name="李四").id
    with pytest.raises(RuleBroken, match="发布统计数字"):
        office.act(figures.publish, acting=clerk, title="私发", figures=KEYS)


def test_a_snapshot_needs_a_title_and_figures(office: Office) -> None:
    with pytest.raises(RuleBroken, match="名称"):
        office.act(figures.publish, title=" ", figures=KEYS)
