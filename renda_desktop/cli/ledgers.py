"""A ledger on the command line: its columns remembered, its rows written some at once."""

import sys
from collections.abc import Mapping, Sequence

from renda_desktop.bootstrap import Office
from renda_desktop.cli.arguments import Options
from renda_desktop.services.imports.ledger import LedgerRow, read_ledger
from renda_desktop.services.imports.ledger_writing import batches, write_ledger
from renda_desktop.services.imports.mappings import recall, remember
from renda_desktop.services.imports.rows import Sheet
from renda_desktop.services.imports.writing import Written, together


def read(office: Office, options: Options, *, chosen: Mapping[str, str]) -> Sheet[LedgerRow]:
    """Read a ledger by the columns that are told, or were for another with its header."""
    sheet = read_ledger(options.file, sheet=options.sheet, chosen=chosen)
    if chosen and not options.dry_run:
        office.act(remember, titles=sheet.header.titles, chosen=chosen)
    elif not chosen and (known := office.read(recall, titles=sheet.header.titles)):
        return read_ledger(options.file, sheet=options.sheet, chosen=known)
    return sheet


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
