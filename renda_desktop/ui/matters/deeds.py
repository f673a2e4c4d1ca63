"""Every action on a matter: its name, its keys, the fact it records, what its form asks for."""

from collections.abc import Callable
from dataclasses import dataclass

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Appeal, Grade, Outcome, RaterKind, Urgency
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.services import amendments, matters, proposals
from renda_desktop.services.action import Changes
from renda_desktop.ui import pick
from renda_desktop.ui.matters.deed_form import DeedForm
from renda_desktop.ui.widgets import Option, star_text

Given = dict[str, object]


def _plain(matter: Id, given: Given) -> Given:
    return {"matter": matter} | given


@dataclass(frozen=True, slots=True)
class Deed:
    """One action. `kind` is the fact it records; `many` says that several may be chosen.

    `told` turns the matter and what the form gave into the arguments of the service.
    """

    name: str
    title: str
    keys: str
    kind: str
    service: Callable[..., Changes]
    ask: Callable[[DeedForm], None]
    told: Callable[[Id, Given], Given] = _plain
    many: bool = False
    danger: bool = False


def _file(form: DeedForm) -> MatterFile:
    assert form.file is not None  # noqa: S101 - only actions on many have no file
    return form.file


def _own_deputy(form: DeedForm) -> list[Option]:
    at = _file(form).rounds[-1] if form.file else None
    return [Option(at.deputy, at.deputy_name)] if at and at.deputy else []


def _deliberate(form: DeedForm) -> None:
    form.words("opinion", "研判意见", required=True)
    form.deputies("参加研判的代表", start=_own_deputy(form))


def _answer(form: DeedForm) -> None:
    form.words("text", "答复内容", required=True)
    row = form.row()
    form.unit(into=row)
    form.deputy(into=row)
    form.line("official", "答复人", longest=50)


def _assign(form: DeedForm) -> None:
    row = form.row()
    form.unit(into=row)
    form.deputy(into=row)
    form.co_units()
    form.due()
    form.words("text", "交办意见")


def _transfer(form: DeedForm) -> None:
    row = form.row()
    form.unit(known=False, into=row)
    form.deputy(known=False, into=row)
    form.co_units(known=False)
    due = form.file.rounds[-1].due if form.file else None
    form.due(proposed=False, kept=f"不填则期限不变({due.on})" if due else "")
    form.words("reason", "转办原因", required=True)


def _return(form: DeedForm) -> None:
    form.words("reason", "退回原因", required=True)


def _extend(form: DeedForm) -> None:
    granted = form.pick("granted", "审批", [(True, "同意延期"), (False, "不同意延期")])
    form.due()
    form.words("reason", "延期原因", required=True)
    granted.currentIndexChanged.connect(lambda _n: form.show_due(granted.value()))


def _remind(form: DeedForm) -> None:
    form.words("text", "催办意见", text="请抓紧办理,并在期限内书面答复。")


def _supervise(form: DeedForm) -> None:
    form.words("text", "督办意见", text="该事项已进入督办,请说明办理进度并尽快答复。")
    form.deputies("参加督办的代表", start=_own_deputy(form))


def _reply(form: DeedForm) -> None:
    form.words("text", "答复内容", required=True)
    row = form.row()
    form.pick("grade", "办理结果", pick.terms(Grade), into=row)
    form.unit(into=row)
    form.line("official", "答复人", longest=50)


def _resolve(form: DeedForm) -> None:
    outcomes = _file(form).outcomes
    form.pick("outcome", "办结方式", pick.terms(outcomes))
    form.words("text", "办结说明", required=True)
    if Outcome.PLANNED in outcomes:
        form.unit()
    if Outcome.DECLINED in outcomes:
        form.line("go_to", "建议途径", hint="不予受理时告知:法院、行政复议、仲裁等")


def _rate(form: DeedForm) -> None:
    row = form.row()
    form.pick("rater", "评价人", pick.terms(RaterKind), into=row)
    words = ("很不满意", "不满意", "一般", "满意", "非常满意")
    stars = [(n, f"{star_text(n)} {words[n - 1]}") for n in range(5, 0, -1)]
    form.pick("stars", "星级", stars, into=row)
    form.deputy()
    form.words("comment", "评价意见")


def _rehandle(form: DeedForm) -> None:
    form.words("reason", "重新办理的原因", required=True)
    form.due()


def _call_back(form: DeedForm) -> None:
    row = form.row()
    form.pick("reached", "联系情况", [(True, "已联系上"), (False, "未联系上")], into=row)
    said = [(None, "未表态"), (True, "满意"), (False, "不满意")]
    form.pick("satisfied", "是否满意", said, into=row)
    form.words("text", "回访记录")


def _look_back(form: DeedForm) -> None:
    form.pick("lasts", "检查结果", [(True, "成效保持"), (False, "问题反弹")])
    form.words("text", "回头看情况", required=True)
    form.tick("reopen", "重新办理该事项")


