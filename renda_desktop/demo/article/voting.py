"""A secret vote of the article: called, given out, counted by two tellers, announced."""

from collections.abc import Mapping
from datetime import timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.article.stage import Site, Stage
from renda_desktop.domain.ids import Id
from renda_desktop.domain.verdict import Votes
from renda_desktop.services import ballots

_PAUSE = timedelta(minutes=12)


def voted(
    stage: Stage,
    site: Site,
    ballot: Id,
    *,
    present: int,
    invalid: int,
    found: Mapping[int, tuple[int, int, int]],
) -> Life:
    """Hold a vote; `found` has for, against and abstain by the item's number."""
    stage.act(site, ballots.call, ballot=ballot, present=present)
    yield stage.clock.now + _PAUSE
    stage.act(site, ballots.issue, ballot=ballot)
    yield stage.clock.now + _PAUSE
    items = tuple(Votes(number, *votes) for number, votes in found.items())
    for teller in stage.tellers:
        yield stage.clock.now + _PAUSE
        stage.desk.act(
            ballots.tally,
            clerk=teller,
            station=site.id,
            ballot=ballot,
            returned=present,
            invalid=invalid,
            items=items,
        )
    yield stage.clock.now + _PAUSE
    stage.act(site, ballots.conclude, ballot=ballot)
