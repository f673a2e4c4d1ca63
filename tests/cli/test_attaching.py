"""Files put in and got out by the command line, and as lines of `apply`."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal

PHOTO = b"\xff\xd8\xff\xe0 photo"
REGISTER = {"do": "matter.register", "program": "regular", "own_words": "漏水", "ref": "m"}


@pytest.fixture
def number(cli: Terminal) -> str:
    assert cli.apply(REGISTER).code == 0
    found: str = cli("show", "matters", "--json").json[0]["number"]
    return found


def test_in_and_out(cli: Terminal, number: str, tmp_path: Path) -> None:
    photo, program = tmp_path / "现场.JPG", tmp_path / "setup.exe"
    photo.write_bytes(PHOTO)
    program.write_bytes(b"MZ program")
    done = cli("attach", number, program, photo)
    assert done.code == 1
    assert "setup.exe:只能添加照片" in done.err
    assert done.out == "已添加:现场.JPG\n"
    shown = cli("show", "matter", number)
    assert "现场.jpg" in shown.out
    out = tmp_path / "out.jpg"
    assert cli("attachment", number, "现场.jpg", "-o", out).code == 0
    assert out.read_bytes() == PHOTO
    assert cli("attachment", number, "没有.jpg", "-o", out).err == "没有这个附件。\n"


def test_what_cannot_be_read_is_said(cli: Terminal, number: str, tmp_path: Path) -> None:
    assert "打不开这个文件" in cli("attach", number, tmp_path / "没有.jpg").err
    assert cli("attach", "YH-1999-A-00001", tmp_path / "没有.jpg").code == 2


def test_lines_carry_files_as_base64(cli: Terminal) -> None:
    line = {"do": "matter.attach", "matter": "$m", "name": "现场.jpg"}
    done = cli.apply(
        REGISTER,
        line | {"data": b64encode(PHOTO).decode()},
        line | {"data": "这不是 base64"},
        line | {"data": 7},
        {"do": "matter.answer_on_site", "matter": "$m", "text": "已修"},
        {"do": "matter.strike_off", "matter": "$m", "evidence": "照片",
         "attachments": [sha256(PHOTO).hexdigest()]},
        {"do": "matter.detach", "matter": "$m", "attachment": "现场.jpg"},
    )  # fmt: skip
    rules = [one.get("rule", "") for one in done.lines]
    wrong = "action.wrong_form"
    assert rules == ["", "", wrong, wrong, "", "", "matter.is_evidence"]
