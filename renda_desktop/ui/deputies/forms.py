"""The forms of a deputy: who it is, a new mandate, the end of one."""

from datetime import datetime

from PySide6.QtWidgets import QSpinBox, QWidget

from renda_desktop.domain.deputy import Deputy, Mandate
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.terms import DeputyLevel, Gender
from renda_desktop.services import amendments, deputies
from renda_desktop.ui.deputies.detail import seat_words
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.record_form import RecordForm
from renda_desktop.ui.widgets import DateEdit
from renda_desktop.ui.worker import Worker

_GENDERS: list[tuple[Gender | None, str]] = [(None, "未填"), *((g, g.label) for g in Gender)]
_LEVELS = [(level, level.label) for level in DeputyLevel]


def _term() -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, 99)
    box.setPrefix("第 ")
    box.setSuffix(" 届")
    box.setValue(16)
    return box


class DeputyForm(RecordForm):
    """A new deputy with a first mandate, or the correction of one."""

    def __init__(self, worker: Worker, window: QWidget, *, state: Deputy | None = None) -> None:
        title = "更正代表" if state else "新增代表"
        super().__init__(worker, window, title=title, width=620)
        self._now = state
        now = state.details if state else None
        line = self.row()
        self.line("name", "姓名", now.name if now else "", into=line, required=True, longest=50)
        self.gender: Pick[Gender | None] = Pick(_GENDERS, value=now.gender if now else None)
        self.keep("gender", self.add("性别", self.gender, into=line), self.gender.value)
        line = self.row()
        self.line("birth", "出生年月", now.birth if now else "", into=line, holder="1968-03")
        self.line("ethnicity", "民族", now.ethnicity if now else "", into=line)
        if state is None:
            line = self.row()
            self.level = Pick(_LEVELS, value=DeputyLevel.COUNTY)
            self.term = _term()
            self.add("代表层级", self.level, into=line)
            self.add("届次", self.term, into=line)
        self.line("post", "单位及职务", now.post if now else "")
        line = self.row()
        self.line("phone", "电话", now.phone if now else "", into=line, holder="13812345678")
        self.line("outpost", "所在联络点", now.outpost if now else "", into=line)
        self.line("remark", "备注", now.remark if now else "")

    def save(self, values: dict[str, object]) -> None:
        """Register the deputy, or record what differs."""
        if self._now is None:
            seat = Mandate(self.level.value(), self.term.value())
            self.act(deputies.register, mandates=(seat,), **values)
        else:
            self.act(amendments.amend, noun="deputy", stream=self._now.id, changes=values)


class SeatForm(RecordForm):
    """The deputy was elected at a level for a term."""

    def __init__(self, worker: Worker, window: QWidget, *, state: Deputy) -> None:
        super().__init__(worker, window, title="新任职", about=state.details.name, width=420)
        self._deputy = state.id
        line = self.row()
        self.level, self.term = Pick(_LEVELS, value=DeputyLevel.COUNTY), _term()
        self.add("代表层级", self.level, into=line)
        self.add("届次", self.term, into=line)

    def save(self, values: dict[str, object]) -> None:  # noqa: ARG002 # it has no text fields
        """Record the mandate."""
        seat = Mandate(self.level.value(), self.term.value())
        self.act(deputies.grant_mandate, deputy=self._deputy, mandate=seat)


class EndForm(RecordForm):
    """A mandate ended."""

    def __init__(self, worker: Worker, window: QWidget, *, state: Deputy, now: datetime) -> None:
        super().__init__(worker, window, title="终止任职", about=state.details.name, width=480)
        self._deputy = state.id
        self.seat = Pick([(seat, seat_words(seat)) for seat in state.current])
        self.ended = DateEdit(day_of(now))
        self.add("任职", self.seat)
        self.add("终止日期", self.ended)
        self.line("reason", "原因", "", holder="例如:任期届满、工作调动、辞职")

    def save(self, values: dict[str, object]) -> None:
        """Record the end."""
        seat = self.seat.value()
        self.act(
            deputies.end_mandate, deputy=self._deputy, level=seat.level, term=seat.term,
            ended=self.ended.day(), **values,
        )  # fmt: skip
