"""江北文教街道:代表夜聊 beside the regular receptions, and 三维联评 of the core group."""

from datetime import date, time

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course
from renda_desktop.demo.article.evaluating import evaluated
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.gathering import Gathering, gathering
from renda_desktop.demo.article.reporting import reported
from renda_desktop.demo.article.stage import Scene, Stage, dealt, spread
from renda_desktop.demo.hours import at
from renda_desktop.demo.world import Member
from renda_desktop.domain.terms import DeputyLevel, Grade, ReceptionKind
from renda_desktop.queries import programs
from renda_desktop.services import scorecards

_REGULAR, _NIGHTS = 50, 33  # 80余次
_THREE_DEPUTIES = 8  # receptions with three, the others with two: 170余人次
_SOLVED, _BASICALLY, _UNSOLVED, _OPEN = 150, 121, 14, 20  # 271 of 305
_REGULAR_MATTERS = 200
_THREE_HEADS = 36  # visits of three, the others of two: 千余人次
_GROUP = "中心组"
_REVIEW = "three-way-review"
_REVIEWED = {2017: 4, 2018: 5, 2019: 5, 2020: 4}  # three to five a year; in the end all eighteen


def jiangbei(stage: Stage) -> Life:
    """Hold the receptions of one term, 2017 to 2020."""
    yield at(date(2017, 2, 20), time(9))
    scene = founded(stage, "jiangbei")
    core = sum(_REVIEWED.values())
    for number in range(24):
        level = DeputyLevel.MUNICIPAL if number < 4 else DeputyLevel.COUNTY
        stage.elect(scene, level, began=date(2017, 2, 20), group=_GROUP if number < core else "")
    _reviews(stage, scene, core)
    visits = _REGULAR_MATTERS + _SOLVED + _BASICALLY + _UNSOLVED + _OPEN
    heads = [3] * _THREE_HEADS + [2] * (visits - _THREE_HEADS)
    nights = [ReceptionKind.NIGHT_TALK] * _NIGHTS + [ReceptionKind.REGULAR] * _REGULAR
    talked = dealt(_night_courses(stage, scene), into=_NIGHTS)
    regular = dealt(_regular_courses(stage, scene), into=_REGULAR)
    days = spread(date(2017, 4, 10), date(2020, 11, 20), count=len(nights))
    order = stage.luck.some(nights, count=len(nights))
    for number, (day, kind) in enumerate(zip(days, order, strict=True)):
        night = kind is ReceptionKind.NIGHT_TALK
        courses = (talked if night else regular).pop()
        plan = Gathering(
            scene,
            scene.sites[0],
            "night-talk" if night else "regular",
            kind,
            stage.evening(day, 19 if night else 14),
            stage.luck.some(scene.members, count=3 if number < _THREE_DEPUTIES else 2),
            [[one] for one in courses],
            [heads.pop() for _ in courses],
        )
        stage.agenda.add(stage.clock.now, gathering(stage, plan))


def _night_courses(stage: Stage, scene: Scene) -> list[Course]:
    grades: list[Grade | None] = [Grade.SOLVED] * _SOLVED
    grades += [Grade.BASICALLY_SOLVED] * _BASICALLY
    grades += [Grade.UNSOLVED] * _UNSOLVED
    grades += [None] * _OPEN
    mixed = stage.luck.some(grades, count=len(grades))
    return [Course("assigned", stage.luck.one(scene.offices), grade) for grade in mixed]


def _regular_courses(stage: Stage, scene: Scene) -> list[Course]:
    ways = ("answered_on_site", "assigned")
    return [
        Course(
            "answered_on_site" if number % len(ways) else "assigned", stage.luck.one(scene.offices)
        )
        for number in range(_REGULAR_MATTERS)
    ]


def _reviews(stage: Stage, scene: Scene, core: int) -> None:
    """Plan the reviews: every year some, over the term everybody."""
    members = iter(scene.members[:core])
    for year, count in _REVIEWED.items():
        chosen = [next(members) for _ in range(count)]
        for member in chosen:
            _supervise(stage, scene, year, member)
        stage.agenda.add(at(date(year, 12, 1), time(9)), _review(stage, scene, year, chosen))


def _supervise(stage: Stage, scene: Scene, year: int, member: Member) -> None:
    """Let a deputy take up two matters in the year, whose ratings speak in the review."""
    for month in (4, 8):
        stars = (stage.luck.one((4, 5, 5)), 5)
        office = stage.luck.one(scene.offices)
        course = Course("assigned", office, member=member, stars=stars, supervised=True)
        life = reported(stage, scene.sites[0], course, program="supervision")
        stage.agenda.add(at(date(year, month, stage.luck.number(2, 27)), time(10)), life)


def _review(stage: Stage, scene: Scene, year: int, chosen: list[Member]) -> Life:
    rules = programs.program(stage.desk.session, key=_REVIEW).scorecard
    if rules is None:
        return
    for member in chosen:
        scorecard = stage.act(
            scene.sites[0],
            scorecards.open_,
            program=_REVIEW,
            begins=date(year, 1, 1),
            ends=date(year, 12, 31),
            deputy=member.id,
        )
        life = evaluated(stage, scene.sites[0], scorecard, rules, "")
        stage.agenda.add(stage.clock.now, life)
    yield stage.clock.now
