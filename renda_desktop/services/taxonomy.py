"""Putting a table of categories into force."""

from sqlalchemy.orm import Session

from renda_desktop.domain.cleaning import cleaned
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.taxonomy import (
    TAXONOMY,
    Category,
    PublishTaxonomy,
    TaxonomyDetails,
    stream_of,
)
from renda_desktop.queries import taxonomy as known
from renda_desktop.services.action import Action, Changes


def publish(session: Session, *, by: Author, categories: tuple[Category, ...]) -> Changes:
    """Put a table into force, here and in all that lies beneath; matters keep what they have.

    Raises:
        RuleBroken: a name is missing or stands twice, the table is published from above, or it
            says what is in force already.
    """
    details = cleaned(TaxonomyDetails(categories))
    details.check()
    known.check_own(session, at=by.scope)
    now = known.published(session, at=by.scope)
    if now is not None and now.details == details:
        raise RuleBroken("amend.nothing")
    action, stream = Action(session, by), stream_of(by.scope)
    if now is None:
        action.begin(TAXONOMY, PublishTaxonomy(1, details), stream=stream)
    else:
        action.record(TAXONOMY, stream, PublishTaxonomy(now.version + 1, details))
    return action.done(stream)
