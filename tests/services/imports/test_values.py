import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.terms import DeputyLevel, Gender
from renda_desktop.services.imports.values import (
    Birth,
    read_birth,
    read_gender,
    read_levels,
    read_phone,
    read_terms,
    says_left,
)

N, P, M, C, T, S = DeputyLevel


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("全国", (N,)),
        ("国家级", (N,)),
        ("省、市", (P, M)),
        ("市、省", (P, M)),
        ("市,区", (M, C)),
        ("市区两级", (M, C)),
        ("市和区", (M, C)),
        ("区/县", (C,)),
        ("区县", (C,)),
        ("县(市、区)", (C,)),
        ("县级市", (C,)),
        ("设区的市", (M,)),
        ("自治区", (P,)),
        ("内蒙古自治区", (P,)),
        ("镇", (T,)),
        ("乡/镇级", (T,)),
        ("乡镇人大代表", (T,)),
        ("街道议政代表", (S,)),
        ("月湖街道议政代表", (S,)),
        ("区 人大代表、街道议政代表", (C, S)),
        ("鄞州区人大代表", (C,)),
        ("杭州市、西湖区", (M, C)),
        ("和平区", (C,)),
        ("全国人民代表大会代表", (N,)),
    ],
)
def test_levels(text: str, levels: tuple[DeputyLevel, ...]) -> None:
    assert read_levels(text) == levels


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "import.level_missing"),
        ("人大代表", "import.level_missing"),
        ("村", "import.level"),
        ("市、党代表", "import.level"),
        ("宁波市鄞州区", "import.level"),
        ("党委书记", "import.level"),
    ],
)
def test_levels_that_nobody_understands(text: str, rule: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_levels(text)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("text", "levels", "terms"),
    [
        ("第十六届", (M,), (16,)),
        ("第十六届", (P, M), (16, 16)),
        ("16届", (M,), (16,)),
        ("16", (M,), (16,)),
        ("第二十一届(2022-2027)", (M,), (21,)),
        ("第十届", (M,), (10,)),
        ("第二十届人大代表", (M,), (20,)),
        ("三亚市第七届", (M,), (7,)),
        ("十六、十九", (M, C), (16, 19)),
        ("市十六届、区十九届", (M, C), (16, 19)),
        ("区第十九届,市第十六届", (M, C), (16, 19)),
        ("", (M,), ()),
        ("无", (M,), ()),
    ],
)
def test_terms(text: str, levels: tuple[DeputyLevel, ...], terms: tuple[int, ...]) -> None:
    assert read_terms(text, levels=levels) == terms


@pytest.mark.parametrize(
    "text", ["本届", "2022年换届", "一六届", "十六、十七、十八", "省十四届、镇二十届", "0届"]
)
def test_terms_that_nobody_understands(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_terms(text, levels=(M, C))
    assert caught.value.rule == "import.term"


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("1975.06", Birth(1975, 6)),
        ("1975.6", Birth(1975, 6)),
        ("1968年3月", Birth(1968, 3)),
        ("1968 年 3 月 生", Birth(1968, 3)),
        ("1982-11", Birth(1982, 11)),
        ("1982.11.05", Birth(1982, 11)),
        ("1982/1/5", Birth(1982, 1)),
        ("1982-10-01", Birth(1982, 10)),
        ("197506", Birth(1975, 6)),
        ("19750612", Birth(1975, 6)),
        ("1975", Birth(1975, None)),
        ("1975年", Birth(1975, None)),
        ("", None),
        ("不详", None),
    ],
)
def test_birth(text: str, birth: Birth | None) -> None:
    assert read_birth(text) == birth


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1982.1", "import.birth_ambiguous"),
        ("75.06", "import.birth"),
        ("1975.13", "import.birth"),
        ("1975.00", "import.birth"),
        ("27546", "import.birth"),
        ("0975.06", "import.birth"),
        ("六十年代", "import.birth"),
    ],
)
def test_births_that_nobody_understands(text: str, rule: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_birth(text)
    assert caught.value.rule == rule
    assert str(caught.value)


def test_gender() -> None:
    read = [read_gender(text) for text in ("男", " 女 ", "女性", "", "无")]
    assert read == [Gender.MALE, Gender.FEMALE, Gender.FEMALE, None, None]
    with pytest.raises(RuleBroken):
        read_gender("先生")


def test_a_missing_phone_is_none_and_a_broken_one_is_refused() -> None:
    assert [read_phone(text) for text in ("", "无", "/", "183 1007 1663")] == [
        None,
        None,
        None,
        "18310071663",
    ]
    with pytest.raises(RuleBroken) as caught:
        read_phone("1831007166")
    assert caught.value.rule == "text.phone"


@pytest.mark.parametrize(
    "text", ["13812345678、13912345678", "138 1234 5678/13912345678", "13812345678 0574-87654321"]
)
def test_of_two_phones_the_owner_chooses_one(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        read_phone(text)
    assert caught.value.rule == "import.two_phones"


@pytest.mark.parametrize("remark", ["已辞职", "2025年3月辞职", "离任", "出缺", "代表 资格终止"])
def test_who_left(remark: str) -> None:
    assert says_left(remark)


@pytest.mark.parametrize("remark", ["", "未辞职", "在任", "职务变动"])
def test_who_stays(remark: str) -> None:
    assert not says_left(remark)
