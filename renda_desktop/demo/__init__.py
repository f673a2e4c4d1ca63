"""A believable station, made through the services: years of history that end today."""

from collections.abc import Callable
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from renda_desktop.demo import last_day
from renda_desktop.demo.agenda import Agenda
from renda_desktop.demo.beside import came_in, kept_in_order, still_open, theme_closed
from renda_desktop.demo.clock import Clock
from renda_desktop.demo.desk import Desk, Office
from renda_desktop.demo.folk import Folk
from renda_desktop.demo.founding import found
from renda_desktop.demo.hours import Hours, at
from renda_desktop.demo.luck import Luck
from renda_desktop.demo.reception import reception
from renda_desktop.demo.texts import station
from renda_desktop.demo.world import World
from renda_desktop.demo.year_plan import founded_on, occasions
from renda_desktop.domain.station import StationDetails
from renda_desktop.queries import calendar, programs

_AT_ONCE = 200  # steps in one transaction at least: a made-up clerk does not wait for the disk
_BESIDE = 0.14  # share of matters that come without a visit
_OPEN_FOR = (27, 6, 34, 29, 12, 41, 55)  # working days: near due, in time, overdue, …


def details() -> StationDetails:
    """Return what the made-up station is founded with."""
    own = station()
    return StationDetails(own.name, own.code, own.address, own.phone, own.hours)


def head() -> str:
    """Return the clerk who founds it."""
    return station().head


def clock(today: date) -> Clock:
    """Return the clock that the office is to be founded by: it stands at the story's beginning."""
    return Clock(at(founded_on(today), time(8, 30)))


def make(
    office: Office,
    *,
    seed: int,
    matters: int,
    today: date,
    progress: Callable[[int, int], object] | None = None,
    stop: Callable[[], bool] | None = None,
) -> int:
    """Write the station's history into an office just founded by `clock`; return its matters.

    The same seed gives the same history. When it is stopped, by `stop` or an exception, the
    station is whole and its history shorter.
    """
    if not isinstance(office.clock, Clock):
        raise TypeError("the office needs a clock that can be set")
    until = at(today, last_day.ENDS)
    with office.session(writes=True) as session:
        world = _world(session, office, office.clock, Luck(seed), today)
        found(world)
        _begin(world, matters)
    at_once, going = max(_AT_ONCE, matters // 50), True
    while going and not (stop and stop()):
        with office.session(writes=True) as session:
            world.desk.open(session)
            going = all(world.agenda.step(until=until) for _ in range(at_once))
        if progress is not None:
            progress(world.registered, matters)
    return world.registered


def _world(session: Session, office: Office, clock: Clock, luck: Luck, today: date) -> World:
    years = calendar.calendar(session)
    desk = Desk(office, clock)
    desk.open(session)
    return World(
        luck=luck,
        clock=clock,
        agenda=Agenda(clock),
        desk=desk,
        folk=Folk(luck),
        hours=Hours(luck, years, today=today, now=clock),
        calendar=years,
        today=today,
        programs={one.key: one for one in programs.programs(session)},
    )


def _begin(world: World, matters: int) -> None:
    """Put everything that will happen onto the agenda."""
    luck, today, agenda = world.luck, world.today, world.agenda
    beside = round(matters * _BESIDE)
    calls, open_for = min(2, beside), _OPEN_FOR[: max(beside - 2, 0)]
    held = occasions(luck, world.calendar, today=today, matters=matters - beside)
    wang = last_day.wang()
    world.queue = last_day.queue(wang, luck)
    guests = last_day.guests(held, wang, luck, today=today)
    for one in held:
        ahead = timedelta(days=luck.number(14, 26))
        moment = world.hours.on(one.day - ahead)
        agenda.add(moment, reception(world, one, guests.pop(one, [])))
    first = founded_on(today) + timedelta(days=20)
    for days in open_for:
        day = world.calendar.add_working_days(today, days=-days).date
        agenda.add(at(day, time(9, 20)), still_open(world))
    for number in range(beside - calls - len(open_for)):
        day = first + timedelta(days=luck.number(0, (today - first).days - 1))
        agenda.add(world.hours.on(day), came_in(world, slip=number % 30 == 4))
    agenda.add(world.hours.on(first + timedelta(days=30)), kept_in_order(world))
    agenda.add(world.hours.on(today - timedelta(days=260)), theme_closed(world))
    agenda.add(at(today, last_day.BEGINS), last_day.morning(world))
    agenda.add(at(today, last_day.BEGINS), last_day.calls(world, calls))
