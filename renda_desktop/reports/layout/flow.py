"""Fill pages from top to bottom with lines and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.outline import Mark
from renda_desktop.reports.layout.table import Row, Table
from renda_desktop.reports.layout.text import Line

_LARGEST_HOLE = 0.3  # of the page: to leave no more than this, a row is moved rather than cut
_PART = 48.0  # the least that is shown of a row longer than a page
_ORPHANS = 2


@dataclass(frozen=True, slots=True)
class Page:
    """A paper size and its margins, in points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right


def a4(*, landscape: bool = False, margin: float = 18) -> Page:
    """Return an A4 page, its margins in millimetres; the footer stands in the lower one."""
    wide, high = (297, 210) if landscape else (210, 297)
    side = margin * MM
    return Page(wide * MM, high * MM, side, side, side, side)


def a5(*, margin: float = 12) -> Page:
    """Return an upright A5 page."""
    side = margin * MM
    return Page(148 * MM, 210 * MM, side, side, side, side)


@dataclass(slots=True)
class Flow:
    """The pages so far. `running` stands on top of every page but the first."""

    page: Page
    running: Sequence[Line] = ()
    pages: list[list[str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    y: float = 0.0

    def __post_init__(self) -> None:
        self.turn()

    @property
    def room(self) -> float:
        """The height that is left on this page."""
        return self.y - self.page.bottom

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = self.page.height - self.page.top
        if len(self.pages) > 1:
            for line in self.running:
                self._line(line)

    def put(self, *operators: str) -> None:
        """Draw on this page, leaving the place where the flow goes on."""
        self.pages[-1] += operators

    def mark(self, title: str, *, level: int = 0) -> None:
        """Name this place in the list of contents."""
        self.marks.append(Mark(title, len(self.pages) - 1, self.y, level))

    def need(self, height: float) -> None:
        """Turn the page unless a height is left."""
        if self.room < height:
            self.turn()

    def space(self, height: float) -> None:
        """Leave a distance, except across the end of a page."""
        self.y -= min(height, self.room)

    def lines(self, lines: Sequence[Line]) -> None:
        """Set lines one under the other."""
        for i, line in enumerate(lines):
            together = lines[i : i + _ORPHANS] if i == 0 else [line]
            self.need(sum(part.height for part in together))
            self._line(line)

    def table(self, table: Table, *, after: float = 0.0) -> None:
        """Set a table, cutting rows that do not fit and repeating the head.

        `after` is the height of what belongs below: the end of the last row stands with it.
        """
        head = list(table.head)
        rows = [*head, *table.rows]
        followers = self._followers(rows, after)
        shut = _Frame(self)
        for i, row in enumerate(rows):
            rest: Row | None = row
            while rest is not None:
                rest = self._row(rest, followers[i], shut, head if i >= len(head) else [])
        shut.close()

    def _followers(self, rows: Sequence[Row], after: float) -> list[float]:
        """Return the height that must be left below each row: for a heading, its first row's."""
        found: list[float] = []
        below = after
        for row in reversed(rows):
            found.append(below if row.keep or not found else 0.0)
            long = row.height > self._body()
            least = min(row.height, _PART if long else _LARGEST_HOLE * self._body())
            below = least + found[-1]
        return found[::-1]

    def _row(self, row: Row, follower: float, shut: "_Frame", head: Sequence[Row]) -> Row | None:
        """Set one row or the part of it that fits; return what is left."""
        if row.height + follower <= self.room:
            shut.draw(row)
            return None
        fits = row.height <= self.room
        fresh = shut.rows <= len(head) and self.room >= self._body() - sum(r.height for r in head)
        if fresh or row.height > self._body() or self.room > _LARGEST_HOLE * self._body():
            # A row that fits leaves its last lines to what must not stand alone.
            parts = row.cut(row.height - 0.01 if fits else self.room)
            if parts is not None and not (fits and parts[1].spent):
                shut.draw(parts[0])
                row = parts[1]
                if row.spent:
                    return None
            elif fresh and fits:
                shut.draw(row)
                return None
            elif fresh:
                raise ValueError("a single line is higher than the page")
        shut.close()
        self.turn()
        for line in head:
            shut.draw(line)
        return row

    def _body(self) -> float:
        """The height of a page below its running lines."""
        running = sum(line.height for line in self.running) if len(self.pages) > 1 else 0.0
        return self.page.height - self.page.top - self.page.bottom - running - 0.01

    def _line(self, line: Line) -> None:
        self.put(line.draw(left=self.page.left, top=self.y))
        self.y -= line.height


@dataclass(slots=True)
class _Frame:
    """The part of a table that stands on one page."""

    flow: Flow
    top: float = 0.0
    width: float = 0.0
    rows: int = 0

    def draw(self, row: Row) -> None:
        """Add a row under the last one."""
        flow, left = self.flow, self.flow.page.left
        flow.put(*row.draw(left=left, top=flow.y))
        if self.rows:  # after the row, whose shade would cover half of the rule
            flow.put(draw.rule(left, flow.y, left + row.width, flow.y))
        else:
            self.top, self.width = flow.y, row.width
        flow.y -= row.height
        self.rows += 1

    def close(self) -> None:
        """Draw the outline around the rows of this page."""
        if self.rows:
            height = self.top - self.flow.y
            self.flow.put(draw.frame(self.flow.page.left, self.top, self.width, height))
        self.rows = 0
