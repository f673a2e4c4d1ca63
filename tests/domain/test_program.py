"""Due dates by a program's term and thresholds."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.calendar import Calendar, YearTable
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.program import Amber, ProgramDetails, Term, due
from renda_desktop.domain.terms import DayUnit, Disposition, ReceptionKind
from renda_desktop.services.programs import shipped
from renda_desktop.store.program_files import read_program

YEARS = Calendar([YearTable(year=2026), YearTable(year=2027)])


def program(days: int, unit: DayUnit, amber: Amber = Amber()) -> ProgramDetails:  # noqa: B008
    return ProgramDetails(
        "x", 1, "某机制", (ReceptionKind.THEMED,), (Disposition.ASSIGNED,), Term(days, unit), amber
    )


def test_working_days_and_amber() -> None:
    term = due(program(10, DayUnit.WORKING), start=date(2026, 3, 2), calendar=YEARS)
    assert term.on == date(2026, 3, 16)  # ten weekdays after a Monday
    assert term.amber_on == date(2026, 3, 11)  # three working days are left
    assert not term.provisional


def test_amber_grows_with_the_term() -> None:
    term = due(program(60, DayUnit.CALENDAR), start=date(2026, 3, 1), calendar=YEARS)
    assert (term.on - term.amber_on).days == 12  # 20 % of 60 days


@given(
    st.integers(0, 400),
    st.sampled_from(list(DayUnit)),
    st.integers(0, 30),
    st.integers(0, 100),
    st.dates(date(2026, 1, 1), date(2026, 6, 30)),
)
def test_amber_never_comes_after_the_due_date(
    days: int, unit: DayUnit, least: int, percent: int, start: date
) -> None:
    term = due(program(days, unit, Amber(least, percent)), start=start, calendar=YEARS)
    assert start <= term.amber_on <= term.on


def test_every_program_that_ships_can_be_read() -> None:
    found = shipped()
    kinds = {kind for one in found for kind in one.kinds}
    assert kinds == set(ReceptionKind)
    assert len({one.key for one in found}) == len(found)


def test_a_wrong_program_file_names_file_and_key(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('key = "x"\nversion = 1\ntitle = "某"\nkinds = ["market"]\n', "utf-8")
    with pytest.raises(RuleBroken) as told:
        read_program(file)
    assert "wrong.toml" in str(told.value)
    assert "kinds" in str(told.value)
