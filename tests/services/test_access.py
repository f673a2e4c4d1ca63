"""Every kind of entry by every single role, through the gate that every entry passes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain import access
from renda_desktop.domain.entry import Author
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.nouns import NOUNS
from renda_desktop.domain.stream import Amend, Fact, Noun, Settle
from renda_desktop.domain.terms import Role
from renda_desktop.services import amendments, clerks
from renda_desktop.services.action import Action
from tests import offices
from tests.store.histories import History

KINDS = [kind for noun in NOUNS.values() for kind in noun.facts]


def _of(*nouns: str) -> set[str]:
    return {kind for kind in KINDS if kind.partition(".")[0] in nouns}


def _each(noun: str, verbs: str) -> set[str]:
    return {f"{noun}.{verb}" for verb in verbs.split()}


COUNTS = _each("ballot", "tally vote change_vote")
MANAGED = _of("station", "area", "program", "holidays", "wording", "taxonomy")
FOLLOWS = {"matter.settle_due", "reception.confirm_day", "proposal.settle_dates"}
PRINTS = _each("paper", "issue reprint")
ERASES = {"resident.erase", "visit.redact", "matter.redact"}
COORDINATED = {
    *MANAGED,
    *FOLLOWS,
    *_of("department", "deputy"),
    *_each("theme", "register amend settle close reopen"),
    *_each("matter", "assign transfer supervise remind strike_off note attach"),
    *_each("matter", "propose_move hand_over take_over take_back"),
    "resident.register",
    *_each("proposal", "accept decline assign transfer remind supervise rehandle track conclude"),
    "proposal.file",
    *_of("scorecard"),
    *_of("ballot") - COUNTS,
    *_of("snapshot", "paper"),
}
# What each role may do, in the words of its duties and not of the table.
EXPECTED: dict[Role, set[str]] = {
    Role.CLERK: {
        *_of("department", "deputy", "theme", "resident", "reception", "visit", "matter"),
        *_of("proposal"),
        *_each("scorecard", "rate tally measure evidence take_back"),
        *_each("ballot", "prepare amend settle call issue"),
        *PRINTS,
    }
    - {*FOLLOWS, *ERASES, "matter.strike_off", "reception.archive", "proposal.file"},
    Role.STATION_HEAD: set(KINDS) - COUNTS,
    Role.DEPUTY: {
        *_each("matter", "register attach note deliberate supervise rate convert give_opinion"),
        *_each("proposal", "raise sign meet supervise rate"),
        "scorecard.rate",
        *PRINTS,
    },
    Role.DEPARTMENT: {
        *_each("matter", "reply return extend attach record_quantity"),
        *_each("proposal", "reply return extend co_opinion meet track"),
        "theme.measure",
        *PRINTS,
    },
    Role.TOWNSHIP_COORDINATOR: COORDINATED,
    Role.COORDINATOR: COORDINATED,
    Role.CITY_COORDINATOR: COORDINATED,
    Role.TELLER: {"scorecard.tally", *COUNTS},
    Role.RATER: {"scorecard.rate"},
    Role.SYSTEM_ADMIN: MANAGED | FOLLOWS,
    Role.SECURITY_ADMIN: _of("clerk"),
    Role.AUDITOR: set(),
}


def _fact(kind: str) -> Fact:
    fact = NOUNS[kind.partition(".")[0]].facts[kind]
    nothing = msgspec.Raw(b'""')
    if issubclass(fact, Amend):
        return fact(field="name", was=nothing, now=nothing)
    if issubclass(fact, Settle):
        return fact(field="name", value=nothing)
    return History(7)._filled_fact(fact)


def _passes(session: Session, kind: str, roles: frozenset[str]) -> bool:
    """Say whether somebody's entry gets past the gate, whatever is said of it behind."""
    noun, fact = NOUNS[kind.partition(".")[0]], _fact(kind)
    one = Id("a1" * 16)
    now = datetime(2026, 11, 23, 6, tzinfo=UTC)
    action = Action(session, Author(clerk=one, scope=one, device=one, now=now, roles=roles))
    try:
        if fact.begins is False:
            state = noun.state(one)
            state.details = fact  # it exists, that is all
            action._states[one] = state
            action.record(noun, one, fact)
        else:
            action.begin(noun, fact)
    except RuleBroken as broken:
        return not broken.rule.startswith("access.")
    return True