def _strike_off(form: DeedForm) -> None:
    form.words("evidence", "销号依据", required=True)


def _merge(form: DeedForm) -> None:
    suggest = pick.open_matters(form.worker, clock=form.clock, but=_file(form).row.id)
    form.choice("into", "并入事项", suggest, required=True, hint="编号、原话、反映人")


def _separate(form: DeedForm) -> None:
    form.line("reason", "拆分原因")


def _convert(form: DeedForm) -> None:
    file = _file(form)
    form.line("title", "建议标题", required=True, text=file.row.title)
    form.deputies("领衔代表", required=True, start=_own_deputy(form))
    form.words("text", "建议内容", text=file.state.details.own_words)
    row = form.row()
    form.line("number", "建议编号", hint="未编号可不填", into=row)
    form.unit(into=row)


def _note(form: DeedForm) -> None:
    form.words("text", "记事", required=True)


def _withdraw(form: DeedForm) -> None:
    form.line("reason", "作废原因", required=True)


def _amend(form: DeedForm) -> None:
    file = _file(form)
    d = file.state.details
    form.words("own_words", "原话", required=True, text=d.own_words)
    form.line("summary", "摘要", text=d.summary)
    row = form.row()
    for key, name, suggest, text in (
        ("category", "类别", pick.offered_categories(form.worker), d.category),
        ("place", "地点", pick.places(form.worker), d.place),
    ):
        form.choice(key, name, suggest, start=Option(text, text), free=True, into=row)
    row = form.row()
    form.pick("urgency", "紧急程度", pick.terms(Urgency), value=d.urgency, into=row)
    form.pick("appeal", "诉求性质", pick.terms(Appeal), value=d.appeal, into=row)
    start = Option(d.theme, file.theme) if d.theme else None
    form.choice("theme", "主题", pick.themes(form.worker), start=start)
    form.tick("confidential", "保密:只有本站知道反映人是谁", on=d.confidential)


def _of_one(matter: Id, given: Given) -> Given:
    return {"matters": (matter,)} | given


def _of_record(matter: Id, given: Given) -> Given:
    return {"noun": "matter", "stream": matter, "changes": given}


def _rated(matter: Id, given: Given) -> Given:
    by_deputy = given["rater"] is RaterKind.DEPUTY
    return {"matter": matter} | given | {"deputy": given["deputy"] if by_deputy else None}


def _extended(matter: Id, given: Given) -> Given:
    if not given["granted"]:
        given = {key: given[key] for key in ("granted", "reason")}
    return {"matter": matter} | given


DEEDS: tuple[Deed, ...] = (
    Deed("deliberate", "研判", "Alt+1", "matter.deliberate", matters.deliberate, _deliberate),
    Deed("answer", "当场答复", "Alt+2", "matter.answer_on_site", matters.answer_on_site, _answer),
    Deed("assign", "交办", "Alt+3", "matter.assign", matters.assign, _assign, many=True),
    Deed("transfer", "转办", "Alt+4", "matter.transfer", matters.transfer, _transfer),
    Deed("return", "退回", "Alt+5", "matter.return", matters.return_, _return),
    Deed("extend", "延期", "Alt+6", "matter.extend", matters.extend, _extend, _extended),
    Deed("remind", "催办", "Alt+7", "matter.remind", matters.remind, _remind, many=True),
    Deed(
        "supervise", "督办", "Alt+8", "matter.supervise", matters.supervise, _supervise, many=True
    ),
    Deed("reply", "答复", "Alt+9", "matter.reply", matters.reply, _reply),
    Deed("resolve", "办结", "Alt+0", "matter.resolve", matters.resolve, _resolve),
    Deed("rate", "评价", "Alt+Q", "matter.rate", matters.rate, _rate, _rated),
    Deed("rehandle", "重新办理", "Alt+W", "matter.rehandle", matters.rehandle, _rehandle),
    Deed("call_back", "回访", "Alt+E", "matter.call_back", matters.call_back, _call_back),
    Deed("look_back", "回头看", "Alt+R", "matter.look_back", matters.look_back, _look_back),
    Deed("strike_off", "销号", "Alt+T", "matter.strike_off", matters.strike_off, _strike_off),
    Deed("merge", "并案", "Ctrl+J", "matter.merge", matters.merge, _merge),
    Deed("separate", "拆分", "Alt+U", "matter.separate", matters.separate, _separate),
    Deed("convert", "转为建议", "Alt+I", "matter.convert", proposals.convert, _convert, _of_one),
    Deed("note", "记事", "Alt+N", "matter.note", matters.note, _note),
    Deed("amend", "更正", "Ctrl+E", "", amendments.amend, _amend, _of_record),
    Deed(
        "withdraw", "作废", "Ctrl+Delete", "matter.withdraw", matters.withdraw, _withdraw,
        danger=True,
    ),
)  # fmt: skip
DEED: dict[str, Deed] = {deed.name: deed for deed in DEEDS}
