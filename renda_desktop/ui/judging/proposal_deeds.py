"""Every action on a deputy's proposal, from a signature to the file."""

from datetime import date, timedelta

from renda_desktop.domain.ids import Id
from renda_desktop.domain.proposal import Verdict
from renda_desktop.queries.proposal_files import ProposalFile
from renda_desktop.services import amendments, proposals
from renda_desktop.ui import pick
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.judging.deed import Deed, Given, words
from renda_desktop.ui.widgets import DateEdit, Option, TextEdit, among, star_text
from renda_desktop.ui.widgets.several import Several

_MINDS = "请抓紧办理,并在期限内书面答复。"
_MORE = timedelta(days=30)


def _to(file: ProposalFile, given: Given) -> Given:
    return {"proposal": file.row.id} | given


def _sign(form: AskForm, _file: ProposalFile, _today: date) -> None:
    form.choice("deputy", "附议代表", pick.deputies(form.worker), required=True)


def _accept(form: AskForm, file: ProposalFile, _today: date) -> None:
    form.line("number", "建议编号", text=file.row.number, hint="例如:第 23 号")
    form.tick("complex", "情况复杂,按较长的期限办理", on=file.row.complex)


def _units(form: AskForm, start: Option | None, helping: tuple[tuple[Id, str], ...] = ()) -> None:
    unit = pick.departments(form.worker)
    form.choice("unit", "主办单位", unit, required=True, start=start)
    edit = Several(unit, placeholder="协办单位,可选几个")
    edit.set_options([Option(*one) for one in helping])
    form.add("协办单位", edit)
    form.take("co_units", edit.values)


def _assign(form: AskForm, file: ProposalFile, _today: date) -> None:
    unit = file.state.details.unit
    _units(form, Option(unit, file.suggested) if unit else None)
    form.words("text", "交办意见")


def _transfer(form: AskForm, file: ProposalFile, _today: date) -> None:
    _units(form, None, file.rounds[-1].co_units)
    form.words("reason", "转办原因", required=True)


def _extend(form: AskForm, file: ProposalFile, today: date) -> None:
    now = file.rounds[-1]
    start = (now.due.on if now.due else today) + _MORE
    if now.latest is not None:
        start = min(start, now.latest)
    granted = form.pick("granted", "审批", [(True, "同意延期"), (False, "不同意延期")])
    edit = DateEdit(start)
    hint = f"最迟 {now.latest}" if now.latest else ""
    field = form.add("延至", edit, hint=hint)
    form.take("due_on", edit.day)
    form.words("reason", "延期原因", required=True)
    granted.currentIndexChanged.connect(lambda _n: field.setVisible(granted.value()))


def _extended(file: ProposalFile, given: Given) -> Given:
    if not given["granted"]:
        given = given | {"due_on": None}
    return _to(file, given)


def _co_opinion(form: AskForm, file: ProposalFile, _today: date) -> None:
    units = file.rounds[-1].co_units
    due = file.rounds[-1].co_due
    form.pick("unit", "协办单位", units)
    form.words("text", "协办意见", required=True, hint=f"期限 {due}" if due else "")


def _meet(form: AskForm, file: ProposalFile, _today: date) -> None:
    edit = Several(among([Option(*one) for one in file.deputies]), placeholder="姓名或拼音首字母")
    edit.set_options([Option(*file.deputies[0])])
    form.add("面商代表", edit, required=True)
    form.take("deputies", edit.values)
    form.words("text", "面商情况", required=True)


def _remind(form: AskForm, _file: ProposalFile, _today: date) -> None:
    form.words("text", "催办意见", text=_MINDS)


def _supervise(form: AskForm, _file: ProposalFile, _today: date) -> None:
    form.words("text", "督办意见", text="该建议已进入督办,请说明办理进度并尽快答复。")
    form.deputies("参加督办的代表")


def _reply(form: AskForm, file: ProposalFile, today: date) -> None:
    classes = file.state.rules.classes
    row = form.row()
    code = form.pick(
        "code", "答复类别", [(one.code, f"{one.code} 类 {one.title}") for one in classes], into=row
    )
    at = file.rounds[-1]
    start = Option(at.unit, at.unit_name) if at.unit else None
    form.choice("unit", "答复单位", pick.departments(form.worker), start=start, into=row)
    form.words("text", "答复内容", required=True)
    row = form.row()
    form.line("official", "答复人", longest=50, into=row)
    day = DateEdit(today.replace(month=12, day=31))
    field = form.add("承诺兑现日期", day, into=row)
    promises = {one.code for one in classes if one.promise}
    form.take("promised", lambda: day.day() if code.value() in promises else None)
    code.currentIndexChanged.connect(lambda _n: field.setVisible(code.value() in promises))
    field.setVisible(code.value() in promises)
    if file.matters:
        form.tick("pass_on", f"同时作为所含 {len(file.matters)} 件事项的答复", on=True)


