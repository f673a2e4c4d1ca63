"""The forms of a resident: correcting a record, bringing two of one person together."""

from functools import partial

from PySide6.QtWidgets import QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.mask import mask_phone
from renda_desktop.domain.resident import Resident
from renda_desktop.domain.terms import Gender
from renda_desktop.queries import residents as known
from renda_desktop.queries.residents import ResidentRow
from renda_desktop.services import amendments, residents
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.record_form import RecordForm
from renda_desktop.ui.widgets import Choice, Label, Option
from renda_desktop.ui.widgets.choice import Give
from renda_desktop.ui.worker import Worker

_GENDERS: list[tuple[Gender | None, str]] = [(None, "未填"), *((g, g.label) for g in Gender)]


class ResidentForm(RecordForm):
    """The correction of a resident; residents are registered at the desk."""

    def __init__(self, worker: Worker, window: QWidget, *, state: Resident) -> None:
        super().__init__(worker, window, title="更正选民", width=560)
        self._resident = state.id
        now = state.details
        line = self.row()
        self.line("name", "姓名", now.name, into=line, required=True, longest=50)
        self.gender: Pick[Gender | None] = Pick(_GENDERS, value=now.gender)
        self.keep("gender", self.add("性别", self.gender, into=line), self.gender.value)
        self.line("phone", "电话", now.phone, holder="13812345678")
        self.line("address", "住址", now.address)
        self.line("remark", "备注", now.remark)

    def save(self, values: dict[str, object]) -> None:
        """Record what differs."""
        self.act(amendments.amend, noun="resident", stream=self._resident, changes=values)


class MergeForm(RecordForm):
    """Two records are one person: this one is put into another, which goes on."""

    def __init__(self, worker: Worker, window: QWidget, *, state: Resident) -> None:
        words = "两条记录是同一个人时合并:来访和事项归到保留的那条记录,以后还可以拆开。"
        super().__init__(worker, window, title="合并选民", about=words, width=560)
        self._worker, self._resident = worker, state.id
        self._phone = state.details.phone
        here = f"{state.details.name}  {mask_phone(self._phone)}  {state.details.address}"
        self.fields.addWidget(Label(f"这条记录:{here}", wrap=True))
        self.other = Choice(self._suggest, placeholder="姓名、拼音首字母、电话尾号")
        self.add("并入", self.other, required=True, empty="请选择保留哪一条记录")
        self.main.setText("合并")

    def save(self, values: dict[str, object]) -> None:  # noqa: ARG002 # it has no text fields
        """Merge, or ask for the other record."""
        into = self.other.value()
        if into is None:
            self.again()
            self.other.setFocus()
            return
        self.act(residents.merge, resident=self._resident, into=into)

    def _suggest(self, text: str, give: Give) -> None:
        done = partial(self._give, give)
        self._worker.read(known.residents, done=done, key="others", text=text, limit=30)

    def _give(self, give: Give, rows: list[ResidentRow]) -> None:
        give([_option(row) for row in rows if row.id != self._resident])


def _option(row: ResidentRow) -> Option:
    return Option(Id(row.id), row.name, f"{row.masked}  {row.address}".strip())
