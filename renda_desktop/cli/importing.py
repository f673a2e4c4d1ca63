"""Lists from Excel and calendar years from TOML, brought in or only checked."""

import sys
from typing import Any

import msgspec

from renda_desktop.bootstrap import Office
from renda_desktop.cli import files, ledgers, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import DeputyLevel
from renda_desktop.services import stations
from renda_desktop.services.imports.departments import read_departments
from renda_desktop.services.imports.deputies import read_deputies
from renda_desktop.services.imports.holidays import read_holidays
from renda_desktop.services.imports.returned import returned_workbook
from renda_desktop.services.imports.rows import Sheet
from renda_desktop.services.imports.writing import (
    Written,
    with_refused,
    write_departments,
    write_deputies,
)

_SHOWN = 20


def import_list(options: Options) -> int:
    """Import a list; return 1 when a row went back."""
    if options.what == "holidays":
        return _holidays(options)
    with opening.opened(options) as office:
        sheet: Sheet[Any] = _sheet(office, options)
        good_only = options.keep_good or not sheet.bad
        written = _written(
            office, sheet, options, keep=options.keep_good, dry=options.dry_run or not good_only
        )
    sheet = with_refused(sheet, written.refused)
    if sheet.bad and options.returned:
        files.write(options.returned, returned_workbook(sheet))
    _tell(options, sheet, written)
    return 1 if sheet.bad else 0


def _sheet(office: Office, options: Options) -> Sheet[Any]:
    chosen = dict(_pair(word) for word in options.map)
    if options.what == "ledger":
        return ledgers.read(office, options, chosen=chosen)
    if options.what == "departments":
        return read_departments(options.file, sheet=options.sheet, chosen=chosen)
    level = _level(options.level) if options.level else None
    return read_deputies(options.file, sheet=options.sheet, chosen=chosen, level=level)


def _written(
    office: Office, sheet: Sheet[Any], options: Options, *, keep: bool, dry: bool
) -> Written:
    if options.what == "ledger":
        return ledgers.write(office, sheet.good, options, keep=keep, dry=dry)
    if options.what == "departments":
        return office.act(write_departments, rows=sheet.good, keep_good=keep, dry_run=dry)
    return office.act(
        write_deputies, rows=sheet.good, term=options.term, keep_good=keep, dry_run=dry
    )


def _tell(options: Options, sheet: Sheet[Any], written: Written) -> None:
    counts = {
        "sheet": sheet.name,
        "good": len(sheet.good),
        "bad": len(sheet.bad),
        "added": written.added,
        "changed": written.changed,
        "same": written.same,
        "written": written.kept,
        "skipped": {reason.value: count for reason, count in sheet.skipped.items()},
        "returned": [
            {"row": bad.line.number, "column": one.title, "reason": one.reason}
            for bad in sheet.bad
            for one in bad.problems
        ],
    }
    if options.what == "ledger":
        counts["columns"] = ledgers.columns(sheet)
    if options.json:
        print(msgspec.json.encode(counts).decode())
        return
    would = "" if written.kept else "(没有写入)"
    print(
        f"工作表“{sheet.name}”:新增 {written.added},更新 {written.changed},"
        f"无变化 {written.same},退回 {len(sheet.bad)}{would}"
    )
    if options.what == "ledger":
        ledgers.tell(sheet, preview=options.dry_run)
    passed = "、".join(f"{reason.label} {count}" for reason, count in sheet.skipped.items())
    if passed:
        print(f"略过:{passed}")
    _tell_bad(sheet, options)


def _tell_bad(sheet: Sheet[Any], options: Options) -> None:
    for bad in sheet.bad[:_SHOWN]:
        reasons = ";".join(f"{one.title}:{one.reason}" for one in bad.problems)
        print(f"第 {bad.line.number} 行 {reasons}", file=sys.stderr)
    if len(sheet.bad) > _SHOWN:
        print(f"……共 {len(sheet.bad)} 行,用 --returned 写到文件里", file=sys.stderr)
    if sheet.bad and not (options.keep_good or options.dry_run):
        print("有退回的行,因此都没有导入;其余的照样导入请加 --keep-good", file=sys.stderr)


def _holidays(options: Options) -> int:
    table = read_holidays(options.file)
    if not options.dry_run:
        with opening.opened(options) as office:
            office.act(stations.publish_holidays, table=table)
    print(f"{table.year}年:放假 {len(table.holidays)} 天,调休上班 {len(table.workdays)} 天")
    return 0


def _pair(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals:
        raise RuleBroken("action.wrong_form", place="--map")
    return key, value


def _level(word: str) -> DeputyLevel:
    found = next((one for one in DeputyLevel if word in (one.value, one.label)), None)
    if found is None:
        allowed = "、".join(f"{one.value}({one.label})" for one in DeputyLevel)
        raise RuleBroken("import.level_unknown", allowed=allowed)
    return found
