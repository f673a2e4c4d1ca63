"""Whose desk it is: the station and the clerk in the header, and changing either."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.stream import NOWHERE
from renda_desktop.ui.main_window import MainWindow
from renda_desktop.ui.opener import OpenOffice
from renda_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from renda_desktop.queries.clerks import ClerkRow
    from renda_desktop.queries.safekeeping import Locking
    from renda_desktop.queries.stations import DeskRow, StationRow
    from renda_desktop.services.action import Changes


class AtDesk(QObject):
    """Reads the names for a window's header; one for each window, and it dies with it."""

    def __init__(self, worker: Worker, window: MainWindow) -> None:
        super().__init__(window)
        self._worker, self._window = worker, window
        self._office: OpenOffice | None = None
        window.header.clerk_asked.connect(self._ask_clerk)
        window.header.desk_asked.connect(self.ask_desk)
        worker.changed.connect(self._changed)

    def begin(self, office: OpenOffice) -> None:
        """Know the office, and show whose it is."""
        self._office = office
        self.look()

    def look(self) -> None:
        """Read what the header says."""
        from renda_desktop.queries import clerks, stations

        self._worker.read(stations.station, done=self._show_station, key="station")
        self._worker.read(stations.desks, done=self._show_desks, key="desks")
        self._worker.read(clerks.clerks, done=self._show_clerk, key="clerk")

    @Slot(object)
    def sign_on(self, clerk: Id) -> None:
        """Put another clerk at the desk, after the PIN of whoever has one."""
        from renda_desktop.queries.safekeeping import locking

        if self._office is not None and clerk != self._office.clerk:
            self._worker.read(locking, done=partial(self._take_over, clerk), key="locking")

    def _take_over(self, clerk: Id, known: "Locking") -> None:
        from renda_desktop.ui.pin_forms import TakeOver

        if self._office is None:
            return
        if clerk in known.pins:
            name = next(one.name for one in known.clerks if one.id == clerk)
            form = TakeOver(self._worker, self._window, office=self._office, clerk=clerk, name=name)
            form.passed.connect(self.signed_on)
            form.open()
        else:
            work = partial(self._office.sign_on, clerk)
            self._worker.run(work, done=self.signed_on, failed=self._window.bar.explain)

    @Slot()
    def ask_desk(self) -> None:
        """Offer the stations of this PC."""
        from renda_desktop.queries import stations

        self._worker.read(stations.desks, done=self._offer_desks, key="desks")

    @Slot(object)
    def sit(self, station: Id) -> None:
        """Let the clerk work at another station."""
        if self._office is not None and station != self._office.station:
            self._window.put_away()
            work = partial(self._office.sit, station)
            self._worker.run(work, done=self._sat, failed=self._window.bar.explain)

    @Slot(object)
    def _changed(self, changes: "Changes") -> None:
        if changes.nouns & {"station", "clerk", "area"} and self._office is not None:
            self.look()

    def _show_station(self, station: "StationRow") -> None:
        if station.name:
            self._window.set_station(station.name)

    def _show_desks(self, desks: "Sequence[DeskRow]") -> None:
        here = next((one for one in desks if one.here), None)
        if here is not None:
            self._window.set_station(here.name)
        self._window.header.offer_desks(len(desks) > 1)

    def _show_clerk(self, known: "Sequence[ClerkRow]") -> None:
        office = self._office
        here = [one.name for one in known if office and one.id == office.clerk]
        self._window.header.set_clerk(here[0] if here else "")

    @Slot()
    def _ask_clerk(self) -> None:
        from renda_desktop.queries import clerks

        self._worker.read(clerks.clerks, done=self._offer_clerks, key="clerk")

    def _offer_clerks(self, known: "Sequence[ClerkRow]") -> None:
        from renda_desktop.ui.clerk_panel import ClerkPanel

        if self._office is None:
            return
        panel = ClerkPanel(self._window)
        panel.picked.connect(self.sign_on)
        panel.open([one for one in known if one.active], now=self._office.clerk)

    @Slot()
    def signed_on(self, _nothing: None = None) -> None:
        """Who may see and do what is another matter now."""
        from renda_desktop.services.action import Changes

        self._worker.changed.emit(Changes(NOWHERE, NOWHERE, frozenset({"clerk"}), frozenset()))
        self._window.toast.say("已换经办人")

    def _offer_desks(self, desks: "Sequence[DeskRow]") -> None:
        from renda_desktop.ui.desk_panel import DeskPanel

        if len(desks) > 1:
            panel = DeskPanel(self._window)
            panel.picked.connect(self.sit)
            panel.open(desks)
        else:
            self._window.toast.say("本机只有一个联络站")

    def _sat(self, _nothing: None) -> None:
        """Whatever is shown may be of another station now."""
        from renda_desktop.services.action import Changes

        everything = Changes(NOWHERE, NOWHERE, frozenset(NOUNS), frozenset())
        self._worker.changed.emit(everything)
        self._window.toast.say("已换到所选的联络站")