def _rate(form: AskForm, file: ProposalFile, _today: date) -> None:
    lead = file.state.lead
    offered = [(one, f"{name}(领衔)" if one == lead else name) for one, name in file.deputies]
    form.pick("deputy", "评价代表", offered)
    said: list[tuple[object, str]] = [(word, word.label) for word in Verdict]
    said += [(n, star_text(n)) for n in range(5, 0, -1)]
    row = form.row()
    edits = {
        one.key: form.pick(one.key, one.title, said, into=row) for one in file.state.rules.aspects
    }
    form.take("aspects", lambda: {key: edit.value() for key, edit in edits.items()})
    form.words("comment", "评价意见")


def _rated(file: ProposalFile, given: Given) -> Given:
    return _to(file, {key: given[key] for key in ("deputy", "aspects", "comment")})


def _rehandle(form: AskForm, _file: ProposalFile, _today: date) -> None:
    form.words("reason", "重新办理的原因", required=True)


def _track(form: AskForm, _file: ProposalFile, _today: date) -> None:
    form.words("text", "跟踪办理情况", required=True)
    form.tick("kept", "承诺已经兑现")


def _conclude(form: AskForm, file: ProposalFile, _today: date) -> None:
    ratings = [one for one in file.rounds[-1].ratings if one.counts]
    unhappy = bool(ratings) and not ratings[0].satisfied
    form.words("text", "不满意而仍办结的原因" if unhappy else "办结说明", required=unhappy)


def _amend(form: AskForm, file: ProposalFile, _today: date) -> None:
    d = file.state.details
    row = form.row()
    form.line("title", "标题", required=True, text=d.title, into=row)
    form.line("number", "建议编号", text=d.number, into=row)
    text = TextEdit(d.text)
    form.add("建议内容", text)
    text.setFixedHeight(form.fontMetrics().height() * 9)
    form.take("text", text.text)
    form.tick("complex", "情况复杂,按较长的期限办理", on=d.complex)


def _of_record(file: ProposalFile, given: Given) -> Given:
    return {"noun": "proposal", "stream": file.row.id, "changes": given}


_D = Deed[ProposalFile]
DEEDS: tuple[Deed[ProposalFile], ...] = (
    _D("sign", "附议", "Alt+1", "proposal.sign", proposals.sign, _sign, _to),
    _D("accept", "立案", "Alt+2", "proposal.accept", proposals.accept, _accept, _to),
    _D(
        "decline", "不予立案", "Alt+3", "proposal.decline", proposals.decline,
        words("reason", "不予立案的原因"), _to,
    ),
    _D("assign", "交办", "Alt+4", "proposal.assign", proposals.assign, _assign, _to),
    _D(
        "return", "退回", "Alt+5", "proposal.return", proposals.return_,
        words("reason", "退回原因"), _to,
    ),
    _D("transfer", "转办", "Alt+6", "proposal.transfer", proposals.transfer, _transfer, _to),
    _D("extend", "延期", "Alt+7", "proposal.extend", proposals.extend, _extend, _extended),
    _D("co", "协办意见", "Alt+8", "proposal.co_opinion", proposals.co_opinion, _co_opinion, _to),
    _D("meet", "面商", "Alt+9", "proposal.meet", proposals.meet, _meet, _to),
    _D("remind", "催办", "Alt+Q", "proposal.remind", proposals.remind, _remind, _to),
    _D("supervise", "督办", "Alt+W", "proposal.supervise", proposals.supervise, _supervise, _to),
    _D("reply", "答复", "Alt+0", "proposal.reply", proposals.reply, _reply, _to),
    _D("rate", "评价", "Alt+E", "proposal.rate", proposals.rate, _rate, _rated),
    _D("rehandle", "重新办理", "Alt+R", "proposal.rehandle", proposals.rehandle, _rehandle, _to),
    _D("track", "跟踪办理", "Alt+T", "proposal.track", proposals.track, _track, _to),
    _D("conclude", "办结", "Alt+Y", "proposal.conclude", proposals.conclude, _conclude, _to),
    _D(
        "file", "归档", "Alt+U", "proposal.file", proposals.file,
        words("text", "归档说明", required=False), _to,
    ),
    _D("amend", "更正", "Ctrl+E", "proposal.amend", amendments.amend, _amend, _of_record),
)  # fmt: skip
