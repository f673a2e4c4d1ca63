"""The same with the real server and PostgreSQL: what the one in memory says is what it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from renda_desktop import bootstrap
from renda_desktop.bootstrap import Home, Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import Role
from renda_desktop.queries import pending
from renda_desktop.server.inprocess import InProcess
from renda_desktop.services import amendments, clerks, themes
from renda_desktop.sync import signing
from renda_desktop.sync.loop import Place
from renda_desktop.sync.report import Report
from tests import offices
from tests.server.conftest import (  # noqa: F401 - fixtures
    address,
    data,
    loop,
    postgresql,
    template,
    town,
)
from tests.server.pcs import Town
from tests.sync.memory import URL
from tests.sync.rows import same, titles


def way(town: Town, place: Place) -> InProcess:  # noqa: F811
    key = signing.device_key(place.key, device=place.device)
    return InProcess(town.server, loop=town.loop, device=place.device, key=key)


def exchanged(town: Town, *many: Office) -> list[Report]:  # noqa: F811
    return [office.exchange(link=way(town, office._place())) for office in many]


@pytest.fixture
def first(founded: Path, tmp_path: Path, town: Town) -> Iterator[Office]:  # noqa: F811
    office = offices.opened(offices.copied(founded, tmp_path / "一号"))
    code = town.code(town.station())
    office.enrol(url=URL, code=code, link=way(town, office._place()))
    assert exchanged(town, office)[0].whole
    yield office
    office.close()


@pytest.fixture
def second(first: Office, tmp_path: Path, town: Town) -> Iterator[Office]:  # noqa: F811
    @contextmanager
    def there(place: Place) -> Iterator[InProcess]:
        yield way(town, place)

    office = bootstrap.join_office(
        Home(tmp_path / "二号"),
        way=there,
        url=URL,
        code=town.code(first.station),
        passphrase=offices.PASSPHRASE,
        clock=offices.Clock(),
    )
    yield office
    office.close()


def test_two_pcs_offline_meet(first: Office, second: Office, town: Town) -> None:  # noqa: F811
    shared = first.act(themes.register, title="旧")
    exchanged(town, first, second)
    for office, title in ((first, "甲"), (second, "乙")):
        office.act(amendments.amend, noun="theme", stream=shared.id, changes={"title": title})
    reports = exchanged(town, first, second, first, second)
    assert [one.troubles for one in reports] == [()] * 4
    assert reports[1].conflicts == (shared.id,)
    assert reports[2].conflicts == (shared.id,)
    same(first, second)
    assert (first.letter, second.letter) == ("A", "B")


def test_what_is_not_permitted_is_refused_and_listed(
    first: Office,
    second: Office,
    town: Town,  # noqa: F811
) -> None:
    other = first.act(clerks.register, name="李四", roles=(Role.CLERK,)).id
    exchanged(town, first, second)
    first.act(clerks.deactivate, clerk=other)
    exchanged(town, first)
    bad = second.act(themes.register, acting=other, title="停用后写的")
    second.act(themes.register, title="后面的")
    (done,) = exchanged(town, second)
    assert [(one.action, one.rule) for one in done.refused] == [(bad.action, "refused.permission")]
    exchanged(town, first)
    same(first, second)
    assert titles(first) == {"后面的"}
    assert [row.action for row in second.read(pending.refused)] == [bad.action]


def test_a_copy_enrols_anew(first: Office, tmp_path: Path, town: Town) -> None:  # noqa: F811
    first.act(themes.register, title="两边都有")
    path = first.home.path
    first.close()
    clone = offices.opened(offices.copied(path, tmp_path / "副本"))
    original = offices.opened(path)
    original.act(themes.register, title="原件的")
    clone.act(themes.register, title="副本的")
    assert exchanged(town, original)[0].whole
    assert "sync.forked" in [one.rule for one in exchanged(town, clone)[0].troubles]
    code = town.code(original.station)
    clone.enrol(url=URL, code=code, link=way(town, clone._place()))
    for one in exchanged(town, clone, original, clone):
        assert one.whole
    same(original, clone)
    assert titles(clone) == {"两边都有", "原件的", "副本的"}
    original.close()
    clone.close()


def test_a_wrong_code_is_the_user_s(office: Office, town: Town) -> None:  # noqa: F811
    town.station()
    with pytest.raises(RuleBroken, match="登记码"):
        office.enrol(url=URL, code="AAAA-BBBB-CCCC-DDDD", link=way(town, office._place()))
