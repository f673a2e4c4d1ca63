"""What several papers show alike: the station, a person, a timeline, a way."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from renda_desktop.domain.mask import mask_address, mask_name, mask_phone
from renda_desktop.domain.matter import MATTER, Matter, RegisterMatter
from renda_desktop.domain.terms import SOMEBODY, Disposition, Stage
from renda_desktop.queries import residents, stations
from renda_desktop.queries.matters import MatterRow
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers.sheet import Persons
from renda_desktop.queries.papers.sheets import StationHead, TimelineLine
from renda_desktop.queries.timeline import timeline
from renda_desktop.store import log

ANONYMOUS = "匿名"
CONFIDENTIAL = "（保密）"
NO_WORDS = "（保密事项，内容从略）"
_SHOWN = "papers.persons"


def station_head(session: Session) -> StationHead:
    """Return the station as it signs its papers."""
    row = stations.station(session)
    return StationHead(row.name, row.address, row.phone, row.hours)


def person(session: Session, state: Matter) -> tuple[str, str, str]:
    """Return name, telephone and address of who raised a matter, as far as papers show it now.

    A confidential matter names nobody.
    """
    if state.details.confidential:
        return CONFIDENTIAL, "", ""
    found = state.details.resident and residents.resident(session, id=state.details.resident)
    if not found:
        return ANONYMOUS, "", ""
    match shown(session):
        case Persons.FULL:
            return found.name, found.phone, found.address
        case Persons.REDACTED:
            return SOMEBODY, "", ""
        case _:
            return mask_name(found.name), mask_phone(found.phone), mask_address(found.address)


def addressed(session: Session, state: Matter) -> str:
    """Return how a letter to the person who raised a matter calls them: by their full name.

    A redacted letter calls nobody so, nor does one about a confidential matter.
    """
    if state.details.confidential or shown(session) is Persons.REDACTED:
        return person(session, state)[0]
    found = state.details.resident and residents.resident(session, id=state.details.resident)
    return found.name if found else ANONYMOUS


def person_name(session: Session, name: str) -> str:
    """Return a resident's name as far as papers show it now."""
    match shown(session):
        case Persons.FULL:
            return name
        case Persons.REDACTED:
            return SOMEBODY if name else ""
        case _:
            return mask_name(name)


@contextmanager
def showing(session: Session, persons: Persons) -> Iterator[None]:
    """Let papers that are read meanwhile show persons as far as told; else they are masked."""
    before = shown(session)
    session.info[_SHOWN] = persons
    try:
        yield
    finally:
        session.info[_SHOWN] = before


def shown(session: Session) -> Persons:
    """Return how far papers that are read of a session show persons now."""
    found: Persons = session.info.get(_SHOWN, Persons.MASKED)
    return found


def lines(state: Matter, *, names: Names) -> tuple[TimelineLine, ...]:
    """Return a matter's timeline as papers print it, beside the words that began it."""
    return tuple(
        TimelineLine(
            event.at,
            event.what,
            "" if event.kind == RegisterMatter.kind else event.text,
            event.who,
            event.void,
        )
        for event in timeline(state, names=names)
    )


def way(state: Matter) -> str:
    """Return how the matter goes on, in the station's word for it."""
    if state.stage is Stage.JOINED:
        return "并案"
    return state.disposition.label if state.disposition else "待研判"


def addressee(state: Matter, *, names: Names) -> str:
    """Return the lead unit and the deputy of the present round."""
    now = state.round
    return "、".join(n for n in (names.department(now.unit), names.deputy(now.deputy)) if n)


def next_step(state: Matter, *, names: Names) -> str:
    """Return what happens next, as the resident is told."""
    if state.stage is Stage.JOINED:
        return f"与 {names.matter(state.joined_into)} 为同一事项，合并办理，结果一并告知。"
    if state.stage is Stage.WITHDRAWN:
        return "该事项已作废。"
    if state.moved is not None:
        return f"已移交 {state.moved.name} 继续办理，由那里告知结果。"
    said = state.timeline[-1].fact
    match state.disposition:
        case None:
            return "联络站研判后确定办理方式，并告知您。"
        case Disposition.ASSIGNED:
            return "承办单位在期限内答复，由联络站告知您。"
        case Disposition.ANSWERED_ON_SITE | Disposition.EXPLAINED if state.round.replies:
            return state.round.replies[-1].text
        case Disposition.CONVERTED:
            return "由代表作为建议提出，办理结果由联络站告知您。"
        case _:
            text = getattr(said, "text", "")
            go_to = getattr(said, "go_to", "")
            return f"{text} 建议途径：{go_to}" if go_to else text


def seats(levels: str) -> str:
    """Return what somebody is by the levels of his mandates: 市人大代表、街道议政代表."""
    told = (
        f"{one}代表" if "议政" in one else f"{one}人大代表" for one in levels.split("、") if one
    )
    return "、".join(told)


def title(session: Session, row: MatterRow) -> str:
    """Return what a matter is about, for papers that many people see."""
    state = MATTER.fold(row.id, log.read(session, stream=row.id))
    return NO_WORDS if state.details.confidential else row.title
