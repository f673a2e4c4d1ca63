"""The words that the command line understands."""

import argparse
from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path
from typing import Any

Options = Namespace

# What argparse says itself, in the language of the users.
_CHINESE = {
    "usage: ": "用法:",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示帮助",
    "show program's version number and exit": "显示版本",
    "%(prog)s: error: %(message)s\n": "%(prog)s:%(message)s\n",
    "the following arguments are required: %s": "缺少参数:%s",
    "unrecognized arguments: %s": "不认识的参数:%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”,可选:%(choices)s",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s:%(message)s",
    "expected one argument": "后面要有一个值",
    "expected at least one argument": "后面至少要有一个值",
    "invalid %(type)s value: %(value)r": "写法不对:%(value)s",
    "not allowed with argument %s": "不能与 %s 同时使用",
}
vars(argparse)["_"] = lambda text: _CHINESE.get(text, text)

LISTS = (
    "receptions",
    "visits",
    "matters",
    "proposals",
    "scorecards",
    "ballots",
    "residents",
    "deputies",
    "departments",
    "themes",
    "clerks",
    "stations",
    "areas",
    "categories",
    "programs",
    "figures",
    "snapshots",
    "papers",
)
PAPERS = (
    "receipt", "receipt-strip", "registration-form", "briefing", "reminder", "supervision-letter",
    "reply", "refusal", "notice", "minutes", "sign-in", "claims", "assignment", "file", "call-back",
    "ledger", "report",
    "duty-record", "ballot-paper", "tally-sheet", "ballot-result", "evaluation-sheet",
    "evaluation-matrix", "indicator-sheet", "evaluation-result", "evaluation-summary",
    "proposal-form",
)  # fmt: skip
DECISIONS = (
    "answered_on_site", "assigned", "planned", "explained", "declined", "deliberate",
    "supervise", "rate", "rehandle",
)  # fmt: skip
ONES = (
    "reception",
    "visit",
    "matter",
    "proposal",
    "scorecard",
    "ballot",
    "resident",
    "deputy",
    "theme",
    "figure",
    "snapshot",
)


def parser() -> ArgumentParser:
    """Return the parser; what it returns names the function to run as `run`."""
    top = ArgumentParser(
        prog="renda-desktop",
        description="人大代表联络站工作平台。不带命令时打开窗口。",
        epilog="退出码:0 全部成功,1 有的没有被接受,2 用法不对或无法进行。",
        parents=[_place()],
    )
    top.add_argument("--version", action=_Version, nargs=0, help="显示版本")
    top.add_argument("--offscreen", action="store_true", help="在没有显示器的情况下运行窗口")
    top.set_defaults(run="window:open_window")
    commands = top.add_subparsers(metavar="命令", title="命令")
    parts = (_work, _opinions, _station, _files, _lists, _programs, _papers)
    for add in (*parts, _server, _database, _checks):
        add(_Commands(commands))
    commands.add_parser("press").set_defaults(run="pressing:press")  # the window's own child
    return top


class _Commands:
    """Adds commands that all know where the data is."""

    def __init__(self, commands: Any) -> None:  # argparse's own class is private
        self._commands = commands

    def add(self, name: str, run: str, about: str) -> ArgumentParser:
        command: ArgumentParser = self._commands.add_parser(
            name, help=about, description=about, parents=[_place()]
        )
        command.set_defaults(run=run)
        return command


def _place() -> ArgumentParser:
    place = ArgumentParser(add_help=False, argument_default=SUPPRESS)
    place.add_argument("--home", type=Path, metavar="文件夹", help="数据所在的文件夹")
    place.add_argument("--demo", action="store_true", help="使用演示数据,不涉及真实人员")
    return place


def _json(command: ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="输出 JSON")


def _station(commands: _Commands) -> None:
    init = commands.add("init", "founding:init", "建站:新建联络站的数据")
    init.add_argument("--station", required=True, metavar="名称", help="联络站名称")
    init.add_argument("--code", required=True, metavar="代码", help="编号里用的代码,如 YH")
    init.add_argument("--clerk", required=True, metavar="姓名", help="第一位经办人")
    init.add_argument("--letter", default="A", metavar="字母", help="本机的字母(默认 A)")
    _passphrase(init)
    adopt = commands.add("adopt", "keeping:adopt", "在新电脑上用恢复密钥打开已有的数据文件")
    adopt.add_argument("file", type=Path, nargs="?", metavar="文件", help="数据文件或备份")
    adopt.add_argument("--key-file", type=Path, metavar="文件", help="写有恢复密钥的文件")
    _passphrase(adopt)
    code = commands.add("recovery-key", "keeping:recovery_key", "显示或打印恢复密钥")
    code.add_argument("-o", "--output", type=Path, metavar="文件.pdf")
    change = commands.add("passphrase", "keeping:passphrase", "更换口令")
    _passphrase(change)
    demo = commands.add("demo", "demonstration:demo", "生成演示数据")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="同一个数给出同样的数据")
    demo.add_argument("--article", action="store_true", help="生成报道所载数据,并逐项核对")
    demo.add_argument("--matters", type=int, default=300, metavar="N", help="大约多少件事项")


