"""What stands behind the article's figures, recorded through the services, place by place."""

from collections.abc import Callable
from datetime import date, time

from sqlalchemy.orm import Session

from renda_desktop.demo.agenda import Agenda, Life
from renda_desktop.demo.article.beilun import beilun
from renda_desktop.demo.article.city import city
from renda_desktop.demo.article.cixi import cixi
from renda_desktop.demo.article.fenghua import fenghua
from renda_desktop.demo.article.haishu import haishu
from renda_desktop.demo.article.jiangbei import jiangbei
from renda_desktop.demo.article.ninghai import ninghai
from renda_desktop.demo.article.script import script
from renda_desktop.demo.article.stage import Stage
from renda_desktop.demo.article.xiangshan import xiangshan
from renda_desktop.demo.article.yinzhou import yinzhou
from renda_desktop.demo.article.yuyao import yuyao
from renda_desktop.demo.article.zhenhai import zhenhai
from renda_desktop.demo.clock import Clock
from renda_desktop.demo.desk import Desk, Office
from renda_desktop.demo.folk import Folk
from renda_desktop.demo.hours import at
from renda_desktop.demo.luck import Luck
from renda_desktop.domain.ids import Id
from renda_desktop.domain.station import StationDetails
from renda_desktop.domain.terms import AreaLevel, Role
from renda_desktop.queries import calendar
from renda_desktop.services import areas, clerks

BEGINS, ENDS = date(2003, 1, 6), date(2021, 12, 31)
CHAPTERS: tuple[Callable[[Stage], Life], ...] = (
    beilun,
    jiangbei,
    fenghua,
    haishu,
    yuyao,
    xiangshan,
    zhenhai,
    cixi,
    yinzhou,
    ninghai,
    city,
)
_STEPS = 400  # in one transaction


def details() -> StationDetails:
    """Return what the coordinating office is founded with."""
    return StationDetails("宁波市人大代表工作示范数据", "NB")


def head() -> str:
    """Return the clerk who founds it."""
    return "联络处"


def clock() -> Clock:
    """Return the clock that the office is to be founded by."""
    return Clock(at(BEGINS, time(8, 30)))


def make(
    office: Office,
    *,
    seed: int = 1,
    chapters: tuple[Callable[[Stage], Life], ...] = CHAPTERS,
    progress: Callable[[date], object] | None = None,
) -> None:
    """Write the history behind the article into an office just founded by `clock`."""
    if not isinstance(office.clock, Clock):
        raise TypeError("the office needs a clock that can be set")
    with office.session(writes=True) as session:
        stage = _stage(session, office, office.clock, seed)
        for chapter in chapters:
            stage.agenda.add(office.clock.now, chapter(stage))
    going = True
    while going:
        with office.session(writes=True) as session:
            stage.desk.open(session)
            going = all(stage.agenda.step(until=at(ENDS, time(23))) for _ in range(_STEPS))
        if progress is not None:
            progress(office.clock.now.date())


def _stage(session: Session, office: Office, now: Clock, seed: int) -> Stage:
    luck = Luck(seed)
    desk = Desk(office, now)
    desk.open(session)
    desk.roles[desk.head] = frozenset({Role.CLERK, Role.STATION_HEAD, Role.CITY_COORDINATOR})
    stage = Stage(
        luck, now, Agenda(now), desk, Folk(luck), calendar.calendar(session), script().terms
    )
    stage.city = desk.act(areas.register, name="宁波市", level=AreaLevel.CITY).id
    stage.supervisor = _clerk(stage, "财经工委", Role.COORDINATOR)
    stage.tellers = [_clerk(stage, name, Role.TELLER) for name in ("监票人", "计票人")]
    return stage


def _clerk(stage: Stage, name: str, role: Role) -> Id:
    made = stage.desk.act(clerks.register, name=name, roles=(role,)).id
    stage.desk.roles[made] = frozenset({role})
    return made
