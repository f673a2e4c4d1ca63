"""The kinds of streams there are."""

from typing import Any

from renda_desktop.domain.area import AREA
from renda_desktop.domain.ballot import BALLOT
from renda_desktop.domain.clerk import CLERK
from renda_desktop.domain.department import DEPARTMENT
from renda_desktop.domain.deputy import DEPUTY
from renda_desktop.domain.holidays import HOLIDAYS
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.own_wording import WORDING
from renda_desktop.domain.paper import PAPER
from renda_desktop.domain.program import PROGRAM
from renda_desktop.domain.proposal import PROPOSAL
from renda_desktop.domain.reception import RECEPTION
from renda_desktop.domain.resident import RESIDENT
from renda_desktop.domain.scorecard import SCORECARD
from renda_desktop.domain.snapshot import SNAPSHOT
from renda_desktop.domain.station import STATION
from renda_desktop.domain.stream import Noun
from renda_desktop.domain.taxonomy import TAXONOMY
from renda_desktop.domain.theme import THEME
from renda_desktop.domain.visit import VISIT

NOUNS: dict[str, Noun[Any]] = {
    noun.name: noun
    for noun in (
        STATION,
        CLERK,
        AREA,
        PROGRAM,
        HOLIDAYS,
        DEPARTMENT,
        DEPUTY,
        THEME,
        RESIDENT,
        RECEPTION,
        VISIT,
        MATTER,
        PROPOSAL,
        SCORECARD,
        BALLOT,
        SNAPSHOT,
        PAPER,
        WORDING,
        TAXONOMY,
    )
}


def noun_of(kind: str) -> Noun[Any] | None:
    """Return the noun of an entry kind such as `matter.assign`; None if it is unknown here."""
    return NOUNS.get(kind.partition(".")[0])
