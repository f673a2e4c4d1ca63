import os
import re
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import msgspec
import pytest
from pypdfium2 import PdfDocument

from renda_desktop.cli import arguments, opening
from renda_desktop.reports.catalogue import PAPERS
from tests.cli.conftest import Terminal
from tests.cli.stories import RECEPTION, VISIT


def _run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "renda_desktop", *map(str, words)],
        env={**os.environ, "PYTHONWARNINGS": "error", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def _text(file: Path) -> str:
    with PdfDocument(file) as pdf:
        return "".join(page.get_textpage().get_text_bounded() for page in pdf)


def test_founding_shows_the_recovery_key_once(nowhere: Terminal) -> None:
    words = ["--station", "月湖站", "--code", "YH", "--clerk", "王芳"]
    done = nowhere("init", *words)
    assert done.code == 0
    assert len(re.findall(r"\b[0-9A-Z]{4}\b", done.out)) == 14
    again = nowhere("init", *words)
    assert (again.code, "已经有" in again.err) == (2, True)
    assert nowhere("show", "clerks", "--json").json[0]["name"] == "王芳"


def test_without_a_station_it_is_said(nowhere: Terminal) -> None:
    for words in (["show", "matters"], ["verify"], ["apply", "-"], ["recovery-key"]):
        done = nowhere(*words)
        assert (done.code, done.out, "init" in done.err) == (2, "", True)
    assert not nowhere.home.exists()


def test_a_wrong_passphrase_is_said(
    cli: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wrong").write_text("不是这个口令", "utf-8")
    monkeypatch.setenv("RENDA_PASSPHRASE_FILE", str(tmp_path / "wrong"))
    done = cli("show", "matters")
    assert (done.code, "口令不正确" in done.err) == (2, True)
    monkeypatch.delenv("RENDA_PASSPHRASE_FILE")
    assert cli("show", "matters").code == 2  # nobody can be asked


def test_mistakes_on_the_command_line_are_told_in_chinese(nowhere: Terminal) -> None:
    done = nowhere("show")
    assert (done.code, "缺少参数" in done.err) == (2, True)
    assert "没有“fly”" in nowhere("fly").err
    assert "用法:" in nowhere("--help").out
    assert nowhere("apply", "--help").code == 0


def test_papers_by_number(cli: Terminal, tmp_path: Path) -> None:
    cli.apply(*RECEPTION, VISIT)
    matters = ["YH-2026-A-00001", "YH-2026-A-00002"]
    assert cli("paper", "receipt", "YH-2026-AV-00001", "-o", tmp_path / "a.pdf").code == 0
    assert cli("paper", "registration-form", *matters, "-o", tmp_path / "b.pdf").code == 0
    words: list[str | Path] = ["--reception", "themed#1", "-o", tmp_path / "c.pdf"]
    assert cli("paper", "briefing", "张明", *words).code == 0
    assert "YH-2026-AV-00001" in _text(tmp_path / "a.pdf")
    for name in "bc":
        assert all(number in _text(tmp_path / f"{name}.pdf") for number in matters)
    assert cli("paper", "receipt", "YH-2026-AV-00009", "-o", tmp_path / "d.pdf").code == 2
    assert cli("paper", "poster", "1", "-o", tmp_path / "d.pdf").code == 2
    assert cli("paper", "briefing", "张明", "-o", tmp_path / "no" / "d.pdf").code == 2


def test_every_kind_of_paper_can_be_asked_for() -> None:
    assert set(arguments.PAPERS) == set(PAPERS)


def test_the_doctor_tells_nothing_of_persons(cli: Terminal) -> None:
    cli.apply(*RECEPTION, VISIT)
    done = cli("doctor", "--json")
    found = {one["name"]: one for one in done.json}
    assert {"version", "home", "key", "keyring", "database", "disk", "fonts", "qt", "clock"} <= set(
        found
    )
    assert found["database"]["ok"]
    assert found["key"]["detail"] == "口令"
    assert not any(name in done.out for name in ("王芳", "张明", "䶮", "5521"))
    assert done.code == (0 if all(one["ok"] for one in done.json) else 1)


def test_the_doctor_looks_without_a_station(nowhere: Terminal) -> None:
    assert "尚未建站" in nowhere("doctor").out
    assert not nowhere.home.exists()


def test_the_home_is_the_one_asked_for_or_named_or_the_users_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    parsed = arguments.parser().parse_args
    assert opening.home(parsed(["verify"])).path.name == "renda-desktop"
    assert opening.home(parsed(["verify", "--demo"])).path.name == "renda-desktop-demo"
    monkeypatch.setenv("RENDA_HOME", str(tmp_path))
    assert opening.home(parsed(["verify"])).path == tmp_path
    assert opening.home(parsed(["--demo", "verify"])).path.name == "renda-desktop-demo"
    asked = ["--home", "x"]
    assert opening.home(parsed([*asked, "--demo", "verify"])).path == Path("x")
    assert opening.home(parsed(["verify", *asked])).path == Path("x")


def test_a_demo_opens_without_a_question(
    nowhere: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = nowhere("demo", "--matters", "40")
    assert done.code == 0
    assert [file.name for file in tmp_path.iterdir()] == [nowhere.home.name]
    assert nowhere("demo").code == 2
    assert len(nowhere("show", "matters", "--json").json) >= 30  # the passphrase is another one's
    monkeypatch.delenv("RENDA_PASSPHRASE_FILE")
    assert nowhere("verify").code == 0


def test_the_version_comes_at_once() -> None:
    began = time.perf_counter()
    bare = subprocess.run([sys.executable, "-c", "pass"], check=True)
    middle = time.perf_counter()
    done = _run("--version")
    assert (done.stdout, done.returncode) == (f"renda-desktop {version('renda-desktop')}\n", 0)
    assert bare.returncode == 0
    assert time.perf_counter() - middle < 12 * (middle - began)


def test_only_what_a_command_needs_is_imported() -> None:
    heavy = ["PySide6", "reportlab", "sqlalchemy", "alembic", "keyring", "cryptography", "msgspec"]
    code = (
        "import sys; from renda_desktop.cli import main; main(['--version']);"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_program_tests_itself() -> None:
    done = _run("selftest", PYTHONWARNINGS="default")
    result = msgspec.json.decode(done.stdout)
    assert [(one["name"], one["error"]) for one in result["steps"]] == [
        ("station", ""),
        ("matter", ""),
        ("paper", ""),
        ("window", ""),
    ]
    assert (result["ok"], done.returncode) == (True, 0)


def test_nobody_reading_on_is_no_error(cli: Terminal) -> None:
    command = [sys.executable, "-m", "renda_desktop", "--home", str(cli.home), "actions"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert b"Traceback" not in said
    assert process.returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a desktop")
def test_without_a_display_the_window_says_what_else_there_is(cli: Terminal) -> None:
    bare = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = _run("--home", cli.home, **bare)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--offscreen" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_may_do_what_can_be_read(nowhere: Terminal) -> None:
    lines = nowhere("roles").out.splitlines()
    row = next(line for line in lines if line.startswith("matter.strike_off"))
    assert row.endswith("销号")
    assert "sh 站长" in lines[-1]
