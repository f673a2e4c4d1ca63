"""The server from the command line: enrolling this PC, exchanging, what was refused."""

from functools import partial
from pathlib import Path

import msgspec

from renda_desktop import bootstrap
from renda_desktop.bootstrap import join_office
from renda_desktop.cli import files, opening
from renda_desktop.cli.arguments import Options
from renda_desktop.cli.founding import protection
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.moments import local
from renda_desktop.office import way
from renda_desktop.queries import exchange, pending, stations
from renda_desktop.sync import report as reports
from renda_desktop.sync.lane import Moved
from renda_desktop.sync.report import Report


def enrol(options: Options) -> int:
    """Enrol this PC; one that has no data yet gets the station's."""
    from renda_desktop.sync.http import checked_address, trusting

    url, ca = checked_address(options.url), _ca(options.ca)
    trusting(ca)
    home = opening.home(options)
    if home.exists:
        with opening.opened(options) as office:
            office.enrol(url=url, code=options.code, ca=ca)
            letter, name = office.letter, office.read(stations.station).name
        print(f"本机已登记:{name},本机的字母是 {letter}。现在可以同步:renda-desktop sync")
        return 0
    office = join_office(
        home,
        way=partial(way, url=url, ca=ca),
        url=url,
        code=options.code,
        ca=ca,
        clerk=options.clerk,
        passphrase=protection(options),
        clock=bootstrap.system_clock,
    )
    name, letter = office.read(stations.station).name, office.letter
    office.close()
    print(f"本机已登记并取得数据:{name},本机的字母是 {letter}")
    return 0


def sync(options: Options) -> int:
    """Exchange with the server; return 1 where something is left, 2 where it could not be."""
    with opening.opened(options) as office:
        done = office.exchange()
        moved = office.move_files() if done.whole else Moved()
        refused = {row.action: row for row in office.read(pending.refused)}
    if options.json:
        told = {"whole": done.whole, **msgspec.to_builtins(done), "files": moved}
        print(msgspec.json.encode(told).decode())
    else:
        print(outcome(done))
        for one in done.refused:
            row = refused.get(one.action)
            what = f"{row.what} {row.about}".strip() if row else one.action
            print(f"  未被接受:{what}({pending.reason_of(one.rule)})")
        if moved.sent or moved.received or moved.left:
            left = f",还有 {moved.left} 个没有传到" if moved.left else ""
            print(f"附件:上传 {moved.sent} 个,收到 {moved.received} 个{left}")
        for trouble in (*done.troubles, *moved.troubles):
            print(trouble.said)
    if done.troubles or moved.troubles:
        return 2
    return 0 if done.whole and not done.refused else 1


def leave(options: Options) -> int:
    """Let a log go that this PC holds beside its own."""
    with opening.opened(options) as office:
        done = office.leave(options.name)
    print(outcome(done))
    print(f"已退出“{options.name}”,本机不再有它的记录;服务器上的记录没有改动")
    return 0


def status(options: Options) -> int:
    """Show where this PC stands with its server."""
    with opening.opened(options) as office:
        standing = office.read(exchange.standing)
        refused = office.read(pending.refused)
        last = office.read(reports.last)
    if options.json:
        told = {"standing": standing, "refused": refused, "last": last}
        print(msgspec.json.encode(told).decode())
        return 0
    if standing.server is None:
        print(Unavailable("sync.not_enrolled"))
    else:
        print(f"服务器 {standing.url or '(用同步包同步)'},本机的字母是 {standing.letter}")
        if standing.forked:
            names = "、".join(one.name for one in standing.logs)
            print(Unavailable("sync.forked", scope=names))
    print(f"待同步 {standing.pending} 次操作,未被接受 {standing.refused} 次")
    for row in refused:
        what = f"{row.what} {row.about}".strip()
        print(f"  {local(row.at):%Y-%m-%d %H:%M} {row.who} {what}:{row.reason}")
    if last is not None:
        print(f"上次同步 {local(last.at):%Y-%m-%d %H:%M}:{outcome(last)}")
        for trouble in last.troubles:
            print(f"  {trouble.said}")
    return 0


def refused(options: Options) -> int:
    """Write everything that the server did not take to a file."""
    with opening.opened(options) as office, office.session() as session:
        lines = [msgspec.json.encode(one) for one in exchange.refused_whole(session)]
    files.write(options.output, b"".join(line + b"\n" for line in lines))
    print(f"已导出 {len(lines)} 次未被接受的操作:{options.output}")
    return 0


def outcome(done: Report) -> str:
    """Say what an exchange did."""
    parts = [f"上传 {done.sent} 次操作", f"收到 {done.received} 条记录"]
    if done.refused:
        parts.append(f"未被接受 {len(done.refused)} 次")
    if done.conflicts:
        parts.append(f"有冲突 {len(done.conflicts)} 项,请选定其一")
    if done.left:
        parts.append(f"还有 {done.left} 次操作待同步")
    return ",".join(parts)


def _ca(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        raise Unavailable("sync.ca_file") from None
