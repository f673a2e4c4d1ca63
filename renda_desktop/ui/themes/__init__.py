"""主题: what receptions were about and what came of it."""

from renda_desktop.ui.themes.screen import Themes

__all__ = ["Themes"]
