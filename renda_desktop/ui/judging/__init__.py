"""评议票决: evaluations, votes and deputies' proposals, from beginning to result."""

from renda_desktop.ui.judging.screen import Judging

__all__ = ["Judging"]
