"""Every action on a vote, from the roll call to the second vote."""

from datetime import date

from renda_desktop.domain import ballot as b
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import VoteOption
from renda_desktop.queries.ballot_files import BallotFile
from renda_desktop.services import amendments, ballots
from renda_desktop.ui import pick
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.judging.deed import Deed, Given, line
from renda_desktop.ui.judging.numbers import NumberEdit
from renda_desktop.ui.judging.tally_form import TallyForm
from renda_desktop.ui.judging.vote_form import VoteForm, voters
from renda_desktop.ui.widgets import Label, LineEdit, Option
from renda_desktop.ui.widgets.several import Several

_TAKE_BACK = "撤回这一票"


def _to(file: BallotFile, given: Given) -> Given:
    return {"ballot": file.row.id} | given


def _call(form: AskForm, file: BallotFile, _today: date) -> None:
    suggest = pick.deputies(form.worker)
    came = Several(
        suggest, placeholder="逐人报到:姓名或拼音首字母;名册外的写姓名后按 Enter", free=True
    )
    came.set_options([Option(one.person or one.name, one.name) for one in file.members])
    present = NumberEdit(str(file.row.present or ""), placeholder="不填则按报到人员计")
    form.add("到会人数", present, hint=f"应到 {file.row.due} 人")
    form.add("报到人员(记名票决须逐人报到)", came)
    form.take("members", lambda: tuple(map(_member, came.options())))
    form.take("present", present.whole)
    form.check(
        lambda: "" if present.whole() or came.options() else "请填写到会人数,或登记报到人员。"
    )


def _member(option: Option) -> b.Member:
    known = option.value != option.text
    return b.Member(option.text, Id(str(option.value)) if known else None)


def _issue(form: AskForm, file: BallotFile, _today: date) -> None:
    issued = NumberEdit(str(file.row.present or ""))
    secret = file.row.secret
    form.add("发出票数" if secret else "投票人数", issued, required=True,
             hint=f"到会 {file.row.present} 人")  # fmt: skip
    form.fields.addWidget(Label("发出后不能再更正项目和报到。", kind="muted"))
    form.take("issued", issued.whole)


def _tally(form: AskForm, file: BallotFile, _today: date) -> None:
    assert isinstance(form, TallyForm)  # noqa: S101 - the table below says so
    form.ask_count(file)


def _options(file: BallotFile) -> list[tuple[VoteOption, str]]:
    return pick.terms([VoteOption.FOR] if file.rules.choose else list(VoteOption))


def _vote(form: AskForm, file: BallotFile, _today: date) -> None:
    assert isinstance(form, VoteForm)  # noqa: S101 - the table below says so
    form.ask_votes(file)


def _change(form: AskForm, file: BallotFile, _today: date) -> None:
    form.choice("voter", "投票人", voters(form.worker, file), required=True)
    form.pick("item", "项目", [(one.number, f"{one.number}. {one.title}") for one in file.items])
    form.pick("option", "改为", [*_options(file), (None, _TAKE_BACK)])
    form.line("reason", "理由", required=True)


def _conclude(form: AskForm, _file: BallotFile, _today: date) -> None:
    form.fields.addWidget(
        Label("按计票结果和规则公布,公布后只能重新计票。", kind="muted", wrap=True)
    )
    form.words("text", "说明")


def _runoff(form: AskForm, file: BallotFile, today: date) -> None:
    tied = [f"{one.number}. {one.title}" for one in file.items if one.outcome == "tied"]
    words = f"对票数相等的 {len(tied)} 项再次投票,应选 {file.row.places} 项:{'、'.join(tied)}"
    form.fields.addWidget(Label(words, wrap=True))
    form.line("title", "名称", text=f"{file.row.title}(再次投票)", required=True)
    row = form.row()
    form.day("day", "日期", start=today, into=row)
    form.line("place", "地点", text=file.row.place, into=row)


def _followed(file: BallotFile) -> str:
    if file.followed_by is None:
        return ""
    return str(RuleBroken("ballot.followed", action="再次准备"))


def _recounted(file: BallotFile) -> str:
    if file.followed_by is None:
        return ""
    return str(RuleBroken("ballot.followed", action="重新计票"))


def _amend(form: AskForm, file: BallotFile, _today: date) -> None:
    form.line("title", "名称", text=file.row.title, required=True)
    row = form.row()
    form.day("day", "日期", start=file.row.day, into=row)
    due = NumberEdit(str(file.row.due))
    form.add("应到人数", due, required=True, into=row)
    form.take("due", due.whole)
    place = LineEdit(file.row.place)
    form.add("地点", place)
    form.take("place", place.text)


def _of_record(file: BallotFile, given: Given) -> Given:
    return {"noun": "ballot", "stream": file.row.id, "changes": given}


_D = Deed[BallotFile]
DEEDS: tuple[Deed[BallotFile], ...] = (
    _D("call", "报到", "Alt+1", "ballot.call", ballots.call, _call, _to),
    _D("issue", "发票", "Alt+2", "ballot.issue", ballots.issue, _issue, _to, width=460),
    _D(
        "tally", "计票", "Alt+3", "ballot.tally", ballots.tally, _tally, _to,
        make=TallyForm, width=760, verb="保存计票",
    ),
    _D(
        "vote", "登记投票", "Alt+4", "ballot.vote", ballots.cast, _vote, _to,
        make=VoteForm, width=760, verb="保存",
    ),
    _D("change", "更改投票", "Alt+5", "ballot.change_vote", ballots.change_vote, _change, _to),
    _D("conclude", "公布结果", "Alt+6", "ballot.conclude", ballots.conclude, _conclude, _to,
       verb="公布"),
    _D("recount", "重新计票", "Alt+7", "ballot.recount", ballots.recount,
       line("reason", "重新计票的理由"), _to, fits=_recounted),
    _D("runoff", "再次投票", "Alt+8", "ballot.prepare", ballots.runoff, _runoff, _to,
       fits=_followed),
    _D("amend", "更正", "Ctrl+E", "ballot.amend", amendments.amend, _amend, _of_record),
    _D("cancel", "取消", "Ctrl+Delete", "ballot.cancel", ballots.cancel,
       line("reason", "取消的理由"), _to, danger=True),
)  # fmt: skip
