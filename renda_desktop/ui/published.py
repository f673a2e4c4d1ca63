"""What an area published for all beneath it: marked, and not changed here."""

from renda_desktop.ui.widgets import Pill

READ_ONLY = "由上级发布,这里只能查看"


class Published(Pill):
    """上级发布, with the name of the area in its hint; hidden for what is this station's own."""

    def __init__(self) -> None:
        super().__init__("上级发布", tone="primary")
        self.by = ""
        self.hide()

    def show_by(self, area: str) -> None:
        """Say whose word it is; "" hides the mark."""
        self.by = area
        self.setVisible(bool(area))
        self.setToolTip(f"由“{area}”发布,这里只能查看")

    def fact(self) -> tuple[str, str]:
        """Return it as a fact; one with no value takes no line."""
        return "发布", f"由“{self.by}”发布,这里只能查看" if self.by else ""
