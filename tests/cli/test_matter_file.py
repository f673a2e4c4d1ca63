"""The file of a matter holds its papers as they were, its attachments, and none when redacted."""

from pathlib import Path

import pikepdf
from pypdfium2 import PdfDocument

from tests.cli.conftest import Terminal
from tests.cli.stories import LIFE, RECEPTION, VISIT
from tests.reports import file_samples


def printed(cli: Terminal, to: Path, *words: str) -> tuple[str, list[str], int]:
    done = cli("paper", "file", *words, "-o", to / "a.pdf")
    assert (done.code, done.err) == (0, "")
    with PdfDocument(to / "a.pdf") as pdf:
        pages = "".join(page.get_textpage().get_text_range() for page in pdf)
    with pikepdf.open(to / "a.pdf") as pdf, pdf.open_outline() as outline:
        pictures = {i.objgen for page in pdf.pages for i in page.get_images().values()}
        return "".join(pages.split()), [item.title for item in outline.root], len(pictures)


def test_everything_of_a_matter(cli: Terminal, tmp_path: Path) -> None:
    assert cli.apply(*RECEPTION, VISIT, *LIFE).code == 0
    (tmp_path / "照片.jpg").write_bytes(file_samples.photo())
    rows = cli("show", "matters", "--json").json
    number = next(row["number"] for row in rows if row["stage"] == "closed")
    assert cli("attach", number, tmp_path / "照片.jpg").code == 0
    text, parts, pictures = printed(cli, tmp_path, "--matter", number)
    for part in ("接待登记表", "来访回执", "交办单", "催办单", "答复函", "附件1"):
        assert part in parts
    assert parts.count("答复函") == 2  # one for each round, each with what was replied then
    for said in (
        "已更换灯具",
        "已更换线路",
        "又不亮了",
        "夜间复查",
        "复查照片",
        "第2轮办理",
        "2星",
        "5星",
    ):
        assert said in text
    assert pictures == 1
    assert printed(cli, tmp_path, number)[1] == parts
    text, parts, pictures = printed(cli, tmp_path, number, "--redacted")
    assert pictures == 0
    assert "脱敏版不编入附件" in text


def test_no_such_matter(cli: Terminal, tmp_path: Path) -> None:
    for words in (["--matter", "YH-1"], []):
        assert cli("paper", "file", *words, "-o", tmp_path / "a.pdf").code == 2
    assert not (tmp_path / "a.pdf").exists()
