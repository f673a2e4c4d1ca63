"""北仑:民生夜询会, every two months, in the evening, face to face."""

from datetime import date, time
from decimal import Decimal

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.gathering import Gathering, gathering
from renda_desktop.demo.article.stage import Stage, dealt
from renda_desktop.demo.hours import at
from renda_desktop.demo.texts import people
from renda_desktop.demo.world import Office
from renda_desktop.domain.program import months_after
from renda_desktop.domain.terms import DeputyLevel, ReceptionKind

_PERIODS = 10
_DEPUTIES = (7, 7, 7, 7, 6, 7, 7, 6, 7, 7)
_OFFICIALS = (7, 7, 7, 8, 7, 7, 7, 8, 7, 7)
_ON_SITE, _AFTER, _PLANNED = 61, 44, 12
_ENTERPRISES = Decimal(232)  # 第四期:新增一般固废分类企业


def beilun(stage: Stage) -> Life:
    """Hold ten night inquiries from March 2020 on."""
    yield at(date(2020, 1, 6), time(9))
    scene = founded(stage, "beilun")
    for _ in range(26):
        stage.elect(scene, DeputyLevel.COUNTY, began=date(2017, 2, 20))
    hands = zip(
        *(dealt(range(count), into=_PERIODS) for count in (_ON_SITE, _AFTER, _PLANNED)),
        strict=True,
    )
    for period, (on_site, after, planned) in enumerate(hands):
        day = months_after(date(2020, 3, 18), months=2 * period)
        officials = stage.luck.some(scene.offices, count=_OFFICIALS[period])
        courses = _courses(officials, len(on_site), len(after), len(planned))
        if period == 3:
            courses[len(on_site)].quantities["classified_enterprises"] = _ENTERPRISES
        plan = Gathering(
            scene,
            scene.sites[period % len(scene.sites)],
            "night-inquiry",
            ReceptionKind.NIGHT_INQUIRY,
            stage.evening(day),
            stage.luck.some(scene.members, count=_DEPUTIES[period]),
            [[one] for one in courses],
            officials=officials,
            leaders=[one.partition(" ")[2] for one in stage.luck.some(people().leaders, count=2)],
        )
        stage.agenda.add(stage.clock.now, gathering(stage, plan))


def _courses(officials: list[Office], on_site: int, after: int, planned: int) -> list[Course]:
    """Return the matters of one evening: every official has an answer to give."""
    courses = [Course("answered_on_site", officials[n % len(officials)]) for n in range(on_site)]
    for place in range(on_site, on_site + after):
        office = officials[place % len(officials)]
        courses.append(Course("assigned", office, spoken=place < len(officials)))
    courses += [Course("planned", officials[n % len(officials)]) for n in range(planned)]
    return courses
