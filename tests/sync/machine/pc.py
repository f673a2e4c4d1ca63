"""One PC of a sequence: it acts, exchanges, dies at any line, is copied and put back."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from sqlalchemy import event

import renda_desktop
from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.store import exchange
from renda_desktop.store.engine import open_engine
from renda_desktop.sync.report import Report
from tests.offices import Clock
from tests.sync.machine.base import URL
from tests.sync.machine.memory import Seen
from tests.sync.machine.road import Killed, Road

T = TypeVar("T")
_OURS = tuple(
    str(Path(renda_desktop.__file__).parent / part)
    for part in ("sync", "store", "services", "office.py")
)


@dataclass
class Pc:
    """A database and who works with it. `seen` is what was ever saved in it, for its clerks."""

    home: Path
    key: bytes
    scopes: tuple[Id, ...]
    clock: Clock
    seen: Seen = field(default_factory=Seen)
    copies: list[tuple[Path, Seen]] = field(default_factory=list)
    code: str | None = None
    trouble: str = ""
    doubled: bool = False
    """Whether its database was ever copied or put back, or the server was."""

    def __post_init__(self) -> None:
        self._raw: list[Any] = []
        self.office = self._opened()

    def _opened(self) -> Office:
        engine = open_engine(self.home / "renda.db", key=self.key)
        event.listen(engine, "connect", lambda raw, _: self._raw.append(raw))
        return Office(home=Home(self.home), engine=engine, key=self.key, clock=self.clock)

    def begin_again(self) -> None:
        """End the program, however it stands, and start it again."""
        self.end()
        bootstrap.open_with(
            Home(self.home), key=self.key, clock=self.clock, progress=None
        ).close()  # fmt: skip
        self.office = self._opened()

    def end(self) -> None:
        for raw in self._raw:
            raw.close()
        self._raw.clear()
        self.office.close()

    def act(self, service: Callable[..., T], /, **given: Any) -> T | None:
        """Let a clerk act; None where the rules forbid it."""
        try:
            return self.office.act(service, **given)
        except RuleBroken:
            return None

    def exchange(self, road: Road) -> Report | None:
        """Exchange; None where the PC died meanwhile."""
        report = self.office.exchange(link=road.of(self.office))
        self.trouble = report.troubles[0].rule if report.troubles else ""
        return report

    def enrol(self, road: Road, code: Callable[[], str]) -> None:
        """Enrol anew; a code that was not answered is tried again."""
        self.code = self.code or code()
        try:
            self.office.enrol(url=URL, code=self.code, link=road.of(self.office))
        except Unavailable:
            return
        except RuleBroken:  # it was let in, revoked, and never heard of it
            self.code = None
            return
        self.code, self.trouble = None, ""

    @property
    def forked(self) -> bool:
        peer = self.office.read(exchange.peer)
        return peer is not None and peer.forked

    def mortal(self, job: Callable[[], object], *, lines: int | None) -> bool:
        """Do a job that may die; begin again and return True if it did."""
        died = False
        try:
            with dying(lines):
                job()
        except Killed:
            died = True
        if died:
            self.begin_again()
        return died

    def copy(self, to: Path) -> None:
        """Copy the database while nobody works in it."""
        shutil.copytree(self.home, to, ignore=shutil.ignore_patterns("*-shm"))

    def put_back(self, copy: Path, seen: Seen) -> None:
        """Let an older copy take the place of the database."""
        self.end()
        shutil.rmtree(self.home)
        shutil.copytree(copy, self.home)
        self.seen = seen.copy()
        self.office = self._opened()


@contextmanager
def dying(lines: int | None) -> Iterator[None]:
    """Die after so many lines of the PC's code."""
    if lines is None:
        yield
        return
    left = lines

    def trace(frame: FrameType, what: str, _: object) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.startswith(_OURS):
            return None
        if what == "line":
            left -= 1
            if left < 0:
                sys.settrace(None)
                raise Killed
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
