"""A reception of the article: planned, noticed, held with its matters, closed, archived."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course, followed
from renda_desktop.demo.article.stage import Scene, Site, Stage
from renda_desktop.demo.world import Member, Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import AttendeeRole, ReceptionKind
from renda_desktop.services import receptions, visits
from renda_desktop.services.visits import Person, Raised


@dataclass(slots=True)
class Gathering:
    """What is to be held, and what is to come up; each visit is the courses of its matters.

    `heads` says how many people come with each visit, one where it is not given.
    """

    scene: Scene
    site: Site
    program: str
    kind: ReceptionKind
    starts: datetime
    members: Sequence[Member]
    visits: list[list[Course]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    officials: Sequence[Office] = ()
    leaders: Sequence[str] = ()
    theme: tuple[Id, str] | None = None
    outpost: tuple[Id, str] | None = None
    place: str = ""


def gathering(stage: Stage, plan: Gathering) -> Life:
    """Hold a reception from its plan to the archive."""
    yield plan.starts - timedelta(days=stage.luck.number(12, 20))
    reception = _planned(stage, plan)
    yield plan.starts - timedelta(days=stage.luck.number(5, 8))
    stage.act(plan.site, receptions.notice, reception=reception)
    yield plan.starts - timedelta(minutes=20)
    _sign_in(stage, plan, reception)
    yield plan.starts
    stage.act(plan.site, receptions.open_, reception=reception)
    gap = timedelta(minutes=100) / (len(plan.visits) + 1)
    heads = iter(plan.heads)
    for courses in plan.visits:
        yield stage.clock.now + gap
        _visit(stage, plan, reception, courses, next(heads, 1))
    yield plan.starts + timedelta(minutes=110)
    stage.act(plan.site, receptions.close, reception=reception, minutes=_minutes(plan))
    yield stage.later(2, 10)
    stage.act(plan.site, receptions.archive, reception=reception)


def _planned(stage: Stage, plan: Gathering) -> Id:
    theme, outpost = plan.theme, plan.outpost
    return stage.act(
        plan.site,
        receptions.plan,
        kind=plan.kind,
        program=plan.program,
        place=outpost[1] if outpost else plan.place or plan.site.name,
        starts=plan.starts,
        ends=plan.starts + timedelta(hours=2),
        deputies=tuple(one.id for one in plan.members),
        departments=tuple(one.id for one in plan.officials),
        leaders=tuple(plan.leaders),
        title=f"{theme[1]} · {plan.kind.label}" if theme else "",
        theme=theme[0] if theme else None,
        outpost=outpost[0] if outpost else None,
    )


def _sign_in(stage: Stage, plan: Gathering, reception: Id) -> None:
    there: list[tuple[str, AttendeeRole, Id | None, str]]
    there = [(one.name, AttendeeRole.DEPUTY, one.id, "") for one in plan.members]
    there += [(one.contact, AttendeeRole.OFFICIAL, None, one.name) for one in plan.officials]
    there += [(name, AttendeeRole.LEADER, None, plan.scene.name) for name in plan.leaders]
    for name, role, person, unit in there:
        stage.act(
            plan.site,
            receptions.sign_in,
            reception=reception,
            name=name,
            role=role,
            person=person,
            unit=unit,
        )


def _visit(stage: Stage, plan: Gathering, reception: Id, courses: list[Course], heads: int) -> None:
    theme = plan.theme[1] if plan.theme else ""
    said = [stage.complaint(theme) for _ in courses]
    raised = tuple(
        Raised(
            own_words=one.own_words,
            summary=one.summary,
            category=one.problem.category,
            place=one.place,
            urgency=one.urgency,
            appeal=course.appeal or one.appeal,
            way=course.way(one),
            merge_into=course.joins.id if course.joins else None,
            theme=plan.theme[0] if plan.theme else None,
        )
        for one, course in zip(said, courses, strict=True)
    )
    who = stage.folk.comes()
    changes = stage.desk.act(
        visits.register,
        station=plan.site.id,
        person=Person(who.name, who.phone, who.address),
        matters=raised,
        reception=reception,
        heads=heads,
        listeners=tuple(one.id for one in plan.members[:2]),
    )
    made = sorted(changes.ids - {changes.id})[-len(courses) :]
    for matter, course, one in zip(made, courses, said, strict=True):
        course.id, course.complaint = matter, one
        stage.agenda.add(stage.clock.now, followed(stage, plan.site, course))


def _minutes(plan: Gathering) -> str:
    matters = sum(map(len, plan.visits))
    return f"接待来访{len(plan.visits)}批,收到反映事项{matters}件,均已当场确定处理方式。"
