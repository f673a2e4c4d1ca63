"""What an open database exchanges beside its records: files, and bundles that are carried."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeVar

from renda_desktop.domain.ids import Id

if TYPE_CHECKING:
    from renda_desktop.sync.bundle import Exported
    from renda_desktop.sync.http import Https
    from renda_desktop.sync.lane import Moved
    from renda_desktop.sync.link import Link
    from renda_desktop.sync.loop import Place
    from renda_desktop.sync.report import Report

W = TypeVar("W")


class Carriage:
    """Needs from whoever has it the place that exchanges, and the way to the server."""

    def move_files(
        self,
        *,
        lane: "Link | None" = None,
        stop: Callable[[], bool] = lambda: False,
        progress: Callable[[int], object] = lambda _: None,
    ) -> "Moved":
        """Send the files of records that the server lacks, and fetch those that are not here.

        Args:
            lane: the way to the server, where it is not over HTTPS.
            stop: asked between pieces; what arrived stays.
            progress: called with the bytes that were moved until now.

        Raises:
            Unavailable: this PC is not enrolled, or its own disk fails.
        """
        from renda_desktop.sync import lane as lanes

        with self._over(lane) as there:
            return lanes.move(self._place(), lane=there, stop=stop, progress=progress)

    def fetch_file(self, *, scope: Id, sha256: str, lane: "Link | None" = None) -> bool:
        """Fetch one file that a record names now; return whether it is here.

        Raises:
            Unavailable: the server cannot be reached, or does not give it.
        """
        from renda_desktop.sync import lane as lanes

        with self._over(lane) as there:
            return lanes.bring(self._place(), lane=there, scope=scope, sha256=sha256)

    def accept(self, *, invitation: bytes, code: str) -> None:
        """Enrol this PC by files: the first bundle asks the server to let it in.

        Raises:
            Unavailable: the file or the code is wrong; nothing changed.
        """
        from renda_desktop.sync import bundle

        bundle.accept(self._place(), invitation=invitation, code=code)
        self._learn_name()

    def export_bundle(self) -> "Exported":
        """Return a bundle for the server with all that it has not answered yet.

        Raises:
            Unavailable: this PC is not enrolled, or its own disk fails.
        """
        from renda_desktop.sync import bundle

        return bundle.export(self._place())

    def import_bundle(self, data: bytes, /) -> "Report":
        """Take the server's answer, and say what it brought.

        Raises:
            Unavailable: the file is damaged, or not from our server to this PC.
        """
        from renda_desktop.sync import answered

        done = answered.take(self._place(), data=data)
        self._learn_name()
        return done

    def _place(self) -> "Place":
        raise NotImplementedError

    def _over(self, given: "W | None") -> "AbstractContextManager[W | Https]":
        raise NotImplementedError

    def _learn_name(self) -> None:
        raise NotImplementedError
