"""Choosing several of a list: listening deputies, helping units."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from renda_desktop.domain.ids import Id
from renda_desktop.ui import theme
from renda_desktop.ui.desk.draft import Pick
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.pinyin import matches
from renda_desktop.ui.widgets import Button, Label, LineEdit, Option, bind
from renda_desktop.ui.widgets.edit import ENTER
from renda_desktop.ui.widgets.overlay import Overlay

_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Many(Button):
    """A field that names what is chosen; Enter or Space opens the list. `changed` on a change."""

    changed = Signal()

    def __init__(self, what: str, *, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(nothing, kind="field", on=self.open_list, parent=parent)
        self._what, self._nothing = what, nothing
        self._options: Sequence[Option] = ()
        self._picks: tuple[Pick, ...] = ()
        self._list: _List | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other things to choose from; what is chosen stays."""
        self._options = options

    def picks(self) -> tuple[Pick, ...]:
        """Return what is chosen, in the order of the choosing."""
        return self._picks

    def set_picks(self, picks: Sequence[Pick]) -> None:
        """Choose from the program's side; no signal."""
        self._picks = tuple(picks)
        self._name()

    def minimumSizeHint(self) -> QSize:
        """Give way to the neighbours; the names are shortened."""
        return QSize(theme.px(96), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on the keys that open any field with a list."""
        if event.key() in (*ENTER, Qt.Key.Key_Down) and not event.modifiers() & _WITH:
            self.open_list()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it like a field that has a list."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined] # the stubs leave out an option's fields
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        side, icon = theme.px(12), theme.px("icon")
        space = self.rect().adjusted(side, 0, -side - icon, 0)
        painter.setPen(theme.colour("ink" if self._picks else "faint"))
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, space.width()
        )
        painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter), text)
        arrow = QRect(space.right() + side // 3, (self.height() - icon) // 2, icon, icon)
        theme.icon("chevron_down").paint(painter, arrow)

    def open_list(self) -> None:
        """Show the list over the window."""
        if self._list is None or self._list.parentWidget() is not self.window():
            self._list = _List(self.window(), self._what)
            self._list.closed.connect(self._take)
        self._list.ask(self._options, self._picks)

    @Slot()
    def _take(self) -> None:
        picks = self._list.picks() if self._list else self._picks
        if picks != self._picks:
            self.set_picks(picks)
            self.changed.emit()

    def _name(self) -> None:
        names = [pick.text for pick in self._picks]
        short = "、".join(names[:2]) + (f" 等 {len(names)}" if len(names) > 2 else "")
        self.setText(short or self._nothing)
        ensure_glyphs(short)
        self.setToolTip("、".join(names))
        self.setAccessibleName(f"{self._what} {'、'.join(names) or self._nothing}")


class _List(Overlay):
    """Names with boxes to tick; typing narrows them, Enter ticks, Escape is done."""

    def __init__(self, window: QWidget, what: str) -> None:
        super().__init__(window, width=420)
        self._find = LineEdit(placeholder="输入姓名、名称或拼音首字母")
        self._find.setAccessibleName(f"查找{what}")
        self._find.textChanged.connect(self._narrow)
        self._find.installEventFilter(self)
        self._names = QListWidget()
        self._names.setAccessibleName(what)
        self._names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._names.setMinimumHeight(theme.px(300))
        self._names.itemClicked.connect(self._toggle)
        self._options: Sequence[Option] = ()
        self._picks: list[Pick] = []
        self.body.addWidget(Label(what, kind="heading"))
        self.body.addWidget(self._find)
        self.body.addWidget(self._names, stretch=1)
        self.body.addWidget(Label("↑ ↓ 移动 · Enter 勾选 · Esc 完成", kind="label"))
        bind(self, "Ctrl+Enter", self.uncover)

    def ask(self, options: Sequence[Option], picks: Sequence[Pick]) -> None:
        """Open with some things chosen already."""
        self._options, self._picks = options, list(picks)
        self._find.clear()
        self._narrow()
        self.cover(self._find)

    def picks(self) -> tuple[Pick, ...]:
        """Return what is ticked."""
        return tuple(self._picks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move and tick from the field that is typed in."""
        if watched is self._find and isinstance(event, QKeyEvent) and not self._find.composing:
            if event.type() == QEvent.Type.KeyPress and event.key() in _STEPS:
                self._names.keyPressEvent(event)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
                if self._names.count():
                    self._toggle(self._names.currentItem())
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _narrow(self) -> None:
        self._names.clear()
        chosen = {pick.id for pick in self._picks}
        for option in self._options:
            if matches(self._find.text(), option.text, option.detail):
                remark = f"  {option.detail}" if option.detail else ""
                item = QListWidgetItem(f"{option.text}{remark}")
                item.setData(Qt.ItemDataRole.UserRole, option)
                item.setCheckState(_state(option.value in chosen))
                self._names.addItem(item)
        self._names.setCurrentRow(0)

    def _toggle(self, item: QListWidgetItem) -> None:
        option: Option = item.data(Qt.ItemDataRole.UserRole)
        before = len(self._picks)
        self._picks = [pick for pick in self._picks if pick.id != option.value]
        if len(self._picks) == before:
            self._picks.append(Pick(Id(str(option.value)), option.text))
        item.setCheckState(_state(len(self._picks) > before))


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
