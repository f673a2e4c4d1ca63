"""Founding a station, step by step, with the keyboard alone."""

from datetime import UTC
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.station import StationDetails
from renda_desktop.ui.clock import Clock, system_clock
from renda_desktop.ui.opener import RECOVERY_KEPT, Opener, OpenOffice
from renda_desktop.ui.opening.sheet import Sheet
from renda_desktop.ui.widgets import Button, Label, bind
from renda_desktop.ui.wizard.recovery import RecoveryStep
from renda_desktop.ui.wizard.steps import ClerkStep, KeyStep, StationStep, Step
from renda_desktop.ui.worker import Worker

STEPS = 4
Founded = tuple[OpenOffice, tuple[str, ...]]


class Wizard(Sheet):
    """Station, clerk, key, recovery key; `founded(office)` when all is done."""

    founded = Signal(object)

    def __init__(self, worker: Worker, opener: Opener, *, clock: Clock = system_clock) -> None:
        super().__init__(StationStep.title, StationStep.words, width=640)
        self._worker, self._opener, self._clock = worker, opener, clock
        self._office: OpenOffice | None = None
        self.station = StationStep(today=day_of(clock()))
        self.clerk = ClerkStep()
        self.key = KeyStep()
        self.steps = QStackedWidget()
        self._where = Label(kind="label")
        self.back_button = Button("上一步", hint="Esc", on=self.back)
        self.next_button = Button("下一步", kind="primary", hint="Ctrl+Enter", on=self.next)
        self.card.body.insertWidget(0, self._where)
        self.body.addWidget(self.steps)
        self.foot.addWidget(self.back_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.next_button)
        for step in (self.station, self.clerk, self.key):
            self._add(step)
        bind(self, "Esc", self.back)
        bind(self, "Ctrl+Enter", self.next)
        worker.run(opener.keyring, done=self.key.set_keyring, failed=self.bar.explain)
        self._go(0)

    def focus(self) -> None:
        self.step().setFocus()

    def step(self) -> Step:
        """Return the step that is shown."""
        shown = self.steps.currentWidget()
        assert isinstance(shown, Step)  # noqa: S101 - only steps are put there
        return shown

    @Slot()
    def back(self) -> None:
        """Go back to what can still be changed."""
        if self.steps.currentIndex() > 0 and self._office is None and self.next_button.isEnabled():
            self._go(self.steps.currentIndex() - 1)

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
            self._go(self.steps.currentIndex() + 1)

    def _add(self, step: Step) -> None:
        self.steps.addWidget(step)
        step.done.connect(self.next)

    def _go(self, number: int) -> None:
        self.steps.setCurrentIndex(number)
        step = self.step()
        for index in range(self.steps.count()):  # the sheet is as high as its step
            page = self.steps.widget(index)
            policy = page.sizePolicy()
            shown = policy.Policy.Preferred if page is step else policy.Policy.Ignored
            page.setSizePolicy(policy.Policy.Preferred, shown)
        self.bar.dismiss()
        self.title.setText(step.title)
        self.words.setText(step.words)
        self._where.setText(f"第 {number + 1} 步,共 {STEPS} 步")
        self.back_button.setVisible(number > 0 and self._office is None)
        self.next_button.setText("完成" if number == STEPS - 1 else "下一步")
        step.setFocus()

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
        self._add(step)
        self._go(STEPS - 1)

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
