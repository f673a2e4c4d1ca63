"""A month with its holidays, make-up working days and receptions."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from renda_desktop.queries.schedule import DayFacts
from renda_desktop.ui import theme
from renda_desktop.ui.widgets import Calendar


class Month(Calendar):
    """A calendar whose days with receptions are filled, with 休 and 班 where a notice says so.

    `turned(first, last)`: other days are shown, first and last of the sheet. `asked(day)`: a day
    was pressed.
    """

    turned = Signal(object, object)
    asked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._facts: dict[date, DayFacts] = {}
        self._today = date.min
        self.setAccessibleName("月历")
        self.setGridVisible(False)
        self.currentPageChanged.connect(lambda _year, _month: self.turned.emit(*self.sheet()))
        self.clicked.connect(self._ask)
        self.activated.connect(self._ask)

    def sizeHint(self) -> QSize:
        """Be small enough to leave room for the list."""
        return QSize(theme.px(320), theme.px(268))

    def minimumSizeHint(self) -> QSize:
        """Give way as far as six weeks can still be read."""
        return QSize(theme.px(280), theme.px(196))

    def sheet(self) -> tuple[date, date]:
        """Return the first and the last day that the sheet shows."""
        first = date(self.yearShown(), self.monthShown(), 1)
        begin = first - timedelta(days=first.weekday() or 7)
        return begin, begin + timedelta(days=41)

    def month(self) -> date:
        """Return the first day of the month that is shown."""
        return date(self.yearShown(), self.monthShown(), 1)

    def set_today(self, today: date) -> None:
        """Mark the day of the clock."""
        if self._today == date.min:
            self.setSelectedDate(QDate(today.year, today.month, today.day))
        self._today = today
        self.updateCells()

    def show_facts(self, facts: tuple[DayFacts, ...]) -> None:
        """Show what is known of the days."""
        self._facts = {one.day: one for one in facts}
        self.updateCells()

    def facts(self, day: date) -> DayFacts | None:
        """Return what is known of a day."""
        return self._facts.get(day)

    def paintCell(self, painter: QPainter, rect: QRect, at: QDate | date) -> None:
        """Draw one day."""
        day = date(at.year(), at.month(), at.day()) if isinstance(at, QDate) else at
        facts = self._facts.get(day)
        inside = day.month == self.monthShown()
        chosen = day == _plain(self.selectedDate())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.colour("card"))
        side = min(rect.width(), rect.height()) - theme.px(4)
        disc = QRect(0, 0, max(side, theme.px(26)), side)
        disc.moveCenter(rect.center())
        held = bool(facts and facts.receptions) and inside
        if held or chosen:
            painter.setPen(theme.colour("primary") if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("tint" if held else "card"))
            painter.drawRoundedRect(disc, theme.px("radius"), theme.px("radius"))
        off = facts is not None and not facts.working
        ink = "primary" if held else "faint" if off else "ink"
        painter.setPen(theme.colour(ink if inside else "disabled"))
        painter.setFont(theme.font("label", bold=held or day == self._today))
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        if facts is not None and inside:
            _mark(painter, rect, facts)
        if day == self._today:
            bar = QRect(disc.left() + disc.width() // 3, disc.bottom() - 3, disc.width() // 3, 2)
            painter.fillRect(bar, theme.colour("primary"))
        painter.restore()

    def _ask(self, at: QDate) -> None:
        self.asked.emit(_plain(at))


def _mark(painter: QPainter, rect: QRect, facts: DayFacts) -> None:
    """Write 休 or 班 into the corner where the day is not what its weekday says."""
    weekend = facts.day.weekday() >= 5
    word = "班" if facts.working and weekend else "休" if facts.name else ""
    if not word:
        return
    font = theme.font("label")
    font.setPixelSize(theme.px(9))
    painter.setFont(font)
    painter.setPen(theme.colour("amber" if word == "班" else "green"))
    corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
    painter.drawText(rect.adjusted(0, theme.px(1), -theme.px(2), 0), int(corner), word)


def _plain(at: QDate) -> date:
    return date(at.year(), at.month(), at.day())
