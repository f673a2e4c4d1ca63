"""设置: the station, its clerks, the size of type, what keeps the data safe, the calendar."""

from renda_desktop.ui.settings.screen import Settings

__all__ = ["Settings"]
