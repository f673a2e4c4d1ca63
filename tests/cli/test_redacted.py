"""A redacted paper has nothing by which a resident could be found, of whatever kind it is."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from renda_desktop.cli.arguments import PAPERS
from tests.cli.conftest import Terminal
from tests.cli.stories import RECEPTION

NAME, OTHER = "欧阳秀英", "买买提·吐尔逊"
PHONE, LANDLINE, ADDRESS = "13800005521", "0574-87651234", "月湖新村3幢402室"
PLANTED = (
    f"我是{NAME}，住{ADDRESS}，电话138 0000 5521或{LANDLINE}，身份证33020319690101234X，"
    f"邮箱lao.ou@example.com；邻居{OTHER}也知道。"
)
FORBIDDEN = (
    NAME, "秀英", OTHER, "吐尔逊", PHONE, "5521", LANDLINE, "87651234", ADDRESS, "402室",
    "33020319690101234", "lao.ou",
)  # fmt: skip
PROPOSAL = "关于修屋顶的建议"

# Papers of votes and evaluations tell of no matter and of no resident.
_APART = frozenset(kind for kind in PAPERS if kind.partition("-")[0] in {
    "ballot", "tally", "evaluation", "indicator"})  # fmt: skip
_VISIT: dict[str, Any] = {
    "do": "visit.register", "reception": "$r", "ref": "v",
    "person": {"name": NAME, "phone": PHONE, "address": ADDRESS},
    "matters": [
        {"own_words": PLANTED, "summary": f"{NAME}反映漏水", "place": ADDRESS,
         "way": {"disposition": "assigned", "unit": "区综合执法局", "deputy": "张明",
                 "text": f"请联系{NAME}，{PHONE}"}},
        {"own_words": PLANTED, "way": {"disposition": "declined", "text": f"{NAME}应起诉",
                                       "go_to": f"法院，找{OTHER}"}},
        {"own_words": PLANTED, "place": ADDRESS},
        {"own_words": PLANTED, "way": {"disposition": "assigned", "unit": "区综合执法局"}},
    ],
    "listeners": ["张明"],
}  # fmt: skip
_STORY: tuple[dict[str, Any], ...] = (
    *RECEPTION,
    {"do": "resident.register", "name": OTHER, "phone": "13900001111", "address": "别处"},
    _VISIT,
    {"do": "matter.remind", "matter": "$v.1", "text": f"{NAME}又来了"},
    {"do": "matter.reply", "matter": "$v.1", "text": f"已与{NAME}（{PHONE}）联系，上门{ADDRESS}",
     "unit": "区综合执法局"},
    {"do": "matter.note", "matter": "$v.1", "text": PLANTED},
    {"do": "proposal.convert", "matters": ["$v.3"], "title": PROPOSAL, "deputies": ["张明"],
     "text": PLANTED},
    {"do": "reception.close", "reception": "$r", "minutes": PLANTED},
)  # fmt: skip


@pytest.fixture
def busy(cli: Terminal) -> Terminal:
    done = cli.apply(*_STORY)
    assert done.code == 0, done.out
    return cli


def _ids(cli: Terminal, kind: str) -> list[str]:
    numbers = sorted(row["number"] for row in cli("show", "matters", "--json").json)
    if kind in {"ledger", "report"}:
        return ["2026"] if kind == "report" else []
    if kind in {"briefing", "duty-record"}:
        return ["张明"]
    if kind in {"notice", "minutes", "sign-in", "claims"}:
        return ["themed#1"]
    if kind == "proposal-form":
        return [PROPOSAL]
    if kind.startswith("receipt"):
        return [row["number"] for row in cli("show", "visits", "--json").json]
    return [numbers[1] if kind == "refusal" else numbers[0]]


def _said(file: Path) -> tuple[str, str]:
    """Return what the pages say without blanks, and what the document says of itself."""
    with PdfDocument(file) as pdf:
        pages = "".join(page.get_textpage().get_text_range() for page in pdf)
    with pikepdf.open(file) as pdf:
        about = str(dict(pdf.docinfo)) + pdf.open_metadata().__str__()
        with pdf.open_outline() as outline:
            about += str([item.title for item in outline.root])
    return "".join(pages.split()), about


def _printed(cli: Terminal, to: Path, kind: str, how: str) -> tuple[str, str]:
    done = cli("paper", kind, *_ids(cli, kind), *([how] if how else []), "-o", to / "a.pdf")
    assert (done.code, done.err) == (0, "")
    return _said(to / "a.pdf")


@pytest.mark.parametrize("kind", [kind for kind in PAPERS if kind not in _APART])
def test_nothing_of_a_resident_is_left(busy: Terminal, tmp_path: Path, kind: str) -> None:
    text, about = _printed(busy, tmp_path, kind, "--redacted")
    for word in FORBIDDEN:
        assert word.replace(" ", "") not in text, word
        assert word not in about, word
    assert "已脱敏" in text
    assert kind not in ("ledger", "briefing") or "●正常" in text
    assert "已脱敏" not in _printed(busy, tmp_path, kind, "")[0]
    assert "月湖街道人大代表联络站" in text


@pytest.mark.parametrize("kind", ["registration-form", "receipt", "ledger", "assignment"])
def test_in_full_on_request(busy: Terminal, tmp_path: Path, kind: str) -> None:
    assert NAME in _printed(busy, tmp_path, kind, "--full")[0]
    assert "含个人信息" in _printed(busy, tmp_path, kind, "--full")[0]


def test_what_is_confidential_is_never_told(cli: Terminal, tmp_path: Path) -> None:
    visit = {**_VISIT, "confidential": True, "matters": [{"own_words": "漏水"}]}
    assert cli.apply(*RECEPTION, visit).code == 0
    for kind in ("registration-form", "receipt", "ledger"):
        text, _ = _printed(cli, tmp_path, kind, "--full")
        for word in (NAME, PHONE, ADDRESS):
            assert word not in text


def test_in_full_is_not_issued(busy: Terminal, tmp_path: Path) -> None:
    done = busy("paper", "ledger", "--full", "--issue", "-o", tmp_path / "a.pdf")
    assert done.code == 2
    assert not (tmp_path / "a.pdf").exists()
    assert busy("paper", "ledger", "--full", "--redacted", "-o", tmp_path / "a.pdf").code == 2
