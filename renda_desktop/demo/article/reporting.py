"""A matter that a deputy reports: 报、议、督、评."""

from datetime import timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course, followed
from renda_desktop.demo.article.stage import Site, Stage
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import Channel
from renda_desktop.services import matters, proposals

_PROMISED = timedelta(days=200)


def reported(
    stage: Stage, site: Site, course: Course, *, program: str, converted: bool = False
) -> Life:
    """报、议、督、评, and for some the way to a proposal."""
    said = stage.complaint()
    member = course.member
    course.complaint = said
    course.id = stage.act(
        site,
        matters.register,
        program=program,
        own_words=said.own_words,
        channel=Channel.DEPUTY_REPORT,
        summary=said.summary,
        category=said.problem.category,
        place=said.place,
        appeal=said.appeal,
        reporter=member.id if member else None,
    )
    yield stage.later(0, 2)
    opinion = "情况属实,交主管单位办理,代表跟踪督促。"
    stage.act(site, matters.deliberate, matter=course.id, opinion=opinion, deputies=_who(course))
    stage.act(site, matters.assign, matter=course.id, unit=course.office.id)
    if converted:
        proposal = stage.act(
            site,
            proposals.convert,
            matters=(course.id,),
            title=f"关于解决{said.summary}问题的建议"[:200],
            deputies=_who(course),
        )
        stage.agenda.add(stage.later(3, 8), _proposed(stage, site, course, proposal))
    yield from followed(stage, site, course)


def _who(course: Course) -> tuple[Id, ...]:
    return (course.member.id,) if course.member else ()


def _proposed(stage: Stage, site: Site, course: Course, proposal: Id) -> Life:
    """Take a proposal up, hand it to the unit, and see it answered and rated."""
    stage.act(site, proposals.accept, proposal=proposal)
    yield stage.later(1, 4)
    stage.act(site, proposals.assign, proposal=proposal, unit=course.office.id)
    yield stage.later(15, 50)
    stage.act(site, proposals.meet, proposal=proposal, text="与代表当面沟通办理方案。")
    code = stage.luck.one("AAB")
    stage.act(
        site,
        proposals.reply,
        proposal=proposal,
        code=code,
        text="建议已采纳,办理情况书面答复如下。",
        promised=day_of(stage.clock.now) + _PROMISED if code == "B" else None,
    )
    yield stage.later(3, 10)
    stars = {"manner": 5, "result": stage.luck.one((4, 5))}
    for deputy in _who(course):
        stage.act(site, proposals.rate, proposal=proposal, deputy=deputy, aspects=stars)
    yield stage.later(1, 5)
    stage.act(site, proposals.conclude, proposal=proposal)
