"""One theme as a whole: what was measured on it, and its timeline in words."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from renda_desktop.domain import theme as h
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import field_label
from renda_desktop.queries.names import Names
from renda_desktop.queries.people import ThemeRow, themes
from renda_desktop.queries.timeline import Tellers, TimelineEvent, amended, day, lines, timeline
from renda_desktop.store import log


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme with everything on record about it; `measured` by what it is, then by day."""

    row: ThemeRow
    measured: tuple[h.Measured, ...]
    timeline: tuple[TimelineEvent, ...]


def theme_file(session: Session, *, id: Id) -> ThemeFile:  # noqa: A002
    """Return one theme with its timeline, the earliest event first.

    Raises:
        RuleBroken: there is no such theme.
    """
    row = next((one for one in themes(session) if one.id == id), None)
    if row is None:
        raise RuleBroken("stream.missing", noun=h.Theme.term)
    state = h.THEME.fold(id, log.read(session, stream=id))
    measured = sorted(state.measured.values(), key=lambda one: (one.program, one.key, one.day))
    told = timeline(state, names=Names(session), tellers=_TELLERS)
    return ThemeFile(row, tuple(measured), told)


def _measured(f: h.Measure, _names: Names) -> tuple[str, str]:
    source = f"来源:{f.source}" if f.source else ""
    return f"监测 {f.title}", lines(f"{day(f.day)} {f.value:f} {f.unit}", source)


_TELLERS: Tellers = {
    h.RegisterTheme: lambda f, _n: ("登记", f.details.title),
    h.AmendTheme: amended,
    h.SettleTheme: lambda f, _n: (f"选定{field_label(f.field)}", ""),
    h.CloseTheme: lambda _f, _n: ("停用", ""),
    h.ReopenTheme: lambda _f, _n: ("重新启用", ""),
    h.Measure: _measured,
    h.WithdrawMeasurement: lambda f, _n: ("监测值作废", f.reason),
}
