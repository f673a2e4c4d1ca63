"""A matter that a deputy reports: 报、议、督、评."""

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.course import Course, followed
from renda_desktop.demo.article.stage import Site, Stage
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Channel
from renda_desktop.services import matters, proposals


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
        stage.act(
            site,
            proposals.convert,
            matters=(course.id,),
            title=f"关于解决{said.summary}问题的建议"[:200],
            deputies=_who(course),
        )
    yield from followed(stage, site, course)


def _who(course: Course) -> tuple[Id, ...]:
    return (course.member.id,) if course.member else ()