def _passphrase(command: ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file", type=Path, metavar="文件", help="用此文件里的口令保护数据"
    )


def _work(commands: _Commands) -> None:
    commands.add("actions", "applying:actions", "列出全部操作(JSON Schema)")
    commands.add("roles", "roles:roles", "列出谁可以做什么")
    apply = commands.add("apply", "applying:apply", "逐行执行操作,每行一个 JSON 对象")
    apply.add_argument("file", metavar="文件", help="- 表示标准输入")
    apply.add_argument("--stop", action="store_true", help="遇到第一个失败就停止")
    show = commands.add("show", "showing:show", "查看数据")
    show.add_argument("what", choices=(*LISTS, *ONES), metavar="种类", help="、".join(LISTS + ONES))
    show.add_argument("id", nargs="?", metavar="编号", help="查看一条时:编号、姓名或 ID")
    show.add_argument("--where", nargs="+", default=[], metavar="键=值", help="筛选条件")
    show.add_argument("--limit", type=int, default=100, metavar="N", help="最多几条,0 为全部")
    _filter(show)
    _json(show)
    search = commands.add("search", "showing:search", "搜索")
    search.add_argument("text", metavar="文字")
    _json(search)


def _filter(show: ArgumentParser) -> None:
    some = show.add_argument_group("统计数字(figures、figure)")
    several: dict[str, Any] = {"action": "append", "default": []}
    some.add_argument("--program", **several, metavar="代号", help="工作机制,可写几次;不写为全部")
    some.add_argument("--from", dest="since", metavar="日期", help="期间的第一日")
    some.add_argument("--to", dest="until", metavar="日期", help="期间的最后一日")
    some.add_argument("--as-of", metavar="时刻", help="按那时已有的记录统计;只写日期为当日终了")
    some.add_argument("--station", **several, metavar="名称", help="联络站,可写几次")
    some.add_argument("--area", metavar="名称", help="区域,含其下各级")
    some.add_argument("--kind", metavar="类别", help="接待类别")
    some.add_argument("--theme", metavar="名称")
    some.add_argument("--unit", metavar="名称", help="承办单位")
    some.add_argument("--deputy", metavar="姓名")
    some.add_argument("--group", metavar="名称", help="代表小组")
    some.add_argument("--term", metavar="层级:届", help="如 county:19")
    some.add_argument("--by", metavar="栏目", help="分列:theme、station、area、kind、program、"
        "unit、deputy、year、month")  # fmt: skip
    some.add_argument("--rows", action="store_true", help="列出一项统计数字(figure)所计的各行")


def _opinions(commands: _Commands) -> None:
    opinion = commands.add("opinion", "opinions:opinion", "代表阅件:列出各行,或录入一行的意见")
    opinion.add_argument("reception", metavar="接待", help="如 themed#3")
    opinion.add_argument("deputy", metavar="代表")
    opinion.add_argument(
        "row", nargs="?", metavar="行", help="二维码、行号、行号-核对数字或事项编号"
    )
    opinion.add_argument("text", nargs="?", metavar="意见")
    opinion.add_argument("--decide", choices=DECISIONS, default="", metavar="处理",
        help="、".join(DECISIONS))  # fmt: skip
    opinion.add_argument("--unit", action="append", default=[], metavar="单位", help="承办单位;"
        "再写的是协办单位")  # fmt: skip
    opinion.add_argument("--due", metavar="日期", help="办结期限")
    opinion.add_argument("--days", type=int, metavar="N", help="办结天数")
    opinion.add_argument("--stars", type=int, default=5, metavar="N", help="评价:几星(默认 5)")
    opinion.add_argument("--go-to", default="", metavar="途径", help="不予受理时的建议途径")
    _json(opinion)


def _files(commands: _Commands) -> None:
    attach = commands.add("attach", "attaching:attach", "给事项添加附件")
    attach.add_argument("matter", metavar="事项", help="编号或 ID")
    attach.add_argument("files", type=Path, nargs="+", metavar="文件")
    attachment = commands.add("attachment", "attaching:attachment", "取出事项的附件")
    attachment.add_argument("matter", metavar="事项", help="编号或 ID")
    attachment.add_argument("name", metavar="附件", help="名称或校验值(SHA-256)")
    attachment.add_argument("-o", "--output", type=Path, required=True, metavar="文件")


