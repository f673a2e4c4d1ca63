"""Every place of the window; a screen's module is imported when it is first shown."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from renda_desktop.ui.screen import Place, Screen
from renda_desktop.ui.worker import Worker

FIRST = "desk"
_SCREENS = (
    ("desk", "接待台", "desk", "Desk", "top"),
    ("schedule", "接待日程", "schedule", "Schedule", "top"),
    ("matters", "事项", "matters", "Matters", "top"),
    ("residents", "选民", "residents", "Residents", "top"),
    ("deputies", "代表", "deputies", "Deputies", "top"),
    ("themes", "主题", "themes", "Themes", "top"),
    ("judging", "评议票决", "judging", "Judging", "top"),
    ("paperwork", "材料", "paperwork", "Paperwork", "top"),
    ("opinions", "阅件意见", "opinions", "Opinions", ""),
)


def places(
    *, settings: Callable[[Worker], Screen], sync: Callable[[Worker], Screen]
) -> list[Place]:
    """Return the places, from the top of the rail to its foot."""
    found = [
        Place(key, title, partial(_make, module, name), where)
        for key, title, module, name, where in _SCREENS
    ]
    return [*found, Place("sync", "同步", sync, ""), Place("settings", "设置", settings, "bottom")]


def _make(module: str, name: str, worker: Worker) -> Screen:
    made = getattr(import_module(f"renda_desktop.ui.{module}"), name)(worker)
    assert isinstance(made, Screen)  # noqa: S101 - the table above names screens
    return made
