"""What waits to be sent, from the status in the header."""

from renda_desktop.ui.pending.screen import Pending

__all__ = ["Pending"]
