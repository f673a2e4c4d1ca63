"""Who may know what a confidential evaluation came to: every role, every way of reading."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from renda_desktop.bootstrap import Office
from renda_desktop.domain.terms import Role
from renda_desktop.queries import pending, search
from renda_desktop.queries import scorecards as reads
from renda_desktop.queries.scorecard_files import scorecard_file
from tests import offices
from tests.services import evaluating
from tests.services.evaluating import Evaluation

SECRETS = ("76.64", "称职", "27.02", "2.29", evaluating.STATEMENT, evaluating.REASON,
           *evaluating.RATERS)  # fmt: skip
MAY = {
    Role.STATION_HEAD,
    Role.TOWNSHIP_COORDINATOR,
    Role.COORDINATOR,
    Role.CITY_COORDINATOR,
    Role.AUDITOR,  # reads everything and writes nothing
}


@pytest.fixture(scope="module")
def evaluated(
    furnished: tuple[Path, offices.Cast], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, Evaluation]]:
    """A station where a deputy was evaluated."""
    path = offices.copied(furnished[0], tmp_path_factory.mktemp("evaluated") / "home")
    office = offices.opened(path)
    yield office, evaluating.whole(office, furnished[1])
    office.close()


def _read(office: Office, one: Evaluation, roles: tuple[Role, ...]) -> dict[str, str]:
    """Return what is read in every way, as JSON."""
    found = {
        "list": office.read(reads.scorecards, roles=roles),
        "row": office.read(reads.scorecard_row, id=one.id, roles=roles),
        "history": office.read(reads.history, id=one.id, roles=roles),
        "file": office.read(scorecard_file, id=one.id, roles=roles),
    }
    return {way: msgspec.json.encode(value).decode() for way, value in found.items()}


@pytest.mark.parametrize("role", list(Role))
def test_each_role(evaluated: tuple[Office, Evaluation], role: Role) -> None:
    office, one = evaluated
    ways = _read(office, one, (role,))
    if role in MAY:
        assert all("76.64" in said for said in ways.values())
        assert all(secret in ways["file"] for secret in SECRETS)
    else:
        for way, said in ways.items():
            assert not [secret for secret in SECRETS if secret in said], way
        assert '"missing":0' in ways["list"]  # that it was concluded is no secret
    assert "李慧" in ways["list"]


def test_nobody_and_several(evaluated: tuple[Office, Evaluation]) -> None:
    office, one = evaluated
    assert "76.64" not in "".join(_read(office, one, ()).values())
    assert "76.64" not in "".join(_read(office, one, (Role.CLERK, Role.RATER)).values())
    assert "76.64" in _read(office, one, (Role.CLERK, Role.STATION_HEAD))["file"]


def test_it_is_not_found_nor_listed_as_pending(evaluated: tuple[Office, Evaluation]) -> None:
    office, one = evaluated
    for secret in (*SECRETS, "三维联评"):
        hits = office.read(search.search, text=secret)
        assert not [hit for hit in hits if hit.id == one.id or hit.kind == "scorecard"]
    waits = msgspec.json.encode(office.read(pending.pending)).decode()
    assert not [secret for secret in SECRETS if secret in waits]


def test_the_search_index_knows_nothing_of_it(evaluated: tuple[Office, Evaluation]) -> None:
    office, one = evaluated
    with office.session() as session:
        found = session.execute(
            text("SELECT count(*) FROM document WHERE ref = :one"), {"one": bytes.fromhex(one.id)}
        ).scalar()
    assert found == 0
