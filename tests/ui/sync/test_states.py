"""Each state of the exchange in its own words: what happened, what is safe, what to do."""

from dataclasses import replace

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.sync.report import Report, trouble
from tests.offices import START
from tests.sync.memory import Wire
from tests.ui.sync.conftest import Show, Stage
from tests.ui.sync.test_sync import cut, mend


@pytest.fixture
def stage(show: Show, first: Office) -> Stage:
    return show(first)


@pytest.mark.parametrize(
    ("rule", "pill", "said", "anew"),
    [
        ("sync.offline", "离线(上次 14:00)", "可以照常工作", False),
        ("sync.not_the_server", "要先登录上网", "在浏览器中确认", False),
        ("sync.clock", "本机时钟不准", "校准时钟", False),
        ("sync.newer", "请升级程序", "升级程序", False),
        ("sync.revoked", "本机已停用", "联系系统管理员", True),
        ("sync.unknown_device", "须重新登记", "重新登记", True),
        ("sync.letter", "须重新登记", "新的登记码", True),
        ("sync.station_ended", "本站已停止同步", "一条也没有删除", False),
        ("sync.other_server", "不是原来的服务器", "核对服务器地址", False),
    ],
)
def test_what_stops_it_is_told(stage: Stage, rule: str, pill: str, said: str, anew: bool) -> None:
    stage.exchange._say(report=Report(at=START, troubles=(trouble(Unavailable(rule)),)))
    assert stage.pill == pill
    assert said in stage.screen.words.text()
    assert stage.screen.enrol_button.isHidden() is not anew


def test_a_copied_database_is_told_how_to_go_on(stage: Stage) -> None:
    state = stage.exchange.now.state
    assert state is not None
    stage.exchange._say(state=replace(state, standing=replace(state.standing, forked=True)))
    assert stage.pill == "须重新登记"
    assert "不会丢也不会重复" in stage.screen.words.text()
    assert not stage.screen.enrol_button.isHidden()


def test_a_server_that_was_put_back_is_brought_what_it_lacks(stage: Stage) -> None:
    state = stage.exchange.now.state
    assert state is not None
    stage.exchange._say(state=replace(state, refilling=True), running=True, percent=42)
    assert stage.pill == "正在补传 42%"
    assert "补传它缺少的记录" in stage.screen.words.text()


def test_signatures_are_checked_without_holding_anything_up(stage: Stage) -> None:
    state = stage.exchange.now.state
    assert state is not None
    stage.exchange._say(state=replace(state, unproved=12_000))
    assert stage.pill == "已同步 · 核对签名"
    assert "还有 12000 条的签名" in stage.screen.words.text()


def test_the_last_exchanges_are_listed_and_quiet_ones_counted(stage: Stage, link: Wire) -> None:
    for _ in range(3):
        stage.exchange.start()
        stage.keys.settle()
    cut(link)
    stage.exchange.start()
    stage.keys.settle()
    mend(link)
    stage.exchange.start()
    stage.keys.settle()
    rounds = stage.screen.server.rounds
    said = [rounds.index(n, 1).data() for n in range(rounds.total or 0)]
    assert said[0] == "没有新内容"
    assert "连不上服务器" in said[1]
    assert said[2] == "没有新内容(4 次)"
