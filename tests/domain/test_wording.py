"""Letters are written from words that an admin may change; nothing in a value is a field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.wording import Paragraph, Wording, check, write

VALUES = {"承办单位": "区住建局", "编号": "YH-2026-A-00001", "要求": "", "期限": "11月30日"}


def test_a_letter_is_written() -> None:
    wording = Wording(
        title="催办单",
        to="{承办单位}:",
        body="# 事项\n\n{编号}号事项请于{期限}前答复。\n要求:{要求}\n{{原样}}\n"
        "## 其他\n特此告知。\n# 没有内容\n## 也没有\n{要求}\n# 再没有",
    )
    written = write(wording, values=VALUES)
    assert (written.title, written.to) == ("催办单", "区住建局:")
    assert written.body == (
        Paragraph("一、事项", 1),
        Paragraph("YH-2026-A-00001号事项请于11月30日前答复。"),
        Paragraph("{原样}"),
        Paragraph("（一）其他", 2),
        Paragraph("特此告知。"),
    )


def test_a_line_goes_only_where_all_its_fields_are_unknown() -> None:
    wording = Wording(title="单", body="{要求}\n{要求}{编号}")
    assert [p.text for p in write(wording, values=VALUES).body] == [VALUES["编号"]]


@pytest.mark.parametrize("part", ["title", "to", "body"])
def test_an_unknown_field_is_named(part: str) -> None:
    wording = Wording(**{"title": "单", "body": "文", part: "{承办单位}{电话}"})
    with pytest.raises(RuleBroken, match=r"“电话”.*承办单位、编号、要求、期限"):
        check(wording, fields=VALUES)


@pytest.mark.parametrize(
    "text", ["{编号", "编号}", "{编号:>9}", "{编号!r}", "{}", "{编号.real}", "{0}"]
)
def test_braces_that_are_no_field(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"大括号|不是这种文书的字段"):
        check(Wording(title="单", body=text), fields=VALUES)


@given(st.text(min_size=1))
def test_a_value_is_never_read_as_a_field(value: str) -> None:
    written = write(Wording(title="{编号}", body="文"), values={"编号": value})
    assert written.title == value


def test_headings_are_numbered_in_order() -> None:
    body = "\n".join(f"# 标题\n## 小标题\n文{n}\n## 小标题\n文" for n in range(21))
    levels = [p for p in write(Wording(title="单", body=body), values={}).body if p.level]
    first = [p.text.partition("、")[0] for p in levels if p.level == 1]
    assert [first[n] for n in (0, 8, 9, 10, 18, 19, 20)] == [
        "一",
        "九",
        "十",
        "十一",
        "十九",
        "二十",
        "二十一",
    ]
    assert [p.text[:3] for p in levels if p.level == 2] == ["（一）", "（二）"] * 21
