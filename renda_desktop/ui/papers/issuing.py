"""The one way by which papers leave the window: every print and every saved file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from renda_desktop.ui.papers.wanted import Drawn
from renda_desktop.ui.worker import Worker

Way = Literal["printed", "saved"]


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper that went out: `printed`, in so many copies, or `saved` as a file."""

    paper: Drawn
    way: Way
    copies: int = 1


def prepare(
    worker: Worker,  # noqa: ARG001 # numbering a paper will act
    paper: Drawn,
    *,
    then: Callable[[Drawn], object],
    failed: Callable[[Exception], object],  # noqa: ARG001
) -> None:
    """Make a paper ready to go out, then `then(paper)` with the pages that go."""
    then(paper)


def issued(worker: Worker, paper: Drawn, *, way: Way, copies: int = 1) -> None:
    """Tell that a paper has gone out."""
    worker.issued.emit(Issue(paper, way, copies))
