"""Papers as PDF files: one, or several in one file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.cli import files, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.cli.figures import written_day, written_moment
from renda_desktop.cli.issuing import issue
from renda_desktop.cli.showing import conditions
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import FigureFilter
from renda_desktop.domain.ids import Ref
from renda_desktop.domain.moments import local
from renda_desktop.queries import papers
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.queries.papers import Persons, Sheet, redacting, wordings
from renda_desktop.queries.papers.periods import period
from renda_desktop.queries.scorecards import ScorecardFilter
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.joining import joined
from renda_desktop.services import catalogue

About = tuple[str, Callable[..., Sheet]]


def _letter(kind: str) -> About:
    if kind in wordings.ABOUT_RECEPTIONS:
        return "reception", partial(papers.reception_letter, kind=kind)
    return "matter", partial(papers.letter, kind=kind)


# What each kind of paper is about, and what reads it. The name is also the reader's parameter.
_ABOUT: Mapping[str, About] = {
    "receipt": ("visit", papers.receipt),
    "receipt-strip": ("visit", papers.receipt),
    "registration-form": ("matter", papers.registration_form),
    "briefing": ("deputy", papers.briefing),
    "assignment": ("matter", papers.assignment_slip),
    "file": ("matter", papers.matter_file),
    "call-back": ("matter", papers.call_back_form),
    "sign-in": ("reception", papers.sign_in_sheet),
    "claims": ("reception", papers.claim_list),
    "duty-record": ("deputy", papers.duty_record),
    "ballot-paper": ("ballot", papers.ballot_paper),
    "tally-sheet": ("ballot", papers.tally_sheet),
    "ballot-result": ("ballot", papers.ballot_result),
    "proposal-form": ("proposal", papers.proposal_form),
    "evaluation-sheet": ("scorecard", papers.evaluation_sheet),
    "evaluation-matrix": ("scorecard", papers.evaluation_matrix),
    "indicator-sheet": ("scorecard", papers.indicator_sheet),
    "evaluation-result": ("scorecard", papers.evaluation_result),
    **{kind: _letter(kind) for kind in wordings.NAMES},
}

# Papers about many things at once.
_OF_MANY = frozenset({"ledger", "report", "evaluation-summary"})

# What else each of these can be told.
_CHOSEN: Mapping[str, str] = {
    "ballot-paper": "per_page",
    "tally-sheet": "blank",
    "evaluation-sheet": "panel",
    "evaluation-matrix": "panel",
}


def paper(options: Options) -> int:
    """Write the papers asked for into one PDF."""
    persons = Persons(options.persons)
    redacting.check(persons, issue=options.issue)
    with opening.opened(options) as office:
        about = office.read(_about, options=options)
        make = partial(_sheets, about=about, office=office, options=options)
        sheets = office.read(redacting.sheets, make=make, persons=persons)
        if options.issue:
            documents = issue(office, form=options.kind, sheets=sheets, about=about)
    if not options.issue:
        documents = [PAPERS[options.kind].render(sheet) for sheet in sheets]
    files.write(options.output, joined(documents))
    print(f"{PAPERS[options.kind].title}:{options.output}")
    return 0


def _about(session: Session, *, options: Options) -> list[Ref]:
    """Return what the papers are about; nothing for those about many things."""
    if options.kind in _OF_MANY:
        return []
    ids = [*options.ids, *([options.matter] if options.matter else [])]
    if not ids:
        raise RuleBroken("action.missing", place="编号")
    noun, _ = _ABOUT[options.kind]
    find = partial(catalogue.find, session, refs={})
    return [Ref(noun, find(noun, written, "编号")) for written in ids]


def _sheets(
    session: Session, *, about: Sequence[Ref], office: Office, options: Options
) -> list[Sheet]:
    now = local(office.clock())
    if options.kind == "ledger":
        return [ledger(session, options=options, now=now)]
    if options.kind == "report":
        return _reports(session, options=options, now=now)
    if options.kind == "evaluation-summary":
        where = ScorecardFilter(**conditions(session, ScorecardFilter, options.where))
        return [papers.evaluation_summary(session, where=where, now=now)]
    noun, read = _ABOUT[options.kind]
    find = partial(catalogue.find, session, refs={})
    given: dict[str, object] = {}
    if options.reception and options.kind == "briefing":
        given["reception"] = find("reception", options.reception, "--reception")
    if options.kind in _CHOSEN:
        name = _CHOSEN[options.kind]
        given[name] = getattr(options, name)
    if options.kind == "evaluation-matrix":
        return [read(session, scorecards=[one.id for one in about], **given, now=now)]
    return [read(session, **{noun: one.id}, **given, now=now) for one in about]


def ledger(session: Session, *, options: Options, now: datetime) -> papers.Ledger:
    """Return the matters of a period or a filter, told as `show matters` is told."""
    since, until = _days(options)
    days = {name: day for name, day in (("since", since), ("until", until)) if day}
    given = conditions(session, MatterFilter, options.where) | days
    return papers.ledger(session, where=MatterFilter(**given), now=now)


def _days(options: Options) -> tuple[date | None, date | None]:
    """Return the first and the last day wanted."""
    since, until = written_day(options.since, "--from"), written_day(options.until, "--until")
    if since and until and until < since:
        raise RuleBroken("action.wrong_form", place="--until")
    return since, until


def _reports(session: Session, *, options: Options, now: datetime) -> list[Sheet]:
    """Return a report of each period, or of the days that are given instead."""
    look = partial(catalogue.find, session, refs={})
    every = FigureFilter(
        as_of=written_moment(options.as_of),
        programs=tuple(options.program),
        stations=tuple(look("station", named, "--station") for named in options.station),
        area=look("area", options.area, "--area") if options.area else None,
    )
    if not options.ids:
        since, until = _days(options)
        where = msgspec.structs.replace(every, since=since, until=until)
        return [papers.period_report(session, where=where, now=now)]
    made: list[Sheet] = []
    for one in map(period, options.ids):
        where = msgspec.structs.replace(every, since=one.since, until=one.until)
        made.append(
            papers.period_report(session, where=where, now=now, name=one.name, period=one.title)
        )
    return made
