"""接待登记表: everything on record about one matter."""

from datetime import datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, signal
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.terms import RaterKind
from renda_desktop.queries import receptions, visits
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.sheets import RegistrationForm
from renda_desktop.store import log


def registration_form(session: Session, *, matter: Id, now: datetime) -> RegistrationForm:
    """Return the registration form of one matter.

    Raises:
        RuleBroken: there is no such matter.
    """
    state = MATTER.fold(matter, log.read(session, stream=matter))
    if not state.exists:
        raise RuleBroken("stream.missing", noun=state.term)
    d, turn, names = state.details, state.round, Names(session)
    held = receptions.reception(session, id=d.reception) if d.reception else None
    came = visits.visit(session, id=d.visit) if d.visit else None
    who, phone, address = parts.person(session, state)
    due = turn.due
    resident, deputy = state.rating(RaterKind.RESIDENT), state.rating(RaterKind.DEPUTY)
    return RegistrationForm(
        station=parts.station_head(session),
        number=d.number,
        reception=f"{held.row.title}（第{held.row.number}期）" if held else "",
        channel=d.channel.label,
        received_at=from_micros(state.registered_at),
        resident=who,
        phone=phone,
        address=address,
        heads=came.heads if came else 1,
        appeal=d.appeal.label,
        category=d.category,
        place=d.place,
        urgency=d.urgency.label,
        own_words=d.own_words,
        summary=d.summary,
        listeners=names.deputies(d.listeners),
        way=parts.way(state),
        lead=parts.addressee(state, names=names),
        co_units=names.departments(turn.co_units),
        due=due.on if due else None,
        provisional=due.provisional if due else False,
        signal=signal(
            stage=state.stage,
            due=due.on if due else None,
            amber_on=due.amber_on if due else None,
            today=day_of(now),
        ),
        stage=state.stage.label,
        reply=turn.replies[-1].text if turn.replies else "",
        outcome=state.outcome.label if state.outcome else "",
        resident_rating=resident.stars if resident else None,
        deputy_rating=deputy.stars if deputy else None,
        timeline=parts.lines(state, names=names),
        clerk=names.clerk(state.began.author),
        printed_at=now,
    )
