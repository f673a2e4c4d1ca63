"""Letters about one matter: what is known of it, in the words of the letter."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Matter, Remind, Resolve, Supervise
from renda_desktop.domain.moments import day_of, from_micros
from renda_desktop.domain.terms import Disposition, Stage
from renda_desktop.domain.wording import write
from renda_desktop.queries.names import Names
from renda_desktop.queries.papers import parts, wordings
from renda_desktop.queries.papers.sheets import LetterSheet, StationHead
from renda_desktop.store import log


def letter(session: Session, *, kind: str, matter: Id, now: datetime) -> LetterSheet:
    """Return a letter about a matter; only one to the person names them, none a confidential one.

    Raises:
        RuleBroken: there is no such matter or letter, or the matter is not so far.
    """
    state = MATTER.fold(matter, log.read(session, stream=matter))
    if not state.exists:
        raise RuleBroken("stream.missing", noun=state.term)
    return written_of(session, kind=kind, state=state, now=now, sent=True)


def written_of(
    session: Session, *, kind: str, state: Matter, now: datetime, sent: bool = False
) -> LetterSheet:
    """Return a letter about a matter in a state, as it was or is.

    Args:
        sent: it goes to whom it is about, so that it calls them by their name.

    Raises:
        RuleBroken: there is no such letter, or the matter was not so far.
    """
    words = wordings.in_force(session, kind=kind)
    _ALLOWED[kind](state)
    station = parts.station_head(session)
    values = _values(session, state, station, now)
    if sent:
        values["来访人"] = parts.addressed(session, state)
    written = write(words, values={name: values[name] for name in wordings.FIELDS[kind]})
    return LetterSheet(
        name=wordings.NAMES[kind],
        title=written.title,
        to=written.to,
        body=written.body,
        sender=station.name,
        on=day_of(now),
        contact=f"联系电话：{station.phone}" if station.phone else "",
        printed_at=now,
    )


def _check_assigned(state: Matter) -> None:
    if state.round.unit is None and state.round.deputy is None:
        raise RuleBroken("letter.not_assigned")


def _check_replied(state: Matter) -> None:
    if not state.round.replies:
        raise RuleBroken("letter.not_replied")


def _check_declined(state: Matter) -> None:
    if state.disposition is not Disposition.DECLINED:
        raise RuleBroken("letter.not_declined")


_ENDS: Final = "。！？…!?”』」）)》"
_PAUSES: Final = "，、；：,;:. "

_ALLOWED: Final[Mapping[str, Callable[[Matter], None]]] = {
    "reminder": _check_assigned,
    "supervision-letter": _check_assigned,
    "reply": _check_replied,
    "refusal": _check_declined,
}


def _values(session: Session, state: Matter, station: StationHead, now: datetime) -> dict[str, str]:
    """Return all that a letter may say; '' is what nobody knows."""
    names, d, turn = Names(session), state.details, state.round
    who, _phone, _address = parts.person(session, state)
    reply = turn.replies[-1] if turn.replies else None
    ended = next((e.fact for e in reversed(state.timeline) if isinstance(e.fact, Resolve)), None)
    return {
        "编号": d.number,
        "事由": d.title,
        "诉求": _sentence(d.summary or d.own_words),
        "原话": d.own_words,
        "类别": d.category.replace("/", "—"),
        "地点": d.place,
        "登记日期": _day(day_of(from_micros(state.registered_at))),
        "来访人": who,
        "联络站": station.name,
        "联系电话": station.phone,
        "今日": _day(day_of(now)),
        "承办单位": parts.addressee(state, names=names),
        "协办单位": names.departments(turn.co_units),
        "代表": names.deputy(turn.deputy) or names.deputies(d.listeners),
        "交办日期": _day(day_of(from_micros(turn.assigned_at)) if turn.assigned_at else None),
        **_due(state, day_of(now)),
        "催办情况": _reminders(state),
        "要求": _wanted(state),
        "答复": reply.text if reply else "",
        "结果": state.outcome.label if state.outcome else "",
        "告知": ended.text if ended else "",
        "途径": ended.go_to if ended else "",
    }


def _sentence(text: str) -> str:
    """Return a text that ends as a sentence does, whatever it was typed with."""
    bare = text.rstrip()
    return bare if not bare or bare[-1] in _ENDS else f"{bare.rstrip(_PAUSES)}。"


def _due(state: Matter, today: date) -> dict[str, str]:
    due = state.round.due
    if due is None:
        return {"办理期限": "", "期限情况": ""}
    left = (due.on - today).days
    standing = "今日到期"
    if left:
        standing = f"距期限还有{left}天" if left > 0 else f"已超过期限{-left}天"
    if state.stage not in (Stage.ASSIGNED, Stage.RETURNED):
        standing = ""
    on = _day(due.on) + ("（暂定）" if due.provisional else "")
    return {"办理期限": on, "期限情况": standing}


def _reminders(state: Matter) -> str:
    days = [
        _day(day_of(from_micros(event.entry.recorded_at)))
        for event in state.timeline
        if isinstance(event.fact, Remind) and not event.void
    ]
    return f"{len(days)}次（{'、'.join(days)}）。" if days else ""


def _wanted(state: Matter) -> str:
    """Return what was written down with the last reminder or supervision."""
    asked = (e.fact for e in reversed(state.timeline) if not e.void)
    return next((f.text for f in asked if isinstance(f, Remind | Supervise)), "")


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
