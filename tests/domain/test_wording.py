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
        body="# 一、事项\n\n{编号}号事项请于{期限}前答复。\n要求:{要求}\n{{原样}}\n"
        "## (一)其他\n特此告知。",
    )
    written = write(wording, values=VALUES)
    assert (written.title, written.to) == ("催办单", "区住建局:")
    assert written.body == (
        Paragraph("一、事项", 1),
        Paragraph("YH-2026-A-00001号事项请于11月30日前答复。"),
        Paragraph("{原样}"),
        Paragraph("(一)其他", 2),
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
