"""象山:代表督事, said online, handed on, supervised, rated."""

from datetime import date, time

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.gathering import Gathering, gathering
from renda_desktop.demo.article.stage import Scene, Stage, dealt, spread
from renda_desktop.demo.hours import at
from renda_desktop.domain.terms import Appeal, DeputyLevel, ReceptionKind

_ACTIVITIES, _MATTERS = 36, 60
_DISPUTES = 15
_UNHAPPY = 3  # of sixty, for residents and for deputies: 95 %


def xiangshan(stage: Stage) -> Life:
    """Supervise on the spot from the beginning of 2021 on."""
    yield at(date(2021, 1, 4), time(9))
    scene = founded(stage, "xiangshan")
    for _ in range(24):
        stage.elect(scene, DeputyLevel.COUNTY, began=date(2017, 2, 27))
    hands = dealt(_courses(stage, scene), into=_ACTIVITIES)
    days = spread(date(2021, 2, 1), date(2021, 8, 20), count=_ACTIVITIES)
    for number, (day, courses) in enumerate(zip(days, hands, strict=True)):
        plan = Gathering(
            scene,
            scene.sites[number % len(scene.sites)],
            "supervision-online",
            ReceptionKind.SUPERVISION,
            stage.evening(day, 9),
            stage.luck.some(scene.members, count=2),
            [[one] for one in courses],
        )
        stage.agenda.add(stage.clock.now, gathering(stage, plan))


def _courses(stage: Stage, scene: Scene) -> list[Course]:
    found = []
    for number in range(_MATTERS):
        stars = (
            2 if number < _UNHAPPY else stage.luck.one((4, 5)),
            3 if number >= _MATTERS - _UNHAPPY else stage.luck.one((4, 5)),
        )
        appeal = Appeal.DISPUTE if number % 4 == 0 else None
        found.append(
            Course(
                "assigned",
                stage.luck.one(scene.offices),
                stars=stars,
                appeal=appeal,
                supervised=True,
                member=stage.luck.one(scene.members),
            )
        )
    return stage.luck.some(found, count=len(found))
