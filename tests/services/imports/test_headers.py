import pytest

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.services.imports import departments, deputies
from renda_desktop.services.imports.grid import Grid, Line
from renda_desktop.services.imports.headers import Column, Header, find_header, is_repeated, plain


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid("名册", tuple(Line(number, cells) for number, cells in enumerate(rows, start=1)))


def find(*rows: tuple[str, ...], **chosen: str) -> Header:
    return find_header(grid(*rows), columns=deputies.COLUMNS, chosen=chosen)


def refused(*rows: tuple[str, ...], **chosen: str) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        find(*rows, **chosen)
    assert str(caught.value)
    return caught.value


@pytest.mark.parametrize("columns", [deputies.COLUMNS, departments.COLUMNS])
def test_no_column_name_means_two_columns(columns: tuple[Column, ...]) -> None:
    names = [name for column in columns for name in column.names]
    assert len(names) == len(set(names))
    assert [plain(name) for name in names] == names


def test_titles_and_notes_above_the_header_are_passed() -> None:
    header = find(
        ("月湖街道代表名册",),
        ("填报单位:街道", "", "联系电话"),
        ("序号", "姓 名*", "代表\n层级", "联系电话(手机)", "所在联络站:"),
        ("1", "张三", "市", "", ""),
    )
    assert header.number == 3
    assert header.columns == {"name": 1, "levels": 2, "phone": 3, "station": 4}


def test_of_two_names_for_one_column_the_better_is_taken() -> None:
    header = find(("电话", "姓名", "级别", "手机号码", "代表层级"))
    assert header.columns == {"name": 1, "levels": 4, "phone": 3}


def test_of_two_header_rows_the_fuller_is_taken() -> None:
    header = find(
        ("姓名", "层级", "联系方式", "", ""),
        ("姓名", "层级", "手机", "邮箱", "单位"),
    )
    assert (header.number, header.columns["phone"]) == (2, 2)


def test_the_user_may_override_by_header_text_or_letter() -> None:
    header = find(("B", "甲", "层级", "电话", "备注"), name="甲", phone="f", remark="")
    assert header.columns == {"name": 1, "levels": 2, "phone": 5}
    assert header.title(5) == ""


def test_a_list_without_a_header_is_read_by_letters() -> None:
    header = find(("张三", "市"), name="A", levels="B")
    assert header == Header(0, ("姓名", "代表层级"), {"name": 0, "levels": 1})


def test_missing_columns_are_named_with_what_was_found() -> None:
    broken = refused(("名册",), ("姓名", "", "电话"))
    assert broken.rule == "import.columns_missing"
    assert broken.params == {"sheet": "名册", "missing": "代表层级", "found": "姓名、电话"}


def test_a_person_s_row_is_never_quoted() -> None:
    assert refused(("张三", "市", "13812345678")).rule == "import.no_header"
    broken = refused(("张三", "单位", "13812345678"))
    assert broken.rule == "import.columns_missing"
    assert "张三" not in str(broken)


def test_a_choice_that_is_no_column_is_named() -> None:
    broken = refused(("姓名", "层级"), name="名字")
    assert broken.rule == "import.choice_unknown"
    assert broken.params == {"choice": "名字", "column": "姓名"}


def test_a_header_is_known_again() -> None:
    header = find(("序号", "姓名", "层级", "电话"))
    assert is_repeated(Line(9, ("序号", "姓 名", "层级", "电话")), header=header)
    assert is_repeated(Line(9, ("", "姓名", "层级", "")), header=header)
    assert not is_repeated(Line(9, ("1", "姓名", "市", "13812345678")), header=header)
    assert not is_repeated(Line(9, ("合计",)), header=header)
