"""The commands of those who run the server, on a PostgreSQL named to them and on our own."""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
import segno

from renda_desktop import resources
from renda_desktop.domain.ids import Id
from renda_desktop.server.cli import main
from renda_desktop.services.programs import shipped_files
from renda_desktop.sync.messages import Scope
from renda_desktop.ui.invitation import offered
from tests.server.pcs import NOTE, Pc, Town


class Run:
    """Runs commands on one server and remembers what they said."""

    def __init__(self, data: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._place = ("--data", str(data), "--database", address)
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command; return what it printed, or what went wrong."""
        assert main([*words, *self._place]) == code
        said = self._capsys.readouterr()
        return said.out or said.err

    def json(self, *words: str) -> dict[str, list[dict[str, object]]]:
        told: dict[str, list[dict[str, object]]] = msgspec.json.decode(self(*words, "--json"))
        return told


@pytest.fixture
def run(data: Path, address: str, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(data, address, capsys)


def code_in(said: str) -> str:
    """Return the code that `enrol` printed."""
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", said)
    assert found
    return found[0]


def test_from_a_station_to_its_first_entries(run: Run, town: Town) -> None:
    run("area", "鄞州区")
    run("station", "月湖街道人大代表联络站", "YH", "--area", "鄞州区")
    said = run("enrol", "YH", "--hours", "1")
    assert "█" in said  # the code for cameras
    pc = Pc(town, Id("f" * 32))
    pc.enrol(code_in(said), holds=[Scope(pc.scope, "station", "月湖", 0)])
    pc.push(pc.founding(), pc.action(NOTE))
    told = run.json("status")
    assert [(one["name"], one["head"], one["devices"]) for one in told["scopes"]] == [
        ("鄞州区", 0, 0),
        ("月湖街道人大代表联络站", 3, 1),
    ]
    assert [one["letter"] for one in told["devices"]] == ["A"]
    assert pc.device in run("status")
    assert "数据完好:2 个范围、2 次操作、3 条记录" in run("verify")


def test_the_picture_holds_the_address_too(run: Run) -> None:
    run("station", "月湖街道人大代表联络站", "YH")
    said = run("enrol", "YH", "--url", "https://renda.example/")
    picture = io.StringIO()
    text = f"https://renda.example/#{code_in(said)}"
    segno.make(text, micro=False).terminal(out=picture, compact=True)
    assert "服务器地址:https://renda.example/" in said
    assert picture.getvalue() in said
    assert offered(text) == ("https://renda.example", code_in(said))
    assert "应当写成 https://" in run("enrol", "YH", "--url", "renda.example", code=2)


def test_an_area_is_begun_and_publishes_with_no_desktop(run: Run, tmp_path: Path) -> None:
    file = next(one for one in shipped_files() if one.stem == "regular")
    run("area", "宁波市")
    run("area", "鄞州区")
    publish = ("program", "publish", str(file), "--scope", "鄞州区")
    assert "还没有开始" in run(*publish, code=2)
    assert "已登记:陈静(区级工作人员)" in run(
        "user", "陈静", "--scope", "鄞州区", "--role", "coordinator"
    )
    assert "已更改角色" in run("user", "陈静", "--scope", "鄞州区", "--role", "city_coordinator")
    assert re.search(r"日常接待\(第\d+版\)", run(*publish))
    shutil.copy(resources.path("taxonomy", "categories.toml"), tmp_path / "ours.toml")
    categories = ("categories", "publish", str(tmp_path / "ours.toml"), "--scope", "鄞州区")
    assert re.search(r"类别表第1版\(\d+ 类 \d+ 项\)", run(*categories))
    (tmp_path / "ours.toml").write_text('[[category]]\nname = "养老"\npart = []\n', "utf-8")
    assert "“ours.toml”有误:“category[1].part”无法识别,是否应为“parts”?" in run(*categories, code=2)
    run("move", "鄞州区", "宁波市")
    assert "区域" in run("move", "宁波市", "鄞州区", code=2)  # it would lie below itself
    run("verify")


def test_a_scope_gets_another_name_and_code(run: Run) -> None:
    run("station", "月湖街道人大代表联络站", "YH")
    run("station", "白鹤街道人大代表联络站", "BH")
    assert "已更改:白鹤站 BHE" in run("rename", "BH", "--name", "白鹤站", "--code", "BHE")
    assert "已经有名称或代码相同" in run("rename", "BHE", "--code", "YH", code=2)
    run("rename", "BHE", "--code", "BHE")
    assert [(one["name"], one["code"]) for one in run.json("status")["scopes"]] == [
        ("白鹤站", "BHE"),
        ("月湖街道人大代表联络站", "YH"),
    ]


def test_who_reads_no_further_is_not_told_of_a_database(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("station", "月湖街道人大代表联络站", "YH")
    for words in (["enrol", "YH"], ["status"]):
        unread, out = os.pipe()
        os.close(unread)
        with os.fdopen(out, "w", encoding="utf-8") as pipe, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", pipe)
            assert main([*words, *run._place]) == 2
        assert capsys.readouterr().err == ""


def test_damage_is_told_with_a_code_of_its_own(run: Run, town: Town) -> None:
    town.founded()
    town.say("UPDATE scope SET head = 7")
    assert "head" in run("verify", code=1)


def test_a_device_is_found_by_the_beginning_of_its_number(run: Run, town: Town) -> None:
    pc = town.founded()
    other = town.station("白鹤街道人大代表联络站", "BH")
    run("grant", pc.device[:8], "BH")
    assert run.json("status")["devices"][0]["scopes"] == sorted([pc.scope, other])
    run("revoke", pc.device[:8], "BH")
    assert run.json("status")["devices"][0]["scopes"] == [pc.scope]
    run("revoke", pc.device)
    assert run.json("status")["devices"][0]["revoked_at"] is not None
    assert "没有这台设备" in run("grant", "zzz", "BH", code=2)
    assert "没有名称" in run("enrol", "XX", code=2)


def test_a_name_stands_for_one_scope(run: Run) -> None:
    run("station", "月湖街道人大代表联络站", "YH")
    assert "已经有" in run("station", "月湖街道人大代表联络站", "YX", code=2)
    assert "已经有" in run("station", "另一个站", "YH", code=2)


def test_init_again_keeps_who_the_server_is(run: Run, town: Town) -> None:
    assert town.server.identity.server in run("init")


def test_the_key_of_another_server_is_refused(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = Run(tmp_path, address, capsys)
    assert "server.key" in elsewhere("run", code=2)
    (tmp_path / "server.key").write_text("00" * 32)
    assert "不是这个数据库的" in elsewhere("run", code=2)


def test_a_folder_or_a_database_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--data", str(tmp_path / "none")]) == 2
    assert "renda-server init" in capsys.readouterr().err
    away = "postgresql://nobody@127.0.0.1:1/none"
    assert main(["status", "--data", str(tmp_path), "--database", away]) == 2
    assert "PostgreSQL" in capsys.readouterr().err
    assert main(["nonsense"]) == 2


def test_what_leaves_the_machine_is_encrypted(run: Run, tmp_path: Path) -> None:
    assert "HTTPS" in run("run", "--host", "192.0.2.1", code=2)
    away = str(tmp_path / "none.pem")
    assert "打不开" in run("run", "--tls-cert", away, "--tls-key", away, code=2)


def test_a_backup_fills_an_empty_database_and_begins_a_new_epoch(
    run: Run,
    town: Town,
    empty: str,
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pc = town.founded()
    file = tmp_path / "server.dump"
    run("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert "没有覆盖" in run("backup", str(file), code=2)
    assert "已有数据" in run("restore", str(file), code=2)
    restored = Run(data, empty, capsys)
    assert "新的一期" in restored("restore", str(file))
    assert "数据完好:1 个范围、1 次操作、2 条记录" in restored("verify")
    assert restored.json("status")["devices"][0]["device"] == pc.device
    epoch = int(str(restored.json("status")["epoch"]))
    assert "新的一期" in restored("bump-epoch")
    assert int(str(restored.json("status")["epoch"])) > epoch > 1


def test_a_file_that_is_no_backup_changes_nothing(
    empty: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "server.dump"
    file.write_text("no backup")
    restored = Run(data, empty, capsys)
    assert "备份没有完成" in restored("restore", str(file), code=2)
    assert "打不开" in restored("restore", str(tmp_path / "none"), code=2)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a short path, which a lesser user may enter."""
    above = Path(tempfile.mkdtemp(prefix="renda"))
    above.chmod(0o755)
    yield above / "data"
    shutil.rmtree(above, ignore_errors=True)


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start a command as a program of its own."""
    program = "import sys; from renda_desktop.server.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", program, *words, "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def done(folder: Path, *words: str) -> str:
    """Run a command to its end and return what it printed."""
    process = started(folder, *words)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


@pytest.mark.skipif(os.name == "nt", reason="signals differ")
def test_a_real_server_on_its_own_postgresql(folder: Path) -> None:
    """Started, asked, used beside other commands, told to stop: nothing stays behind."""
    done(folder, "init")
    serving = started(folder, "run", "--port", "0")
    assert serving.stderr is not None
    lines = iter(serving.stderr.readline, "")
    port = next(found[1] for line in lines if (found := re.search(r"127\.0\.0\.1:(\d+)", line)))
    assert httpx.get(f"http://127.0.0.1:{port}/health").json()["status"] == "ok"
    done(folder, "station", "月湖街道人大代表联络站", "YH")
    assert "月湖" in done(folder, "status")
    serving.send_signal(signal.SIGTERM)
    serving.communicate(timeout=60)
    assert serving.returncode == 0
    assert not (folder / "postgresql" / "postmaster.pid").exists()
    assert "scram-sha-256" in (folder / "postgresql" / "pg_hba.conf").read_text()
    assert "月湖" in done(folder, "status")
