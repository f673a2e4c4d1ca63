"""What a workbook becomes before anybody asks what it means: sheets of plain text cells."""

import msgspec


class Line(msgspec.Struct, frozen=True, array_like=True):
    """One row that is not blank; `number` is the row number that Excel shows."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int, /) -> str:
        """Give the text of a column, empty where the row ends earlier."""
        return self.cells[index] if index < len(self.cells) else ""


class Grid(msgspec.Struct, frozen=True):
    """One visible sheet; blank rows are left out, so line numbers have gaps."""

    name: str
    lines: tuple[Line, ...]


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the reading process answers: the sheets, or the rule that was broken."""

    grids: tuple[Grid, ...] = ()
    rule: str = ""
