"""宁波市:重大项目逐项票决, and 两官履职评议."""

from datetime import date, time
from decimal import Decimal

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.evaluating import evaluated
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.stage import Site, Stage
from renda_desktop.demo.article.voting import voted
from renda_desktop.demo.folk import person_name
from renda_desktop.demo.hours import at
from renda_desktop.queries import programs
from renda_desktop.services import ballots, scorecards
from renda_desktop.services.ballots import Project

_DUE, _PRESENT = 61, 55
_PROJECTS = {
    "环城快速路东段": (Decimal(486_000), (54, 0, 1)),
    "轨道交通延伸线": (Decimal(1_250_000), (49, 3, 3)),
    "会展中心扩建": (Decimal(138_000), (30, 19, 6)),  # of 61 due, 30 are less than half
    "流域防洪整治": (Decimal(215_000), (55, 0, 0)),
}
_REVIEW = "officials-review"
_OFFICIALS = (
    ("法官", "市中级人民法院"),
    ("法官", "区人民法院"),
    ("检察官", "市人民检察院"),
    ("检察官", "区人民检察院"),
)


def city(stage: Stage) -> Life:
    """Vote item by item on the year's projects, and review judges and procurators."""
    yield at(date(2021, 3, 22), time(9))
    site = founded(stage, "city").sites[0]
    stage.agenda.add(at(date(2021, 10, 11), time(9)), _reviewed(stage, site))
    items = tuple(Project(title, amount=amount) for title, (amount, _) in _PROJECTS.items())
    ballot = stage.act(site, ballots.prepare, program="major-projects", items=items, due=_DUE)
    found = {number: votes for number, (_, votes) in enumerate(_PROJECTS.values(), 1)}
    yield from voted(stage, site, ballot, present=_PRESENT, invalid=0, found=found)


def _reviewed(stage: Stage, site: Site) -> Life:
    rules = programs.program(stage.desk.session, key=_REVIEW).scorecard
    if rules is None:
        return
    for kind, unit in _OFFICIALS:
        scorecard = stage.act(
            site,
            scorecards.open_,
            program=_REVIEW,
            begins=date(2020, 10, 1),
            ends=date(2021, 9, 30),
            name=person_name(stage.luck),
            unit=unit,
            unit_kind=kind,
        )
        stage.agenda.add(stage.clock.now, evaluated(stage, site, scorecard, rules, kind))
        yield stage.later(0, 1)
