"""The way of a matter: five buttons, and the fields that the chosen one needs."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import get_args

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.queries.deadlines import Deadline
from renda_desktop.services.ways import WayKind
from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import TEXTS, MatterDraft
from renda_desktop.ui.desk.lists import Lists, option_of, pick_of
from renda_desktop.ui.desk.many import Many
from renda_desktop.ui.widgets import Button, Choice, Field, Label, LineEdit, Option, Pill, TextEdit
from renda_desktop.ui.widgets.choice import Give

WAYS: dict[WayKind, tuple[str, str]] = {
    "answered_on_site": ("当场答复", "Alt+1"),
    "assigned": ("转交办", "Alt+2"),
    "planned": ("列入计划", "Alt+3"),
    "explained": ("解释说明", "Alt+4"),
    "declined": ("不予受理", "Alt+5"),
}
_FIELDS: dict[WayKind, tuple[str, ...]] = {
    "answered_on_site": ("text", "unit", "official"),
    "assigned": ("deputy", "unit", "co_units", "term"),
    "planned": ("text", "unit"),
    "explained": ("text", "unit"),
    "declined": ("text", "go_to"),
}
_STRETCH = {"text": 4, "deputy": 3, "unit": 3, "co_units": 3, "term": 5, "official": 2, "go_to": 3}

Deadlines = Callable[[str, Callable[[Sequence[Deadline]], object]], object]
"""`deadlines(asked, give)` finds due dates in its own time, then calls `give(deadlines)`."""


class WayForm(QWidget):
    """Chooses and describes the way; pressing the chosen button again leaves it for later."""

    changed = Signal()

    def __init__(
        self, lists: Lists, deadlines: Deadlines, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.way: WayKind | None = None
        self._deadlines = deadlines
        self._term = ""
        self._due: Deadline | None = None
        self.text = TextEdit()
        self.text.setFixedHeight(theme.px(58))
        self.deputy = Choice(lists.suggest("deputies"), placeholder="姓名或拼音")
        self.unit = Choice(lists.suggest("departments"), placeholder="名称或拼音")
        self.co_units = Many("协办单位", nothing="无")
        self.term = Choice(self._suggest_term, placeholder="天数或日期")
        self.official = LineEdit(longest=50)
        self.go_to = Choice(lists.suggest("elsewhere"), placeholder="法院、仲裁…", free=True)
        self._lists = lists
        self.fields = {
            "text": Field("答复内容", self.text, required=True),
            "deputy": Field("交办代表", self.deputy),
            "unit": Field("承办单位", self.unit),
            "co_units": Field("协办单位", self.co_units),
            "term": Field("办结期限", self.term),
            "official": Field("答复人", self.official),
            "go_to": Field("请到", self.go_to, required=True),
        }
        self._provisional = Pill("暂定", tone="amber")
        self._provisional.setToolTip("当年节假日安排公布后自动核定")
        self._provisional.hide()
        self._lay_out()
        self._connect()
        self._show_fields()

    def load(self, draft: MatterDraft) -> None:
        """Show what was typed before."""
        self.text.setText(draft.text)
        self.deputy.set_option(option_of(draft.deputy))
        self.unit.set_option(option_of(draft.unit))
        self.co_units.set_options(self._lists.departments)
        self.co_units.set_picks(draft.co_units)
        self.official.setText(draft.official)
        self.go_to.setText(draft.go_to)
        self._term, self._due = draft.term, None
        self.term.set_option(None)
        self.way = draft.way
        self._show_fields()

    def values(self, draft: MatterDraft) -> MatterDraft:
        """Return the draft with what stands in these fields."""
        return replace(
            draft,
            way=self.way,
            text=self.text.text(),
            deputy=pick_of(self.deputy.option()),
            unit=pick_of(self.unit.option()),
            co_units=self.co_units.picks(),
            official=self.official.text(),
            go_to=self.go_to.text(),
            term=self._term,
        )

    def choose(self, way: WayKind) -> None:
        """Choose a way and lead to its first field; the chosen one again: for later."""
        if not self._buttons[way].isEnabled():
            return
        self.way = None if self.way == way else way
        self._buttons[way].setFocus()  # a field that is hidden would send the focus anywhere
        self._show_fields()
        self.changed.emit()
        if self.way is not None:
            self.fields[_FIELDS[self.way][0]].setFocus()

    def allow(self, ways: Collection[str]) -> None:
        """Offer only the ways of the program."""
        for way, button in self._buttons.items():
            button.setEnabled(way in ways)

    def set_joined(self, joined: bool) -> None:
        """A matter that is joined to another goes the other's way."""
        for part in (*self._buttons.values(), self._rest):
            part.setVisible(not joined)
        self._joined.setVisible(joined)

    def _lay_out(self) -> None:
        self._buttons: dict[WayKind, Button] = {}
        ways = QHBoxLayout()
        ways.setSpacing(theme.px(8))
        for way in get_args(WayKind):
            name, keys = WAYS[way]
            button = Button(name, hint=keys, small=True, on=partial(self.choose, way))
            button.setCheckable(True)
            self._buttons[way] = button
            ways.addWidget(button)
        self._joined = Label("并入后随该事项一同办理,不再另选处理方式", kind="muted")
        self._joined.hide()
        ways.addWidget(self._joined)
        ways.addStretch(1)
        self._rest = QWidget()
        row = QHBoxLayout(self._rest)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        for name, field in self.fields.items():
            field.head.addStrut(theme.px("pill"))
            row.addWidget(field, stretch=_STRETCH[name])
        self.fields["term"].head.addWidget(self._provisional)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(ways)
        column.addWidget(self._rest)

    def _connect(self) -> None:
        self.text.textChanged.connect(self.changed)
        self.official.textChanged.connect(self.changed)
        self.go_to.textChanged.connect(self.changed)
        self.deputy.chosen.connect(self._touched)
        self.unit.chosen.connect(self._touched)
        self.co_units.changed.connect(self.changed)
        self.term.chosen.connect(self._take_term)

    def _show_fields(self) -> None:
        wanted = _FIELDS[self.way] if self.way else ()
        for way, button in self._buttons.items():
            button.setChecked(way == self.way)
        for name, field in self.fields.items():
            field.setVisible(name in wanted)
            field.set_error("")
        self._rest.setVisible(bool(wanted))
        if self.way in TEXTS:
            self.fields["text"].rename(f"{TEXTS[self.way]} *")
        self.fields["unit"].rename("答复单位" if self.way == "answered_on_site" else "承办单位")
        if self.way == "assigned":
            self.co_units.set_options(self._lists.departments)
            if self._due is None:
                self._deadlines(self._term, self._take_default)

    def _suggest_term(self, text: str, give: Give) -> None:
        def offer(found: Sequence[Deadline]) -> None:
            give([_option(one) for one in found])

        shown = self._due.text if self._due else ""
        self._deadlines("" if text == shown else text, offer)

    def _take_default(self, found: Sequence[Deadline]) -> None:
        if found:
            self.term.set_option(_option(found[0]))
            self.term.setCursorPosition(0)
            self._show_due(found[0])

    @Slot(object)
    def _take_term(self, option: Option | None) -> None:
        if option is not None and isinstance(option.value, Deadline):
            self._term = option.value.asked
            self._show_due(option.value)
        else:
            self._term = ""
            self._deadlines("", self._take_default)
        self.changed.emit()

    def _show_due(self, deadline: Deadline) -> None:
        self._due = deadline
        self._provisional.setVisible(deadline.due.provisional)

    @Slot(object)
    def _touched(self, _option: object) -> None:
        self.changed.emit()


def _option(one: Deadline) -> Option:
    return Option(one, one.text, "暂定" if one.due.provisional else "")
