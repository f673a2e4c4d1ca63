"""The small forms of a reception: notice, postponing, cancelling, reopening, archiving."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from renda_desktop.queries.schedule import ReceptionFile
from renda_desktop.services import receptions
from renda_desktop.services.action import Changes
from renda_desktop.ui.form import Form
from renda_desktop.ui.schedule.times import Times
from renda_desktop.ui.schedule.words import span
from renda_desktop.ui.widgets import DateEdit, LineEdit, TextEdit
from renda_desktop.ui.worker import Worker


def _about(file: ReceptionFile) -> str:
    row = file.view.row
    return f"{row.title} · 第 {row.number} 期 · {span(row.starts, row.ends)}"


def notice_text(file: ReceptionFile, *, station: str) -> str:
    """Return the notice as it may be posted: who receives when, where and about what."""
    view, row = file.view, file.view.row
    promise = (
        "欢迎选民和群众前来反映情况、提出意见建议。对所反映的事项逐件登记,"
        "能当场答复的当场答复,不能当场答复的交有关单位限期办理并反馈结果。"
    )
    deputies = "、".join(f"{one.name}({one.detail})" for one in view.deputies)
    lines = [
        f"{station}第 {row.number} 期{row.title}公告",
        f"时间:{span(row.starts, row.ends)}",
        f"地点:{row.place}",
        f"主题:{row.theme_title}" if row.theme_title else "",
        f"接待代表:{deputies}",
        f"参加部门:{'、'.join(one.name for one in view.departments)}" if view.departments else "",
        f"参加领导:{view.leaders}" if view.leaders else "",
        promise,
    ]
    return "\n".join(filter(None, lines))


def post_notice(
    worker: Worker, window: QWidget, file: ReceptionFile, *, today: date, station: str
) -> Form:
    """Return the form for 公告; a reason is asked for where it is late."""
    form = Form(window, title="发布公告", about=_about(file), verb="已张贴", width=640)
    posted, late = DateEdit(today), LineEdit(placeholder="例如:接待日临时调整")
    text = TextEdit(notice_text(file, station=station))
    by = file.notice_by
    form.add("张贴日期", posted, hint=f"最迟 {by}(提前 {file.program.notice_days} 天)")
    reason = form.add("逾期张贴的原因", late)
    form.add("公告内容", text)
    text.setFixedHeight(form.fontMetrics().height() * 11)
    posted.picked.connect(lambda day: reason.setVisible(day > by))
    reason.setVisible(today > by)

    def save() -> None:
        if posted.day() > by and not late.text().strip():
            reason.set_error("逾期张贴须写明原因")
            form.again()
            late.setFocus()
            return
        worker.act(
            receptions.notice, done=partial(_finish, form), failed=form.fail,
            reception=file.view.row.id, posted=posted.day(), text=text.text(), late=late.text(),
        )  # fmt: skip

    form.submitted.connect(save)
    return form


def postpone(worker: Worker, window: QWidget, file: ReceptionFile) -> Form:
    """Return the form for 延期."""
    form = Form(window, title="延期", about=_about(file), verb="延期", width=600)
    row = file.view.row
    times, reason = Times(worker, starts=row.starts, ends=row.ends), LineEdit()
    form.fields.addWidget(times)
    form.add("原因", reason, required=True)

    def save() -> None:
        worker.act(
            receptions.postpone, done=partial(_finish, form), failed=form.fail, reception=row.id,
            starts=times.starts, ends=times.ends, reason=reason.text(),
        )  # fmt: skip

    form.submitted.connect(save)
    return form


def cancel(worker: Worker, window: QWidget, file: ReceptionFile) -> Form:
    """Return the form for 取消."""
    return _reasoned(worker, window, file, "取消接待", receptions.cancel, danger=True)


def reopen(worker: Worker, window: QWidget, file: ReceptionFile) -> Form:
    """Return the form for 重新开始."""
    return _reasoned(worker, window, file, "重新开始", receptions.reopen)


def archive(worker: Worker, window: QWidget, file: ReceptionFile) -> Form:
    """Return the question before 归档."""
    about = f"{_about(file)}。归档后不能再重新开始。"
    form = Form(window, title="归档", about=about, verb="归档", width=480)
    act = partial(
        worker.act, receptions.archive, done=partial(_finish, form), failed=form.fail,
        reception=file.view.row.id,
    )  # fmt: skip
    form.submitted.connect(act)
    return form


def _reasoned(
    worker: Worker, window: QWidget, file: ReceptionFile, title: str,
    service: Callable[..., Changes], *, danger: bool = False,
) -> Form:  # fmt: skip
    form = Form(window, title=title, about=_about(file), verb=title, danger=danger, width=480)
    reason = LineEdit()
    form.add("原因", reason, required=True)

    def save() -> None:
        worker.act(
            service, done=partial(_finish, form), failed=form.fail,
            reception=file.view.row.id, reason=reason.text(),
        )  # fmt: skip

    form.submitted.connect(save)
    return form


def _finish(form: Form, _changes: object) -> None:
    form.finish()
