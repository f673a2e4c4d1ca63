"""Issuing papers: a number before they are drawn, a place among the records once they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.domain.paper import (
    PAPER,
    IssuePaper,
    PaperDetails,
    ReprintPaper,
    WithdrawPaper,
)
from renda_desktop.queries.papers import Sheet, Stamp
from renda_desktop.queries.papers import issued as papers
from renda_desktop.services.action import Action, Changes
from renda_desktop.services.numbers import paper_number


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper on its way: draw its sheet with `stamp`, then `file` it.

    `reprint` is the paper that says the same already.
    """

    form: str
    title: str
    about: tuple[Ref, ...]
    content: str
    stamp: Stamp
    reprint: Id | None = None

    def file(self, session: Session, *, by: Author, digest: str, pages: int) -> Changes:
        """File what is drawn now: as issued, or as a reprint."""
        if self.reprint is not None:
            return reprint(session, by=by, paper=self.reprint, digest=digest, pages=pages)
        return issue(
            session, by=by, form=self.form, title=self.title, number=self.stamp.number,
            content=self.content, digest=digest, pages=pages, about=self.about,
        )  # fmt: skip


def prepare(
    session: Session,
    *,
    by: Author,
    form: str,
    title: str,
    sheets: Sequence[Sheet],
    about: Sequence[Ref] = (),
) -> list[Prepared]:
    """Return under which number each sheet is to be printed; nothing is written yet.

    Args:
        form: the kind of paper. title: what it is called; both name nobody.
        about: the thing of each sheet, or nothing.
    """
    action = Action(session, by)
    made: list[Prepared] = []
    fresh = 0
    for place, sheet in enumerate(sheets):
        content = papers.content_hash(sheet)
        known = papers.same(session, scope=by.scope, form=form, content=content)
        if known is None:
            fresh += 1
        stamp = (
            Stamp(known.number, known.copies) if known else Stamp(paper_number(action, ahead=fresh))
        )
        filed = tuple(dict.fromkeys((*about[place : place + 1], *sheet.also)))
        reprint = known.id if known else None
        made.append(Prepared(form, title, filed, content, stamp, reprint))
    return made


def issue(
    session: Session,
    *,
    by: Author,
    form: str,
    title: str,
    number: str,
    content: str,
    digest: str,
    pages: int,
    about: tuple[Ref, ...] = (),
) -> Changes:
    """File a paper that leaves the house.

    Raises:
        RuleBroken: its number was given to another one meanwhile; prepare it again.
    """
    action = Action(session, by)
    if number != paper_number(action):
        raise RuleBroken("paper.number", number=number)
    details = PaperDetails(number, form, title, content, about)
    return action.done(action.begin(PAPER, IssuePaper(details, digest, pages)))


def reprint(session: Session, *, by: Author, paper: Id, digest: str, pages: int) -> Changes:
    """File that a paper was printed once more."""
    action = Action(session, by)
    action.record(PAPER, paper, ReprintPaper(digest, pages))
    return action.done(paper)


def withdraw(session: Session, *, by: Author, paper: Id, reason: str) -> Changes:
    """A paper was issued by mistake; it stays on record and its number is not given again."""
    action = Action(session, by)
    action.record(PAPER, paper, WithdrawPaper(reason))
    return action.done(paper)
