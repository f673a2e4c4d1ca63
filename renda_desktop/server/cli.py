"""The command line of the server: from its words to the function that does the work."""

import asyncio
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.terms import Role

FAILED: Final = 2
_INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when all went well, 1 when faults were found, 2 otherwise."""
    from renda_desktop.server import commands

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = parser().parse_args(argv)
    except SystemExit as ended:  # help, version or a mistake, told already
        return int(ended.code or 0)
    try:
        with commands.address(options) as address:
            code: int = asyncio.run(getattr(commands, options.run)(options, address))
        sys.stdout.flush()
        return code
    except (RuleBroken, Unavailable) as failure:
        print(failure, file=sys.stderr)
        return FAILED
    except commands.FAILURES:
        if _read():
            print(Unavailable("server.database"), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED


def _read() -> bool:
    """Return whether somebody reads what is printed; `status | head` may read no more."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def parser() -> ArgumentParser:
    """Return the parser; what it returns names the function to run as `run`."""
    top = ArgumentParser(
        prog="renda-server",
        description="人大代表联络站工作平台的中心服务器。",
        epilog="退出码:0 成功,1 查出问题,2 用法不对或无法进行。",
    )
    top.add_argument("--version", action="version", version=version("renda-desktop"))
    deeds = top.add_subparsers(metavar="命令", title="命令", required=True)
    _add(deeds, "init", "init", "新建服务器:数据文件夹、密钥、数据库")
    run = _add(deeds, "run", "run", "运行服务器")
    run.add_argument("--host", default="127.0.0.1", metavar="地址", help="默认只供本机(127.0.0.1)")
    run.add_argument("--port", type=int, default=8443, metavar="端口", help="默认 8443")
    run.add_argument("--tls-cert", type=Path, metavar="文件.pem", help="HTTPS 证书(含中间证书)")
    run.add_argument("--tls-key", type=Path, metavar="文件.pem", help="HTTPS 证书的私钥")
    run.add_argument("--plain", action="store_true", help="由前面的代理负责 HTTPS")
    run.add_argument("--proxy", metavar="地址", default="127.0.0.1,::1",
        help="代理的地址,逗号分隔:相信它说的来访者地址,以便限制猜登记码(默认本机)")  # fmt: skip
    _files(run)
    _scopes(deeds)
    _devices(deeds)
    _keeping(deeds)
    return top


def _files(command: ArgumentParser) -> None:
    command.add_argument("--files", metavar="文件夹", default=os.environ.get("RENDA_SERVER_FILES"),
        help="附件放在哪里:文件夹或 s3://存储桶/前缀(环境变量 RENDA_SERVER_FILES);"
        "不写则在数据文件夹的 files 中")  # fmt: skip


def _scopes(deeds: Any) -> None:  # argparse's own class is private
    station = _add(deeds, "station", "station", "添加联络站;离线建好的站在首次登记时并入")
    station.add_argument("name", metavar="名称")
    station.add_argument("code", metavar="代码", help="编号里用的代码,如 YH")
    station.add_argument("--area", metavar="区域", help="所属区域的名称")
    area = _add(deeds, "area", "area", "添加区域")
    area.add_argument("name", metavar="名称")
    area.add_argument("--area", metavar="区域", help="上级区域的名称")

    move = _add(deeds, "move", "move", "把联络站或区域移到另一个区域之下")
    move.add_argument("scope", metavar="范围")
    move.add_argument("area", metavar="区域")
    rename = _add(deeds, "rename", "rename", "更改联络站或区域在这里的名称、代码")
    rename.add_argument("scope", metavar="范围")
    rename.add_argument("--name", metavar="名称")
    rename.add_argument("--code", metavar="代码")
    user = _add(deeds, "user", "user", "登记一位人员,或更改其角色;新的区域由第一位人员开始")
    user.add_argument("name", metavar="姓名")
    user.add_argument("--scope", required=True, metavar="范围", help="联络站或区域的名称、代码")
    roles = "、".join(f"{role.value}({role.label})" for role in Role)
    user.add_argument("--role", action="append", required=True, metavar="角色",
        choices=[role.value for role in Role], help=f"可写几次:{roles}")  # fmt: skip
    program = _add(deeds, "program", "program_publish", "由上级发布工作机制")
    steps = program.add_subparsers(metavar="做什么", title="做什么", required=True)
    publish = _add(steps, "publish", "program_publish", "发布工作机制文件,供区域内各站施行")
    publish.add_argument("file", type=Path, metavar="文件.toml")
    publish.add_argument("--scope", required=True, metavar="区域")
    categories = _add(deeds, "categories", "categories_publish", "由上级发布类别表")
    steps = categories.add_subparsers(metavar="做什么", title="做什么", required=True)
    publish = _add(
        steps, "publish", "categories_publish", "发布类别表文件,供区域内各站登记事项时选用"
    )
    publish.add_argument("file", type=Path, metavar="文件.toml")
    publish.add_argument("--scope", required=True, metavar="区域")


