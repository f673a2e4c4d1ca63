"""User actions from a file, one a line: each is a transaction, and each is answered."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.cli import failures, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries import references
from renda_desktop.services import catalogue, line_schema

Line = dict[str, Any]

_LINE = msgspec.json.Decoder(Line, float_hook=Decimal)  # amounts stay exact

_ABOUT_A_LINE = ("do", "as", "for", "ref")


def actions(_options: Options) -> int:
    """Print the JSON Schema of every action."""
    schema = msgspec.json.encode(line_schema.schema())
    print(msgspec.json.format(schema, indent=2).decode())
    return 0


def apply(options: Options) -> int:
    """Do the actions of a file; what is answered with `ok` is on the disk.

    Returns 0 when all were done, 1 when some were refused, 2 when the world failed.
    """
    refs: dict[str, Id] = {}
    worst = 0
    with opening.opened(options) as office, _source(options.file) as source:
        for number, text in enumerate(source, 1):
            if not text.strip():
                continue
            answer, code = _answered(office, text, refs, options)
            if code:
                answer["line"] = number
            sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
            sys.stdout.flush()
            worst = max(worst, code)
            if code > 1 or (code and options.stop):
                break
    return worst


@contextmanager
def _source(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 # only opening it is guarded
    except OSError:
        raise Unavailable("file.unreadable") from None
    with file:
        yield file


def _answered(
    office: Office, text: bytes, refs: dict[str, Id], options: Options
) -> tuple[dict[str, object], int]:
    """Do one line and return what to answer, with the exit code that it asks for."""
    try:
        line = _parsed(text)
        ref = _word(line, "ref")
        made = _done(office, line, refs)
    except (RuleBroken, Unavailable) as told:
        code = 1 if isinstance(told, RuleBroken) else 2
        return {"ok": False, "rule": told.rule, "message": str(told)}, code
    except Exception as bug:  # noqa: BLE001 - whatever it is, the line is answered
        message = failures.explained(bug, options)
        return {"ok": False, "rule": "internal", "message": message}, 2
    if ref:
        refs[ref] = made
    return {"ok": True, "id": made}, 0


def _done(office: Office, line: Line, refs: dict[str, Id]) -> Id:
    action, name = _word(line, "do"), _word(line, "as")
    if not action:
        raise RuleBroken("action.missing", place="do")
    given = {key: value for key, value in line.items() if key not in _ABOUT_A_LINE}
    where = _word(line, "for")
    station = office.read(_station, name=where, refs=refs) if where else office.station
    clerk = office.read(_clerk, name=name, refs=refs, station=station) if name else office.clerk
    changes = office.act(
        catalogue.perform, acting=clerk, at=station, action=action, given=given, refs=refs
    )
    return changes.id


def _station(session: Session, *, name: str, refs: dict[str, Id]) -> Id:
    areas = references.find(session, kind="area", text=name.strip())
    stations = references.find(session, kind="station", text=name.strip())
    kind = "area" if areas and not stations else "station"
    found = catalogue.find(session, kind, name, "for", refs=refs)
    if kind == "area" and references.scope_of(session, kind=kind, id=found) != found:
        raise RuleBroken("scope.not_here", scope=name)  # a station's own note of an area
    return found


def _clerk(session: Session, *, name: str, refs: dict[str, Id], station: Id) -> Id:
    if name.startswith("$"):
        return catalogue.find(session, "clerk", name, "as", refs=refs)
    found = references.clerk_named(session, name=name.strip(), station=station)
    if found is None:
        raise RuleBroken("clerk.unknown", name=name)
    return found


def _parsed(text: bytes) -> Line:
    try:
        return _LINE.decode(text.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise RuleBroken("action.not_json") from None


def _word(line: Line, key: str) -> str:
    word = line.get(key, "")
    if not isinstance(word, str):
        raise RuleBroken("action.wrong_form", place=key)
    return word
