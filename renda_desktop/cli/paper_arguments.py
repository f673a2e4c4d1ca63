"""The words that the command line understands about papers, their words and exported lists."""

from pathlib import Path

from renda_desktop.cli.arguments import PAPERS, _Commands, _json

LETTERS = ("reminder", "supervision-letter", "reply", "refusal", "notice", "minutes")
"""Written out here: what knows them is slow to import."""


def add(commands: _Commands) -> None:
    """Add the commands."""
    _paper(commands)
    _wordings(commands)
    _exports(commands)


def _paper(commands: _Commands) -> None:
    paper = commands.add("paper", "papers:paper", "生成纸质材料(PDF)")
    paper.add_argument("kind", choices=PAPERS, metavar="种类", help="、".join(PAPERS))
    paper.add_argument("ids", nargs="*", metavar="编号", help="来访、事项、接待、代表、票决、"
        "评议或建议;台账、评议结果汇总表不写;"
        "统计报告写 2026-11、2026-Q3、2026-H1 或 2026")  # fmt: skip
    paper.add_argument("--matter", metavar="编号", help="事项归档卷的事项")
    paper.add_argument("--reception", metavar="接待", help="代表阅件所为的接待")
    paper.add_argument("--from", dest="since", metavar="日期", help="台账、统计报告:第一日")
    paper.add_argument("--until", metavar="日期", help="台账、统计报告:最后一日")
    paper.add_argument("--where", nargs="+", default=[], metavar="键=值",
        help="台账、评议结果汇总表:筛选条件")  # fmt: skip
    paper.add_argument("--program", action="append", default=[], metavar="代号", help="统计报告:"
        "工作机制,可写几次;不写为全部")  # fmt: skip
    paper.add_argument("--station", action="append", default=[], metavar="名称", help="统计报告:"
        "联络站,可写几次")  # fmt: skip
    paper.add_argument("--area", metavar="名称", help="统计报告:区域,含其下各级")
    paper.add_argument("--as-of", metavar="时刻", help="统计报告:按那时已有的记录统计")
    paper.add_argument("--per-page", type=int, choices=(1, 2, 3, 4), default=1, help="票决票:"
        "每页几张,印出后裁开")  # fmt: skip
    paper.add_argument("--panel", default="", metavar="评价主体", help="评议测评表、汇总票:只要"
        "这一个评价主体的")  # fmt: skip
    paper.add_argument("--blank", action="store_true", help="计票表:空白,供现场使用")
    paper.add_argument("--issue", action="store_true", help="正式出具:编号并归入记录;"
        "内容相同的再次出具为补打")  # fmt: skip
    persons = paper.add_mutually_exclusive_group()
    persons.add_argument("--redacted", dest="persons", action="store_const", const="redacted",
        default="masked", help="脱敏版:不含群众的姓名、电话、地址,原话里的也隐去")  # fmt: skip
    persons.add_argument("--full", dest="persons", action="store_const", const="full",
        help="完整版:写出姓名、电话、地址,只供站内使用;保密的仍不写")  # fmt: skip
    paper.add_argument("-o", "--output", type=Path, required=True, metavar="文件.pdf")


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
