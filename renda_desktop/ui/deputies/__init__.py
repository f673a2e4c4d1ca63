"""代表: the roster, what each received and raised, and the departments that handle matters."""

from renda_desktop.ui.deputies.screen import Deputies

__all__ = ["Deputies"]