def _lists(commands: _Commands) -> None:
    imported = commands.add("import", "importing:import_list", "导入名册、单位名单、台账或节假日")
    imported.add_argument("what", choices=("deputies", "departments", "ledger", "holidays"),
        metavar="种类", help="deputies、departments、ledger(台账)、holidays")  # fmt: skip
    imported.add_argument("file", type=Path, metavar="文件")
    imported.add_argument("--dry-run", action="store_true", help="只检查,不写入")
    imported.add_argument("--returned", type=Path, metavar="文件.xlsx", help="退回的行写到这里")
    some = imported.add_mutually_exclusive_group()
    some.add_argument("--keep-good", action="store_true", help="有退回的行时,其余的照样导入")
    some.add_argument("--all-or-nothing", action="store_true", help="有退回的行就都不导入(默认)")
    imported.add_argument("--map", nargs="+", default=[], metavar="栏目=列", help="如 name=B")
    imported.add_argument("--sheet", metavar="名称", help="工作表")
    imported.add_argument("--term", type=int, metavar="N", help="名册没有届次时用")
    imported.add_argument("--program", metavar="机制", help="台账按哪个机制办理(默认日常接待)")
    imported.add_argument("--new-units", action="store_true", help="没有登记的承办单位一并登记")
    imported.add_argument("--level", metavar="层级", help="名册没有层级时用,如 municipal")
    _json(imported)


def _programs(commands: _Commands) -> None:
    top = commands.add("program", "programs:list_", "工作机制:查看、复制、检查、发布")
    deeds = _Commands(top.add_subparsers(metavar="做什么", title="做什么", required=True))
    _json(deeds.add("list", "programs:list_", "列出正在施行的工作机制,及其来源"))
    show = deeds.add("show", "programs:show", "用文字说明一个工作机制,并列出各版本")
    show.add_argument("key", metavar="代号")
    _json(show)
    copy = deeds.add("copy", "programs:copy", "把工作机制写到文件里,供修改")
    copy.add_argument("key", metavar="代号")
    copy.add_argument("file", type=Path, metavar="文件.toml")
    copy.add_argument("--as", dest="as_", metavar="新代号", help="作为另一个工作机制的第1版")
    for command in (show, copy):
        command.add_argument(
            "--version", dest="version_", type=int, metavar="N", help="第几版(默认最新)"
        )
    copy.add_argument("--shipped", action="store_true", help="软件附带的那一版")
    check = deeds.add("check", "programs:check", "检查工作机制文件,并用文字说明")
    check.add_argument("file", type=Path, metavar="文件.toml")
    publish = deeds.add(
        "publish", "programs:publish", "发布工作机制文件:新的代号为第1版,否则为下一版"
    )
    publish.add_argument("file", type=Path, metavar="文件.toml")


def _papers(commands: _Commands) -> None:
    from renda_desktop.cli import paper_arguments

    paper_arguments.add(commands)


def _database(commands: _Commands) -> None:
    backup = commands.add("backup", "database:backup", "备份")
    backup.add_argument("file", type=Path, metavar="文件")
    restore = commands.add("restore", "database:restore", "从备份恢复;现有数据另存")
    restore.add_argument("file", type=Path, metavar="文件")
    restore.add_argument("--yes", action="store_true", help="不再询问")
    commands.add("rebuild", "database:rebuild", "由记录重建现状")
    _json(commands.add("verify", "database:verify", "检查数据是否完好"))


def _server(commands: _Commands) -> None:
    enrol = commands.add("enrol", "exchanging:enrol", "用登记码把本机登记到中心服务器")
    enrol.add_argument("url", metavar="地址", help="如 https://服务器名称")
    enrol.add_argument("code", metavar="登记码", help="由系统管理员给出,只能用一次")
    enrol.add_argument("--ca", type=Path, metavar="文件.pem", help="单位的 CA 证书")
    enrol.add_argument("--clerk", metavar="姓名", help="本机还没有数据时:坐在本机前的经办人")
    _passphrase(enrol)
    sync = commands.add("sync", "exchanging:sync", "与中心服务器同步")
    _json(sync)
    deeds = _Commands(sync.add_subparsers(metavar="操作", title="操作"))
    _json(deeds.add("status", "exchanging:status", "查看同步情况"))
    export = deeds.add("export", "bundling:export", "把待同步的内容写成同步包,带到中心")
    export.add_argument("file", type=Path, metavar="文件.renda")
    taken = deeds.add("import", "bundling:import_", "导入中心的回包")
    taken.add_argument("file", type=Path, metavar="文件.renda")
    _json(taken)
    accept = deeds.add("accept", "bundling:accept", "没有网络时:用登记文件和登记码登记本机")
    accept.add_argument("file", type=Path, metavar="文件.renda", help="由系统管理员给出")
    accept.add_argument("code", metavar="登记码")
    leave = deeds.add("leave", "exchanging:leave", "退出一个范围:先同步,再从本机移除它的记录")
    leave.add_argument("name", metavar="名称")
    refused = deeds.add("refused", "exchanging:refused", "导出服务器没有接受的操作")
    refused.add_argument("-o", "--output", type=Path, required=True, metavar="文件.jsonl")


def _checks(commands: _Commands) -> None:
    _json(commands.add("doctor", "doctor:doctor", "检查本机环境"))
    commands.add("selftest", "selftesting:selftest", "自检:在临时文件夹里走一遍全过程")


class _Version(argparse.Action):
    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"renda-desktop {version('renda-desktop')}")
        parser.exit()
