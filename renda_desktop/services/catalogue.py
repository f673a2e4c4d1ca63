"""Every action by its name, `noun.verb`: what it takes, and doing it by name."""

from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy.orm import Session

from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.queries import references
from renda_desktop.services import (
    amendments,
    areas,
    attachments,
    ballots,
    clerks,
    departments,
    deputies,
    drawing,
    figures,
    matters,
    moving,
    opinions,
    papers,
    programs,
    proposals,
    quantities,
    receptions,
    residents,
    scorecards,
    stations,
    taxonomy,
    themes,
    visits,
    wordings,
)
from renda_desktop.services.action import Changes
from renda_desktop.services.arguments import Given, decoded

Service = Callable[..., Changes]

_ACTIONS: dict[str, Service] = {
    "station.register": stations.register,
    "station.add_outpost": stations.add_outpost,
    "station.remove_outpost": stations.remove_outpost,
    "program.publish": programs.publish,
    "program.publish_next": programs.publish_next,
    "taxonomy.publish": taxonomy.publish,
    "holidays.publish": stations.publish_holidays,
    "clerk.register": clerks.register,
    "clerk.deactivate": clerks.deactivate,
    "clerk.reactivate": clerks.reactivate,
    "area.register": areas.register,
    "wording.set": wordings.set_,
    "wording.reset": wordings.reset,
    "department.register": departments.register,
    "department.deactivate": departments.deactivate,
    "department.reactivate": departments.reactivate,
    "deputy.register": deputies.register,
    "deputy.grant_mandate": deputies.grant_mandate,
    "deputy.end_mandate": deputies.end_mandate,
    "deputy.join_group": deputies.join_group,
    "deputy.leave_group": deputies.leave_group,
    "theme.register": themes.register,
    "theme.close": themes.close,
    "theme.reopen": themes.reopen,
    "theme.measure": themes.measure,
    "theme.withdraw_measurement": themes.withdraw_measurement,
    "resident.register": residents.register,
    "resident.merge": residents.merge,
    "resident.separate": residents.separate,
    "resident.mark_not_same": residents.mark_not_same,
    "resident.erase": residents.erase,
    "reception.plan": receptions.plan,
    "reception.notice": receptions.notice,
    "reception.sign_in": receptions.sign_in,
    "reception.sign_out": receptions.sign_out,
    "reception.open": receptions.open_,
    "reception.close": receptions.close,
    "reception.reopen": receptions.reopen,
    "reception.archive": receptions.archive,
    "reception.postpone": receptions.postpone,
    "reception.cancel": receptions.cancel,
    "visit.take_ticket": visits.take_ticket,
    "visit.call": visits.call,
    "visit.register": visits.register,
    "visit.add_matter": visits.add_matter,
    "visit.leave": visits.leave,
    "visit.rejoin": visits.rejoin,
    "visit.withdraw": visits.withdraw,
    "matter.register": matters.register,
    "matter.choose": matters.choose,
    "matter.deliberate": matters.deliberate,
    "matter.answer_on_site": matters.answer_on_site,
    "matter.assign": matters.assign,
    "matter.transfer": matters.transfer,
    "matter.return": matters.return_,
    "matter.extend": matters.extend,
    "matter.remind": matters.remind,
    "matter.supervise": matters.supervise,
    "matter.reply": matters.reply,
    "matter.resolve": matters.resolve,
    "matter.rate": matters.rate,
    "matter.rehandle": matters.rehandle,
    "matter.call_back": matters.call_back,
    "matter.look_back": matters.look_back,
    "matter.strike_off": matters.strike_off,
    "matter.merge": matters.merge,
    "matter.separate": matters.separate,
    "matter.propose_move": moving.propose,
    "matter.take_over": moving.take_over,
    "matter.take_back": moving.take_back,
    "matter.note": matters.note,
    "matter.withdraw": matters.withdraw,
    "matter.attach": attachments.attach,
    "matter.detach": attachments.detach,
    "matter.record_quantity": quantities.record,
    "matter.withdraw_quantity": quantities.withdraw,
    "matter.give_opinion": opinions.give,
    "matter.withdraw_opinion": opinions.withdraw,
    "proposal.raise": proposals.raise_,
    "proposal.convert": proposals.convert,
    "proposal.sign": proposals.sign,
    "proposal.accept": proposals.accept,
    "proposal.decline": proposals.decline,
    "proposal.assign": proposals.assign,
    "proposal.return": proposals.return_,
    "proposal.transfer": proposals.transfer,
    "proposal.extend": proposals.extend,
    "proposal.co_opinion": proposals.co_opinion,
    "proposal.meet": proposals.meet,
    "proposal.remind": proposals.remind,
    "proposal.supervise": proposals.supervise,
    "proposal.reply": proposals.reply,
    "proposal.rate": proposals.rate,
    "proposal.rehandle": proposals.rehandle,
    "proposal.track": proposals.track,
    "proposal.conclude": proposals.conclude,
    "proposal.file": proposals.file,
    "scorecard.open": scorecards.open_,
    "scorecard.rate": scorecards.rate,
    "scorecard.tally": scorecards.tally,
    "scorecard.measure": scorecards.measure,
    "scorecard.draw": drawing.draw,
    "scorecard.adjust": scorecards.adjust,
    "scorecard.veto": scorecards.veto,
    "scorecard.evidence": scorecards.evidence,
    "scorecard.take_back": scorecards.take_back,
    "scorecard.conclude": scorecards.conclude,
    "scorecard.reopen": scorecards.reopen,
    "scorecard.withdraw": scorecards.withdraw,
    "ballot.prepare": ballots.prepare,
    "ballot.call": ballots.call,
    "ballot.issue": ballots.issue,
    "ballot.tally": ballots.tally,
    "ballot.vote": ballots.vote,
    "ballot.cast": ballots.cast,
    "ballot.change_vote": ballots.change_vote,
    "ballot.conclude": ballots.conclude,
    "ballot.recount": ballots.recount,
    "ballot.cancel": ballots.cancel,
    "ballot.runoff": ballots.runoff,
    "paper.issue": papers.issue,
    "paper.reprint": papers.reprint,
    "paper.withdraw": papers.withdraw,
    "snapshot.publish": figures.publish,
    "snapshot.withdraw": figures.withdraw,
}
_OF_ANY_NOUN: dict[str, Service] = {"amend": amendments.amend, "settle": amendments.settle}

