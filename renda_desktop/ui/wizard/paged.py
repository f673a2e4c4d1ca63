"""A sheet of several pages, one after another."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget

from renda_desktop.ui.opening.sheet import Sheet
from renda_desktop.ui.widgets import Button, Label, bind
from renda_desktop.ui.wizard.steps import Step


class Paged(Sheet):
    """Where one is, 上一步 and 下一步; `next` and `back` are the owner's."""

    count = 4

    def __init__(self, first: type[Step]) -> None:
        super().__init__(first.title, first.words, width=640)
        self.steps = QStackedWidget()
        self._where = Label(kind="label")
        self.back_button = Button("上一步", hint="Esc", on=self.back)
        self.next_button = Button("下一步", kind="primary", hint="Ctrl+Enter", on=self.next)
        self.next_button.setAutoDefault(True)  # Enter presses it too
        self.card.body.insertWidget(0, self._where)
        self.body.addWidget(self.steps)
        self.foot.addWidget(self.back_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.next_button)
        bind(self, "Esc", self.back)
        bind(self, "Ctrl+Enter", self.next)

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

    @Slot()
    def next(self) -> None:
        """Go on where the step is filled in rightly."""

    def add(self, step: Step) -> None:
        """Put a step behind the others."""
        self.steps.addWidget(step)
        step.done.connect(self.next)

    def go(self, number: int) -> None:
        """Show a step."""
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
        self._where.setText(f"第 {number + 1} 步,共 {self.count} 步")
        self.next_button.setText("完成" if number == self.count - 1 else "下一步")
        step.setFocus()
