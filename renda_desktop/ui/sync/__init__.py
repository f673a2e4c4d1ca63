"""同步: what waits, what was refused, what is in conflict, and the server."""

from renda_desktop.ui.sync.screen import Sync

__all__ = ["Sync"]
