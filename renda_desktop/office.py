"""An open database with somebody at the desk: the one object that reads and acts."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from renda_desktop.carriage import Carriage
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.queries import clerks, stations
from renda_desktop.safekeeping import BACKUP_AT, Safekeeping
from renda_desktop.services import reach
from renda_desktop.store import positions, settings
from renda_desktop.store.failures import world

if TYPE_CHECKING:
    from renda_desktop.sync.http import Https
    from renda_desktop.sync.link import Link
    from renda_desktop.sync.loop import Place
    from renda_desktop.sync.report import Report

T = TypeVar("T")
W = TypeVar("W")
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the moment now, as aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one PC's database."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "renda.db"

    @property
    def joining(self) -> Path:
        """Where a station is put together that comes from the server."""
        return self.path / "joining.db"

    @property
    def exists(self) -> bool:
        return self.database.exists()


@contextmanager
def way(place: "Place", *, url: str, ca: str = "", server: Id | None = None) -> "Iterator[Https]":
    """Open the way to a server over HTTPS.

    Args:
        ca: the text of the organisation's own certificate file.
        server: who must answer; None before this PC is enrolled.
    """
    from renda_desktop.sync import signing
    from renda_desktop.sync.http import Https

    key = signing.device_key(place.key, device=place.device)
    link = Https(url, ca=ca, server=server, device=place.device, key=key, clock=place.clock)
    with closing(link):
        yield link


class Office(Carriage, Safekeeping):
    """An open database with somebody at the desk: reads for screens, actions for clerks."""

    def __init__(
        self, *, home: Home, engine: Engine, key: bytes, clock: Clock = system_clock
    ) -> None:
        self.home = home
        self.engine = engine
        self.clock = clock
        self._key = key
        self._writer = engine.execution_options(writes=True)
        with self.session() as session:
            self.device = Id(settings.get(session, key="device") or "")
            self.station = Id(settings.get(session, key="station") or "")
            self.letter = settings.get(session, key="letter") or "A"
            self.clerk = Id(settings.get(session, key="clerk") or "")
        if not self.station:
            raise Unavailable("home.empty")

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """Open one transaction; failures of the disk come out as Unavailable."""
        with world(), Session(self._writer if writes else self.engine) as session, session.begin():
            yield session

    def read(self, query: Callable[..., T], /, **wanted: Any) -> T:
        """Run a query in a transaction of its own."""
        with self.session() as session:
            return query(session, **wanted)

    def act(
        self,
        service: Callable[..., T],
        /,
        *,
        acting: Id | None = None,
        at: Id | None = None,
        **given: Any,
    ) -> T:
        """Run one action in a transaction of its own.

        Args:
            acting: the clerk who acts; who is at the desk, unless given.
            at: the station in whose log it goes; this PC's, unless given.

        Raises:
            RuleBroken: the rules forbid it; nothing was changed.
            Unavailable: the disk refused; nothing was changed.
        """
        with self.session(writes=True) as session:
            return service(session, by=self._author(session, acting or self.clerk, at), **given)

    def sign_on(self, clerk: Id) -> None:
        """Put another clerk at the desk."""
        with self.session(writes=True) as session:
            self._author(session, clerk)
            settings.put(session, key="clerk", value=clerk)
        self.clerk = clerk

    def sit(self, at: Id, /) -> None:
        """Let the clerk at the desk work at another station that this PC holds.

        Raises:
            RuleBroken: it is not one that this PC, or this clerk, may write to.
        """
        with self.session(writes=True) as session:
            one = next((row for row in stations.desks(session) if row.id == at), None)
            if one is None:
                raise RuleBroken("scope.not_here", scope=at[:8])
            reach.check(session, by=self._author(session, self.clerk, at), scope=at, term=one.name)
            settings.put(session, key="station", value=at)
        self.station = at

    def note(self, key: str, /, *, value: str) -> None:
        """Have this PC remember something about itself."""
        with self.session(writes=True) as session:
            settings.put(session, key=key, value=value)

    def noted(self, key: str, /) -> str | None:
        """Return what this PC remembers; None before it was ever noted."""
        return self.read(settings.get, key=key)

    def backup(self, to: Path, /) -> int:
        """Copy the database to a file and return how many entries the copy holds."""
        from renda_desktop.store import backup

        entries = backup.backup(self.home.database, key=self._key, to=to)
        self.note(BACKUP_AT, value=self.clock().isoformat(timespec="seconds"))
        return entries

    def enrol(self, *, url: str, code: str, ca: str = "", link: "Link | None" = None) -> None:
        """Enrol this PC with a server; it gets a new name and a letter there.

        Args:
            ca: the text of the organisation's own certificate file; the one known, unless given.
            link: the way to the server, where it is not over HTTPS.

        Raises:
            RuleBroken: the code is wrong, used, or another station's.
            Unavailable: the server cannot be reached, or is another one than before.
        """
        from renda_desktop.sync import enrolling

        place, ca = self._place(), ca or self.read(enrolling.trusted)
        over: AbstractContextManager[Link] = (
            nullcontext(link) if link else way(place, url=url, ca=ca)
        )
        with over as there:
            enrolling.enrol(place, link=there, code=code, url=url, ca=ca)
        self._learn_name()

    def readdress(self, *, url: str, ca: str = "", link: "Link | None" = None) -> None:
        """Reach the same server under another address, once it has answered there.

        Args:
            ca: the text of the organisation's own certificate file; the one known, unless given.

        Raises:
            Unavailable: nobody answers there, or another server does: the old address stays.
        """
        from renda_desktop.sync import enrolling

        place, server = self._place(), self.read(enrolling.known)
        ca = ca or server.ca
        over: AbstractContextManager[Link] = (
            nullcontext(link) if link else way(place, url=url, ca=ca, server=server.server)
        )
        with over as there:
            enrolling.readdress(place, link=there, url=url, ca=ca)

    def exchange(
        self,
        *,
        link: "Link | None" = None,
        stop: Callable[[], bool] = lambda: False,
        progress: Callable[[int], object] = lambda _: None,
    ) -> "Report":
        """Exchange with the server until nothing waits on either side, and say how it went.

        Args:
            link: the way to the server, where it is not over HTTPS.
            stop: asked between messages; what was done until then stays done.
            progress: called with the percentage done, where so much is new that it takes a while.

        Raises:
            Unavailable: this PC is not enrolled, or its own disk fails.
        """
        from renda_desktop.sync import loop

        with self._over(link) as there:
            return loop.exchange(self._place(), link=there, stop=stop, progress=progress)

    def leave(self, name: str, /, *, link: "Link | None" = None) -> "Report":
        """Let a log go that this PC holds beside its own, after an exchange; return that.

        Raises:
            RuleBroken: there is none of this name, this PC's desk rests on it, or something of
                it waits.
            Unavailable: the server cannot be reached, or has not all that is here.
        """
        from renda_desktop.store.exchange import peer
        from renda_desktop.sync import leaving

        done = self.exchange(link=link)
        with self.session() as session:
            log, server = leaving.named(session, name), peer(session)
        if server is None:
            raise Unavailable("sync.not_enrolled")
        with self._over(link) as there:
            leaving.leave(self._place(), link=there, peer=server, log=log, wanted=True)
        return done

    def _learn_name(self) -> None:
        """Go by the name and the letter that the server gave."""
        with self.session() as session:
            self.device = Id(settings.get(session, key="device") or "")
            self.letter = settings.get(session, key="letter") or "A"

    def _over(self, given: "W | None") -> "AbstractContextManager[W | Https]":
        """Open the way to the server, unless one is given."""
        from renda_desktop.store.exchange import peer

        server = self.read(peer)
        if server is None:
            raise Unavailable("sync.not_enrolled")
        if given is not None:
            return nullcontext(given)
        if not server.url:
            raise Unavailable("sync.by_bundle")
        return way(self._place(), url=server.url, ca=server.ca, server=server.server)

    def _place(self) -> "Place":
        from renda_desktop.sync.loop import Place

        return Place(self.session, self.device, self._key, self.clock)

    def _database(self) -> Path:
        return self.home.database

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    def _author(self, session: Session, clerk: Id, at: Id | None = None) -> Author:
        at_desk = clerks.clerk(session, id=clerk)
        if not at_desk.active:
            raise RuleBroken("clerk.inactive")
        return Author(
            clerk=clerk,
            scope=at or self.station,
            device=self.device,
            now=self.clock(),
            roles=frozenset(at_desk.roles),
            letter=positions.of(session, scope=at or self.station).letter or self.letter,
        )
