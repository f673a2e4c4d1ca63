"""The article's table: every printed figure comes out of recorded entries, and only of those."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Home, Office, found_office
from renda_desktop.demo import article
from renda_desktop.demo.article.printed import PRINTED, Compared, Printed, compared, one_compared
from renda_desktop.domain.figures import Dimension, FigureFilter, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.queries import figures, stations
from renda_desktop.queries.figures.asked import stations_below
from renda_desktop.store import log, verify
from renda_desktop.store.as_of import as_of
from renda_desktop.store.tables.kept import entry
from tests.offices import PASSPHRASE

TODAY = date(2021, 12, 31)
FIGURES = pytest.mark.parametrize("printed", PRINTED, ids=lambda one: f"{one.place}-{one.said}")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with the whole story."""
    office = found_office(
        Home(tmp_path_factory.mktemp("article") / "home"),
        details=article.details(),
        clerk=article.head(),
        passphrase=PASSPHRASE,
        clock=article.clock(),
    )
    article.make(office)
    yield office
    office.close()


@pytest.fixture(scope="module")
def found(office: Office) -> dict[Printed, Compared]:
    return {one.printed: one for one in office.read(compared, today=TODAY)}


@FIGURES
def test_a_printed_figure_comes_out(found: dict[Printed, Compared], printed: Printed) -> None:
    assert found[printed].agrees, found[printed].value.shown


@FIGURES
def test_without_one_entry_the_figure_is_another(
    office: Office, found: dict[Printed, Compared], printed: Printed
) -> None:
    with office.session() as session:
        was, carriers = found[printed].found, _carriers(session, printed)
        assert any(_without(session, one, printed) != was for one in carriers)


# What carries a figure whose rows are not the things that the entries are about.
_CARRIED_BY = {
    FigureKey.CONVERTED: "matter.convert",
    FigureKey.EVALUATION_COVERAGE: "scorecard.conclude",
    FigureKey.INDICATORS: "scorecard.open",
    FigureKey.PLACES_HELD: "reception.close",
    FigureKey.QUANTITIES: "matter.record_quantity",
}


def _carriers(session: Session, printed: Printed) -> Iterator[Id]:
    """Return entries that may carry a figure: those of the first things that it counts."""
    area = next(one.id for one in stations.areas(session) if one.name == printed.place)
    where = FigureFilter(area=area, programs=printed.programs)
    if kind := _CARRIED_BY.get(printed.key):
        below = session.scalars(stations_below(area)).all()
        mine = select(entry.c.id).where(entry.c.kind == kind, entry.c.scope.in_(below))
        yield from session.scalars(mine.order_by(entry.c.id.desc())).all()
    for row in figures.rows(session, key=printed.key, where=where, today=TODAY)[:3]:
        first, *others = [one.id for one in log.read(session, stream=row.id)]
        yield from (first, *reversed(others))


def _without(session: Session, one: Id, printed: Printed) -> object:
    with as_of(session, without={one}) as past:
        return one_compared(past, printed, today=TODAY).found


def test_the_activities_are_told_apart_by_theme(office: Office) -> None:
    with office.session() as session:
        where = FigureFilter(programs=("outreach",))
        by_theme = figures.breakdown(
            session, keys=(FigureKey.RECEPTIONS_HELD,), where=where, by=Dimension.THEME, today=TODAY
        )
    counts = {one.label: one.figures[0].value.exact for one in by_theme}
    assert set(counts) >= {"基层社会治理", "农村电商服务", "企业复工复产", "水库移民征迁"}
    assert sum(int(count or 0) for count in counts.values()) == 584


def test_the_dispositions_make_up_the_matters(found: dict[Printed, Compared]) -> None:
    night = {one.key: found[one].found for one in PRINTED if one.programs == ("night-inquiry",)}
    ways = (FigureKey.SETTLED_ON_SITE, FigureKey.SETTLED_AFTER, FigureKey.PLANNED)
    assert sum(night[way] for way in ways) == night[FigureKey.MATTERS_RAISED]  # type: ignore[misc]


def test_what_the_story_wrote_is_sound(office: Office) -> None:
    assert verify.verify(office.engine).findings == ()
    with office.session() as session:
        voids = session.connection().exec_driver_sql("SELECT sum(voids) FROM matter").scalar()
    assert voids == 0
