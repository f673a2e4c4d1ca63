"""One matter through its life, one paper and one window: what every built installer must do."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from renda_desktop.domain.deputy import Mandate
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of, local
from renda_desktop.domain.terms import (
    AttendeeRole,
    DeputyLevel,
    Outcome,
    RaterKind,
    ReceptionKind,
    Stage,
)
from renda_desktop.queries import matter_files, papers, references, search
from renda_desktop.services import deputies, matters, receptions, visits
from renda_desktop.services.visits import Person, Raised

if TYPE_CHECKING:
    from renda_desktop.ui.opener import Opener, OpenOffice

T = TypeVar("T")

_NAME = "䶮𬍛·㛃"  # characters outside the common fonts, one beyond the first plane
_WORDS = "䶮𬍛村东门口路灯不亮,晚上走路看不清"
_PATIENCE_MS = 60_000


class Failed(Exception):  # noqa: N818 # it says what happened
    """A step did not give what it should."""


def life(office: "OpenOffice", *, now: datetime) -> Id:
    """Take a matter from its registration to being struck off, find it, and return its visit."""
    people = tuple(
        office.act(deputies.register, name=name, mandates=(Mandate(level, 16),)).id
        for name, level in (("张明", DeputyLevel.MUNICIPAL), ("李慧", DeputyLevel.COUNTY))
    )
    visit = _received(office, people, now)
    (matter,) = office.read(references.raised, visit=visit)
    office.act(matters.assign, matter=matter, deputy=people[0])
    office.act(matters.reply, matter=matter, text="灯已修好", deputy=people[0])
    office.act(matters.rate, matter=matter, rater=RaterKind.RESIDENT, stars=5)
    outcome = Outcome.RESOLVED_AFTER_FOLLOW_UP
    office.act(matters.resolve, matter=matter, outcome=outcome, text="夜间复查,灯亮")
    office.act(matters.strike_off, matter=matter, evidence="复查照片")
    file = office.read(matter_files.matter_file, id=matter, today=day_of(now))
    if file.state.stage is not Stage.CLOSED or file.state.voids:
        raise Failed("the matter is not closed")
    for text in ("路灯", _NAME):
        if not office.read(search.search, text=text):
            raise Failed("search finds nothing")
    return visit


def _received(office: "OpenOffice", people: tuple[Id, ...], now: datetime) -> Id:
    """Hold a reception with one visit."""
    reception = office.act(
        receptions.plan,
        kind=ReceptionKind.THEMED,
        program="themed",
        place="一楼接待室",
        starts=now,
        ends=now + timedelta(hours=2),
        deputies=people,
    ).id
    office.act(receptions.notice, reception=reception, late="自检")
    role = AttendeeRole.DEPUTY
    office.act(receptions.sign_in, reception=reception, name="张明", role=role, person=people[0])
    office.act(receptions.open_, reception=reception)
    raised = (Raised(own_words=_WORDS),)
    person = Person(name=_NAME, phone="13800005521")
    return office.act(visits.register, reception=reception, person=person, matters=raised).id


def paper(office: "OpenOffice", *, visit: Id, now: datetime) -> None:
    """Draw a registration form with rare characters, and read them back out of the PDF."""
    from pypdfium2 import PdfDocument

    from renda_desktop.reports.catalogue import PAPERS

    (matter,) = office.read(references.raised, visit=visit)
    sheet = office.read(papers.registration_form, matter=matter, now=local(now))
    with PdfDocument(PAPERS["registration-form"].render(sheet)) as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    if _WORDS not in re.sub(r"\s", "", text):
        raise Failed("the paper lacks what was said")


def window(opener: "Opener") -> None:
    """Open the window off screen, wait until its first screen is there, and look at it."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from renda_desktop.ui import language, theme
    from renda_desktop.ui.app import App

    app = QApplication.instance() or QApplication(["renda-desktop"])
    if not isinstance(app, QApplication):
        raise Failed("there is an application without windows")
    language.speak_chinese(app)
    theme.apply(app, scale=1.0)
    shown = App(opener)
    waiting = QEventLoop()
    shown.ready.connect(waiting.quit)
    QTimer.singleShot(_PATIENCE_MS, waiting.quit)
    shown.start()
    waiting.exec()
    try:
        if shown.office is None:
            raise Failed("the window did not open the office")
        picture = shown.window.grab().toImage()
        seen = {picture.pixel(x, x) for x in range(0, min(picture.width(), picture.height()), 7)}
        if len(seen) < 2:
            raise Failed("the window is empty")
    finally:
        shown.window.close()
        shown.close()


def passed(step: Callable[[], T]) -> tuple[T | None, str]:
    """Do a step; return its result, and what failed ('' if nothing)."""
    try:
        return step(), ""
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is the result
        return None, f"{type(failure).__qualname__}: {failure}"
