"""The look: every colour and size of the window, and the fonts it is written in."""

import re
from functools import cache
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from renda_desktop import resources
from renda_desktop.ui import fonts

COLOURS = {
    "ink": "#1B2733",
    "muted": "#5F6B78",
    "faint": "#6B7785",
    "page": "#F5F6F8",
    "card": "#FFFFFF",
    "line": "#E3E7EC",
    "edge": "#C6CED8",
    "rail": "#17324D",
    "rail_selected": "#24486B",
    "rail_hover": "#1D3D5C",
    "rail_text": "#D9E3EE",
    "primary": "#1F4E79",
    "primary_hover": "#275E91",
    "primary_down": "#183F63",
    "on_primary": "#FFFFFF",
    "on_primary_muted": "#C9D9E8",
    "tint": "#E8EFF6",
    "tint_hover": "#F1F5F9",
    "green": "#1B7A3D",
    "green_tint": "#E5F4EA",
    "amber": "#8A5800",
    "amber_tint": "#FFF3DC",
    "red": "#B3261E",
    "red_tint": "#FCE6E4",
    "grey_tint": "#EDF0F3",
    "disabled": "#98A2AE",
    "disabled_tint": "#F0F2F5",
    "veil": "#401B2733",
    "toast": "#1B2733",
    "on_toast": "#FFFFFF",
}
"""Each pair that is written on the other keeps a contrast of 4.5 at least (a test measures it)."""

SIZES = {
    "body": 14,
    "label": 12,
    "heading": 15,
    "title": 18,
    "count": 20,
    "control": 36,
    "small_control": 28,
    "row": 36,
    "step": 4,
    "gap": 12,
    "pad": 16,
    "radius": 6,
    "card_radius": 10,
    "pill_radius": 11,
    "pill": 22,
    "rail_width": 84,
    "rail_item": 41,
    "header": 55,
    "icon": 16,
}
"""Pixels at normal size; large type multiplies all of them."""

SCALES = (1.0, 1.25, 1.5)
TONES = ("green", "amber", "red", "primary", "muted")

_scale = 1.0


def colour(name: str) -> QColor:
    """Return one colour of the theme."""
    return QColor(COLOURS[name])


def tone(name: str) -> tuple[QColor, QColor]:
    """Return (text, background) of a tone: green, amber, red, primary, muted."""
    back = {"primary": "tint", "muted": "grey_tint"}.get(name, f"{name}_tint")
    return colour(name), colour(back)


def px(size: str | int) -> int:
    """Return a size in pixels at the present scale, by its name or by its number at scale 1."""
    return round((SIZES[size] if isinstance(size, str) else size) * _scale)


def scale() -> float:
    """Return the factor of large type: 1, 1.25 or 1.5."""
    return _scale


def roomy() -> bool:
    """Return whether a list has room for what its detail shows as well."""
    return _scale < SCALES[-1]


def font(size: str = "body", *, bold: bool = False) -> QFont:
    """Return the window's font in one of the named sizes."""
    made = QFont()
    made.setFamilies([fonts.FAMILY])
    made.setPixelSize(px(size))
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def icon(name: str, *, tint: str = "muted", size: str | int = "icon") -> QIcon:
    """Return `resources/icons/<name>.svg` drawn in a colour of the theme."""
    side = px(size) * 2
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_svg(name, tint).encode())).render(painter)
    painter.end()
    image.setDevicePixelRatio(2)
    return QIcon(image)


def apply(app: QApplication, *, scale: float = 1.0) -> None:
    """Dress the application; call it again to change the size of type."""
    global _scale  # noqa: PLW0603 - one process has one window and one size of type
    _scale = scale
    fonts.load()
    app.setStyle("Fusion")
    app.setPalette(_palette())
    app.setFont(font())
    app.setStyleSheet(_sheet())


def _palette() -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Window, "page"),
        (roles.WindowText, "ink"),
        (roles.Base, "card"),
        (roles.AlternateBase, "page"),
        (roles.Text, "ink"),
        (roles.Button, "card"),
        (roles.ButtonText, "ink"),
        (roles.ToolTipBase, "ink"),
        (roles.ToolTipText, "card"),
        (roles.PlaceholderText, "faint"),
        (roles.Highlight, "primary"),
        (roles.HighlightedText, "on_primary"),
        (roles.Link, "primary"),
    ):
        palette.setColor(role, colour(name))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("disabled"))
    return palette


def _sheet() -> str:
    sizes = {name: f"{px(name)}px" for name in SIZES}
    text = resources.path("theme.qss").read_text(encoding="utf-8")
    text = re.sub(r"\$\{icon:(\w+):(\w+)\}", lambda found: _icon_file(*found.groups()), text)
    text = re.sub(r"\$\{(\d+)\}", lambda found: f"{px(int(found[1]))}px", text)
    return Template(text).substitute(COLOURS | sizes)


@cache
def _svg(name: str, tint: str) -> str:
    text = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    return text.replace("currentColor", COLOURS[tint])


@cache
def _folder() -> TemporaryDirectory[str]:
    """Hold the tinted icons that the style sheet names: Qt reads those from files only."""
    return TemporaryDirectory(prefix="renda-icons-", ignore_cleanup_errors=True)


@cache
def _icon_file(name: str, tint: str) -> str:
    file = Path(_folder().name, f"{name}-{tint}.svg")
    file.write_text(_svg(name, tint), encoding="utf-8")
    return file.as_posix()
