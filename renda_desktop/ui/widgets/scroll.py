"""A column of texts that scrolls up and down and is never squeezed."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class Scroll(QScrollArea):
    """Shows `sheet` at the width there is and at the height that its wrapped texts need."""

    def __init__(self, sheet: QWidget, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setWidget(sheet)
        sheet.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sheet as wide as what is seen of it: nothing hides at the right."""
        super().resizeEvent(event)
        self.widget().setMaximumWidth(self.viewport().width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for the sheet's height again once its new texts are laid out.

        Qt asks before it: texts that grew keep the height of the old ones.
        """
        sheet = self.widget()
        if event.type() == QEvent.Type.LayoutRequest and watched is sheet:
            QTimer.singleShot(0, sheet, sheet.updateGeometry)
        return super().eventFilter(watched, event)
