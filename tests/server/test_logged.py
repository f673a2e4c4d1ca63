"""The access log as those read it who run the server."""

import re
from pathlib import Path

import msgspec
import pytest

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.server import logged
from renda_desktop.server.calls import STATUS
from renda_desktop.sync.link import CALLS
from renda_desktop.sync.messages import Hello, Scope
from tests.server.pcs import Pc, Town, fresh_id
from tests.server.test_calls import rule
from tests.server.test_commands import Run, code_in, run  # noqa: F401 - a fixture


def hello(pc: Pc) -> None:
    pc.way.hello(Hello(pc.server, pc.device, pc.town.clock(), "0.1.0"))


def test_who_did_what_is_said_in_words(run: Run, town: Town) -> None:  # noqa: F811
    pc = town.founded()
    for _ in range(3):
        hello(pc)
        town.clock.on(minutes=1)
    pc.push(pc.action(("matter.note", {"text": "王小明来电"})))
    pc.pull()
    said = run("log").splitlines()
    me = f"窗口一 {pc.device[:8]}"
    here = "月湖街道人大代表联络站"
    assert sorted(said) == sorted(
        [
            f"2026-11-23 14:00  {here}  {me}  登记设备 1 次  成功",
            f"2026-11-23 14:00  {here}  {me}  登记设备  已登记",
            f"2026-11-23 14:00–14:02  {here}  {me}  询问 3 次  成功",
            f"2026-11-23 14:00  {here}  {me}  上传记录 2 条  已接受",
            f"2026-11-23 14:00–14:03  {here}  {me}  上传记录 2 次  成功",
            f"2026-11-23 14:03  {here}  {me}  上传记录 1 条  已接受",
            f"2026-11-23 14:03  {here}  {me}  读取记录 3 条  已给出",
            f"2026-11-23 14:03  {here}  {me}  读取记录 1 次  成功",
        ]
    )
    assert "王小明" not in "".join(said)
    assert "查看访问记录" in run("log")


def test_one_scope_one_device_from_a_day_on(run: Run, town: Town) -> None:  # noqa: F811
    pc = town.founded()
    other = town.pc(town.station("白鹤街道人大代表联络站", "BH"))
    town.clock.on(days=1)
    hello(other)

    def devices(*words: str) -> set[Id | None]:
        told = run("log", "--json", *words).splitlines()
        return {msgspec.json.decode(one, type=logged.Line).device for one in told} - {None}

    assert devices() == {pc.device, other.device}
    assert devices("--scope", "YH") == {pc.device}
    assert devices("--device", other.device[:8]) == {other.device}
    assert devices("--since", "2026-11-24") == {other.device}
    assert devices("--since", "2026-11-25") == set()
    assert "没有名称" in run("log", "--scope", "XX", code=2)
    assert "--since" in run("log", "--since", "gestern", code=2)


def test_what_was_refused_names_the_device(run: Run, town: Town) -> None:  # noqa: F811
    pc, other = town.founded(), town.pc(town.station("白鹤街道人大代表联络站", "BH"))
    other.scope = pc.scope
    for _ in range(2):
        with pytest.raises(Exception, match="无权"):
            other.pull()
    said = next(one for one in run("log", "--scope", "YH").splitlines() if "拒绝" in one)
    assert said.endswith(f"窗口一 {other.device[:8]}  读取记录 2 次  拒绝:无权读写")
    stranger = Pc(town, pc.scope)
    assert rule(stranger) == "sync.unknown_device"
    assert any(
        one.endswith("—  —  询问 1 次  拒绝:没有登记的设备") for one in run("log").splitlines()
    )


def test_a_code_that_is_issued_is_noted(run: Run, town: Town) -> None:  # noqa: F811
    town.station()
    run("enrol", "YH")
    assert any(one.endswith("开登记码  已开出") for one in run("log").splitlines())
    with pytest.raises(RuleBroken):
        Pc(town, town.station("白鹤街道人大代表联络站", "BH")).enrol("AAAA-BBBB-CCCC-DDDD")
    assert any("登记设备 1 次  拒绝:登记码不对" in one for one in run("log").splitlines())


@pytest.mark.parametrize(("name", "words"), [("what", logged._WHAT), ("outcome", logged._OUTCOME)])
def test_every_word_of_the_log_is_known(name: str, words: dict[str, str]) -> None:
    """Whatever is written anywhere has its Chinese word; so has every path and every trouble."""
    sources = Path(logged.__file__).parent.glob("*.py")
    written = {
        one
        for file in sources
        for one in re.findall(rf'\b{name}="([^"]+)"', file.read_text("utf-8"))
    }
    unheard = {"sync.busy", "sync.often"}
    more = {"what": {one.removeprefix("/v1/") for one in CALLS}, "outcome": set(STATUS) - unheard}
    assert len(written) > 5
    assert (written | more[name]) - set(words) == set()


def test_who_asks_in_vain_all_day_leaves_few_rows(town: Town) -> None:
    """Whatever strangers call themselves, and whichever scope is named."""
    pc = town.founded()
    before = len(town.rows("SELECT 1 FROM access_log"))
    for _ in range(20):
        assert rule(Pc(town, fresh_id())) == "sync.unknown_device"
        pc.scope = fresh_id()
        with pytest.raises(Unavailable):
            pc.pull()
    assert len(town.rows("SELECT 1 FROM access_log")) == before + 2
    assert town.rows("SELECT DISTINCT calls FROM access_log WHERE outcome LIKE 'sync.%'") == [(20,)]


def test_a_station_that_was_founded_offline_brings_its_rows_along(run: Run, town: Town) -> None:  # noqa: F811
    town.station()
    said = run("enrol", "YH")
    pc = Pc(town, fresh_id())
    pc.enrol(code_in(said), holds=[Scope(pc.scope, "station", "月湖", 0)])
    assert len(run("log", "--scope", "YH").splitlines()) == 3
    assert {
        scope for (scope,) in town.rows("SELECT scope FROM access_log WHERE what = 'code'")
    } == {pc.scope}
