"""Whatever happens on the way: each action once, nothing lost, and nothing half taken."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import msgspec
import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.queries import people
from renda_desktop.services import amendments, themes
from renda_desktop.sync import wire
from renda_desktop.sync.messages import Page, Pushed, SignedAction
from tests import offices
from tests.offices import Clock
from tests.sync.conftest import Join
from tests.sync.memory import MemoryServer, Wire
from tests.sync.rows import log_of, quiet, rows_of, same, titles

Fault = Callable[[str, bytes | None], bytes | None]


class Killed(BaseException):
    """The process ended here."""


def lost(call: str, *, times: int = 1) -> Fault:
    """The server hears, and its answer to some call never arrives."""
    left = [times]

    def fault(of: str, data: bytes | None) -> bytes | None:
        if of == call and data is not None and left[0]:
            left[0] -= 1
            raise Unavailable("sync.slow")
        return data

    return fault


@pytest.mark.parametrize("call", ["hello", "push", "pull"])
def test_a_lost_answer_changes_nothing_in_the_end(
    first: Office, second: Office, link: Wire, call: str
) -> None:
    first.act(themes.register, title="一")
    second.act(themes.register, title="二")
    quiet(link, first)
    link.fault = lost(call)
    done = second.exchange(link=link)
    assert [(one.rule, one.passing) for one in done.troubles] == [("sync.slow", True)]
    assert "二" in titles(second)
    quiet(link, second, first)
    same(first, second)
    assert titles(first) == {"一", "二"}


def test_an_action_that_is_offered_twice_is_taken_once(
    first: Office, link: Wire, server: MemoryServer
) -> None:
    real = server.push

    def twice(request):  # type: ignore[no-untyped-def]
        real(request)
        return real(request)

    server.push = twice  # type: ignore[method-assign]
    first.act(themes.register, title="一")
    assert first.exchange(link=link).whole
    assert len({action.id for action in server.logs[first.station].actions}) == len(
        server.logs[first.station].actions
    )
    rows_of(first)


@pytest.mark.parametrize("arrived", [False, True])
def test_a_kill_between_push_and_verdict(
    first: Office, second: Office, link: Wire, server: MemoryServer, *, arrived: bool
) -> None:
    for title in ("一", "二"):
        first.act(themes.register, title=title)

    def kill(call: str, data: bytes | None) -> bytes | None:
        if call == "push" and (data is not None) == arrived:
            raise Killed
        return data

    link.fault = kill
    with pytest.raises(Killed):
        first.exchange(link=link)
    path = first.home.path
    first.close()
    again = offices.opened(path)
    link.fault = lambda _, data: data
    again.act(themes.register, title="三")
    before = server.logs[first.station].head
    assert again.exchange(link=link).sent == 3
    assert server.logs[first.station].head == before + (1 if arrived else 3)
    quiet(link, second)
    same(again, second)
    again.close()


def test_an_answer_cut_at_any_byte_is_not_taken(first: Office, second: Office, link: Wire) -> None:
    first.act(themes.register, title="一")
    first.exchange(link=link)
    before = log_of(second), rows_of(second)
    whole: list[bytes] = []

    def keep(call: str, data: bytes | None) -> bytes | None:
        if call == "pull" and data is not None:
            whole.append(data)
            raise Unavailable("sync.slow")
        return data

    link.fault = keep
    second.exchange(link=link)
    for end in [*range(0, len(whole[0]) - 1, 7), len(whole[0]) - 1]:
        link.fault = (
            lambda call, data, end=end: (  # type: ignore[misc]
                data[:end] if call == "pull" and data is not None else data
            )
        )
        (trouble,) = second.exchange(link=link).troubles
        assert trouble.rule == "sync.garbled"
    assert (log_of(second), rows_of(second)) == before
    link.fault = lambda _, data: data
    quiet(link, second)
    same(first, second)


def _swap_body(page: Page) -> Page:
    action = page.actions[-1]
    body = (action.entries[0].body or "").replace("一", "二")
    forged = msgspec.structs.replace(action.entries[0], body=body)
    return _with(page, msgspec.structs.replace(action, entries=(forged,)))


def _with(page: Page, action: SignedAction) -> Page:
    return msgspec.structs.replace(page, actions=(*page.actions[:-1], action))


def _unsigned(page: Page) -> Page:
    return _with(page, msgspec.structs.replace(page.actions[-1], signature=bytes(64)))


def _other_chain(page: Page) -> Page:
    return msgspec.structs.replace(page, chain=bytes(32))


def _gap(page: Page) -> Page:
    return msgspec.structs.replace(page, actions=page.actions[1:])


def _short(page: Page) -> Page:
    return msgspec.structs.replace(page, actions=page.actions[:-1])


def _forged_certificate(page: Page) -> Page:
    bad = msgspec.structs.replace(page.certificates[0], key=bytes(32))
    return msgspec.structs.replace(page, certificates=(bad,))


def _other_scope(page: Page) -> Page:
    return msgspec.structs.replace(page, scope="ff" * 16)


def _never_further(page: Page) -> Page:
    return msgspec.structs.replace(page, actions=(), until=page.until - 2)


@pytest.mark.parametrize(
    "forge",
    [
        _swap_body, _unsigned, _other_chain, _gap, _short, _forged_certificate, _other_scope,
        _never_further,
    ],
)  # fmt: skip
def test_a_page_that_does_not_hold_is_not_taken(
    first: Office, second: Office, link: Wire, forge: Callable[[Page], Page]
) -> None:
    for title in ("零", "一"):
        first.act(themes.register, title=title)
    first.exchange(link=link)
    before = log_of(second), rows_of(second)

    def fault(call: str, data: bytes | None) -> bytes | None:
        if call != "pull" or data is None:
            return data
        return wire.pack(forge(wire.unpack(data, kind=Page)))

    link.fault = fault
    done = second.exchange(link=link)
    assert len(done.troubles) == 1
    assert (log_of(second), rows_of(second)) == before
    link.fault = lambda _, data: data
    quiet(link, second)
    same(first, second)


@pytest.mark.parametrize("field", ["receipt", "seq", "action"])
def test_a_verdict_that_does_not_hold_is_not_taken(
    first: Office, link: Wire, server: MemoryServer, field: str
) -> None:
    first.act(themes.register, title="一")
    before = log_of(first)

    def fault(call: str, data: bytes | None) -> bytes | None:
        if call != "push" or data is None:
            return data
        pushed = wire.unpack(data, kind=Pushed)
        value = {"receipt": bytes(32), "seq": 1, "action": "ee" * 16}[field]
        bad = msgspec.structs.replace(pushed.verdicts[0], **{field: value})
        return wire.pack(msgspec.structs.replace(pushed, verdicts=(bad,)))

    link.fault = fault
    link.server.logs[first.station].head = server.logs[first.station].head
    first.exchange(link=link)
    link.fault = lambda _, data: data
    assert first.exchange(link=link).troubles == ()
    assert log_of(first)[: len(before)] == before
    assert len(log_of(first)) == len(before) + 1
    rows_of(first)


def test_a_server_that_grants_nothing_deletes_nothing(
    first: Office, link: Wire, server: MemoryServer
) -> None:
    before = log_of(first), rows_of(first)
    server.scopes = lambda: ()  # type: ignore[method-assign]
    assert first.exchange(link=link).troubles == ()
    assert (log_of(first), rows_of(first)) == before


def test_another_server_is_not_exchanged_with(first: Office) -> None:
    first.act(themes.register, title="一")
    before = log_of(first), rows_of(first)
    other = Wire(MemoryServer(seed=2))
    (trouble,) = first.exchange(link=other).troubles
    assert trouble.rule == "sync.other_server"
    with pytest.raises(Unavailable) as caught:
        first.enrol(url="https://other.test", code="x", link=other)
    assert caught.value.rule == "sync.other_server"
    assert (log_of(first), rows_of(first)) == before


def test_a_server_that_tells_two_histories_is_noticed(
    first: Office, second: Office, link: Wire, server: MemoryServer
) -> None:
    log = server.logs[first.station]
    actions, head, places = [*log.actions], log.head, dict(log.places)
    first.act(themes.register, title="丢了的")
    assert first.exchange(link=link).whole
    log.actions, log.head, log.places = actions, head, places
    second.act(themes.register, title="别的")
    assert second.exchange(link=link).whole
    before = log_of(first), rows_of(first)
    server.calls.clear()
    (trouble,) = first.exchange(link=link).troubles
    assert trouble.rule == "sync.two_histories"
    assert (log_of(first), rows_of(first)) == before
    assert server.calls == ["hello", "witness"]  # it was shown what it signed, and stays with it


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_work_and_faults_comes_to_the_same(
    seed: int, first: Office, link: Wire, join: Join
) -> None:
    """What was saved is on every PC in the end, or listed as refused on its own."""
    chance = random.Random(seed)
    pcs = [first, join(), join()]
    made: list[str] = []
    known: list[str] = []
    refused: set[str] = set()
    link.server.page = 5

    def refuse(action: SignedAction) -> str | None:
        if chance.random() < 0.9:
            return None
        refused.update(one.stream for one in action.entries if one.kind == "theme.register")
        return "refused.permission"

    link.server.refuse = refuse

    def fault(call: str, data: bytes | None) -> bytes | None:
        if chance.random() < 0.15:
            raise Unavailable("sync.offline")
        if data is not None and chance.random() < 0.1:
            return data[: chance.randrange(len(data))]
        return data

    for step in range(40):
        office = chance.choice(pcs)
        assert isinstance(office.clock, Clock)
        office.clock.now += timedelta(minutes=chance.randrange(-500, 1000))
        if chance.random() < 0.6:
            made.append(f"主题{step}")
            known.append(office.act(themes.register, title=made[-1]).id)
        else:
            link.fault = fault
            office.exchange(link=link)
        here = [row.id for row in office.read(people.themes)]
        if here and chance.random() < 0.5:
            changes = {"description": f"第{step}步"}
            one = chance.choice(here)
            with suppress(RuleBroken):  # a conflict is to be settled first
                office.act(amendments.amend, noun="theme", stream=one, changes=changes)
    link.fault = lambda _, data: data
    quiet(link, *pcs)
    same(*pcs)
    left = {one for one, title in zip(known, made, strict=True) if one not in refused}
    assert len(titles(first)) == len(left)
    for office in pcs:
        assert office.exchange(link=link).whole
