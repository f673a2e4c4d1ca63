"""Choosing what is decided on an opinion, with the few fields that it takes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import deadlines
from renda_desktop.queries.deadlines import Deadline
from renda_desktop.queries.matter_files import MatterFile
from renda_desktop.services.opinions import Decision
from renda_desktop.ui import pick, theme
from renda_desktop.ui.clock import Clock
from renda_desktop.ui.opinions.decisions import WAYS, Way, fields_of, offered
from renda_desktop.ui.pick import Pick
from renda_desktop.ui.widgets import Button, Choice, Field, Label, LineEdit, Option, star_text
from renda_desktop.ui.widgets.choice import Give
from renda_desktop.ui.widgets.flow import Flow
from renda_desktop.ui.widgets.several import Several
from renda_desktop.ui.worker import Worker


class DecisionForm(QWidget):
    """Buttons for what the rules allow now; the chosen one pressed again: only the opinion."""

    changed = Signal()

    def __init__(self, worker: Worker, *, clock: Clock) -> None:
        super().__init__()
        self._worker, self._clock = worker, clock
        self._file: MatterFile | None = None
        self.way: Way | None = None
        self.unit = Choice(pick.departments(worker), placeholder="名称或拼音")
        self.co_units = Several(pick.departments(worker), placeholder="协办单位,可选几个")
        self.term = Choice(self._terms, placeholder="天数或日期")
        self.go_to = LineEdit(placeholder="法院、行政复议、仲裁……")
        self.stars: Pick[int] = Pick([(n, star_text(n)) for n in range(5, 0, -1)])
        self.fields: dict[str, Field] = {
            "unit": Field("承办单位", self.unit),
            "co_units": Field("协办单位", self.co_units),
            "term": Field("办结期限", self.term),
            "go_to": Field("建议途径", self.go_to),
            "stars": Field("代表评价", self.stars),
        }
        self.buttons = {way.kind: self._button(way) for way in WAYS}
        self.nothing = Label("不选则只登记意见", kind="muted")
        self._lay_out()
        self.show_file(None)

    def show_file(self, file: MatterFile | None) -> None:
        """Offer what can be decided on a matter, and choose nothing yet."""
        self._file, self.way = file, None
        able = {way.kind for way in offered(file)} if file else set()
        for kind, button in self.buttons.items():
            button.setVisible(kind in able)
        self.nothing.setText("不选则只登记意见" if able else "现在只能登记意见")
        now = file.rounds[-1] if file else None
        self.unit.set_option(Option(now.unit, now.unit_name) if now and now.unit else None)
        self.co_units.set_options([Option(*one) for one in now.co_units] if now else [])
        self.go_to.setText("")
        self.stars.set_value(5)
        proposed = Deadline("", file.proposed) if file else None
        self.term.set_option(Option(proposed, proposed.text) if proposed else None)
        self._show_fields()

    def choose(self, way: Way) -> None:
        """Choose a decision and lead to its first field; the chosen one again: none."""
        if self._file is None or way not in offered(self._file):
            return
        self.way = None if self.way == way else way
        self._show_fields()
        self.changed.emit()
        if self.way is not None and (wanted := fields_of(way, self._file)):
            self.fields[wanted[0]].setFocus()

    def given(self) -> Decision | None:
        """Return what was decided, None for nothing."""
        if self.way is None or self._file is None:
            return None
        wanted = fields_of(self.way, self._file)
        chosen = self.term.value() if "term" in wanted else None
        term = chosen if isinstance(chosen, Deadline) else None
        days = term is not None and (not term.asked or term.asked.isdecimal())
        unit = self.unit.value() if "unit" in wanted else None
        units = self.co_units.values() if "co_units" in wanted else ()
        return Decision(
            self.way.kind,
            unit=Id(str(unit)) if unit else None,
            co_units=tuple(Id(str(one)) for one in units),
            go_to=self.go_to.text().strip() if "go_to" in wanted else "",
            due_on=term.due.on if term and not days else None,
            days=term.due.term.days if term and days and term.asked else None,
            stars=self.stars.value(),
        )

    def problem(self) -> str:
        """Say at its field what is missing; return '' where nothing is."""
        lacking = self.way is not None and self.way.kind == "assigned" and not self.unit.value()
        said = "请选承办单位" if lacking else ""
        self.fields["unit"].set_error(said)
        if said:
            self.unit.setFocus()
        return said

    def _button(self, way: Way) -> Button:
        button = Button(way.title, hint=way.keys, small=True, on=partial(self.choose, way))
        button.setCheckable(True)
        return button

    def _show_fields(self) -> None:
        wanted = fields_of(self.way, self._file) if self.way and self._file else ()
        for kind, button in self.buttons.items():
            button.setChecked(self.way is not None and self.way.kind == kind)
        for name, field in self.fields.items():
            field.setVisible(name in wanted)
            field.set_error("")
        self._rest.setVisible(bool(wanted))
        self.nothing.setVisible(self._file is not None and self.way is None)

    def _terms(self, text: str, give: Give) -> None:
        if self._file is None:
            return
        rules = self._file.program
        self._worker.read(
            deadlines.deadlines, done=partial(_offer, give), key="terms", program=rules.key,
            version=rules.version, start=day_of(self._clock()), text=text,
        )  # fmt: skip

    def _lay_out(self) -> None:
        ways = QWidget()
        flow = Flow(parent=ways)
        for part in (*self.buttons.values(), self.nothing):
            flow.addWidget(part)
        self._rest = QWidget()
        row = QHBoxLayout(self._rest)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        for field in self.fields.values():
            row.addWidget(field, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(ways)
        column.addWidget(self._rest)


def _offer(give: Give, found: Sequence[Deadline]) -> None:
    give([Option(one, one.text, "暂定" if one.due.provisional else "") for one in found])
