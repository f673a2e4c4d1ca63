"""阅件意见: what deputies wrote on their briefings, entered row by row."""

from renda_desktop.ui.opinions.screen import Opinions

__all__ = ["Opinions"]