ACTIONS: Mapping[str, Service] = _ACTIONS | {
    f"{noun}.{verb}": partial(service, noun=noun)
    for noun in NOUNS
    for verb, service in _OF_ANY_NOUN.items()
    if f"{noun}.{verb}" in NOUNS[noun].facts
}

_OTHERS = {"outpost": "联络点", "entry": "记录"}


def perform(
    session: Session, *, by: Author, action: str, given: Given, refs: Mapping[str, Id]
) -> Changes:
    """Do the action of this name with plain values, as they come from JSON.

    Args:
        refs: what `$name` stands for.

    Raises:
        RuleBroken: no such action, a value of the wrong form, or a rule of the action itself.
    """
    service = ACTIONS.get(action)
    if service is None:
        raise RuleBroken("action.unknown", action=action)
    about = action.partition(".")[0]
    look = partial(find, session, refs=refs, station=by.scope)
    return service(session, by=by, **decoded(service, given, look=look, about=about))


def find(
    session: Session,
    kind: str,
    written: str,
    place: str,
    *,
    refs: Mapping[str, Id],
    station: Id | None = None,
) -> Id:
    """Return the one thing that is named by its id, its number, its name or `$ref`.

    `station` is the one whose receptions are meant where several have one of this number.

    Raises:
        RuleBroken: nothing is called so, or several things are.
    """
    if written.startswith("$"):
        found = _of_line(session, kind, written[1:], refs)
    else:
        found = references.find(session, kind=kind, text=written.strip(), station=station)
    if len(found) != 1:
        noun = NOUNS[kind].state.term if kind in NOUNS else _OTHERS[kind]
        rule = "reference.several" if found else "reference.unknown"
        raise RuleBroken(rule, place=place, noun=noun, count=len(found))
    return found[0]


def _of_line(session: Session, kind: str, name: str, refs: Mapping[str, Id]) -> list[Id]:
    """Return what an earlier line made: the thing itself, or the matters of its visit."""
    ref, _, place = name.partition(".")
    if ref not in refs:
        raise RuleBroken("reference.line", ref=ref)
    found = references.find(session, kind=kind, text=refs[ref])
    if kind == "matter" and not found:
        found = references.raised(session, visit=refs[ref])
    if not place:
        return found
    return found[int(place) - 1 : int(place)] if place.isdecimal() and int(place) else []
