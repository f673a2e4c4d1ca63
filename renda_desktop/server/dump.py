"""A copy of the whole database in a file, by PostgreSQL's own programs."""

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.server import embedded


def dump(address: str, *, file: Path) -> None:
    """Write a copy of the database to a new file that only its owner may read.

    Raises:
        RuleBroken: the file exists.
        Unavailable: the programs are missing, or the copy did not get done.
    """
    if file.exists():
        raise RuleBroken("server.file_exists")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        _run("pg_dump", address, ["--format=custom", "--no-owner", f"--file={part}"])
        part.rename(file)
    except OSError:
        raise Unavailable("file.unwritable") from None
    finally:
        part.unlink(missing_ok=True)


def restore(address: str, *, file: Path) -> None:
    """Fill an empty database from such a file, all or nothing."""
    if not file.is_file():
        raise Unavailable("file.unreadable")
    _run(
        "pg_restore", address, ["--no-owner", "--exit-on-error", "--single-transaction", str(file)]
    )


def _run(program: str, address: str, arguments: list[str]) -> None:
    """Run a program on the database; the password is in no list of processes."""
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    plain = urlunsplit(parts._replace(netloc=f"{name}@{host}"))
    done = subprocess.run(
        [str(_found(program)), f"--dbname={plain}", *arguments],
        env=os.environ | ({"PGPASSWORD": unquote(password)} if password else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"{program} {done.returncode}"]
        raise Unavailable("server.dump", reason=last[0])


def _found(program: str) -> Path:
    """Return the program that comes along, or else the organisation's own.

    Ours is new: it reads every older PostgreSQL.
    """
    try:
        return embedded.tool(program)
    except Unavailable:
        own = shutil.which(program)
        if own is None:
            raise
        return Path(own)
