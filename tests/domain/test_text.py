"""What the edge lets in, changes and refuses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.text import clean_line, clean_name, clean_phone, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  第一行\r\n第二行\r第三行\u2028第四行 \n", "第一行\n第二行\n第三行\n第四行"),
        ("\u3000\u3000首行\t缩进", "首行\t缩进"),
        ("cafe\u0301", "café"),
        ("\ufeff隐\u200b形\u00ad字\u2060符", "隐形字符"),
        ("abc\u202ecba\u202c \u2067甲\u2069\u200f", "abccba 甲"),
        ("葛\U000e0100飾\ufe00", "葛\U000e0100飾\ufe00"),
        ("𠮷\U00030000\ue863㑇", "𠮷\U00030000\ue863㑇"),
        ("\uf92c\ufa0c\U0002f800", "\uf92c\ufa0c\U0002f800"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("", ""),
        ("全角ABC", "全角ABC"),
    ],
)
def test_text_in_its_one_form(raw: str, clean: str) -> None:
    assert clean_text(raw, limit=100) == clean


@pytest.mark.parametrize("wrong", ["\0", "\x01", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe"])
def test_what_cannot_be_stored_is_refused_with_its_place(wrong: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        clean_text(f"路灯{wrong}坏了", limit=100)
    assert caught.value.params == {"place": 3, "code": f"{ord(wrong):04X}"}
    assert "路灯" not in str(caught.value)
    for clean in (clean_name, clean_phone):
        with pytest.raises(RuleBroken):
            clean(wrong + "x")


@given(st.text())
def test_cleaning_is_done_once_and_its_result_can_be_stored(raw: str) -> None:
    try:
        clean = clean_text(raw, limit=10_000)
    except RuleBroken:
        return
    assert clean_text(clean, limit=10_000) == clean
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert not {"\0", "\r", "\ufeff", "\u202e"} & set(clean)
    line = clean_line(raw, limit=10_000)
    assert clean_line(line, limit=10_000) == line
    assert not {"\n", "\t"} & set(line)
    if not any(0xF900 <= ord(c) <= 0xFAFF or 0x2F800 <= ord(c) <= 0x2FA1F for c in clean):
        assert unicodedata.is_normalized("NFC", clean)


def test_the_limit_counts_what_is_kept() -> None:
    assert clean_text(" 十个字十个字十个字十 ", limit=10)
    for clean in (clean_text, clean_line):
        with pytest.raises(RuleBroken) as caught:
            clean("十一个字十一个字十一个", limit=10)
        assert str(caught.value) == "最多填写10个字,现在是11个字。"


def test_a_line_is_one_line() -> None:
    assert clean_line("人民路\n 12号\t3幢\r\n", limit=20) == "人民路 12号 3幢"


DOTS = "\u00b7\u2022\u2027\u2219\u30fb\uff65\u22c5.\uff0e"


@pytest.mark.parametrize("dot", [*DOTS, " \u2022 "])
def test_every_middle_dot_becomes_one(dot: str) -> None:
    assert clean_name(f"买买提{dot}吐尔逊") == "买买提\u00b7吐尔逊"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (" 张 三 ", "张三"),
        ("张\u3000三", "张三"),
        ("John  Smith", "John  Smith"),
        ("J. R. 李", "J. R. 李"),
        ("·", ""),
        ("", ""),
        ("𠮷 田\U000e0101", "𠮷田\U000e0101"),
    ],
)
def test_a_name(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


def test_a_name_has_fifty_characters_at_most() -> None:
    assert len(clean_name("阿" * 50)) == 50
    with pytest.raises(RuleBroken) as caught:
        clean_name("阿" * 51)
    assert caught.value.rule == "text.long"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("138 1234—5678", "13812345678"),
        ("13812345678.0", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("86-13812345678", "13812345678"),
        ("0574-87654321", "0574-87654321"),
        ("0574 8765 4321", "0574-87654321"),
        ("(0574)87654321", "0574-87654321"),
        ("057487654321", "0574-87654321"),
        ("+86-574-87654321", None),
        ("010-87654321", "010-87654321"),
        ("02887654321", "028-87654321"),
        ("0577-8765432", "0577-8765432"),
        ("0574-87654321-801", "0574-87654321-801"),
        ("0574-87654321转801", "0574-87654321-801"),
        ("87654321", "87654321"),
        ("86123456", "86123456"),
        ("12345", "12345"),
        ("110", "110"),
        ("4008001234", "400-800-1234"),
        ("+852 2345 6789", "+85223456789"),
        ("无", ""),
        ("  ", ""),
        ("/", ""),
        ("——", ""),
        ("0", ""),
        ("1381234567", None),
        ("138123456789", None),
        ("23812345678", None),
        ("13812345678 13912345678", None),
        ("13812345678转1", None),
        ("1.38123E+10", None),
        ("张三", None),
        ("0574", None),
    ],
)
def test_a_phone(raw: str, clean: str | None) -> None:
    if clean is None:
        with pytest.raises(RuleBroken) as caught:
            clean_phone(raw)
        assert caught.value.rule == "text.phone"
        assert not caught.value.params
    else:
        assert clean_phone(raw) == clean
        assert clean_phone(clean) == clean
