"""What one matter's rules cannot see: the others that are joined with it."""

from collections.abc import Collection

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Matter, WithdrawMatter
from renda_desktop.domain.matter.state import NOT_COUNTED
from renda_desktop.domain.terms import Stage
from renda_desktop.queries import references
from renda_desktop.services.action import Action


def check_target(action: Action, into: Id, *, at: Id) -> Matter:
    """Raise RuleBroken unless a matter of a station can be joined into this one."""
    target = action.load(MATTER, into)
    if target.scope != at:
        raise RuleBroken("matter.other_station")
    if target.joined_into is not None:
        raise RuleBroken("matter.joined_to_joined")
    target.forbid("并入其他事项", Stage.CLOSED, *NOT_COUNTED)
    return target


def check_alone(action: Action, matter: Id, *, but: Collection[Id] = ()) -> None:
    """Raise RuleBroken where others, except `but`, are joined into the matter."""
    if set(references.joined_matters(action.session, into=matter)) - set(but):
        raise RuleBroken("matter.has_joined")


def withdraw(action: Action, matters: Collection[Id], *, reason: str) -> None:
    """Record that all these matters were registered by mistake; some may be withdrawn already."""
    for matter in matters:
        check_alone(action, matter, but=matters)
        if action.load(MATTER, matter).stage is not Stage.WITHDRAWN:
            action.record(MATTER, matter, WithdrawMatter(reason))
