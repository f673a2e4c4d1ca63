"""The tree of areas stays a tree."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import AreaLevel
from renda_desktop.services import amendments, areas


def test_an_area_does_not_stand_below_itself(office: Office) -> None:
    city = office.act(areas.register, name="甲市", level=AreaLevel.CITY).id
    district = office.act(areas.register, name="乙区", level=AreaLevel.DISTRICT, parent=city).id
    town = office.act(areas.register, name="丙镇", level=AreaLevel.TOWNSHIP, parent=district).id
    for below in (city, district, town):
        with pytest.raises(RuleBroken, match="自己"):
            office.act(amendments.amend, noun="area", stream=city, changes={"parent": below})
    office.act(amendments.amend, noun="area", stream=town, changes={"parent": city})
