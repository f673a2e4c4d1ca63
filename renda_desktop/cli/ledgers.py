"""A ledger on the command line: its columns remembered, its rows written some at once."""

import sys
from collections.abc import Mapping, Sequence

from renda_desktop.bootstrap import Office
from renda_desktop.cli.arguments import Options
from renda_desktop.services.imports.ledger import COLUMNS, LedgerRow, read_ledger
from renda_desktop.services.imports.ledger_writing import batches, write_ledger
from renda_desktop.services.imports.mappings import recall, remember
from renda_desktop.services.imports.rows import Sheet
from renda_desktop.services.imports.writing import Written, together

_SHOWN = 5


def read(office: Office, options: Options, *, chosen: Mapping[str, str]) -> Sheet[LedgerRow]:
    """Read a ledger by the columns that are told, or were for another with its header."""
    if not chosen:
        found = read_ledger(options.file, sheet=options.sheet, lenient=True)
        known = office.read(recall, titles=found.header.titles)
        if not known and {one.key for one in COLUMNS if one.required} <= set(found.header.columns):
            return found
        return read_ledger(options.file, sheet=options.sheet, chosen=known)
    sheet = read_ledger(options.file, sheet=options.sheet, chosen=chosen)
    if not options.dry_run:
        office.act(remember, titles=sheet.header.titles, chosen=chosen)
    return sheet


def columns(sheet: Sheet[LedgerRow]) -> dict[str, str]:
    """Return which column of the list holds what; one that has no name, by its letter's place."""
    header = sheet.header
    return {key: header.title(at) or f"第{at + 1}列" for key, at in header.columns.items()}


def tell(sheet: Sheet[LedgerRow], *, preview: bool) -> None:
    """Tell which column is which; for a preview, how the first rows are read."""
    titles = {one.key: one.title for one in COLUMNS}
    found = columns(sheet)
    told = "、".join(f"{titles[key]}({key})={title}" for key, title in found.items())
    print(f"栏目:{told}")
    for row in sheet.good[:_SHOWN] if preview else ():
        print(f"第 {row.row} 行 {row.day} {' | '.join(row.matters)} {row.standing.text}".rstrip())


def write(
    office: Office, rows: Sequence[LedgerRow], options: Options, *, keep: bool, dry: bool
) -> Written:
    """Write the rows; Ctrl+C stops between two batches, and what is done stays done."""
    if not keep and not dry:
        checked = _write(office, rows, options, dry=True)
        if checked.refused:
            return checked
    return _write(office, rows, options, dry=dry)


def _write(office: Office, rows: Sequence[LedgerRow], options: Options, *, dry: bool) -> Written:
    parts: list[Written] = []
    some = batches(rows)
    given = {"program": options.program, "new_units": options.new_units, "dry_run": dry}
    try:
        for number, batch in enumerate(some, start=1):
            parts.append(office.act(write_ledger, rows=batch, **given))
            if not dry and len(some) > 1 and sys.stderr.isatty():
                print(f"\r{number * 100 // len(some)}%", end="", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("已停止;已导入的保留,再次导入时不会重复。", file=sys.stderr)
        if not parts:
            raise
    return together(parts)
