"""Choosing a day and a time of day."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, QTime, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QTimeEdit, QWidget

from renda_desktop.ui import theme


class Calendar(QCalendarWidget):
    """A month; the week begins on Monday, weekends are grey."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        grey = QTextCharFormat()
        grey.setForeground(theme.colour("muted"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, grey)


class DateEdit(QDateEdit):
    """A day written 2026-12-23, typed or taken from a calendar; `picked(date)`."""

    picked = Signal(object)

    def __init__(self, day: date | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setCalendarWidget(Calendar())
        if day is not None:
            self.set_day(day)
        self.dateChanged.connect(lambda: self.picked.emit(self.day()))

    def day(self) -> date:
        """Return the day."""
        at = self.date()
        return date(at.year(), at.month(), at.day())

    def set_day(self, day: date) -> None:
        """Show another day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab leave the field; Qt's own goes from the year to the month to the day."""
        return QWidget.focusNextPrevChild(self, forward)


class TimeEdit(QTimeEdit):
    """A time of day written 14:30, typed in one go."""

    def __init__(self, hour: int, minute: int, *, parent: QWidget | None = None) -> None:
        super().__init__(QTime(hour, minute), parent)
        self.setDisplayFormat("HH:mm")
        self.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab leave the field; Qt's own goes from the hours to the minutes."""
        return QWidget.focusNextPrevChild(self, forward)
