"""接待台: the main screen, from the ticket to the printed receipt."""

from renda_desktop.ui.desk.screen import Desk

__all__ = ["Desk"]
