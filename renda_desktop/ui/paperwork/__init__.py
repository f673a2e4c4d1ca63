"""材料: what is printed of a period or of a day."""

from renda_desktop.ui.paperwork.screen import Paperwork

__all__ = ["Paperwork"]
