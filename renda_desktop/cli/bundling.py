"""An exchange by files from the command line: for a PC without network."""

import msgspec

from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.cli.exchanging import outcome
from renda_desktop.queries import stations
from renda_desktop.sync import files


def accept(options: Options) -> int:
    """Enrol this PC with an invitation that came as a file."""
    with opening.opened(options) as office:
        office.accept(invitation=files.read(options.file), code=options.code)
        name = office.read(stations.station).name
    print(f"已读取登记文件:{name}。现在请导出同步包,带到中心:renda-desktop sync export 文件.renda")
    return 0


def export(options: Options) -> int:
    """Write a bundle for the server; return 1 where it does not hold everything."""
    with opening.opened(options) as office:
        done = office.export_bundle()
    files.write(options.file, done.data)
    print(f"已导出 {done.actions} 次操作:{options.file}")
    if done.more:
        print("一个同步包装不下全部内容:导入中心的回包后,请再导出一次")
    return 1 if done.more else 0


def import_(options: Options) -> int:
    """Take the server's answer; return 1 where something is left, 2 where it could not be."""
    with opening.opened(options) as office:
        done = office.import_bundle(files.read(options.file))
    if options.json:
        print(msgspec.json.encode({"whole": done.whole, **msgspec.to_builtins(done)}).decode())
    else:
        print(outcome(done))
        for trouble in done.troubles:
            print(trouble.said)
    if done.troubles:
        return 2
    return 0 if done.whole and not done.refused else 1
