"""Issuing papers: what was prepared and drawn gets its place among the records."""

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
from renda_desktop.queries import references
from renda_desktop.queries.papers.issued import Prepared
from renda_desktop.services.action import Action, Changes


def file(session: Session, *, by: Author, prepared: Prepared, digest: str, pages: int) -> Changes:
    """File what was prepared and is drawn now: as issued, or as a reprint."""
    if prepared.reprint is not None:
        return reprint(session, by=by, paper=prepared.reprint, digest=digest, pages=pages)
    return issue(
        session, by=by, form=prepared.form, title=prepared.title, number=prepared.stamp.number,
        content=prepared.content, digest=digest, pages=pages, about=prepared.about,
    )  # fmt: skip


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
    if references.find(session, kind="paper", text=number):
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
