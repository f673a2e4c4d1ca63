"""Opening pages of the big tables, against reading the same number of bare rows."""

import argparse
from collections.abc import Callable

from sqlalchemy.orm import Session

from renda_desktop.domain.terms import Signal, Stage
from renda_desktop.queries import matters, people, receptions, residents
from renda_desktop.queries.matters import MatterFilter
from tests.bench.stations import TODAY, station, timed

PAGE = 100
Ask = Callable[[Session], object]


def main() -> None:
    """Print each page's time and how many bare pages it costs."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--matters", type=int, default=100_000, help="the size of the station")
    office = station(wanted.parse_args().matters)
    with office.session() as session:
        bare = _best(session, _bare)
        print(f"bare page of {PAGE} rows: {bare * 1000:.2f} ms")
        for name, ask in _asked(session).items():
            seconds = _best(session, ask)
            print(f"{name}: {seconds * 1000:.1f} ms, {seconds / bare:.1f} bare pages")
    office.close()


def _bare(session: Session) -> object:
    asked = "SELECT * FROM matter ORDER BY registered_at DESC LIMIT ?"
    return session.connection().exec_driver_sql(asked, (PAGE,)).all()


def _asked(session: Session) -> dict[str, Ask]:
    unit = people.departments(session)[0].id
    deputy = people.deputies(session)[0].id
    filters = {
        "open": MatterFilter(open=True),
        "overdue": MatterFilter(signal=Signal.RED),
        "of a stage": MatterFilter(stages=(Stage.REPLIED,)),
        "of a unit": MatterFilter(unit=unit),
        "of a deputy": MatterFilter(deputy=deputy),
        "of a category": MatterFilter(category="城乡建设"),
        "of a place": MatterFilter(place="迎春小区"),
    }
    found: dict[str, Ask] = {
        "first page": _page(None),
        "page 500": _page(None, offset=PAGE * 499),
        "by urgency": _page(None, order="urgency"),
        "by due date": _page(None, order="due"),
        "all counted": lambda session: matters.count(session, today=TODAY),
        "signals counted": lambda session: matters.signal_counts(session, today=TODAY),
        "loads of deputies": people.deputy_loads,
        "loads of departments": people.department_loads,
        "loads of themes": people.theme_loads,
        "places": matters.places,
        "categories": matters.categories,
        "receptions": receptions.receptions,
        "residents": residents.residents,
    }
    for name, where in filters.items():
        found[f"{name}: page"] = _page(where)
        found[f"{name}: counted"] = _count(where)
    return found


def _page(where: MatterFilter | None, *, order: str = "registered", offset: int = 0) -> Ask:
    return lambda session: matters.matters(
        session, today=TODAY, where=where, order=order, limit=PAGE, offset=offset
    )


def _count(where: MatterFilter) -> Ask:
    return lambda session: matters.count(session, today=TODAY, where=where)


def _best(session: Session, ask: Ask) -> float:
    return min(timed(lambda: ask(session)) for _ in range(5))


if __name__ == "__main__":
    main()
