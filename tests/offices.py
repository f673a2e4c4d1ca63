"""A real station in an encrypted database, for tests: founded once, copied for each."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from renda_desktop.bootstrap import Home, Office, found_office, open_office
from renda_desktop.domain.deputy import Mandate
from renda_desktop.domain.ids import Id
from renda_desktop.domain.station import StationDetails
from renda_desktop.domain.stream import NOWHERE
from renda_desktop.domain.terms import AttendeeRole, DeputyLevel, ReceptionKind
from renda_desktop.services import departments, deputies, receptions, themes

PASSPHRASE = "月湖街道 2026 测试口令"
START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 14:00 in China, a Monday


@dataclass
class Clock:
    """A clock that moves only when told."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def on(self, **step: float) -> None:
        self.now += timedelta(**step)


@dataclass
class Cast:
    """Who and what stands ready in a furnished office."""

    deputies: list[Id] = field(default_factory=list)
    departments: list[Id] = field(default_factory=list)
    theme: Id = NOWHERE
    reception: Id = NOWHERE


def found(path: Path) -> None:
    """Found a station and close it again."""
    details = StationDetails("月湖街道人大代表联络站", "YH", "月湖街道 1 号", "0574-87654321")
    office = found_office(
        Home(path), details=details, clerk="王芳", passphrase=PASSPHRASE, clock=Clock()
    )
    office.close()


def opened(path: Path, *, clock: Clock | None = None) -> Office:
    """Open a station that `found` made."""
    return open_office(Home(path), ask_passphrase=lambda: PASSPHRASE, clock=clock or Clock())


def copied(template: Path, to: Path) -> Path:
    """Copy a closed station."""
    shutil.copytree(template, to)
    return to


def furnish(office: Office) -> Cast:
    """Add three deputies, two departments, a theme and an open reception."""
    cast = Cast()
    for name, level in (
        ("张明", DeputyLevel.MUNICIPAL),
        ("李慧", DeputyLevel.COUNTY),
        ("䶮𬍛㛃", DeputyLevel.TOWNSHIP),
    ):
        seat = (Mandate(level, 16),)
        cast.deputies.append(office.act(deputies.register, name=name, mandates=seat).id)
    for name, short in (("区住房和城乡建设局", "区住建局"), ("区综合行政执法局", "区综合执法局")):
        cast.departments.append(office.act(departments.register, name=name, short=short).id)
    cast.theme = office.act(themes.register, title="老旧小区改造").id
    cast.reception = office.act(
        receptions.plan,
        kind=ReceptionKind.THEMED,
        program="themed",
        title="老旧小区改造",
        place="一楼接待室",
        starts=START,
        ends=START + timedelta(hours=2),
        deputies=tuple(cast.deputies[:2]),
        departments=tuple(cast.departments),
        theme=cast.theme,
    ).id
    office.act(receptions.notice, reception=cast.reception, late="临时增开")
    for who, name in zip(cast.deputies, ("张明", "李慧"), strict=False):
        office.act(
            receptions.sign_in,
            reception=cast.reception,
            name=name,
            role=AttendeeRole.DEPUTY,
            person=who,
        )
    office.act(receptions.open_, reception=cast.reception)
    return cast
