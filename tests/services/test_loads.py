"""What each deputy, department and theme has in hand, counted."""

from renda_desktop.bootstrap import Office
from renda_desktop.queries import people
from renda_desktop.queries.people import Load
from renda_desktop.services import visits
from renda_desktop.services.visits import Person, Raised
from renda_desktop.services.ways import Way
from tests.offices import Cast


def test_loads_are_numbers(office: Office, cast: Cast) -> None:
    unit, deputy = cast.departments[0], cast.deputies[0]
    assigned = Raised("电梯", way=Way("assigned", unit=unit, deputy=deputy))
    answered = Raised("路灯", way=Way("answered_on_site", text="已修", unit=unit, deputy=deputy))
    office.act(
        visits.register,
        reception=cast.reception,
        person=Person("王秀英"),
        matters=(assigned, answered),
    )
    expected = Load(matters=2, open=1, resolved=1)
    assert office.read(people.department_loads) == {unit: expected}
    loads = office.read(people.deputy_loads)
    assert loads[deputy] == Load(matters=2, open=1, resolved=1, receptions=1)
    assert type(loads[deputy].resolved) is int
    assert office.read(people.theme_loads) == {cast.theme: Load(2, 1, 1, receptions=1)}
