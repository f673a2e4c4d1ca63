"""One thing with all that belongs to it: as JSON, and as text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.cli.columns import sheet, table
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.queries import clerks, matters, people, residents, schedule, visits
from renda_desktop.queries.ballot_files import ballot_file
from renda_desktop.queries.matter_files import matter_file
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.papers import issued
from renda_desktop.queries.proposal_files import proposal_file
from renda_desktop.queries.scorecard_files import scorecard_file
from renda_desktop.queries.snapshots import snapshot_file
from renda_desktop.queries.theme_files import theme_file

_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Thing:
    """What is shown of one thing, in both forms."""

    data: dict[str, Any]
    text: str


def _plain(value: object) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(value)
    return made


def _matter(session: Session, one: Id, today: date) -> Thing:
    file = matter_file(session, id=one, today=today)
    details, papers = file.state.details, issued.papers(session, about=one)
    data = _plain(file.row) | {
        "details": details,
        "rounds": file.rounds,
        "timeline": file.timeline,
        "conflicts": file.conflicts,
        "steps": file.steps,
        "attachments": [*file.state.attachments.values()],
        "quantities": [*file.state.quantities.values()],
        "papers": papers,
    }
    text = [
        sheet("matters", file.row),
        f"原话:{details.own_words}",
        *_tables(
            steps=file.steps,
            quantities=[*file.state.quantities.values()],
            attachments=[*file.state.attachments.values()],
            papers=papers,
        ),
        table("timeline", file.timeline),
    ]
    return Thing(data, "\n\n".join(text))


def _tables(**listed: Sequence[Any]) -> list[str]:
    """Return the tables of what there is."""
    return [table(what, rows) for what, rows in listed.items() if rows]


def _theme(session: Session, one: Id, _today: date) -> Thing:
    file = theme_file(session, id=one)
    data = _plain(file.row) | {"measurements": file.measured, "timeline": file.timeline}
    text = [
        sheet("themes", file.row),
        *_tables(measurements=file.measured),
        table("timeline", file.timeline),
    ]
    return Thing(data, "\n\n".join(text))


def _proposal(session: Session, one: Id, today: date) -> Thing:
    file = proposal_file(session, id=one, today=today)
    details = file.state.details
    data = _plain(file.row) | {
        "details": details,
        "rounds": file.rounds,
        "timeline": file.timeline,
        "conflicts": file.conflicts,
    }
    parts = (
        sheet("proposals", file.row),
        f"内容:{details.text}" if details.text else "",
        "转化自事项:" + "、".join(number for _, number in file.matters) if file.matters else "",
        table("timeline", file.timeline),
    )
    return Thing(data, "\n\n".join(part for part in parts if part))


def _scorecard(session: Session, one: Id, _today: date) -> Thing:
    at_desk = clerks.at_desk(session)
    file = scorecard_file(session, id=one, roles=at_desk.roles if at_desk else ())
    data = _plain(file)
    text = [
        sheet("scorecards", file.row),
        table("panels", file.panels),
        table("indicators", file.indicators),
        *([table("wanting", file.missing)] if file.missing else []),
        table("timeline", file.timeline),
        *([table("scorecards", file.others)] if file.others else []),
        *([file.year.warning] if file.year.warning else []),
    ]
    return Thing(data.pop("row") | data, "\n\n".join(text))


def _ballot(session: Session, one: Id, _today: date) -> Thing:
    file = ballot_file(session, id=one)
    data = _plain(file)
    differences = "、".join(file.rounds[-1].differences)
    text = [
        sheet("ballots", file.row),
        table("ballot_items", file.items),
        *_tables(tellers=[teller for one in file.rounds for teller in one.tellers]),
        *([f"计票人的结果不一致:{differences}"] if differences else []),
        *_tables(votes=file.votes),
        table("timeline", file.timeline),
    ]
    return Thing(data.pop("row") | data, "\n\n".join(text))


def _reception(session: Session, one: Id, _today: date) -> Thing:
    file = schedule.reception_file(session, id=one)
    if file is None:
        raise RuleBroken("stream.missing", noun="接待活动")
    view = file.view
    came = visits.visits(session, reception=one)
    data = _plain(view)
    data = data.pop("row") | data | {"visits": came, "timeline": file.timeline}
    text = [sheet("receptions", view.row), table("visits", came), table("timeline", file.timeline)]
    return Thing(data, "\n\n".join(text))


def _visit(session: Session, one: Id, today: date) -> Thing:
    row = visits.visit(session, id=one)
    return _with_matters(session, "visits", row, MatterFilter(visit=one), today)


def _resident(session: Session, one: Id, today: date) -> Thing:
    row = residents.resident(session, id=one)
    thing = _with_matters(session, "residents", row, MatterFilter(resident=one), today)
    order = residents.erasure(session, resident=one)
    if order is None:
        return thing
    return Thing(thing.data | {"erasure": order}, f"{thing.text}\n\n{sheet('erasure', order)}")


def _deputy(session: Session, one: Id, today: date) -> Thing:
    row = next((row for row in people.deputies(session) if row.id == one), None)
    return _with_matters(session, "deputies", row, MatterFilter(deputy=one), today)


def _with_matters(
    session: Session, what: str, row: object, where: MatterFilter, today: date
) -> Thing:
    theirs = matters.matters(session, today=today, where=where, limit=_ALL)
    data = _plain(row) | {"matters": theirs}
    return Thing(data, f"{sheet(what, row)}\n\n{table('matters', theirs)}")


def _snapshot(session: Session, one: Id, today: date) -> Thing:
    file = snapshot_file(session, id=one, today=today)
    data = _plain(file.row) | {"details": file.details, "now": file.figures}
    text = [
        sheet("snapshots", file.row),
        f"程序:{file.details.app}",
        table("compared", file.figures),
        "\n".join(f"{one.title}:{one.counts}(按{one.dated})" for one in file.details.figures),
    ]
    return Thing(data, "\n\n".join(text))


THINGS: Mapping[str, Callable[[Session, Id, date], Thing]] = {
    "matter": _matter,
    "proposal": _proposal,
    "scorecard": _scorecard,
    "ballot": _ballot,
    "reception": _reception,
    "visit": _visit,
    "resident": _resident,
    "deputy": _deputy,
    "theme": _theme,
    "snapshot": _snapshot,
}
