"""What can be done now with a matter, a reception or a proposal, asked of the rules themselves."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from renda_desktop.domain import access
from renda_desktop.domain import matter as m
from renda_desktop.domain import proposal as p
from renda_desktop.domain import reception as r
from renda_desktop.domain.entry import Entry
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import start_of, to_micros
from renda_desktop.domain.program import Due, Term
from renda_desktop.domain.stream import Fact, Noun, Stream
from renda_desktop.domain.terms import AttendeeRole, Outcome, RaterKind

S = TypeVar("S", bound=Stream)

_TEXT = "…"
OTHER = Id("f" * 32)  # no thing has this id
_FILE = "0" * 64  # no file has this content
_DAY, _FIRST = date(9999, 1, 1), date(1, 1, 1)
_DUE = Due(_DAY, _DAY, date(1, 1, 1), Term(1))
_DATES = p.Dates(_DUE, _DUE, _DUE)
_EARLY, _LATE = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

_ON_MATTER: tuple[Fact, ...] = (
    m.Deliberate(_TEXT),
    m.AnswerOnSite(_TEXT),
    m.Assign(_DUE, OTHER),
    m.Transfer(_DUE, _TEXT, OTHER),
    m.ReturnMatter(_TEXT),
    m.Extend(_TEXT, granted=True, due=_DUE),
    m.Remind(),
    m.Supervise(),
    m.Reply(_TEXT),
    *(m.Resolve(outcome, _TEXT) for outcome in Outcome),
    m.Rate(RaterKind.RESIDENT, 5),
    m.Rehandle(_TEXT, _DUE),
    m.CallBack(reached=True),
    m.LookBack(lasts=True, text=_TEXT),
    m.StrikeOff(_TEXT),
    m.Merge(OTHER),
    m.Separate(),
    m.ProposeMove(_TEXT, _TEXT, OTHER),
    m.TakeBack(_TEXT),
    m.Convert(OTHER),
    m.Note(_TEXT),
    m.WithdrawMatter(_TEXT),
    m.RecordQuantity(_TEXT, _TEXT, _TEXT, Decimal(0), _FIRST),
    m.Attach(_FILE, _TEXT, _TEXT, 0),
    m.GiveOpinion(OTHER, _TEXT),
)
_ON_RECEPTION: tuple[Fact, ...] = (
    r.NoticeReception(_DAY),
    r.SignIn(r.Attendance(_TEXT, AttendeeRole.OBSERVER)),
    r.OpenReception(),
    r.CloseReception(r.Counts(0, 0, 0, {})),
    r.ReopenReception(_TEXT),
    r.ArchiveReception(),
    r.PostponeReception(_EARLY, _LATE, _TEXT),
    r.CancelReception(_TEXT),
)


def on_matter(state: m.Matter, *, roles: Iterable[str]) -> dict[str, str]:
    """Return, for each kind of fact, '' where it can be recorded now, else why not.

    Every fact is tried, with all its fields filled in, on a copy of the state: what refuses is
    where the matter stands, never something that a form has still to ask for.
    """
    of_its_own = (
        m.WithdrawQuantity(next(iter(state.quantities), OTHER), _TEXT),
        m.WithdrawOpinion(next(iter(state.opinions), OTHER), _TEXT),
        m.Detach(next(iter(state.attachments), _FILE)),
    )
    return refusals(m.MATTER, state, (*_ON_MATTER, *of_its_own), roles)


def on_reception(state: r.Reception, *, roles: Iterable[str]) -> dict[str, str]:
    """Return the same of a reception."""
    return refusals(r.RECEPTION, state, _ON_RECEPTION, roles)


def on_proposal(state: p.Proposal, *, roles: Iterable[str], today: date) -> dict[str, str]:
    """Return the same of a proposal; until when it can be returned depends on the day."""
    facts = _on_proposal(state)
    return refusals(p.PROPOSAL, state, facts, roles, at=to_micros(start_of(today)))


def _on_proposal(state: p.Proposal) -> tuple[Fact, ...]:
    co_unit = next(iter(state.round.co_units), OTHER)
    return (
        p.Sign(OTHER),
        p.Accept(),
        p.Decline(_TEXT),
        p.Assign(OTHER, _DATES),
        p.ReturnProposal(_TEXT),
        p.Transfer(OTHER, _DATES, _TEXT),
        p.Extend(_TEXT, granted=False),
        p.CoOpinion(co_unit, _TEXT),
        p.Meet(_TEXT, (state.lead,)),
        p.Remind(),
        p.Supervise(),
        p.Reply(state.rules.classes[0].code, _TEXT),
        p.Rate(state.lead, {one.key: 5 for one in state.rules.aspects}),
        p.Rehandle(_TEXT, _DATES),
        p.Track(_TEXT),
        p.Conclude(_TEXT),
        p.File(),
    )


def outcomes(state: m.Matter) -> tuple[Outcome, ...]:
    """Return the outcomes by which a matter can be resolved now."""
    ways = {one: _refusal(m.MATTER, state, m.Resolve(one, _TEXT)) for one in Outcome}
    return tuple(one for one, refused in ways.items() if not refused)


def refusals(
    noun: Noun[S],
    state: S,
    facts: Iterable[Fact],
    roles: Iterable[str],
    *,
    at: int = 0,
    author: Id = OTHER,
) -> dict[str, str]:
    """Return the same of anything, by the facts to try; `author` is who would record them."""
    held = frozenset(roles)
    found: dict[str, str] = {}
    for fact in facts:
        if found.get(fact.kind) != "":
            found[fact.kind] = _refusal(noun, state, fact, at=at, author=author)
    for kind, refused in found.items():
        if not refused:
            found[kind] = denied(kind, roles=held)
    return found


def _refusal(noun: Noun[S], state: S, fact: Fact, *, at: int = 0, author: Id = OTHER) -> str:
    kept = {id(state.timeline): state.timeline, id(state.origins): state.origins}
    entry = Entry(OTHER, state.scope, state.id, fact.kind, b"", author, OTHER, at, OTHER)
    try:
        noun.judge(deepcopy(state, dict(kept)), fact, entry)
    except RuleBroken as broken:
        return str(broken)
    return ""


def denied(kind: str, *, roles: Iterable[str]) -> str:
    """Return why somebody with these roles cannot record a fact, or ''."""
    try:
        access.check(kind, roles=frozenset(roles))
    except RuleBroken as broken:
        return str(broken)
    return ""
