"""When the computer gets its network back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtNetwork import QNetworkInformation


class Network(QObject):
    """Calls `back` whenever the network is there again; where the system tells nothing, never."""

    def __init__(self, back: Callable[[], object], *, parent: QObject) -> None:
        super().__init__(parent)
        self._back = back
        wanted = QNetworkInformation.Feature.Reachability
        if QNetworkInformation.loadBackendByFeatures(wanted):
            QNetworkInformation.instance().reachabilityChanged.connect(self._changed)

    @Slot(QNetworkInformation.Reachability)
    def _changed(self, now: QNetworkInformation.Reachability) -> None:
        kinds = QNetworkInformation.Reachability
        if now not in (kinds.Disconnected, kinds.Unknown):
            self._back()
