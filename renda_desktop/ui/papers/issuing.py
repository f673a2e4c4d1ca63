"""The one way by which papers leave the window: numbered, filed, then printed or saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Literal

from renda_desktop.queries.papers import Persons, Sheet
from renda_desktop.queries.papers import issued as numbers
from renda_desktop.queries.papers.issued import Prepared
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.preview import page_count
from renda_desktop.services import papers
from renda_desktop.services.action import Changes
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
    worker: Worker,
    paper: Drawn,
    *,
    then: Callable[[Drawn], object],
    failed: Callable[[Exception], object],
) -> None:
    """Draw a paper under its number and file it, then `then(paper)` with the pages that go.

    It is filed before it leaves, so that no paper is outside that is not on record.
    """
    form = paper.wanted.kind
    inside = paper.sheet.persons is Persons.FULL  # for use in the house, never issued
    if inside or form not in PAPERS:  # or the recovery key, which is nobody's business
        then(paper)
        return
    about = [paper.wanted.about] if paper.wanted.about else []
    filing = _Filing(worker, paper, then, failed)
    worker.read(
        numbers.prepare, form=form, title=PAPERS[form].title, sheets=[paper.sheet], about=about,
        done=partial(filing.draw, then), failed=failed,
    )  # fmt: skip


def issued(worker: Worker, paper: Drawn, *, way: Way, copies: int = 1) -> None:
    """Tell that a paper has gone out."""
    worker.issued.emit(Issue(paper, way, copies))


@dataclass(frozen=True, slots=True)
class _Filing:
    """One paper on its way into the records. Each step names `then`, whose owner may be gone."""

    worker: Worker
    paper: Drawn
    then: Callable[[Drawn], object]
    failed: Callable[[Exception], object]

    def draw(self, then: Callable[[Drawn], object], prepared: list[Prepared]) -> None:
        (one,) = prepared
        sheet = replace(self.paper.sheet, stamp=one.stamp)
        drawn = partial(self.measure, then, one, sheet)
        self.worker.draw(self.paper.wanted.render, sheet, done=drawn, failed=self.failed)

    def measure(
        self, then: Callable[[Drawn], object], one: Prepared, sheet: Sheet, pdf: bytes
    ) -> None:
        known = partial(self.file, then, one, self.paper.with_pdf(sheet, pdf))
        self.worker.run(_measured, pdf=pdf, done=known, failed=self.failed)

    def file(
        self,
        then: Callable[[Drawn], object],
        one: Prepared,
        paper: Drawn,
        known: tuple[str, int],
    ) -> None:
        digest, pages = known
        go = partial(self.go, then, paper)
        self.worker.act(
            papers.file, prepared=one, digest=digest, pages=pages, done=go, failed=self.failed
        )

    def go(self, then: Callable[[Drawn], object], paper: Drawn, _filed: Changes) -> None:
        then(paper)


def _measured(pdf: bytes) -> tuple[str, int]:
    """Return the SHA-256 and the number of pages."""
    return sha256(pdf).hexdigest(), page_count(pdf)
