"""Founding a station from the command line."""

from renda_desktop.bootstrap import found_office
from renda_desktop.cli import opening
from renda_desktop.cli.arguments import Options
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.station import StationDetails
from renda_desktop.store import keychain, keys, recovery
from renda_desktop.store.passphrase import from_environment


def init(options: Options) -> int:
    """Make a new station, and print its recovery key this once."""
    home = opening.home(options)
    passphrase = protection(options)
    found_office(
        home,
        details=StationDetails(options.station, options.code),
        clerk=options.clerk,
        passphrase=passphrase,
        letter=options.letter,
    ).close()
    code = recovery.to_recovery_code(keys.load(home.path, passphrase=passphrase))
    print(f"已建站:{home.path}")
    show_code(code)
    return 0


def protection(options: Options) -> str | None:
    """Return the passphrase that is to keep the key; None where the key store keeps it."""
    passphrase = None if options.passphrase_file else from_environment()
    if options.passphrase_file or not (passphrase or keychain.usable()):
        passphrase = opening.new_passphrase(options.passphrase_file)
        if not passphrase:
            raise Unavailable("keychain.none")
    return passphrase


def show_code(code: tuple[str, ...]) -> None:
    """Print a recovery key in its groups."""
    print("恢复密钥(请抄写或打印后锁好;电脑损坏时只有它能打开数据):")
    for start in range(0, len(code), 4):
        print("  " + "  ".join(f"{n:2} {code[n - 1]}" for n in range(start + 1, start + 5)
                               if n <= len(code)))  # fmt: skip
