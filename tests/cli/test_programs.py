"""An administrator copies a program, changes it, and puts it into force."""

from pathlib import Path

import pytest

from renda_desktop.services.programs import shipped, shipped_files
from tests.cli.conftest import Terminal


def _copied(cli: Terminal, key: str, *words: str) -> tuple[Path, str]:
    file = cli.folder / "copy.toml"
    done = cli("program", "copy", key, file, *words)
    assert done.code == 0, done.err
    return file, file.read_text("utf-8")


def test_the_list_says_where_each_comes_from(cli: Terminal) -> None:
    rows = cli("program", "list", "--json").json
    assert {row["key"] for row in rows} == {one.key for one in shipped()}
    assert {row["source"] for row in rows} == {"随软件提供"}
    assert cli("program", "list").out.startswith("代号")


@pytest.mark.parametrize("key", [file.stem for file in shipped_files()])
def test_each_can_be_checked_and_shown(cli: Terminal, key: str) -> None:
    file = next(one for one in shipped_files() if one.stem == key)
    checked = cli("program", "check", file)
    assert (checked.code, checked.err) == (0, "")
    shown = cli("program", "show", key)
    assert shown.out.startswith(checked.out)
    assert shown.out.rstrip().endswith("王芳")
    assert "None" not in checked.out


def test_a_program_is_copied_changed_and_used(cli: Terminal) -> None:
    file, text = _copied(cli, "night-inquiry", "--as", "our-night")
    assert text.startswith("# 民生夜询会:每两个月一次")
    assert 'key = "our-night"' in text
    file.write_text(text.replace("days = 60", "days = 45").replace('"民生', '"本区'), "utf-8")
    assert "办理期限:45天" in cli("program", "check", file).out
    done = cli("program", "publish", file)
    assert done.out.startswith("已发布:“本区夜询会”(our-night)第1版。")
    rows = {row["key"]: row for row in cli("program", "list", "--json").json}
    assert rows["our-night"]["source"] == "本站制定"
    again = cli("program", "publish", file)
    assert (again.code, again.err) == (2, "没有任何改动。\n")
    file.write_text(file.read_text("utf-8").replace("45", "40"), "utf-8")
    assert "第2版" in cli("program", "publish", file).out
    shown = cli("program", "show", "our-night", "--version", "1")
    assert "办理期限:45天" in shown.out
    assert cli("program", "show", "our-night", "--json").json["details"]["handling"]["days"] == 40
    assert cli("program", "show", "our-night", "--version", "3").code == 2
    line = {"do": "matter.register", "program": "our-night", "own_words": "路灯不亮"}
    assert cli.apply(line).code == 0


def test_one_s_own_version_is_written_out_again(cli: Terminal) -> None:
    file, text = _copied(cli, "three-way-review")
    file.write_text(text.replace("share = 0.8", "share = 0.85"), "utf-8")
    assert cli("program", "publish", file).code == 0
    _, ours = _copied(cli, "three-way-review")
    assert ours.startswith("# 代表三维联评:第2版\n")
    assert "share = 0.85" in ours
    assert "没有任何改动" in cli("program", "publish", file).err
    _, first = _copied(cli, "three-way-review", "--version", "1")
    assert first == text
    _, brought = _copied(cli, "three-way-review", "--shipped")
    assert brought == text
    rows = {row["key"]: row["source"] for row in cli("program", "list", "--json").json}
    assert rows["three-way-review"] == "本站修订"


def test_a_release_that_was_not_taken_is_said(
    cli: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, text = _copied(cli, "regular")
    file.write_text(text.replace("days = 30", "days = 25"), "utf-8")
    assert cli("program", "publish", file).code == 0
    next_one = tmp_path / "regular.toml"
    newer = text.replace("version = 2", "version = 4").replace("days = 30", "days = 20")
    next_one.write_text(newer, "utf-8")
    monkeypatch.setattr("renda_desktop.services.programs.shipped_files", lambda: [next_one])
    rows = {row["key"]: row for row in cli("program", "list", "--json").json}
    assert rows["regular"]["version"] == 3
    assert rows["regular"]["source"] == "本站修订;软件附带的第4版未采用"
    assert rows["themed"]["source"] == "随软件提供"


def test_what_is_wrong_is_said_and_nothing_is_published(cli: Terminal) -> None:
    file, text = _copied(cli, "regular")
    file.write_text(text.replace('unit = "working"', 'unit = "week"'), "utf-8")
    for deed in ("check", "publish"):
        done = cli("program", deed, file)
        assert done.code == 2
        assert "“copy.toml”有误:“handling.unit”只能是:working(工作日)" in done.err
    assert cli("program", "copy", "regular", file, "--as", "本站").code == 2
    assert cli("program", "copy", "nothing", file).err == "找不到工作机制“nothing”。\n"
    assert cli("program", "copy", "nothing", file, "--shipped").code == 2
    assert cli("program").code == 2


def test_publishing_needs_the_role(cli: Terminal) -> None:
    helper = {"do": "clerk.register", "name": "李芳"}
    details = {"key": "x", "version": 1, "title": "某", "kinds": ["regular"]}
    line = {"do": "program.publish", "as": "李芳", "details": details}
    refused = cli.apply(helper, line)
    assert "须由站长" in refused.lines[-1]["message"]
