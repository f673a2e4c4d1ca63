"""One dressed application for all tests of the window."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from renda_desktop.ui import theme


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["renda-desktop-tests"]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    if theme.scale() != 1.0 or not qapp.styleSheet():
        theme.apply(qapp)
