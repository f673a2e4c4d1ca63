"""奉化:“三零”特色化代表联络站, sixteen small stations where people live and work."""

from datetime import date, time

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.gathering import Gathering, gathering
from renda_desktop.demo.article.stage import Stage, spread
from renda_desktop.demo.hours import at
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import DeputyLevel, ReceptionKind
from renda_desktop.services import themes

_ACTIVITIES = 584  # 580余次
_EVERY_THIRD = 3  # activity has somebody who comes with a matter
_THEMES = ("基层社会治理", "农村电商服务", "企业复工复产", "水库移民征迁", "乡村环境整治")


def fenghua(stage: Stage) -> Life:
    """Hold the activities of two and a half years, by theme."""
    yield at(date(2019, 3, 4), time(9))
    scene = founded(stage, "fenghua")
    site = scene.sites[0]
    known = [(stage.act(site, themes.register, title=title), title) for title in _THEMES]
    for _ in range(40):
        stage.elect(scene, DeputyLevel.COUNTY, began=date(2017, 2, 24))
    days = spread(date(2019, 4, 8), date(2021, 9, 17), count=_ACTIVITIES)
    for number, day in enumerate(days):
        office = stage.luck.one(scene.offices)
        plan = Gathering(
            scene,
            site,
            "outreach",
            ReceptionKind.OUTREACH,
            stage.evening(day, stage.luck.one((9, 14))),
            [stage.luck.one(scene.members)],
            [[Course("answered_on_site", office)]] if number % _EVERY_THIRD == 0 else [],
            theme=known[stage.luck.number(0, len(known) - 1)],
            outpost=_where(site.outposts, number),
        )
        stage.agenda.add(stage.clock.now, gathering(stage, plan))


def _where(outposts: list[tuple[Id, str]], number: int) -> tuple[Id, str]:
    """Return where an activity is held: in turn, and the last at the station just opened."""
    *older, newest = outposts
    return newest if number == _ACTIVITIES - 1 else older[number % len(older)]
