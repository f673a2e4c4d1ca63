"""事项: every matter, found, read and led through its closed loop."""

from renda_desktop.ui.matters.screen import Matters

__all__ = ["Matters"]