@pytest.fixture(scope="module")
def session(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    office = offices.opened(offices.copied(founded, tmp_path_factory.mktemp("gate") / "home"))
    with office.session() as session:
        yield session
    office.close()


@pytest.fixture
def gate(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Where every entry passes but for the gate: what the rules would say of it is left out."""
    monkeypatch.setattr(Noun, "accept", lambda *_: None)
    return session


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_by_each_role(gate: Session, kind: str) -> None:
    able = {role for role in Role if _passes(gate, kind, frozenset({role}))}
    assert able == {role for role, kinds in EXPECTED.items() if kind in kinds}


def test_every_kind_has_a_row_and_every_row_a_kind() -> None:
    assert sorted(access.RIGHTS) == sorted(KINDS)


def test_every_role_has_a_column() -> None:
    assert set(EXPECTED) == set(access.COLUMNS.values()) == set(Role)


def test_what_is_not_in_the_table_nobody_may() -> None:
    assert not access.allowed("matter.of_a_later_version", roles=list(Role))
    with pytest.raises(RuleBroken, match=r"没有规定谁可以写入“matter.new”"):
        access.check("matter.new", roles=list(Role))


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(KINDS))
def test_several_roles_may_what_any_of_them_may(roles: frozenset[Role], kind: str) -> None:
    together = access.allowed(kind, roles=roles)
    assert together == any(access.allowed(kind, roles=(role,)) for role in roles)


def test_one_person_can_run_a_station_but_for_what_takes_two() -> None:
    assert set(KINDS) - _may(Role.CLERK, Role.STATION_HEAD) == COUNTS


def _may(*roles: Role) -> set[str]:
    return {kind for kind in KINDS if access.allowed(kind, roles=roles)}


def _verbs(kinds: set[str]) -> set[str]:
    return {kind.partition(".")[2] for kind in kinds}


def test_the_principles_hold() -> None:
    clerk, head = _may(Role.CLERK), _may(Role.STATION_HEAD)
    assert clerk <= head
    assert not _verbs(clerk) & {"strike_off", "archive", "publish", "file", "erase", "redact"}
    assert not clerk & (_of("clerk", "station", "area") | {"ballot.conclude", "scorecard.conclude"})
    assert not _verbs(_may(Role.DEPARTMENT)) & {"strike_off", "rate", "conclude", "resolve"}
    coordinators = [role for role in Role if "coordinator" in role.value]
    assert len(coordinators) == 3
    for role in coordinators:
        assert _verbs(_may(role)) >= {"supervise", "remind", "strike_off"}
        assert _may(role) >= _of("station", "area", "program")
    assert _verbs(_may(Role.TELLER)) <= {"tally", "vote", "change_vote"}
    assert _verbs(_may(Role.RATER)) == {"rate"}
    assert not _may(Role.AUDITOR)
    assert all(access.may_read(what, roles=(Role.AUDITOR,)) for what in access.SIGHTS)


def test_the_separated_have_nothing_in_common() -> None:
    theirs = [_may(role) for role in access.SEPARATED]
    assert not set.intersection(*theirs)
    assert sum(map(len, theirs)) == len(set.union(*theirs))


def test_a_refusal_says_who_cannot_what_and_who_can() -> None:
    with pytest.raises(RuleBroken) as refused:
        access.check("reception.archive", roles=("deputy", "clerk"))
    assert str(refused.value) == "经办人、代表不能归档接待活动,须由站长操作。"
    with pytest.raises(RuleBroken) as refused:
        access.check("clerk.amend", roles=())
    assert str(refused.value) == "没有角色的人员不能更改经办人和角色,须由站长或安全保密管理员操作。"


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_can_be_said(kind: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        access.check(kind, roles=("auditor",))
    assert str(refused.value).startswith(f"安全审计员不能{access.RIGHTS[kind].title},须由")


@pytest.mark.parametrize(
    ("what", "able"),
    [
        (
            "scorecard.confidential",
            {"station_head", "township_coordinator", "coordinator", "city_coordinator", "auditor"},
        ),
        ("access.log", {"station_head", "security_admin", "auditor"}),
    ],
)
def test_what_only_some_may_see(what: str, able: set[str]) -> None:
    assert {role for role in Role if access.may_read(what, roles=(role,))} == able
    with pytest.raises(RuleBroken, match="经办人不能查看"):
        access.check_read(what, roles=("clerk",))


@pytest.mark.parametrize("role", sorted(access.SEPARATED))
def test_a_separated_administrator_is_nothing_else(office: Office, role: Role) -> None:
    sentence = f"{role.label}须由专人担任,不能兼任其他角色。"
    with pytest.raises(RuleBroken) as refused:
        office.act(clerks.register, name="李芳", roles=(role, Role.CLERK))
    assert str(refused.value) == sentence
    alone = office.act(clerks.register, name="李芳", roles=(role,)).id
    both = {"roles": [role, Role.STATION_HEAD]}
    with pytest.raises(RuleBroken) as refused:
        office.act(amendments.amend, noun="clerk", stream=alone, changes=both)
    assert str(refused.value) == sentence
