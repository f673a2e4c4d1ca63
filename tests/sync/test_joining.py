"""A first sync in a crowd: a PC waits for its turn, without a word of failure."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.sync import joining, loop, report
from renda_desktop.sync.loop import Place
from renda_desktop.sync.report import Report
from tests.offices import START
from tests.sync.conftest import Join
from tests.sync.memory import MemoryServer, Wire


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited."""
    found: list[float] = []
    monkeypatch.setattr(joining.join, "__kwdefaults__", {
        **(joining.join.__kwdefaults__ or {}), "pause": found.append,
    })  # fmt: skip
    return found


def busy(server: MemoryServer, monkeypatch: pytest.MonkeyPatch, *, times: int, wait: int) -> None:
    """Let the server have no room for some pages."""
    left = [times]
    pull = server.pull

    def answered(*args: object, **more: object) -> object:
        if left[0]:
            left[0] -= 1
            raise Unavailable("sync.busy", seconds=wait)
        return pull(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(server, "pull", answered)


def test_a_pc_in_a_crowd_waits_for_its_turn(
    first: Office, join: Join, server: MemoryServer, slept: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    busy(server, monkeypatch, times=3, wait=20)
    second = join()
    assert second.station == first.station
    assert sum(slept) == 60


def test_a_server_that_is_busy_for_half_an_hour_is_told_of(
    first: Office, join: Join, server: MemoryServer, slept: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert first.station
    busy(server, monkeypatch, times=100, wait=400)
    with pytest.raises(Unavailable) as told:
        join()
    assert told.value.rule == "sync.busy"
    assert sum(slept) == 1600


def test_who_gives_up_waits_no_longer(
    first: Office, link: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = report.trouble(Unavailable("sync.busy", seconds=400))
    told = Report(START, troubles=(trouble,))
    monkeypatch.setattr(loop, "exchange", lambda *_, **__: told)

    @contextmanager
    def way(_: Place) -> Iterator[Wire]:
        yield link

    asked = iter([False] * 3 + [True])
    slept: list[float] = []
    done = joining._filled(first._place(), way, lambda: next(asked), lambda _: None, slept.append)
    assert done is told
    assert len(slept) == 3
