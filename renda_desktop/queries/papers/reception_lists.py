"""Lists for the desk of one reception: who signs in, which unit takes which matter."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, local
from renda_desktop.domain.terms import AttendeeRole
from renda_desktop.queries import matters, receptions
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.queries.papers import parts
from renda_desktop.queries.papers.sheets import ClaimList, ClaimRow, SignInGroup, SignInSheet
from renda_desktop.queries.receptions import AttendanceRow, Party, ReceptionView

_SPARE = 2
_MOST = 300
_GROUPED = (AttendeeRole.DEPUTY, AttendeeRole.LEADER, AttendeeRole.OFFICIAL)


def sign_in_sheet(session: Session, *, reception: Id, now: datetime) -> SignInSheet:
    """Return the list that deputies, leaders and units sign, with room for others."""
    view = _found(session, reception)
    groups = (
        _group(view, AttendeeRole.DEPUTY, [(d.name, parts.seats(d.detail)) for d in view.deputies]),
        _group(view, AttendeeRole.LEADER, [(n, "") for n in view.leaders.split("、") if n]),
        _group(view, AttendeeRole.OFFICIAL, [("", *_units(d)) for d in view.departments]),
    )
    others = [one for one in view.attendances if one.role not in _GROUPED]
    return SignInSheet(
        station=parts.station_head(session),
        title=f"{view.row.title}（第{view.row.number}期）",
        when=_when(view),
        place=view.row.place,
        groups=(*groups, SignInGroup("其他人员", tuple(map(_person, others)), _SPARE)),
        printed_at=now,
    )


def _group(
    view: ReceptionView, role: AttendeeRole, planned: Sequence[tuple[str, ...]]
) -> SignInGroup:
    """Return who is expected in a role, then who came besides: name, unit, presence.

    Args:
        planned: a name and a unit; of somebody whom a unit will send, '' and the unit's names.
    """
    here = [one for one in view.attendances if one.role is role]
    people = []
    for name, unit, *others in planned:
        units = (unit, *others)
        one = next((h for h in here if (h.name == name if name else h.unit in units)), None)
        if one is not None:
            here.remove(one)
        people.append((name, unit, "") if one is None else (one.name, unit, one.presence.label))
    return SignInGroup(role.label, (*people, *map(_person, here)), _SPARE)


def _units(party: Party) -> tuple[str, str]:
    return party.detail or party.name, party.name


def _person(one: AttendanceRow) -> tuple[str, str, str]:
    return one.name, one.unit, one.presence.label


def claim_list(session: Session, *, reception: Id, now: datetime) -> ClaimList:
    """Return the matters of a reception for units to sign for, as far as they have one."""
    view = _found(session, reception)
    rows = matters.matters(
        session, today=day_of(now), where=MatterFilter(reception=reception), order="number",
        descending=False, limit=_MOST,
    )  # fmt: skip
    return ClaimList(
        station=parts.station_head(session),
        title=f"{view.row.title}（第{view.row.number}期）",
        when=_when(view),
        rows=tuple(_claim(session, row) for row in rows),
        printed_at=now,
    )


def _found(session: Session, reception: Id) -> ReceptionView:
    view = receptions.reception(session, id=reception)
    if view is None:
        raise RuleBroken("stream.missing", noun="接待活动")
    return view


def _claim(session: Session, row: MatterRow) -> ClaimRow:
    due = f"{row.due.month}月{row.due.day}日" + "「暂定」" * row.provisional if row.due else ""
    return ClaimRow(
        number=row.number,
        text=parts.title(session, row),
        place=row.place,
        unit=row.unit_name or row.deputy_name,
        due=due,
    )


def _when(view: ReceptionView) -> str:
    begins, ends = local(view.row.starts), local(view.row.ends)
    return f"{begins.year}年{begins.month}月{begins.day}日 {begins:%H:%M}—{ends:%H:%M}"
