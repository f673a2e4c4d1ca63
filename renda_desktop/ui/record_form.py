"""A form whose fields are those of a record: new ones are registered, old ones corrected."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.action import Changes
from renda_desktop.ui.form import Form
from renda_desktop.ui.widgets import Field, LineEdit, TextEdit
from renda_desktop.ui.worker import Worker


class RecordForm(Form):
    """Collects `values` by field name; a subclass says in `save` what is done with them."""

    saved = Signal(object)
    """The id of what was registered or corrected."""

    def __init__(
        self, worker: Worker, window: QWidget, *, title: str, about: str = "", width: int = 560
    ) -> None:
        super().__init__(window, title=title, about=about, width=width)
        self._worker = worker
        self._kept: dict[str, tuple[Field, Callable[[], object]]] = {}
        self.submitted.connect(lambda: self.save(self.values()))

    def line(
        self,
        name: str,
        label: str,
        text: str,
        *,
        into: QHBoxLayout | None = None,
        required: bool = False,
        holder: str = "",
        hint: str = "",
        longest: int = 200,
    ) -> Field:
        """Add a line of text for the field `name`."""
        edit = LineEdit(text, placeholder=holder, longest=longest)
        field = self.add(label, edit, into=into, required=required, hint=hint)
        return self.keep(name, field, lambda: edit.text().strip())

    def words(self, name: str, label: str, text: str, *, holder: str = "") -> Field:
        """Add several lines of text for the field `name`."""
        edit = TextEdit(text, placeholder=holder)
        return self.keep(name, self.add(label, edit), lambda: edit.text().strip())

    def keep(self, name: str, field: Field, value: Callable[[], object]) -> Field:
        """Have a field's value saved under a name."""
        self._kept[name] = (field, value)
        return field

    def values(self) -> dict[str, object]:
        """Return what is filled in, by field name."""
        return {name: value() for name, (_field, value) in self._kept.items()}

    def save(self, values: dict[str, object]) -> None:
        """Act on what is filled in."""
        raise NotImplementedError

    def act(self, service: Callable[..., Changes], **given: object) -> None:
        """Run the action that saves the form."""
        self._worker.act(service, done=self._done, failed=self._refused, **given)

    def _done(self, changes: Changes) -> None:
        self.finish()
        self.saved.emit(changes.id)

    def _refused(self, error: Exception) -> None:
        rule = error.rule if isinstance(error, RuleBroken) else ""
        if rule == "amend.nothing":
            self.finish()
        elif rule == "text.phone" and "phone" in self._kept:
            field = self._kept["phone"][0]
            field.set_error(str(error))
            self.again()
            field.setFocus()
        else:
            self.fail(error)
