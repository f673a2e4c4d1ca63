"""同步, by what the clerk sees: nobody waits for it, and it says what is so."""

import json
from pathlib import Path

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.queries import people, stations
from renda_desktop.services import amendments, themes
from renda_desktop.sync.messages import SignedAction
from renda_desktop.ui.exchanging import EVERY, SOON
from renda_desktop.ui.invitation import offered
from tests.sync.memory import URL, MemoryServer, Wire
from tests.ui.sync.conftest import Show


def cut(link: Wire, rule: str = "sync.offline", **params: object) -> None:
    """Let nothing through any more."""

    def fail(_call: str, _data: bytes | None) -> bytes | None:
        raise Unavailable(rule, **params)

    link.fault = fail


def mend(link: Wire) -> None:
    link.fault = lambda _, data: data


def titles(office: Office) -> set[str]:
    return {row.title for row in office.read(people.themes)}


def theme(office: Office, title: str) -> str:
    return office.act(themes.register, title=title).id


def clash(first: Office, second: Office, link: Wire) -> str:
    """Let two PCs correct the same theme, each without the other's word."""
    id_ = theme(first, "停车")
    for office in (first, second):
        office.exchange(link=link)
    for office, title in ((first, "停车难"), (second, "小区停车")):
        office.act(amendments.amend, noun="theme", stream=id_, changes={"title": title})
    second.exchange(link=link)
    return id_


def test_it_begins_by_itself_and_says_when_all_is_there(show: Show, first: Office) -> None:
    stage = show(first)
    assert stage.pill == "已同步"
    assert "两边的记录一致" in stage.screen.words.text()
    assert stage.exchange.timer.interval() == EVERY * 1000
    assert URL in stage.screen.server.facts.text()


def test_what_is_done_goes_soon_and_together(
    show: Show, first: Office, server: MemoryServer
) -> None:
    stage = show(first)
    server.calls.clear()
    for title in ("停车", "噪声"):
        stage.act(themes.register, title=title)
    assert stage.pill == "待同步 2"
    assert stage.tabs()[0] == "待发送 2"
    assert stage.screen.waiting.rows.total == 2
    assert stage.exchange.timer.interval() == SOON * 1000
    assert server.calls == []
    stage.on_time()
    assert server.calls.count("push") == 1
    assert stage.pill == "已同步"
    assert stage.tabs()[0] == "待发送"


def test_f5_is_for_those_who_cannot_wait(show: Show, first: Office, second: Office) -> None:
    stage = show(first)
    theme(second, "停车")
    second.exchange()
    stage.screen.go_button.click()
    stage.keys.settle()
    assert "停车" in titles(first)


def test_what_arrives_reloads_only_what_shows_it(show: Show, first: Office, second: Office) -> None:
    stage = show(first)
    heard: list[frozenset[str]] = []
    stage.worker.changed.connect(lambda changes: heard.append(changes.nouns))
    stage.exchange.start()
    stage.keys.settle()
    assert heard == []
    theme(second, "停车")
    second.exchange()
    stage.on_time()
    assert heard == [frozenset({"theme"})]
    assert stage.exchange.timer.interval() == EVERY * 1000


def test_without_a_network_it_says_since_when_and_waits_longer_each_time(
    show: Show, first: Office, link: Wire
) -> None:
    stage = show(first)
    cut(link)
    stage.act(themes.register, title="停车")
    stage.on_time()
    assert stage.pill == "离线(上次 14:00) · 待同步 1"
    assert "记录都在本机" in stage.screen.words.text()
    pauses = [stage.exchange.timer.interval()]
    stage.act(themes.register, title="噪声")
    assert stage.exchange.timer.interval() == pauses[0]  # work does not knock at a closed door
    for _ in range(9):
        stage.on_time()
        pauses.append(stage.exchange.timer.interval())
    assert pauses == sorted(pauses)
    assert pauses[0] < 10_000
    assert pauses[-1] == 450_000
    mend(link)
    stage.on_time()
    assert stage.pill == "已同步"


def test_a_busy_server_is_left_alone_as_long_as_it_asks(
    show: Show, first: Office, link: Wire
) -> None:
    cut(link, "sync.busy", seconds=900)
    stage = show(first)
    assert stage.pill == "服务器忙(尚未同步过)"
    assert stage.exchange.timer.interval() >= 900_000


