"""Lists as Excel workbooks."""

from renda_desktop.cli import files, opening, papers
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.moments import local
from renda_desktop.reports import ledger_book


def ledger(options: Options) -> int:
    """Write a ledger, of a period or of any filter, as a workbook."""
    with opening.opened(options) as office:
        sheet = office.read(papers.ledger, options=options, now=local(office.clock()))
    files.write(options.output, ledger_book.book(sheet))
    print(f"{ledger_book.NAME}:{len(sheet.rows)}件,{options.output}")
    return 0
