"""Issuing papers on the command line: the number stands on the paper and in the records."""

from hashlib import sha256
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from tests.cli.conftest import Terminal
from tests.cli.stories import LIFE, RECEPTION, VISIT


@pytest.fixture
def busy(cli: Terminal) -> Terminal:
    assert cli.apply(*RECEPTION, VISIT, *LIFE).code == 0
    return cli


def _text(path: Path) -> str:
    with PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def test_an_issued_paper_bears_its_number_and_is_filed(busy: Terminal, tmp_path: Path) -> None:
    matter = busy("show", "matters", "--json").json[0]["number"]
    first, again, draft = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf"))
    for to in (first, again):
        done = busy("paper", "registration-form", matter, "--issue", "-o", to)
        assert (done.code, done.err) == (0, "")
    assert busy("paper", "registration-form", matter, "-o", draft).code == 0
    (row,) = busy("show", "papers", "--json").json
    assert (row["title"], row["copies"]) == ("接待登记表", 2)
    assert row["digest"] == sha256(first.read_bytes()).hexdigest()
    assert row["number"] in _text(first)
    assert f"{row['number']}(补打第1次)" in _text(again).replace("（", "(").replace("）", ")")
    assert row["number"] not in _text(draft)
    assert row["number"] in busy("show", "matter", matter).out


def test_papers_about_many_things_are_filed_too(busy: Terminal, tmp_path: Path) -> None:
    for kind, *words in (("ledger",), ("report", "2026", "2026-Q1")):
        assert busy("paper", kind, *words, "--issue", "-o", tmp_path / "a.pdf").code == 0
    titles = [row["title"] for row in busy("show", "papers", "--json").json]
    assert sorted(titles) == ["事项台账", "统计报告", "统计报告"]
