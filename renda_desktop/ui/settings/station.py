"""The station's own data."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from renda_desktop.queries import stations
from renda_desktop.queries.stations import StationRow
from renda_desktop.services import amendments
from renda_desktop.ui.record_form import RecordForm
from renda_desktop.ui.settings.card import SettingsCard
from renda_desktop.ui.widgets import Button
from renda_desktop.ui.widgets.facts import Facts
from renda_desktop.ui.worker import Worker


class StationForm(RecordForm):
    """What stands on papers and in numbers."""

    def __init__(self, worker: Worker, window: QWidget, *, row: StationRow) -> None:
        super().__init__(worker, window, title="更正本站资料", width=600)
        self._station = row.id
        self.line("name", "联络站名称", row.name, required=True, longest=60)
        hint = "只影响以后的编号"
        self.line("code", "站点代号", row.code, required=True, hint=hint, longest=8)
        self.line("address", "地址", row.address)
        line = self.row()
        self.line("phone", "电话", row.phone, into=line, holder="0574-87654321")
        self.line("hours", "接待时间", row.hours, into=line, holder="单月15日 9:00–11:00")

    def save(self, values: dict[str, object]) -> None:
        """Record what differs."""
        values["code"] = str(values["code"]).upper()
        self.act(amendments.amend, noun="station", stream=self._station, changes=values)


class StationCard(SettingsCard):
    """Name, code, address, telephone, hours."""

    shows: ClassVar[frozenset[str]] = frozenset({"station"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker, "本站")
        self._row: StationRow | None = None
        self.edit_button = Button("更正", small=True, on=self.edit)
        self.head.addWidget(self.edit_button)
        self.facts = Facts()
        self.body.addWidget(self.facts)

    def load(self) -> None:
        """Read the station."""
        self.worker.read(stations.station, done=self._show, key="station")

    def edit(self) -> None:
        """Open the form of the station."""
        if self._row is not None:
            form = StationForm(self.worker, self.window(), row=self._row)
            form.saved.connect(lambda _id: self.said.emit("已保存"))
            form.open()

    def _show(self, row: StationRow) -> None:
        self._row = row
        self.facts.show_facts(
            [
                ("名称", row.name),
                ("代号", row.code),
                ("地址", row.address or "未填写"),
                ("电话", row.phone or "未填写"),
                ("接待时间", row.hours or "未填写"),
            ]
        )
