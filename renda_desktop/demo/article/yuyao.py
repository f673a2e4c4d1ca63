"""余姚:代表一起来, every deputy on board, matters reported from the pocket."""

from datetime import date, time

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.reporting import reported
from renda_desktop.demo.article.stage import Scene, Site, Stage, spread
from renda_desktop.demo.hours import at
from renda_desktop.domain.terms import DeputyLevel, Grade

GROUP = "代表一起来"
_SEATS = {
    DeputyLevel.PROVINCIAL: 9,
    DeputyLevel.MUNICIPAL: 62,
    DeputyLevel.COUNTY: 298,
    DeputyLevel.TOWNSHIP: 754,
}  # 1,123 persons; 21 of them hold a second seat
_SECOND_SEATS = 21
_TOWN = {"solved": 44, "basically": 3, "unsolved": 3, "converted": 1}  # 小曹娥镇:50
_ELSEWHERE = {"solved": 301, "basically": 69, "unsolved": 31, "open": 12, "converted": 18}


def yuyao(stage: Stage) -> Life:
    """Let the deputies report: one town from 2019, the whole city from 2020 on."""
    yield at(date(2019, 5, 6), time(9))
    scene = founded(stage, "yuyao")
    second = _SECOND_SEATS
    for level, count in _SEATS.items():
        for _ in range(count):
            levels = [level]
            if level is DeputyLevel.COUNTY and second:
                levels, second = [DeputyLevel.MUNICIPAL, level], second - 1
            stage.elect(scene, *levels, began=date(2017, 2, 26), group=GROUP)
    town, others = scene.sites[0], scene.sites[1:]
    _reports(stage, scene, [town], _TOWN, date(2019, 6, 3))
    _reports(stage, scene, others, _ELSEWHERE, date(2020, 4, 1))


def _reports(
    stage: Stage, scene: Scene, sites: list[Site], plan: dict[str, int], first: date
) -> None:
    grades: list[Grade | None] = [Grade.SOLVED] * plan["solved"]
    grades += [Grade.BASICALLY_SOLVED] * plan["basically"]
    grades += [Grade.UNSOLVED] * plan["unsolved"]
    grades += [None] * plan.get("open", 0)
    days = spread(first, date(2021, 9, 10), count=len(grades))
    mixed = stage.luck.some(list(enumerate(grades)), count=len(grades))
    for day, (number, grade) in zip(days, mixed, strict=True):
        course = Course("assigned", stage.luck.one(scene.offices), grade, supervised=True)
        course.member = stage.luck.one(scene.members)
        course.stars = (0, stage.luck.one((4, 5))) if grade else (0, 0)
        life = reported(
            stage,
            stage.luck.one(sites),
            course,
            program="together",
            converted=number < plan["converted"],
        )
        stage.agenda.add(at(day, time(stage.luck.number(7, 22))), life)
