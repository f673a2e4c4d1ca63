"""Founding a station, step by step, with the keyboard alone."""

from datetime import UTC
from functools import partial

from PySide6.QtCore import Signal, Slot

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.station import StationDetails
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.opener import RECOVERY_KEPT, Opener, OpenOffice
from renda_desktop.ui.wizard.paged import Paged
from renda_desktop.ui.wizard.recovery import RecoveryStep
from renda_desktop.ui.wizard.steps import ClerkStep, KeyStep, StationStep
from renda_desktop.ui.worker import Worker

Founded = tuple[OpenOffice, tuple[str, ...]]


class Wizard(Paged):
    """Station, clerk, key, recovery key; `founded(office)` when all is done.

    `left` goes back to where one chooses between founding a station and joining one.
    """

    founded = Signal(object)
    left = Signal()

    def __init__(self, worker: Worker, opener: Opener, *, clock: Clock = system_clock) -> None:
        super().__init__(StationStep)
        self.station = StationStep(today=day_of(clock()))
        self._worker, self._opener, self._clock = worker, opener, clock
        self._office: OpenOffice | None = None
        self.clerk = ClerkStep()
        self.key = KeyStep()
        for step in (self.station, self.clerk, self.key):
            self.add(step)
        worker.run(opener.keyring, done=self.key.set_keyring, failed=self.bar.explain)
        self.go(0)

    @Slot()
    def back(self) -> None:
        """Go back to what can still be changed."""
        if self._office is not None or not self.next_button.isEnabled():
            return
        if self.steps.currentIndex() > 0:
            self.go(self.steps.currentIndex() - 1)
        else:
            self.left.emit()

    @Slot()
    def next(self) -> None:
        """Go on where the step is filled in rightly."""
        if not self.next_button.isEnabled() or not self.step().check():
            return
        if self.step() is self.key:
            self._found()
        elif isinstance(self.step(), RecoveryStep):
            self._finish()
        else:
            self.go(self.steps.currentIndex() + 1)

    def go(self, number: int) -> None:
        super().go(number)
        self.back_button.setVisible(self._office is None)

    def _found(self) -> None:
        self.busy(self.next_button, working=True)
        self._worker.run(
            partial(_found, self._opener),
            done=self._have,
            failed=self._refused,
            details=StationDetails(
                self.station.name_edit.text().strip(), self.station.station_code()
            ),
            clerk=self.clerk.name_edit.text().strip(),
            letter=self.station.desk_letter(),
            passphrase=self.key.chosen(),
        )

    def _have(self, founded: Founded) -> None:
        self.busy(self.next_button, working=False)
        self._office, groups = founded
        station = self.station.name_edit.text().strip()
        step = RecoveryStep(self._worker, groups=groups, station=station, now=self._clock())
        step.failed.connect(self.bar.explain)
        self.add(step)
        self.go(self.count - 1)

    def _refused(self, error: Exception) -> None:
        self.busy(self.next_button, working=False)
        if isinstance(error, RuleBroken) and error.rule.startswith("text."):
            self.bar.say(str(error), more="请回到前面的步骤更正。")
        else:
            self.bar.explain(error)

    def _finish(self) -> None:
        office = self._office
        if office is None:
            return
        self.busy(self.next_button, working=True)
        now = self._clock().astimezone(UTC).isoformat(timespec="seconds")
        self._worker.run(
            partial(_confirm, office), done=self.founded.emit, failed=self._refused, now=now
        )


def _found(opener: Opener, *, passphrase: str | None, **wanted: object) -> Founded:
    office = opener.found(passphrase=passphrase, **wanted)  # type: ignore[arg-type] # as given
    return office, opener.recovery_code(passphrase=passphrase)


def _confirm(office: OpenOffice, *, now: str) -> OpenOffice:
    office.note(RECOVERY_KEPT, value=now)
    return office
