"""The way to a server: the same calls through HTTP, or into the server in process."""

from typing import Protocol

from renda_desktop.sync.messages import (
    Enrol,
    Enrolled,
    Hello,
    Page,
    Pull,
    Push,
    Pushed,
    Welcome,
)


class Link(Protocol):
    """Calls that leave no state behind between them.

    Raises:
        Unavailable: the server cannot be reached, or what answered is not it: nothing was lost.
    """

    def enrol(self, request: Enrol) -> Enrolled: ...

    def hello(self, request: Hello) -> Welcome: ...

    def push(self, request: Push) -> Pushed: ...

    def pull(self, request: Pull) -> Page: ...
