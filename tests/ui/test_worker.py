"""Results come back to the window's thread, in order, to those who still live."""

import logging
import threading
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.services.action import Changes
from renda_desktop.ui.worker import InternalError, Worker

THING = Id("b" * 32)
CHANGES = Changes(Id("a" * 32), THING, frozenset({"visit"}), frozenset({THING}))


class Owner(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: list[QThread] = []

    def take(self, result: object) -> None:
        self.got.append(result)
        self.threads.append(QThread.currentThread())


def test_a_result_is_delivered_on_the_windows_thread(worker: Worker, qtbot: QtBot) -> None:
    owner = Owner()
    worker.read(lambda text: (text, threading.current_thread().name), done=owner.take, text="王")
    qtbot.waitUntil(lambda: bool(owner.got))
    assert owner.got == [("王", "database_0")]
    assert owner.threads == [owner.thread()]


def test_slow_work_has_its_own_lane(worker: Worker, qtbot: QtBot) -> None:
    owner, gate = Owner(), threading.Event()
    worker.run(gate.wait, done=owner.take)
    worker.read(lambda: "read", done=owner.take)
    qtbot.waitUntil(lambda: owner.got == ["read"])
    gate.set()
    qtbot.waitUntil(lambda: owner.got == ["read", True])


def test_the_newest_request_of_a_key_wins(worker: Worker, qtbot: QtBot) -> None:
    owner, other, gate = Owner(), Owner(), threading.Event()

    def slow(text: str) -> str:
        gate.wait()
        return text

    worker.read(slow, done=owner.take, key="find", text="王")
    worker.read(slow, done=other.take, key="find", text="别人")
    for text in ("王秀", "王秀英"):
        worker.read(slow, done=owner.take, key="find", text=text)
    gate.set()
    qtbot.waitUntil(lambda: worker.pending == 0)
    assert owner.got == ["王秀英"]
    assert other.got == ["别人"]


def test_a_destroyed_owner_is_not_called(worker: Worker, qtbot: QtBot) -> None:
    bound, held, inside, alive = Owner(), Owner(), Owner(), Owner()
    gate = threading.Event()
    worker.read(gate.wait, done=bound.take)
    worker.read(lambda: 1, done=partial(Owner.take, held))
    worker.read(lambda: 1, done=lambda result: inside.take([result]))
    worker.read(lambda: 1, done=alive.take)
    for gone in (bound, held, inside):
        shiboken6.delete(gone)
    gate.set()
    qtbot.waitUntil(lambda: alive.got == [1])
    assert bound.got == held.got == inside.got == []


def test_an_action_tells_its_caller_first_then_everybody(worker: Worker, qtbot: QtBot) -> None:
    order: list[object] = []
    worker.changed.connect(lambda changes: order.append(("changed", changes)))
    worker.act(lambda: CHANGES, done=lambda changes: order.append(("done", changes)))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == [("done", CHANGES), ("changed", CHANGES)]


def test_a_broken_rule_reaches_failed_or_else_the_window(worker: Worker, qtbot: QtBot) -> None:
    owner = Owner()
    told: list[Exception] = []
    worker.trouble.connect(told.append)

    def forbidden() -> Changes:
        raise RuleBroken("resident.self")

    worker.act(forbidden, failed=owner.take)
    worker.act(forbidden)
    qtbot.waitUntil(lambda: bool(owner.got and told))
    assert [str(error) for error in (*owner.got, *told)] == ["不能与自己合并。"] * 2


def test_a_bug_is_logged_without_what_it_says(
    worker: Worker, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Exception] = []
    worker.trouble.connect(told.append)

    def broken() -> object:
        raise ValueError("王秀英 13800005521")

    with caplog.at_level(logging.ERROR):
        worker.read(broken, done=print)
        qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], InternalError)
    assert "ValueError at test_worker.py" in caplog.text
    assert "王秀英" not in caplog.text + str(told[0])
    assert "13800005521" not in caplog.text


def test_closing_finishes_queued_actions_and_forgets_reads(qtbot: QtBot) -> None:
    from tests.ui.shell import EchoOffice

    worker, ran, owner = Worker(EchoOffice()), [], Owner()
    started, gate = threading.Event(), threading.Event()

    def act(name: str) -> Changes:
        started.set()
        gate.wait()
        ran.append(name)
        return CHANGES

    worker.act(act, name="running")
    worker.read(lambda: ran.append("read"), done=owner.take)
    worker.act(act, name="queued")
    started.wait()
    threading.Timer(0.05, gate.set).start()
    worker.close()
    assert ran == ["running", "queued"]
    worker.read(lambda: ran.append("late"), done=owner.take)
    qtbot.wait(1)
    assert ran == ["running", "queued"]
    assert owner.got == []