def test_a_pc_that_was_shut_out_is_told_so(show: Show, first: Office, link: Wire) -> None:
    cut(link, "sync.revoked")
    stage = show(first)
    assert stage.pill == "本机已停用"
    assert "已被停用" in stage.screen.words.text()


def test_nothing_is_tried_where_there_is_no_server(
    show: Show, office: Office, server: MemoryServer
) -> None:
    stage = show(office)
    waiting = office.read(stations.pending)
    assert stage.pill == "未登记服务器(单机)"
    assert stage.tabs()[0] == f"待发送 {waiting}"
    stage.act(themes.register, title="停车")
    assert not stage.exchange.timer.isActive()
    stage.exchange.start()
    stage.keys.settle()
    assert server.calls == []
    assert stage.screen.go_button.isHidden()


def test_enrolling_takes_an_address_and_a_code(show: Show, office: Office) -> None:
    stage = show(office)
    stage.keys.press("Ctrl+E")
    stage.keys.type(URL)
    stage.keys.press("Enter")
    stage.keys.type("7k2m9qxa40tbpdhw")
    assert stage.form().parts.code.text() == "7K2M-9QXA-40TB-PDHW"
    stage.keys.press("Enter")
    assert stage.pill == "已同步"
    assert stage.screen.part() is stage.screen.server
    assert "本机 字母 A" in stage.screen.server.facts.text()
    assert stage.screen.enrol_button.text() == "重新登记"


def test_a_pasted_text_is_put_where_it_belongs(show: Show, office: Office) -> None:
    stage = show(office)
    stage.keys.press("Ctrl+E")
    stage.keys.press("Tab")
    stage.keys.type(f"地址 {URL},登记码 7K2M-9QXA-40TB-PDHW")
    assert (stage.form().parts.url.text(), stage.form().parts.code.text()) == (
        URL,
        "7K2M-9QXA-40TB-PDHW",
    )


def test_a_wrong_code_is_told_at_its_field_and_can_be_typed_again(
    show: Show, office: Office
) -> None:
    stage = show(office)
    stage.keys.press("Ctrl+E")
    stage.keys.type(URL)
    stage.keys.press("Tab")
    stage.keys.type("bad")
    stage.keys.press("Ctrl+Enter")
    form = stage.form()
    assert "登记码不对" in form.parts.code_field.error
    assert form.parts.code.hasFocus()
    stage.keys.press("Ctrl+A")
    stage.keys.type("good")
    stage.keys.press("Ctrl+Enter")
    assert stage.pill == "已同步"


def test_a_file_that_is_no_certificate_is_told(show: Show, office: Office, tmp_path: Path) -> None:
    stage = show(office)
    stage.keys.press("Ctrl+E")
    form = stage.form()
    form.parts.url.setText(URL)
    form.parts.code.setText("good")
    (tmp_path / "单位.pem").write_bytes(b"\xff\x00")
    form.parts.take_ca(tmp_path / "单位.pem")
    stage.keys.press("Ctrl+Enter")
    assert "打不开证书文件" in form.bar.text()
    assert form.parts.ca_button.hasFocus()
    assert stage.pill == "未登记服务器(单机)"


def test_a_conflict_shows_both_versions_and_one_key_settles_it(
    show: Show, first: Office, second: Office, link: Wire
) -> None:
    id_ = clash(first, second, link)
    stage = show(first)
    assert stage.pill == "有 1 处冲突"
    assert stage.screen.part() is stage.screen.conflicts
    row = stage.screen.conflicts.rows.row(0)
    assert row is not None
    assert (row.term, row.label) == ("接待主题", "名称")
    shown = [version.shown for version in row.versions]
    assert sorted(shown) == ["停车难", "小区停车"]
    assert [version.who for version in row.versions] == ["王芳", "王芳"]
    stage.keys.press(f"Alt+{shown.index('停车难') + 1}")
    assert stage.said == ["已选定"]
    assert stage.pill == "待同步 1"
    assert stage.screen.conflicts.rows.total == 0
    stage.on_time()
    second.exchange(link=link)
    assert {r.id: r.title for r in second.read(people.themes)}[id_] == "停车难"  # type: ignore[index]


