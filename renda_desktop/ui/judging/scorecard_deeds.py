"""Every action on an evaluation: what is said of the subject, and what it comes to."""

from datetime import date
from decimal import Decimal

from renda_desktop.domain.figures import plain
from renda_desktop.domain.scoring.rules import Indicator
from renda_desktop.domain.terms import PanelForm
from renda_desktop.queries.scorecard_desk import ScorecardDesk
from renda_desktop.queries.scorecard_files import Said
from renda_desktop.services import amendments, drawing, scorecards
from renda_desktop.ui.asking import AskForm
from renda_desktop.ui.judging.count_form import CountForm
from renda_desktop.ui.judging.deed import Deed, Given, line
from renda_desktop.ui.judging.numbers import NumberEdit
from renda_desktop.ui.judging.rate_form import RateForm
from renda_desktop.ui.judging.uploads import Uploads
from renda_desktop.ui.widgets import Label

_NO_SOURCE = "这项评议没有规定从记录中取数的指标,请直接登记数据。"
_HIDDEN = "这是保密评议,您不能查看所登记的内容。"


def _to(desk: ScorecardDesk, given: Given) -> Given:
    return {"scorecard": desk.row.id} | given


def _rate(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    assert isinstance(form, RateForm)  # noqa: S101 - the table below says so
    form.ask_sheet(desk)


def _tally(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    assert isinstance(form, CountForm)  # noqa: S101 - the table below says so
    form.ask_counts(desk)


def _leaves(desk: ScorecardDesk) -> list[Indicator]:
    return list(desk.rules.leaves(desk.row.unit_kind))


def _measured(desk: ScorecardDesk) -> list[Indicator]:
    return [
        leaf
        for leaf in _leaves(desk)
        if any(panel.form is PanelForm.MEASURED for panel in desk.rules.panels_of(leaf))
    ]


def _measure(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    scales = {one.key: one.scale for one in desk.file.indicators}
    left = [one for one in _measured(desk) if one.key not in desk.measured]
    form.pick(
        "leaf", "指标", [(one.key, f"{one.title}({scales.get(one.key, '')})") for one in left]
    )
    row = form.row()
    value, divisor = NumberEdit(whole=False), NumberEdit("1", whole=False)
    form.add("数值(百分率写 95 即可)", value, required=True, into=row)
    form.add("除以", divisor, required=True, into=row)
    form.take("value", lambda: value.decimal() or Decimal(0))
    form.take("divisor", lambda: divisor.decimal() or Decimal(0))
    row = form.row()
    form.line("numerator", "分子说明", hint="例如:已整改问题 38 个", into=row)
    form.line("denominator", "分母说明", hint="例如:应整改问题 40 个", into=row)
    form.line("source", "数据来源", hint="例如:2026 年度审计报告")


def _draw(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    drawn = [(one.key, one.title) for one in _leaves(desk) if one.source is not None]
    form.fields.addWidget(
        Label("按评议期间从本机记录统计。以前取过的数会换成新的,手工登记的数据不动。",
              kind="muted", wrap=True)
    )  # fmt: skip
    form.pick("leaf", "指标", [("", f"全部 {len(drawn)} 项"), *drawn])


def _no_source(desk: ScorecardDesk) -> str:
    return "" if any(one.source for one in _leaves(desk)) else _NO_SOURCE


def _evidence(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    wanted = [(one.key, f"{one.title}(须有佐证)") for one in _leaves(desk) if one.evidence]
    others = [(one.key, one.title) for one in _leaves(desk) if not one.evidence]
    form.pick("leaf", "所佐证的指标", [*wanted, ("", "整项评议"), *others])
    form.words("text", "佐证内容")
    files = Uploads(form.worker)
    form.add("文件", files)
    form.take("files", files.files)


def _adjust(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    offered = [
        (one.key, f"{one.title}({plain(one.least)} 至 {plain(one.most)} 分)")
        for one in desk.rules.adjustments
    ]
    form.pick("key", "加分扣分事项", offered)
    points = NumberEdit(whole=False, placeholder="扣分写负数,例如 -2")
    form.add("分值", points, required=True)
    form.take("points", lambda: points.decimal() or Decimal(0))
    form.words("reason", "理由", required=True)


def _veto(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    offered = [
        (one.key, f"{one.title}(总分最高 {plain(one.most)} 分)")
        for one in desk.rules.vetoes
        if one.key not in desk.vetoed
    ]
    form.pick("key", "否决事由", offered)
    form.words("reason", "理由", required=True)


def _take_back(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    form.pick("entry", "撤回哪一条", [(one.entry, said_words(one)) for one in desk.file.said])
    form.line("reason", "理由", required=True)


def said_words(one: Said) -> str:
    """Return one thing that was said, in a line."""
    values = "、".join(f"{name} {value}" for name, value in list(one.values.items())[:3])
    parts = (one.about or "整项评议", one.by, values or one.text[:20])
    return " · ".join(filter(None, parts))


def _hidden(desk: ScorecardDesk) -> str:
    return "" if desk.row.readable else _HIDDEN


def _conclude(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    if desk.score is not None:
        words = f"{desk.row.name}:{plain(desk.score)} 分,{desk.grade}"
        form.fields.addWidget(Label(words, kind="title"))
    form.fields.addWidget(
        Label("评定后结果固定,不再登记;需要更改时重新评议。", kind="muted", wrap=True)
    )


def _amend(form: AskForm, desk: ScorecardDesk, _today: date) -> None:
    form.line("title", "名称", required=True, text=desk.row.title)
    row = form.row()
    form.day("begins", "评议期间自", start=desk.row.begins, into=row)
    form.day("ends", "至", start=desk.row.ends, into=row)
    if desk.row.readable:
        form.words("remark", "备注", text=desk.file.remark)


def _of_record(desk: ScorecardDesk, given: Given) -> Given:
    return {"noun": "scorecard", "stream": desk.row.id, "changes": given}


_D = Deed[ScorecardDesk]
_S = "scorecard."
DEEDS: tuple[Deed[ScorecardDesk], ...] = (
    _D("rate", "录评分表", "Alt+1", _S + "rate", scorecards.rate, _rate, _to, make=RateForm,
       verb="保存", width=760),
    _D("tally", "录测评票", "Alt+2", _S + "tally", scorecards.tally, _tally, _to, make=CountForm,
       verb="保存计票", width=820),
    _D("draw", "取数", "Alt+3", _S + "measure", drawing.draw, _draw, _to, fits=_no_source),
    _D("measure", "登记数据", "Alt+4", _S + "measure", scorecards.measure, _measure, _to,
       verb="保存"),
    _D("evidence", "佐证", "Alt+5", _S + "evidence", scorecards.evidence, _evidence, _to,
       verb="保存"),
    _D("adjust", "加分扣分", "Alt+6", _S + "adjust", scorecards.adjust, _adjust, _to,
       verb="保存"),
    _D("veto", "一票否决", "Alt+7", _S + "veto", scorecards.veto, _veto, _to, verb="登记否决",
       danger=True),
    _D("take_back", "撤回", "Alt+8", _S + "take_back", scorecards.take_back, _take_back, _to,
       fits=_hidden),
    _D("conclude", "评定", "Alt+9", _S + "conclude", scorecards.conclude, _conclude, _to),
    _D("reopen", "重新评议", "Alt+0", _S + "reopen", scorecards.reopen,
       line("reason", "重新评议的理由"), _to),
    _D("amend", "更正", "Ctrl+E", _S + "amend", amendments.amend, _amend, _of_record),
    _D("withdraw", "作废", "Ctrl+Delete", _S + "withdraw", scorecards.withdraw,
       line("reason", "作废的理由"), _to, danger=True),
)  # fmt: skip
