"""The printers of this PC, and one of them made ready for a paper."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from renda_desktop.domain.errors import Unavailable
from renda_desktop.queries.printing import Printing

_DUPLEX = QPrinter.DuplexMode
_SOURCE = QPrinter.PaperSource

DUPLEX = (
    ("", "按打印机设置", _DUPLEX.DuplexAuto),
    ("single", "单面", _DUPLEX.DuplexNone),
    ("long", "双面,左右翻页", _DUPLEX.DuplexLongSide),
    ("short", "双面,上下翻页", _DUPLEX.DuplexShortSide),
)
SOURCES = (
    ("", "自动选择纸盒", _SOURCE.Auto),
    ("upper", "上层纸盒", _SOURCE.Upper),
    ("middle", "中层纸盒", _SOURCE.Middle),
    ("lower", "下层纸盒", _SOURCE.Lower),
    ("manual", "手动送纸", _SOURCE.Manual),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The names of the printers, and which of them the system would take."""

    names: tuple[str, ...]
    usual: str


def known() -> Known:
    """Ask the system for its printers; a printer on a network may let it wait."""
    return Known(tuple(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName())


Ready = Callable[[Printing, str], QPrinter]


def ready(how: Printing, title: str) -> QPrinter:
    """Return a printer set up as is wanted; `title` stands in the list of jobs.

    Raises:
        Unavailable: there is no such printer.
    """
    info = QPrinterInfo.printerInfo(how.printer) if how.printer else QPrinterInfo.defaultPrinter()
    if info.isNull():
        raise Unavailable("printer.none")
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCopyCount(how.copies)
    printer.setCollateCopies(True)
    for key, _text, mode in DUPLEX:
        if key and key == how.duplex:
            printer.setDuplex(mode)
    for key, _text, source in SOURCES:
        if key and key == how.source:
            printer.setPaperSource(source)
    return printer


def page_numbers(written: str, /, *, pages: int) -> tuple[int, ...]:
    """Return the pages that are meant by 1-3,7, counted from 0; () for what cannot be read."""
    found: list[int] = []
    for part in written.replace("，", ",").replace("、", ",").replace("—", "-").split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        if not first.isdecimal() or (dash and not last.isdecimal()):
            return ()
        begin, end = int(first), int(last) if dash else int(first)
        if not 1 <= begin <= end <= pages:
            return ()
        found += [number - 1 for number in range(begin, end + 1) if number - 1 not in found]
    return tuple(found)
