"""One dressed application for all tests of the window, in which Qt has nothing to complain of."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from renda_desktop.ui import theme
from renda_desktop.ui.worker import Worker
from tests.ui.shell import EchoOffice

OFFSCREEN = "This plugin does not support"  # the test platform's own limits, not ours


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, qtlog: pytest.FixtureRequest) -> Iterator[None]:
    """Dress the application; fail on any warning that Qt prints."""
    if theme.scale() != 1.0 or not qapp.styleSheet():
        theme.apply(qapp)
    yield
    said = [record.message for record in qtlog.records]  # type: ignore[attr-defined]
    assert [line for line in said if not line.startswith(OFFSCREEN)] == []


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker(EchoOffice())
    yield made
    made.close()
