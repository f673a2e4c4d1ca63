"""The office as the worker knows it, from before it is open."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from renda_desktop.domain.errors import Unavailable
from renda_desktop.ui.opener import OpenOffice

if TYPE_CHECKING:
    from renda_desktop.services.action import Changes

T = TypeVar("T")


class OfficeLater:
    """Reads and acts once there is an `office`."""

    def __init__(self) -> None:
        self.office: OpenOffice | None = None

    def read(self, query: Callable[..., T], /, **kw: object) -> T:
        return self._open().read(query, **kw)

    def act(self, service: "Callable[..., Changes]", /, **kw: object) -> "Changes":
        return self._open().act(service, **kw)

    def _open(self) -> OpenOffice:
        if self.office is None:
            raise Unavailable("home.empty")
        return self.office
