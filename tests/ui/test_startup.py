"""What the user is told where no window can open."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from renda_desktop.ui import startup
from renda_desktop.ui.startup import PACKAGES, choose_input_method, complaint_about

DESKTOP = {"DISPLAY": ":0"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """PySide6's folder as far as the checks look into it."""
    for part in ("Qt/plugins/platforms", "Qt/plugins/platforminputcontexts", "Qt/lib"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "QtWidgets.abi3.so").touch()
    (tmp_path / "Qt/plugins/platforms/libqxcb.so").touch()
    return tmp_path


class Loader:
    """A dynamic loader on a system where some libraries are missing."""

    def __init__(self, *missing: str, stops_at: dict[str, str] | None = None) -> None:
        self.missing = missing
        self.stops_at = stops_at or {}
        self.asked: list[str] = []

    def __call__(self, library: str) -> object:
        name = Path(library).name
        self.asked.append(name)
        absent = self.stops_at.get(name) or (name if name in self.missing else "")
        if absent:
            raise OSError(f"{absent}: cannot open shared object file: No such file or directory")
        return object()


def test_a_complete_desktop_is_fine(folder: Path) -> None:
    loader = Loader()
    assert complaint_about(DESKTOP, folder=folder, load=loader) is None
    assert loader.asked == ["QtWidgets.abi3.so", "libqxcb.so"]


def test_all_missing_packages_are_named_at_once(folder: Path) -> None:
    loader = Loader(
        "libEGL.so.1",
        "libxcb-cursor.so.0",
        "libglib-2.0.so.0",
        "libgthread-2.0.so.0",
        stops_at={"QtWidgets.abi3.so": "libEGL.so.1", "libqxcb.so": "libEGL.so.1"},
    )
    told = complaint_about(DESKTOP, folder=folder, load=loader)
    assert told is not None
    assert "libxcb-cursor.so.0" in told
    assert "sudo apt install libegl1 libglib2.0-0 libxcb-cursor0\n" in told


def test_a_library_in_the_bundle_is_not_asked_of_the_system(folder: Path) -> None:
    (folder / "Qt/lib/libxcb-cursor.so.0").touch()
    loader = Loader("libxcb-cursor.so.0", "libGL.so.1", stops_at={"libqxcb.so": "libGL.so.1"})
    told = complaint_about(DESKTOP, folder=folder, load=loader)
    assert told is not None
    assert "sudo apt install libgl1\n" in told


def test_an_unknown_library_is_named_too(folder: Path) -> None:
    loader = Loader(stops_at={"QtWidgets.abi3.so": "libodd.so.7"})
    told = complaint_about(DESKTOP, folder=folder, load=loader)
    assert told is not None
    assert "libodd.so.7" in told
    assert "apt install" not in told


def test_another_failure_is_told_as_it_is(folder: Path) -> None:
    def load(library: str) -> object:
        raise OSError("libc.so.6: version `GLIBC_2.28' not found")

    told = complaint_about(DESKTOP, folder=folder, load=load)
    assert told is not None
    assert "GLIBC_2.28" in told


def test_without_a_display_the_ways_out_are_named(folder: Path) -> None:
    told = complaint_about({"DISPLAY": ""}, folder=folder, load=Loader())
    assert told is not None
    assert "--offscreen" in told
    assert "renda-desktop --help" in told


@pytest.mark.parametrize(
    ("environ", "asks_for_xcb"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_the_xcb_plugin_is_needed_only_where_it_is_used(
    folder: Path, environ: dict[str, str], asks_for_xcb: bool
) -> None:
    loader = Loader()
    assert complaint_about(environ, folder=folder, load=loader) is None
    assert ("libqxcb.so" in loader.asked) is asks_for_xcb


def test_without_qt_the_installation_is_incomplete() -> None:
    assert "PySide6" in (complaint_about(DESKTOP, folder=None, load=Loader()) or "")


def test_the_end_is_a_sentence_and_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(startup, "qt_folder", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(SystemExit) as ended:
        startup.prepare()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "程序安装不完整:缺少 PySide6,请重新安装。\n"


def test_it_can_be_imported_where_qt_cannot() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None; import renda_desktop.ui.startup as s;"
        "print(sorted(m for m in sys.modules if m.startswith(('PySide6.', 'msgspec'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="the loader of Linux")
def test_the_real_loader_speaks_as_expected() -> None:
    with pytest.raises(OSError, match=startup._MISSING):
        ctypes.CDLL("libthere-is-no-such-thing.so.1")
    assert all(package.startswith("lib") for package in PACKAGES.values())


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({"XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx5", "XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=fcitx"}, None),
        ({"XMODIFIERS": "@im=ibus"}, None),
        ({}, None),
    ],
)
def test_fcitx_is_reached_by_the_protocol_of_ibus(
    folder: Path, session: dict[str, str], expected: str | None
) -> None:
    environ = dict(session)
    choose_input_method(environ, folder=folder)
    if expected is None:
        assert environ == session
    else:
        assert environ["QT_IM_MODULE"] == expected
        assert environ["IBUS_USE_PORTAL"] == "1"


def test_the_list_that_qt_prefers_is_mended_as_well(folder: Path) -> None:
    environ = {"QT_IM_MODULES": "wayland;fcitx;ibus"}
    choose_input_method(environ, folder=folder)
    assert environ["QT_IM_MODULES"] == "wayland;ibus"
    assert environ["IBUS_USE_PORTAL"] == "1"


def test_a_plugin_for_fcitx_is_left_to_work(folder: Path) -> None:
    (folder / "Qt/plugins/platforminputcontexts/libfcitx5platforminputcontextplugin.so").touch()
    environ = {"QT_IM_MODULE": "fcitx"}
    choose_input_method(environ, folder=folder)
    assert environ == {"QT_IM_MODULE": "fcitx"}
