"""One table of colours, readable, in every size and every character."""

import re

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop import resources
from renda_desktop.ui import fonts, theme
from renda_desktop.ui.widgets import Label
from tests.ui.gallery import gallery

PAIRS = [
    *((ink, back) for ink in ("ink", "muted") for back in ("card", "page", "tint", "tint_hover")),
    ("faint", "card"),
    ("muted", "grey_tint"),
    ("rail_text", "rail"),
    ("on_primary", "rail_selected"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("on_primary_muted", "primary"),
    ("on_toast", "toast"),
    ("primary", "tint"),
    *((tone, f"{tone}_tint") for tone in ("green", "amber", "red")),
    ("red", "card"),
]


def _light(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(("ink", "back"), PAIRS)
def test_words_can_be_read(ink: str, back: str) -> None:
    light, dark = sorted((_light(theme.colour(ink)), _light(theme.colour(back))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_no_colour_stands_outside_the_table() -> None:
    found = re.compile(r"#[0-9A-Fa-f]{6}|\brgba?\(\d|QColor\(\"|Qt\.(red|blue|green|black|white)")
    files = [resources.path("theme.qss"), *resources.path("icons").glob("*.svg")]
    files += [
        file
        for file in resources.path().parent.joinpath("renda_desktop", "ui").rglob("*.py")
        if file.name != "theme.py"
    ]
    assert len(files) > 30
    assert [file.name for file in files if found.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("scale", theme.SCALES)
def test_the_gallery_is_drawn_in_every_size(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    theme.apply(qapp, scale=scale)
    window = gallery()
    qtbot.addWidget(window)
    window.show()
    assert theme.px("row") == round(36 * scale)
    assert window.grab().toImage().pixelColor(2, 2) == theme.colour("page")


@pytest.mark.parametrize("character", "䶮𬍛㛃𫖯𠅤𬱖𡋾")
@pytest.mark.parametrize("kind", ["body", "heading"])
def test_a_rare_name_is_not_a_box(qtbot: QtBot, character: str, kind: str) -> None:
    missing = _drawn(qtbot, "\U0003fffd", kind)
    shown = _drawn(qtbot, character, kind)
    assert shown != missing
    assert shown != _drawn(qtbot, " ", kind)


def test_a_shard_is_loaded_only_when_a_text_needs_it(qtbot: QtBot) -> None:
    before = list(fonts._stack)
    fonts.ensure_glyphs("王秀英,ABC")
    assert fonts._stack == before
    fonts.ensure_glyphs(chr(0x2B0 << 10))
    assert f"LZ Rare h{0x2B0:x}" not in before


def _drawn(qtbot: QtBot, text: str, kind: str) -> QImage:
    label = Label(text, kind=kind)
    qtbot.addWidget(label)
    label.setFixedSize(40, 40)
    return label.grab().toImage()
