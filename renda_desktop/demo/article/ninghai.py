"""宁海:民生实事项目票决, from candidates to projects that are struck off."""

from datetime import date, time

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.founding import founded
from renda_desktop.demo.article.stage import Site, Stage
from renda_desktop.demo.article.voting import voted
from renda_desktop.demo.hours import at
from renda_desktop.demo.world import Office
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Channel, Outcome, RaterKind
from renda_desktop.queries import ballots as reads
from renda_desktop.services import ballots, matters
from renda_desktop.services.ballots import Project

_PROGRAM = "livelihood-projects"
_CANDIDATES = (
    "老旧小区雨污分流改造8个", "农村饮用水提升工程", "城区停车位新增1200个",
    "养老服务中心建设5家", "普惠托育点建设12个", "公交候车亭改造60座", "农贸市场提升改造4个",
    "城乡公厕提升30座", "社区文化家园建设16个", "山塘整治14座", "道路安全隐患治理20处",
    "中小学教室照明改造",
)  # fmt: skip
_DUE, _PRESENT, _INVALID = 281, 268, 3
_VOTES = (241, 233, 228, 226, 219, 207, 196, 188, 171, 158, 158, 149)  # two tie for the last place
_SECOND = {10: 142, 11: 123}


def ninghai(stage: Stage) -> Life:
    """Vote on the candidates at the session, again on those that tied, and see them through."""
    yield at(date(2021, 1, 25), time(9))
    scene = founded(stage, "ninghai")
    site = scene.sites[0]
    candidates = [
        stage.act(
            site,
            matters.register,
            program=_PROGRAM,
            own_words=f"候选民生实事项目:{title}",
            summary=title,
            channel=Channel.LIST,
        )
        for title in _CANDIDATES
    ]
    yield at(date(2021, 2, 3), time(14))
    items = tuple(
        Project(title, matter=matter) for title, matter in zip(_CANDIDATES, candidates, strict=True)
    )
    first = stage.act(site, ballots.prepare, program=_PROGRAM, items=items, due=_DUE)
    yield from _vote(stage, site, first, dict(enumerate(_VOTES, 1)))
    again = stage.act(site, ballots.runoff, ballot=first)
    yield from _vote(stage, site, again, _SECOND)
    chosen = reads.final(stage.desk.session, ballot=first) or ()
    for number, matter in enumerate(candidates, 1):
        life = _carried_out(stage, site, scene.offices[number % len(scene.offices)], matter)
        stage.agenda.add(
            stage.later(3, 9), life if number in chosen else _laid_by(stage, site, matter)
        )


def _vote(stage: Stage, site: Site, ballot: Id, votes: dict[int, int]) -> Life:
    found = {number: (count, 0, 0) for number, count in votes.items()}
    yield from voted(stage, site, ballot, present=_PRESENT, invalid=_INVALID, found=found)


def _laid_by(stage: Stage, site: Site, matter: Id) -> Life:
    text = "未列入本年度民生实事项目,转入储备库。"
    stage.act(site, matters.resolve, matter=matter, outcome=Outcome.PLANNED, text=text)
    yield from ()


def _carried_out(stage: Stage, site: Site, office: Office, matter: Id) -> Life:
    stage.act(site, matters.assign, matter=matter, unit=office.id, text="请按年度计划实施。")
    yield stage.later(60, 90)
    stage.act(site, matters.supervise, matter=matter, text="代表小组现场察看进度。")
    yield stage.later(60, 90)
    stage.act(site, matters.reply, matter=matter, text="项目已完工并通过验收。")
    yield stage.later(2, 9)
    stage.act(
        site,
        matters.resolve,
        matter=matter,
        outcome=Outcome.RESOLVED_AFTER_FOLLOW_UP,
        text="项目完成,移交使用。",
    )
    for rater in RaterKind:
        yield stage.later(1, 4)
        stars = stage.luck.one((4, 5, 5))
        stage.act(site, matters.rate, matter=matter, rater=rater, stars=stars)
    yield stage.later(3, 9)
    stage.act(site, matters.strike_off, matter=matter, evidence="验收报告和代表评价齐全。")
