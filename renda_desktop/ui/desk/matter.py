"""The fields of one matter: own words, what it is about, which way it goes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from renda_desktop.domain.terms import Appeal, Urgency
from renda_desktop.insight.similar import Alike
from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import MatterDraft, Pick
from renda_desktop.ui.desk.lists import Lists
from renda_desktop.ui.desk.way import Deadlines, WayForm
from renda_desktop.ui.pick import Pick as OneOf
from renda_desktop.ui.widgets import (
    Choice,
    Field,
    Label,
    LineEdit,
    Option,
    PillButton,
    TextEdit,
)

_PAUSE = 400
"""Milliseconds without a key after which the same matter is looked for."""

FindAlike = Callable[[str, str, Callable[[Sequence[Alike]], object]], object]
"""`find(text, place, give)` looks for the same matter in its own time."""


class MatterForm(QWidget):
    """One matter; `changed` at every change."""

    changed = Signal()

    def __init__(
        self,
        lists: Lists,
        deadlines: Deadlines,
        find_alike: FindAlike,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._find_alike = find_alike
        self._alike: Alike | None = None
        self._into: Pick | None = None
        self.words = _Words(placeholder="按来访人的原话记录")
        self.summary = LineEdit(placeholder="可不填")
        self.category = Choice(lists.suggest("categories"), placeholder="拼音或关键字")
        self.place = Choice(lists.suggest("places"), placeholder="小区、路段", free=True)
        self.appeal = OneOf([(one, one.label) for one in Appeal])
        self.urgency = OneOf([(one, one.label) for one in Urgency])
        self.way = WayForm(lists, deadlines)
        self.fields = {
            "words": Field("", self.words),
            "summary": Field("摘要", self.summary),
            "category": Field("类别", self.category),
            "place": Field("地点", self.place),
            "appeal": Field("诉求", self.appeal),
            "urgency": Field("紧急程度", self.urgency),
        }
        self.words.setAccessibleName("反映内容")
        self.appeal.setFixedWidth(theme.px(112))
        self.urgency.setFixedWidth(theme.px(102))
        self._same = _SameLine()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._connect()

    def load(self, draft: MatterDraft) -> None:
        """Show what was typed before."""
        self._into = draft.into
        self._alike = None
        self.words.setText(draft.words)
        self.summary.setText(draft.summary)
        self.category.set_option(Option(draft.category, draft.category) if draft.category else None)
        self.place.setText(draft.place)
        self.appeal.set_value(draft.appeal)
        self.urgency.set_value(draft.urgency)
        self.way.load(draft)
        self._show_same()

    def draft(self) -> MatterDraft:
        """Return what is typed now."""
        about = MatterDraft(
            words=self.words.text(),
            summary=self.summary.text(),
            category=str(self.category.value() or ""),
            place=self.place.text(),
            appeal=self.appeal.value(),
            urgency=self.urgency.value(),
            into=self._into,
        )
        return self.way.values(about)

    def set_error(self, field: str, text: str) -> None:
        """Say what is wrong with one field."""
        (self.fields | self.way.fields)[field].set_error(text)

    def focus(self, field: str) -> None:
        """Lead to one field."""
        (self.fields | self.way.fields)[field].setFocus()

    def clear_errors(self) -> None:
        """Nothing is wrong any more, as far as known."""
        for field in (self.fields | self.way.fields).values():
            if field.error:
                field.set_error("")

    def suggest_place(self, place: str) -> None:
        """Fill in the place where none is written."""
        if place and not self.place.text().strip():
            self.place.setText(place)

    @Slot()
    def toggle_join(self) -> None:
        """Join the matter to the one it repeats, or take that back."""
        if self._into is not None:
            self._into = None
        elif self._alike is not None:
            self._into = Pick(self._alike.matter, self._alike.title)
        else:
            return
        self._show_same()
        self.changed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for name, stretch in (
            ("summary", 15),
            ("category", 18),
            ("place", 14),
            ("appeal", 0),
            ("urgency", 0),
        ):
            row.addWidget(self.fields[name], stretch=stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.fields["words"], stretch=1)
        column.addWidget(self._same)
        column.addLayout(row)
        column.addWidget(self.way)

    def _connect(self) -> None:
        for text in (self.words, self.summary, self.place):
            text.textChanged.connect(self.changed)
        for text in (self.words, self.place):
            text.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self.look_for_same)
        self.category.chosen.connect(self._touched)
        self.place.chosen.connect(self._touched)
        for combo in (self.appeal, self.urgency):
            combo.currentIndexChanged.connect(self._touched)
        self.way.changed.connect(self.changed)
        self._same.pressed.connect(self.toggle_join)

    @Slot()
    def look_for_same(self) -> None:
        """Ask whether the same was said before at this place."""
        self._find_alike(self.words.text(), self.place.text(), self._take_alike)

    def _take_alike(self, found: Sequence[Alike]) -> None:
        self._alike = found[0] if found else None
        self._show_same()

    def _show_same(self) -> None:
        self.way.set_joined(self._into is not None)
        if self._into is not None:
            self._same.show_joined(self._into.text)
        else:
            self._same.show_alike(self._alike)

    @Slot()
    def _touched(self) -> None:
        self.changed.emit()


class _Words(TextEdit):
    """Takes the room that the rest leaves."""

    def sizeHint(self) -> QSize:
        return QSize(theme.px(256), theme.px(72))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _SameLine(QWidget):
    """Says that the matter seems to be known, with how many said it."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = Label(kind="label")
        self._pill = PillButton()
        self._pill.clicked.connect(self.pressed)
        self._hint = Label(kind="label")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._name)
        row.addWidget(self._pill)
        row.addWidget(self._hint)
        row.addStretch(1)
        self.hide()

    def show_alike(self, alike: Alike | None) -> None:
        if alike is None:
            self.hide()
            return
        said = f"{_short(alike.title)}  {alike.matters} 件 · {alike.residents} 人"
        self._show("疑似同一诉求", said, "primary", "并入 Ctrl+J")

    def show_joined(self, title: str) -> None:
        self._show("已并入", _short(title), "green", "撤销 Ctrl+J")

    def _show(self, name: str, pill: str, tone: str, hint: str) -> None:
        self._name.setText(name)
        self._pill.show_status(pill.replace("&", "&&"), tone=tone)
        self._hint.setText(hint)
        self.show()


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"
