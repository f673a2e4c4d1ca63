"""Enrolling and exchanging from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from renda_desktop import office
from renda_desktop.cli import exchanging
from renda_desktop.sync.loop import Place
from tests.cli.conftest import Terminal
from tests.sync.memory import URL, MemoryServer, Wire


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> MemoryServer:
    """A server that every way leads to."""
    made = MemoryServer()

    @contextmanager
    def way(_place: Place, **_: object) -> Iterator[Wire]:
        yield Wire(made)

    monkeypatch.setattr(office, "way", way)
    monkeypatch.setattr(exchanging, "way", way)
    return made


def test_a_station_is_enrolled_sent_and_brought_to_another_pc(
    cli: Terminal, server: MemoryServer, tmp_path: Path
) -> None:
    before = cli("sync")
    assert (before.code, "登记码" in before.err) == (2, True)
    assert "字母是 A" in cli("enrol", URL, "first").out
    cli.apply({"do": "theme.register", "title": "老旧小区改造"})
    done = cli("sync", "--json")
    assert (done.code, done.json["whole"], done.json["left"]) == (0, True, 0)
    other = Terminal(tmp_path / "二号", tmp_path, cli.capsys)
    assert "字母是 B" in other("enrol", URL, "second", "--clerk", "王芳").out
    assert [one["title"] for one in other("show", "themes", "--json").json] == ["老旧小区改造"]
    assert other("sync").out.startswith("上传 0 次操作,收到 0 条记录")
    assert cli("verify").code == other("verify").code == 0


def test_what_was_refused_is_listed_and_exported(
    cli: Terminal, server: MemoryServer, tmp_path: Path
) -> None:
    cli("enrol", URL, "first")
    cli("sync")
    cli.apply({"do": "theme.register", "title": "老旧小区改造"})
    server.refuse = lambda _: "refused.permission"
    done = cli("sync")
    assert (done.code, "未被接受:接待主题 登记" in done.out) == (1, True)
    told = cli("sync", "status", "--json").json
    assert (told["standing"]["pending"], told["standing"]["refused"]) == (0, 1)
    assert told["refused"][0]["reason"] == "经办人当时没有这项权限"
    assert told["last"]["refused"][0]["rule"] == "refused.permission"
    assert "未被接受 1 次" in cli("sync", "status").out
    assert cli("sync", "refused", "-o", tmp_path / "r.jsonl").code == 0
    assert "老旧小区改造" in (tmp_path / "r.jsonl").read_text("utf-8")
    assert cli("verify").code == 0


def test_a_wrong_code_and_a_wrong_address_change_nothing(
    cli: Terminal, server: MemoryServer
) -> None:
    assert cli("enrol", URL, "bad one").code == 2
    assert cli("enrol", "server.test", "first").code == 2
    assert cli("sync", "status", "--json").json["standing"]["server"] is None