def test_what_the_server_refused_is_told_kept_and_laid_by(
    show: Show, first: Office, server: MemoryServer, tmp_path: Path
) -> None:
    stage = show(first)

    def refuse(action: SignedAction) -> str | None:
        return "refused.permission" if b"\xe5\x81\x9c" in repr(action).encode() else None

    server.refuse = refuse
    stage.act(themes.register, title="停车")
    stage.act(themes.register, title="噪声")
    stage.on_time()
    assert stage.pill == "有 1 条被退回"
    assert stage.tabs()[:2] == ["待发送", "被退回 1"]
    assert titles(first) == {"噪声"}
    stage.keys.press("Ctrl+Tab", "Ctrl+Tab")
    assert stage.screen.part() is stage.screen.refused
    told = stage.screen.refused.facts.text()
    assert "经办人当时没有这项权限" in told
    assert "设置 › 经办人" in told
    stage.screen.refused.keep_in(tmp_path / "退回.jsonl")
    stage.keys.settle()
    (line,) = (tmp_path / "退回.jsonl").read_text("utf-8").splitlines()
    assert "停车" in json.loads(line)["entries"][0]["body"]
    stage.keys.press("Ctrl+D")
    assert stage.pill == "已同步"
    assert stage.tabs()[1] == "被退回 1"


@pytest.mark.parametrize("stopped", [True, False])
def test_a_long_exchange_can_be_stopped(
    show: Show, first: Office, second: Office, server: MemoryServer, link: Wire, stopped: bool
) -> None:
    stage = show(first)
    for number in range(6):
        theme(second, f"主题 {number}")
    second.exchange(link=link)
    server.page = 1

    def pass_on(call: str, data: bytes | None) -> bytes | None:
        if stopped and call == "pull" and data is not None:
            stage.exchange.stop()
        return data

    link.fault = pass_on
    stage.exchange.start()
    assert stage.pill == "同步中"
    assert not stage.screen.stop_button.isHidden()
    stage.keys.settle()
    assert len(titles(first)) == (1 if stopped else 6)
    assert ("同步中途停下" in stage.screen.words.text()) is stopped


def test_work_done_meanwhile_goes_right_after(show: Show, first: Office) -> None:
    stage = show(first)
    stage.exchange.start()
    stage.act(themes.register, title="停车")
    assert stage.exchange.timer.interval() == SOON * 1000


def test_the_network_coming_back_ends_the_waiting(show: Show, first: Office, link: Wire) -> None:
    cut(link, "sync.busy", seconds=900)
    stage = show(first)
    stage.exchange.back_online()
    assert stage.exchange.timer.interval() >= 900_000
    cut(link)
    stage.on_time()
    stage.exchange.back_online()
    assert stage.exchange.timer.interval() == SOON * 1000


def test_a_copied_database_has_to_enrol_anew(
    show: Show, first: Office, server: MemoryServer
) -> None:
    log = server.logs[first.station]
    log.places[first.device] = (99, bytes(32))  # another copy went on under this name
    stage = show(first)
    stage.act(themes.register, title="停车")
    stage.on_time()
    assert stage.pill == "须重新登记"
    stage.keys.press("Ctrl+E")
    stage.keys.press("Tab")
    stage.keys.type("another")
    stage.keys.press("Ctrl+Enter")
    assert stage.pill == "已同步"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7K2M-9QXA-40TB-PDHW", ("", "7K2M-9QXA-40TB-PDHW")),
        (" 7k2m9qxa40tbpdhw\n", ("", "7K2M-9QXA-40TB-PDHW")),
        ("登记码:7K2M 9QXA 40TB PDHW,用一次即失效", ("", "7K2M-9QXA-40TB-PDHW")),
        (
            "https://a.example:8443,7K2M-9QXA-40TB-PDHW。",
            ("https://a.example:8443", "7K2M-9QXA-40TB-PDHW"),
        ),
        ("https://abcd.efgh.ijkl.mnop", ("https://abcd.efgh.ijkl.mnop", "")),
        ("7K2M-9QXA-40TB-PDHW1", ("", "")),
        ("", ("", "")),
    ],
)
def test_what_was_pasted_is_understood(text: str, found: tuple[str, str]) -> None:
    assert offered(text) == found
