"""海曙:数智化主题接待 in seventeen townships."""

from datetime import date, time

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.gathering import Gathering, gathering
from renda_desktop.demo.article.stage import Scene, Stage, dealt, spread
from renda_desktop.demo.hours import at
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import DeputyLevel, ReceptionKind
from renda_desktop.services import themes

_RECEPTIONS = 258
_ON_SITE, _AFTER = 180, 240  # 420 problems solved
_PLANNED, _OPEN, _JOINED = 268, 300, 30  # with those, 1,018 opinions
_THEMES = ("打赢两战促进发展", "老旧小区整治", "生活垃圾分类", "安全生产", "电梯加装", "停车难")


def haishu(stage: Stage) -> Life:
    """Hold the themed receptions from the spring of 2020 on."""
    yield at(date(2020, 2, 24), time(9))
    scene = founded(stage, "haishu")
    known = [(_theme(stage, scene, title), title) for title in _THEMES]
    for _ in range(68):
        stage.elect(scene, DeputyLevel.COUNTY, began=date(2017, 2, 21))
    hands = dealt(_courses(stage, scene), into=_RECEPTIONS)
    hands = _with_joined(stage, hands, len(scene.sites))
    days = spread(date(2020, 3, 30), date(2021, 9, 20), count=_RECEPTIONS)
    for number, (day, courses) in enumerate(zip(days, hands, strict=True)):
        plan = Gathering(
            scene,
            scene.sites[number % len(scene.sites)],
            "themed",
            ReceptionKind.THEMED,
            stage.evening(day, stage.luck.one((9, 14))),
            stage.luck.some(scene.members, count=2),
            [[one] for one in courses],
            theme=known[number % len(known)],
        )
        stage.agenda.add(stage.clock.now, gathering(stage, plan))


def _theme(stage: Stage, scene: Scene, title: str) -> Id:
    source = "基层治理四平台与联络站数据中反映集中的事项"
    return stage.act(scene.sites[0], themes.register, title=title, source=source)


def _courses(stage: Stage, scene: Scene) -> list[Course]:
    luck = stage.luck
    found = [Course("answered_on_site", luck.one(scene.offices)) for _ in range(_ON_SITE)]
    found += [Course("assigned", luck.one(scene.offices)) for _ in range(_AFTER)]
    found += [Course("planned", luck.one(scene.offices)) for _ in range(_PLANNED)]
    found += [Course("assigned", luck.one(scene.offices), None) for _ in range(_OPEN)]
    return luck.some(found, count=len(found))


def _with_joined(stage: Stage, hands: list[list[Course]], sites: int) -> list[list[Course]]:
    """Let some opinions be the same as one that the station has in hand since its last one."""
    still = [
        number
        for number, courses in enumerate(hands[:-sites])
        if courses[0].kind == "assigned" and courses[0].grade is None
    ]
    for number in stage.luck.some(still, count=_JOINED):
        same = hands[number][0]
        hands[number + sites].append(Course("assigned", same.office, joins=same))
    return hands
