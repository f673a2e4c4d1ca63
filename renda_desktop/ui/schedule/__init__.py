"""接待日程: receptions planned, held and past."""

from renda_desktop.ui.schedule.screen import Schedule

__all__ = ["Schedule"]
