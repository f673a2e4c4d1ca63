"""What must be there before Qt is imported: shared libraries, a display, a working input method."""

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Final

Load = Callable[[str], object]

EXIT_CODE: Final = 2

# Which Debian package holds what Qt and its xcb plugin need; UOS and Kylin name them the same.
PACKAGES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_MISSING: Final = re.compile(r"(\S+\.so[.0-9]*): cannot open shared object file")

_NO_DISPLAY: Final = """\
没有可用的图形桌面:环境变量 DISPLAY 和 WAYLAND_DISPLAY 都没有设置。
请登录桌面后启动本程序。不需要窗口时,可以:
  renda-desktop --offscreen    在没有显示器的情况下运行
  renda-desktop --help         查看可用的命令
"""
_NO_PACKAGES: Final = """\
系统缺少显示窗口所需的组件:{names}
请由管理员安装后重新启动本程序:
  sudo apt install {packages}
"""
_NO_LIBRARIES: Final = """\
系统缺少显示窗口所需的组件:{names}
请由管理员安装提供这些文件的软件包后,重新启动本程序。
"""
_UNLOADABLE: Final = """\
显示窗口所需的组件无法加载,可能是系统版本过低或安装不完整:
  {reason}
"""
_NO_QT: Final = "程序安装不完整:缺少 PySide6,请重新安装。\n"


def prepare() -> None:
    """Make this process ready for Qt, or tell on standard error why it cannot be and end it."""
    folder = qt_folder()
    if sys.platform != "linux":
        complaint = None if folder else _NO_QT
    else:
        complaint = complaint_about(os.environ, folder=folder)
        if folder:
            choose_input_method(os.environ, folder=folder)
    if complaint:
        sys.stderr.write(complaint)
        raise SystemExit(EXIT_CODE)


def qt_folder() -> Path | None:
    """Return PySide6's folder without importing it."""
    found = importlib.util.find_spec("PySide6")
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) if places else None


def complaint_about(
    environ: Mapping[str, str], *, folder: Path | None, load: Load = ctypes.CDLL
) -> str | None:
    """Return what to tell the user of a Linux system where no window can open; None where it can.

    Args:
        environ: the environment.
        folder: where PySide6 is.
        load: opens a shared library by path or name; OSError when it or one it needs is missing.
    """
    if folder is None:
        return _NO_QT
    platform = environ.get("QT_QPA_PLATFORM", "")
    if not (platform or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return _NO_DISPLAY
    needed = list(folder.glob("QtWidgets*.so"))
    if not platform or platform.startswith("xcb"):
        needed += folder.glob("Qt/plugins/platforms/libqxcb.so")
    reasons = [reason for path in needed if (reason := _failure(str(path), load=load))]
    return _complaint(reasons, bundled=folder / "Qt" / "lib", load=load) if reasons else None


def choose_input_method(environ: MutableMapping[str, str], *, folder: Path) -> None:
    """Let Qt speak to fcitx by the protocol of ibus, which fcitx understands as well.

    PySide6's wheels hold no plugin for fcitx: pinyin would arrive as Latin letters. Where somebody
    added that plugin, nothing is changed.
    """
    if any(folder.glob("Qt/plugins/platforminputcontexts/libfcitx*")):
        return
    several = environ.get("QT_IM_MODULES", "").split(";")  # Qt prefers this list where it is set
    if any("fcitx" in one for one in several):
        chosen = dict.fromkeys("ibus" if "fcitx" in one else one for one in several if one)
        environ["QT_IM_MODULES"] = ";".join(chosen)
    elif "fcitx" not in (environ.get("QT_IM_MODULE") or environ.get("XMODIFIERS", "")):
        return
    environ["QT_IM_MODULE"] = "ibus"
    environ["IBUS_USE_PORTAL"] = "1"


def _complaint(reasons: list[str], *, bundled: Path, load: Load) -> str:
    """Name all that is missing at once: the loader stops at the first."""
    named = {found[1] for reason in reasons if (found := _MISSING.search(reason))}
    if not named:
        return _UNLOADABLE.format(reason=reasons[0])
    others = (name for name in PACKAGES if not (bundled / name).exists())
    missing = sorted(
        named | {name for name in others if _MISSING.search(_failure(name, load=load))}
    )
    packages = sorted({PACKAGES[name] for name in missing if name in PACKAGES})
    text = _NO_PACKAGES if named <= PACKAGES.keys() else _NO_LIBRARIES
    return text.format(names="、".join(missing), packages=" ".join(packages))


def _failure(library: str, *, load: Load) -> str:
    try:
        load(library)
    except OSError as error:
        return str(error)
    return ""
