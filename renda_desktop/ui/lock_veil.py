"""The veil over a locked window: who goes on, and what proves it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QRadioButton, QVBoxLayout, QWidget

from renda_desktop.domain.ids import Id
from renda_desktop.queries.clerks import ClerkRow
from renda_desktop.queries.safekeeping import Locking
from renda_desktop.ui.fonts import ensure_glyphs
from renda_desktop.ui.opening.passphrase import secret_edit
from renda_desktop.ui.opening.sheet import Sheet
from renda_desktop.ui.widgets import Button, Field, Label
from renda_desktop.ui.widgets.flow import Flow

_FORGOTTEN = "忘记 PIN:输入{what}也能解锁,再到“设置 → 锁定”里重设。"


class LockSheet(Sheet):
    """The clerks and one field. `given(clerk, secret)`; the secret is "" where none is asked."""

    given = Signal(object, str)

    def __init__(self, known: Locking, *, now: Id, passphrase: bool) -> None:
        words = "已填写的内容都还在。输入 PIN 后按 Enter 继续。"
        super().__init__("已锁定", words, width=460)
        self._known, self._passphrase = known, passphrase
        self.names = {one.id: self._name(one) for one in known.clerks}
        self._edit = secret_edit()
        self._edit.setMaxLength(200)
        self.field = Field("PIN", self._edit)
        self.forgotten = Label(kind="label", wrap=True)
        self.go = Button("解锁", kind="primary", hint="Enter", on=self._give)
        self._edit.submitted.connect(self._give)
        self._edit.textEdited.connect(lambda: self.field.set_error(""))
        self._edit.installEventFilter(self)
        row = Flow(spacing=16)
        for name in self.names.values():
            row.addWidget(name)
        self.body.addWidget(Label("经办人", kind="label"))
        self.body.addLayout(row)
        self.body.addWidget(self.field)
        self.body.addWidget(self.forgotten)
        self.foot.addStretch(1)
        self.foot.addWidget(self.go)
        if now in self.names:
            self.names[now].setChecked(True)
        self._choose()

    def clerk(self) -> Id | None:
        """Return who is chosen."""
        return next((id_ for id_, name in self.names.items() if name.isChecked()), None)

    def focus(self) -> None:
        """Put the focus where the secret is typed, or on the button where none is asked."""
        (self.go if self.field.isHidden() else self._edit).setFocus(Qt.FocusReason.PopupFocusReason)

    def refuse(self, error: Exception) -> None:
        """Say why it stays locked."""
        self.busy(self.go, working=False)
        self._edit.clear()
        if self.field.isHidden():
            self.bar.explain(error)
        else:
            self.field.set_error(str(error))
        self.focus()

    def stops(self) -> list[QWidget]:
        """Return what Tab goes through."""
        chosen = self.names.get(self.clerk() or Id(""))
        first: Sequence[QWidget] = [chosen] if chosen else list(self.names.values())[:1]
        return [*first, *([] if self.field.isHidden() else [self._edit]), self.go]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go among the names with the arrows while one types."""
        if watched is self._edit and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)  # noqa: S101 - as its type says
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.names:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _name(self, one: ClerkRow) -> QRadioButton:
        ensure_glyphs(one.name)
        button = QRadioButton(one.name)
        button.clicked.connect(partial(self._pick))
        return button

    def _move(self, step: int) -> None:
        known = list(self.names)
        here = self.clerk()
        at = known.index(here) if here is not None else -1
        self.names[known[(at + step) % len(known)]].setChecked(True)
        self._pick()

    @Slot()
    def _pick(self) -> None:
        self._choose()
        self.focus()

    def _choose(self) -> None:
        """Ask for what the chosen clerk has."""
        pin = self.clerk() in self._known.pins
        self.field.setVisible(pin or self._passphrase)
        self.field.rename("PIN" if pin else "口令")
        what = "打开数据的口令" if self._passphrase else "打印的恢复密钥"
        self.forgotten.setText(_FORGOTTEN.format(what=what))
        self.forgotten.setVisible(pin)
        self._edit.clear()
        self.field.set_error("")
        asked = "输入 PIN" if pin else "输入口令" if self._passphrase else "没有设 PIN"
        self.words.setText(f"已填写的内容都还在。{asked},按 Enter 继续。")

    @Slot()
    def _give(self) -> None:
        clerk = self.clerk()
        if clerk is None or not self.go.isEnabled():
            return
        if not self.field.isHidden() and not self._edit.text():
            self.field.set_error("请先输入。")
            return
        self.busy(self.go, working=True)
        self.given.emit(clerk, self._edit.text())


class LockVeil(QWidget):
    """Covers a window whole, whatever lies open in it, and keeps the focus."""

    def __init__(self, window: QWidget, sheet: LockSheet) -> None:
        super().__init__(window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("已锁定")
        self.sheet = sheet
        self._window = window
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
        window.installEventFilter(self)
        # There is an application wherever there is a widget.
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        sheet.focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus on Enter; let no key through to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sheet.go.click()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Stay on the veil."""
        stops, now = self.sheet.stops(), QApplication.focusWidget()
        at = next((n for n, one in enumerate(stops) if one is now), 0)
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Cover what opens only now, such as the answer to what was asked before."""
        if now is None or not self.isVisible() or self.isAncestorOf(now):
            return
        if now.window() is self._window:
            self.raise_()
            self.sheet.focus()
