"""What residents said on a theme, for those who receive on it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from renda_desktop.domain.figures import FigureFilter, FigureKey
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER
from renda_desktop.domain.matter.state import OUT_OF_LOOP
from renda_desktop.domain.moments import day_of
from renda_desktop.queries import figures, matters
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import figure_words, parts
from renda_desktop.queries.papers.briefing_sheet import Voice, Voices
from renda_desktop.store import log

_MOST = 40
_LONGEST = 120  # characters of each
_FIGURES = (
    FigureKey.MATTERS_RAISED,
    FigureKey.REPLY_RATE,
    FigureKey.RESOLUTION_RATE,
    FigureKey.ON_TIME_RATE,
    FigureKey.SATISFACTION_RATE,
    FigureKey.CONVERTED,
)


def voices(session: Session, *, theme: Id, known: Collection[Id], today: date) -> Voices:
    """Return what was said on a theme, the latest first, but for what is `known` already."""
    names = Names(session)
    found = matters.matters(session, today=today, where=MatterFilter(theme=theme), limit=1_000)
    said = [row for row in found if row.id not in known and row.stage not in OUT_OF_LOOP]
    where = FigureFilter(theme=theme)
    counted = map(
        figure_words.printed,
        figures.figures(session, keys=_FIGURES, where=where, today=today),
    )
    return Voices(
        theme=names.theme(theme),
        voices=tuple(_voice(session, row) for row in said[:_MOST]),
        total=len(said),
        figures=tuple(
            (one.title, f"{one.shown}（{one.share}）" if one.share else one.shown)
            for one in counted
            if one.counted
        ),
    )


def _voice(session: Session, row: MatterRow) -> Voice:
    state = MATTER.fold(row.id, log.read(session, stream=row.id))
    who, _phone, _address = parts.person(session, state)
    secret = state.details.confidential
    text = parts.NO_WORDS if secret else " ".join(state.details.own_words.split())
    return Voice(
        raised_on=day_of(row.registered_at),
        resident=who,
        text=text[:_LONGEST],
        place="" if secret else row.place,
        state="，".join(one for one in (row.stage.label, row.unit_name) if one),
        cut=len(text) > _LONGEST,
    )
