"""Chinese lines: what may begin and end them, how wide they are, that nothing is lost."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.text import Align, Line, Run, Style, set_text, width_of
from renda_desktop.reports.layout.typecase import Typecase

NEVER_FIRST = "，。、；：？！）〕】》〉」』”’…—～·%℃,.;:?!)"
NEVER_LAST = "（〔【《〈「『“‘￥(["
BODY = Style(Face.FANG, 12, 19, indent=2.0)
SENTENCE = "居民反映小区东门外道路长期违法停车占用消防通道请求明确管理单位并限期整治"

chinese = st.sampled_from("的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要")
signs = st.sampled_from(NEVER_FIRST + NEVER_LAST + " ")
words = st.sampled_from(["0571-88886666", "zhang.san@gov.cn", "2025", "A&B", "<b>", "3.5%"])
texts = st.lists(st.one_of(chinese, chinese, chinese, signs, words), max_size=150).map("".join)
long_texts = st.lists(texts, min_size=4, max_size=12).map(lambda parts: "好".join(parts) * 9)


def drawn_width(line: Line, case: Typecase) -> float:
    """Add up what the operators of a line draw, the way a viewer does."""
    fonts = {subset.key: subset for subset in case.subsets.values()}
    width = spacing = size = 0.0
    font = None
    operator = re.compile(r"/(F\d+) ([\d.]+) Tf|(-?[\d.e-]+) Tc|<([0-9A-F]+)>Tj")
    for name, points, gap, codes in operator.findall(line.operators):
        if name:
            font, size = fonts[name], float(points)
        elif gap:
            spacing = float(gap)
        else:
            assert font is not None
            for i in range(0, len(codes), 4):
                member = font.members[int(codes[i : i + 4], 16)]
                width += member.advance * size / 1000 + spacing
    return width


def is_word(char: str) -> bool:
    """Say whether a character belongs to numbers, Latin words and addresses."""
    return "!" <= char <= "~"


def may_break(before: str, after: str) -> bool:
    """Say whether a line may end between two characters, told independently of the rules."""
    if before in NEVER_LAST or after in NEVER_FIRST or after == " ":
        return False
    return not (is_word(before) and is_word(after))


@settings(deadline=None)
@given(texts, st.integers(40, 300))
def test_no_line_begins_or_ends_with_a_forbidden_sign(text: str, width: int) -> None:
    lines = set_text(text, style=BODY, width=width, case=Typecase())
    for line, following in pairwise(lines):
        if not line.text or not following.text:
            continue
        if following.text[0] in NEVER_FIRST or line.text[-1] in NEVER_LAST:
            # Only where the whole line offers no better place.
            assert not any(may_break(a, b) for a, b in pairwise(line.text.replace(" ", "")))


@pytest.mark.parametrize("sign", NEVER_FIRST)
def test_each_closing_sign_stays_with_the_word_before_it(sign: str) -> None:
    case = Typecase()
    for count in range(7, 20):
        for line in set_text("好" * count + sign + "好" * 9, style=BODY, width=110, case=case):
            assert not line.text.startswith(sign)


@pytest.mark.parametrize("sign", NEVER_LAST)
def test_each_opening_sign_stays_with_the_word_after_it(sign: str) -> None:
    case = Typecase()
    for count in range(7, 20):
        for line in set_text("好" * count + sign + "好" * 9, style=BODY, width=110, case=case):
            assert not line.text.endswith(sign)


@settings(deadline=None)
@given(texts, st.integers(40, 300))
def test_nothing_is_lost_or_added(text: str, width: int) -> None:
    lines = set_text(text, style=BODY, width=width, case=Typecase())
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")


@settings(deadline=None)
@given(texts, st.integers(40, 300), st.sampled_from(Align))
def test_no_line_is_wider_than_the_measure(text: str, width: int, align: Align) -> None:
    case = Typecase()
    style = Style(Face.FANG, 12, 19, align)
    for line in set_text(text, style=style, width=width, case=case):
        blank = 6.0 if line.text and line.text[-1] in "，。、；：）〕】》〉」』”’" else 0.0
        assert line.x + drawn_width(line, case) <= width + blank + 0.1


def test_every_full_line_of_a_paragraph_reaches_the_margin() -> None:
    case = Typecase()
    text = (SENTENCE + "，电话 0571-88886666。“谢谢！”") * 8
    lines = set_text(text, style=BODY, width=333.3, case=case)
    assert len(lines) > 10
    for line in lines[:-1]:
        assert abs(line.x + drawn_width(line, case) - 333.3) < 6.01
    assert sum(abs(line.x + drawn_width(line, case) - 333.3) < 0.1 for line in lines[:-1]) > 8
    assert drawn_width(lines[-1], case) < 300


def test_numbers_and_addresses_stay_whole() -> None:
    whole = ("0571-88886666", "zhang.san@gov.cn", "13800138000")
    for width in range(110, 200, 7):
        text = f"请打电话{whole[0]}或写信到{whole[1]}，手机{whole[2]}都可以联系到我们。"
        lines = set_text(text, style=BODY, width=width, case=Typecase())
        assert all(any(word in line.text for line in lines) for word in whole)


def test_a_word_wider_than_the_line_is_broken() -> None:
    case = Typecase()
    lines = set_text("网址" + "x" * 500, style=BODY, width=100, case=case)
    assert sum(line.text.count("x") for line in lines) == 500
    assert all(drawn_width(line, case) <= 100.1 for line in lines)


def test_dashes_and_ellipses_are_not_divided() -> None:
    for count in range(5, 15):
        for sign in ("——", "……"):
            text = "好" * count + sign + "好" * 10
            for line in set_text(text, style=BODY, width=120, case=Typecase()):
                assert line.text.count(sign[0]) in (0, 2)


def test_first_lines_are_indented_by_two_characters_unless_the_writer_did() -> None:
    lines = set_text(f"{SENTENCE}\n\u3000\u3000{SENTENCE}", style=BODY, width=200, case=Typecase())
    first = [line for line in lines if line.text.lstrip("\u3000").startswith("居民反映")]
    assert [line.x for line in first] == [24.0, 0.0]
    assert first[1].text.startswith("\u3000\u3000居民")


def test_line_ends_are_kept_and_blank_ends_dropped() -> None:
    lines = set_text("甲\r\n乙\n\n丙\n \n", style=BODY, width=200, case=Typecase())
    assert [line.text for line in lines] == ["甲", "乙", "", "丙"]
    assert set_text("", style=BODY, width=200, case=Typecase()) == []


def test_signs_side_by_side_share_their_blank() -> None:
    case = Typecase()
    apart = width_of("他说：“好。”", style=BODY, case=case)
    style = Style(Face.FANG, 12, 19, Align.LEFT)
    line = set_text("他说：“好。”", style=style, width=300, case=case)[0]
    assert apart - 13 < drawn_width(line, case) < apart - 8


def test_runs_of_different_styles_share_a_line() -> None:
    bold = Style(Face.HEI, 12, 19)
    case = Typecase()
    lines = set_text([Run("原话：", bold), Run("好。", BODY)], style=BODY, width=200, case=case)
    assert [line.text for line in lines] == ["原话：好。"]
    assert len(set(re.findall(r"/(F\d+)", lines[0].operators))) == 2
