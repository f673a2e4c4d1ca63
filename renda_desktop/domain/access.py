"""Who may do what: one table, asked before an entry is written."""

from collections.abc import Collection

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Role

# Kinds that need more than a clerk. 销号 is the supervisor's, not the handler's.
_RESERVED: dict[str, frozenset[Role]] = {
    "matter.strike_off": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "clerk.register": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "clerk.amend": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "clerk.deactivate": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "clerk.reactivate": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "clerk.settle": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "station.amend": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "station.settle": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "program.publish": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "holidays.publish": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
    "reception.archive": frozenset({Role.STATION_HEAD, Role.COORDINATOR}),
}
_REFUSED = {
    "matter.strike_off": "销号",
    "reception.archive": "归档接待活动",
    "station.amend": "更改联络站资料",
    "station.settle": "更改联络站资料",
    "program.publish": "发布工作机制",
    "holidays.publish": "导入节假日",
}


def allowed(kind: str, *, roles: Collection[str]) -> bool:
    """Return whether somebody with these roles may write an entry of this kind."""
    reserved = _RESERVED.get(kind)
    return reserved is None or any(role in reserved for role in roles)


def check(kind: str, *, roles: Collection[str]) -> None:
    """Raise RuleBroken where `allowed` is false."""
    if not allowed(kind, roles=roles):
        held = "、".join(Role(role).label for role in sorted(roles))
        raise RuleBroken("access.denied", roles=held, action=_REFUSED.get(kind, "管理经办人"))
