"""The commands for files that carry an exchange: invitations, bundles and their answers."""

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.server import bundle as bundles
from renda_desktop.server import database, devices, identity, shelf
from renda_desktop.server.blobs import Files
from renda_desktop.server.calls import Server
from renda_desktop.server.database import Connection
from renda_desktop.sync import files as disk
from renda_desktop.sync import sealed


async def invite(db: Connection, *, folder: Path, code: str, file: Path) -> None:
    """Write the file with which a PC without network is enrolled."""
    who = await identity.known(db, folder=folder)
    epoch = await db.fetchval("SELECT epoch FROM server")
    _write_new(file, bundles.invitation(who, code=code, epoch=epoch))


async def bundle(options: Namespace, address: str) -> int:
    """Do what a PC's bundle says, and write the answer; 1 where something was refused."""
    data = disk.read(options.file) if options.file else None
    pool = await database.open_pool(address, size=2)
    try:
        async with pool.acquire() as db:
            who = await identity.awake(db, folder=options.data, now=datetime.now(UTC))
            to = await devices.named(db, options.to) if options.to else None
        files = Files(shelf.opened(options.files, data=options.data))
        server = Server(pool, who, files=files)
        done = await bundles.answer(server, data=data, to=to)
    finally:
        await pool.close()
    beside = options.file.parent if options.file else Path()
    file = options.output or _free(beside, done.device)
    _write_new(file, done.data)
    print(f"已处理 {done.actions} 次操作,其中 {done.refused} 次未被接受")
    print(f"回包(给设备 {done.device[:8]},含 {done.entries} 条记录、{done.files} 个附件):{file}")
    if done.more:
        print("一个回包装不下全部内容:请那台电脑导入后再导出、再来换取")
    return 1 if done.refused else 0


def _free(folder: Path, device: Id) -> Path:
    """Return a name that is not taken and tells nothing but the device's number."""
    names = (f"answer-{device[:8]}{number}{sealed.SUFFIX}" for number in ("", *range(-2, -999, -1)))
    return next(file for name in names if not (file := folder / name).exists())


def _write_new(file: Path, data: bytes) -> None:
    if file.exists():
        raise RuleBroken("server.file_exists")
    disk.write(file, data)