def _devices(deeds: Any) -> None:
    enrol = _add(deeds, "enrol", "enrol", "给一台电脑开一次性登记码")
    enrol.add_argument("scope", metavar="范围", help="联络站或区域的名称、代码")
    enrol.add_argument("--hours", type=int, default=48, metavar="N", help="有效小时数(默认 48)")
    enrol.add_argument("--url", metavar="https://…", default=os.environ.get("RENDA_SERVER_URL"),
        help="电脑用的服务器地址,一并写进二维码(环境变量 RENDA_SERVER_URL)")  # fmt: skip
    enrol.add_argument("--file", type=Path, metavar="文件.renda",
        help="那台电脑没有网络时:另写一个登记文件,与登记码一起给它")  # fmt: skip
    grant = _add(deeds, "grant", "grant", "让一台设备再读写一个范围")
    grant.add_argument("device", metavar="设备", help="编号(或其开头几位),见 status")
    grant.add_argument("scope", metavar="范围")
    revoke = _add(deeds, "revoke", "revoke", "停用一台设备,或收回它的一个范围")
    revoke.add_argument("device", metavar="设备")
    revoke.add_argument("scope", metavar="范围", nargs="?")
    bundle = _add(deeds, "bundle", "bundle", "处理没有网络的电脑带来的同步包,写出回包")
    bundle.add_argument("file", type=Path, nargs="?", metavar="文件.renda")
    bundle.add_argument("--for", dest="to", metavar="设备", help="回包给哪台设备(默认给带来的)")
    bundle.add_argument("-o", "--output", type=Path, metavar="回包.renda")
    _files(bundle)


def _keeping(deeds: Any) -> None:
    for name, about in (("status", "各范围和设备的情况"), ("verify", "检查全部记录是否完好")):
        command = _add(deeds, name, name, about)
        command.add_argument("--json", action="store_true", help="输出 JSON")
        if name == "verify":
            _files(command)
    logged = _add(deeds, "log", "log", "查看访问记录:谁在何时读写了什么,是否获准(保存一年)")
    logged.add_argument("--scope", metavar="范围", help="只看一个联络站或区域")
    logged.add_argument("--device", metavar="设备", help="只看一台设备:编号或其开头几位")
    logged.add_argument("--since", type=date.fromisoformat, metavar="年-月-日", help="从哪一天起")
    logged.add_argument("--json", action="store_true", help="每行输出一个 JSON")
    _add(deeds, "bump-epoch", "bump_epoch", "数据库由旧备份恢复后:让各电脑补传缺少的记录")
    backup = _add(deeds, "backup", "backup", "备份数据库")
    backup.add_argument("file", type=Path, metavar="文件")
    restore = _add(deeds, "restore", "restore", "把备份恢复到一个空的数据库")
    restore.add_argument("file", type=Path, metavar="文件")


def _add(deeds: Any, name: str, run: str, about: str) -> ArgumentParser:
    command: ArgumentParser = deeds.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    command.add_argument("--data", type=Path, metavar="文件夹", default=_default_folder(),
        help="密钥和内置数据库所在的文件夹(环境变量 RENDA_SERVER_DATA)")  # fmt: skip
    command.add_argument("--database", metavar="postgresql://…",
        default=os.environ.get("RENDA_SERVER_DATABASE"),
        help="单位自己的 PostgreSQL(环境变量 RENDA_SERVER_DATABASE);不写则用内置的")  # fmt: skip
    return command


def _default_folder() -> Path:
    from platformdirs import user_data_path

    chosen = os.environ.get("RENDA_SERVER_DATA")
    return Path(chosen) if chosen else user_data_path("renda-server", appauthor=False)
