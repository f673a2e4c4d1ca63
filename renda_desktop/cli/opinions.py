"""Opinions of deputies from a returned briefing: its rows, and entering one of them."""

from functools import partial

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.cli.figures import written_day
from renda_desktop.cli.grids import grid
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.queries import paper_loop
from renda_desktop.queries.paper_loop import LoopSheet
from renda_desktop.services import catalogue, opinions
from renda_desktop.services.opinions import Decision


def opinion(options: Options) -> int:
    """List the rows of a briefing, or enter what the deputy wrote on one of them."""
    with opening.opened(options) as office:
        sheet = office.read(_sheet, office=office, options=options)
        if options.row is None:
            print(_json(sheet) if options.json else _text(sheet))
        elif options.text is None:
            raise RuleBroken("action.missing", place="意见")
        else:
            print(_enter(office, sheet, options))
    return 0


def _enter(office: Office, sheet: LoopSheet, options: Options) -> str:
    found = office.read(paper_loop.read, text=options.row, among=sheet, now=office.clock())
    decision = office.read(_decision, options=options)
    office.act(
        opinions.give, matter=found.row.matter, deputy=found.deputy, text=options.text,
        reception=sheet.reception, row=found.row.row, decision=decision,
    )  # fmt: skip
    again = "(此前已录入过一次)" if found.row.opinion else ""
    return f"已录入:{found.row.number} {found.row.title}{again}"


def _sheet(session: Session, *, office: Office, options: Options) -> LoopSheet:
    find = partial(catalogue.find, session, refs={}, station=office.station)
    return paper_loop.sheet(
        session,
        reception=find("reception", options.reception, "接待"),
        deputy=find("deputy", options.deputy, "代表"),
        now=office.clock(),
    )


def _decision(session: Session, *, options: Options) -> Decision | None:
    if not options.decide:
        return None
    find = partial(catalogue.find, session, refs={})
    units: list[Id] = [find("department", one, "承办单位") for one in options.unit]
    return Decision(
        options.decide,
        unit=units[0] if units else None,
        co_units=tuple(units[1:]),
        go_to=options.go_to,
        due_on=written_day(options.due, "办结期限"),
        days=options.days,
        stars=options.stars,
    )


def _text(sheet: LoopSheet) -> str:
    head = f"{sheet.reception_title} {sheet.deputy_name} {sheet.issued}".rstrip()
    rows = [
        (str(row.row), row.number, row.stage.label, row.said or "待录入", row.title)
        for row in sheet.rows
    ]
    listed = grid([("行", "编号", "阶段", "意见", "事项"), *rows])
    return f"{head}\n{listed}\n已录 {sheet.done} / {len(sheet.rows)} 行"


def _json(sheet: LoopSheet) -> str:
    return msgspec.json.encode(sheet).decode()
