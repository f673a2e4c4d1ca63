"""The way that one matter of the article goes, from the reception to its end."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.stage import Site, Stage
from renda_desktop.demo.speech import Complaint
from renda_desktop.demo.texts import phrases
from renda_desktop.demo.world import Member, Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.stream import NOWHERE
from renda_desktop.domain.terms import Appeal, Grade, Outcome, RaterKind
from renda_desktop.services import matters, quantities
from renda_desktop.services.ways import Way, WayKind


@dataclass(slots=True)
class Course:
    """What is to become of a matter.

    `spoken`: the official answers on site what is assigned. `grade` None: still in hand.
    `stars` are the resident's and the deputy's; 0: not asked.
    """

    kind: WayKind
    office: Office
    grade: Grade | None = Grade.SOLVED
    spoken: bool = False
    member: Member | None = None
    stars: tuple[int, int] = (0, 0)
    appeal: Appeal | None = None
    supervised: bool = False
    struck_off: bool = True
    quantities: dict[str, Decimal] = field(default_factory=dict)
    joins: "Course | None" = None
    id: Id = NOWHERE
    complaint: Complaint | None = None

    def way(self, said: Complaint) -> Way | None:
        """Return the way that is chosen at the reception; none for one that joins another."""
        if self.joins is not None:
            return None
        match self.kind:
            case "assigned":
                text = "请于期限内办理,并书面答复代表和来访人。"
                member = self.member.id if self.member else None
                return Way("assigned", text, self.office.id, member)
            case "answered_on_site":
                text = said.fill(said.problem.answers[0])
                return Way("answered_on_site", text, self.office.id, official=self.office.contact)
            case _:
                text = said.fill(phrases()["plans"][0], office=self.office.name)
                return Way(self.kind, text, self.office.id)


def followed(stage: Stage, site: Site, course: Course) -> Life:
    """Go on with a matter whose way is chosen."""
    if course.joins is not None:
        return
    if course.spoken:
        _reply(stage, site, course, Grade.UNSOLVED, on_site=True)
    for key, amount in course.quantities.items():
        yield stage.later(20, 40)
        stage.act(site, quantities.record, matter=course.id, key=key, amount=amount)
    if course.supervised:
        yield stage.later(4, 9)
        deputies = (course.member.id,) if course.member else ()
        stage.act(
            site, matters.supervise, matter=course.id, text="代表现场督办。", deputies=deputies
        )
    if course.kind == "assigned":
        if course.grade is None:
            return
        yield stage.later(5, 16)
        _reply(stage, site, course, course.grade)
        yield stage.later(1, 4)
        outcome = Outcome.RESOLVED_AFTER_FOLLOW_UP
        if course.grade is Grade.UNSOLVED:
            outcome = Outcome.EXPLAINED
        stage.act(
            site, matters.resolve, matter=course.id, outcome=outcome, text="已答复代表和来访人。"
        )
    yield from _ended(stage, site, course)


def _reply(
    stage: Stage, site: Site, course: Course, grade: Grade, *, on_site: bool = False
) -> None:
    said = course.complaint
    text = said.fill(said.problem.replies[0]) if said and not on_site else "现场认领,会后研究办理。"
    stage.act(
        site,
        matters.reply,
        matter=course.id,
        text=text,
        grade=grade,
        unit=course.office.id,
        official=course.office.contact,
        on_site=on_site,
    )


def _ended(stage: Stage, site: Site, course: Course) -> Life:
    raters = (RaterKind.RESIDENT, RaterKind.DEPUTY)
    for rater, stars in zip(raters, course.stars, strict=True):
        if stars:
            yield stage.clock.now + timedelta(days=1)
            deputy = course.member.id if course.member and rater is RaterKind.DEPUTY else None
            stage.act(site, matters.rate, matter=course.id, rater=rater, stars=stars, deputy=deputy)
    if course.struck_off and course.grade is not Grade.UNSOLVED:
        yield stage.later(3, 9)
        evidence = "经回访和实地查看,情况属实。"
        stage.act(site, matters.strike_off, matter=course.id, evidence=evidence)
