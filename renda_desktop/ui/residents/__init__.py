"""选民: finding somebody, what they came with, and records of one person brought together."""

from renda_desktop.ui.residents.screen import Residents

__all__ = ["Residents"]
