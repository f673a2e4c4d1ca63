"""材料: what is printed of a period, of a day, and of votes, evaluations and proposals."""

from renda_desktop.ui.paperwork.screen import Paperwork

__all__ = ["Paperwork"]
