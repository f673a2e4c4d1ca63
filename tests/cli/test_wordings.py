"""The words of letters are listed, written to a file, changed from it and put back."""

import pytest

from renda_desktop.cli.paper_arguments import LETTERS
from renda_desktop.queries.papers import wordings
from tests.cli.conftest import Terminal


def test_a_letter_is_changed_and_put_back(cli: Terminal) -> None:
    rows = cli("wording", "list", "--json").json
    assert {row["kind"]: row["source"] for row in rows}["reminder"] == "shipped"
    shipped = cli("wording", "show", "reminder").out
    assert "{办理期限}" in shipped
    assert "(必需)" in shipped
    file = cli.folder / "words.toml"
    file.write_text(shipped.replace("特此催办。", "特此催办，谢谢。"), "utf-8")
    assert cli("wording", "set", "reminder", file).code == 0
    assert "特此催办，谢谢。" in cli("wording", "show", "reminder").out
    assert "特此催办。" in cli("wording", "show", "reminder", "--shipped").out
    assert "本站制定" in cli("wording", "list").out
    assert cli("wording", "set", "reminder", file).code == 2
    done = cli("wording", "reset", "reminder")
    assert (done.code, done.out) == (0, "催办单的用语已恢复:随软件提供。\n")
    assert cli("wording", "show", "reminder").out == shipped


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('title = "{电话}"\nbody = "{编号}{诉求}{办理期限}"', "“电话”"),
        ('title = "单"\nbody = "{编号}{诉求}"', "“办理期限”"),
        ('title = "单"\nbody = "文"\nfont = "大"', "写法不对"),
        ("title = 单", "写法不对"),
    ],
)
def test_a_file_that_cannot_be_taken(cli: Terminal, text: str, says: str) -> None:
    file = cli.folder / "words.toml"
    file.write_text(text, "utf-8")
    done = cli("wording", "set", "reminder", file)
    assert done.code == 2
    assert says in done.err


def test_every_letter_can_be_named() -> None:
    assert set(LETTERS) == set(wordings.NAMES)
