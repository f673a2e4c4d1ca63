"""The words that the command line understands about what papers say and what lists go out."""

from pathlib import Path

from renda_desktop.cli.arguments import _Commands, _json

LETTERS = ("reminder", "supervision-letter", "reply", "refusal", "notice", "minutes")
"""Written out here: what knows them is slow to import."""


def add(commands: _Commands) -> None:
    """Add the commands."""
    _wordings(commands)
    _exports(commands)


def _wordings(commands: _Commands) -> None:
    top = commands.add("wording", "wordings:list_", "文书用语:查看、更改、恢复")
    deeds = _Commands(top.add_subparsers(metavar="做什么", title="做什么", required=True))
    _json(deeds.add("list", "wordings:list_", "列出各种文书的用语,及其来源"))
    show = deeds.add("show", "wordings:show", "写出一种文书的用语和可用的字段,可存为文件修改")
    show.add_argument("--shipped", action="store_true", help="软件附带的用语")
    change = deeds.add("set", "wordings:set_", "按文件更改一种文书的用语")
    reset = deeds.add("reset", "wordings:reset", "恢复软件附带的(或上级发布的)用语")
    for command in (show, change, reset):
        command.add_argument("kind", choices=LETTERS, metavar="种类", help="、".join(LETTERS))
    change.add_argument("file", type=Path, metavar="文件.toml", help="由 wording show 写出后修改")


def _exports(commands: _Commands) -> None:
    top = commands.add("export", "exporting:ledger", "导出 Excel 表格")
    deeds = _Commands(top.add_subparsers(metavar="什么", title="什么", required=True))
    ledger = deeds.add("ledger", "exporting:ledger", "导出事项台账,与纸质台账同一范围和栏目")
    ledger.add_argument("--from", dest="since", metavar="日期", help="第一日")
    ledger.add_argument("--until", metavar="日期", help="最后一日")
    ledger.add_argument("--where", nargs="+", default=[], metavar="键=值", help="筛选条件")
    ledger.add_argument("-o", "--output", type=Path, required=True, metavar="文件.xlsx")
