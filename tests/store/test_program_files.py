"""A program file is right, or it is said where it is wrong and what is allowed there."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli_w
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec import inspect

from renda_desktop.domain import toml_shape
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.program import ProgramDetails
from renda_desktop.services.programs import shipped_files
from renda_desktop.store.program_files import copied, parse_program, read_program, written

LEAST = 'key = "x"\nversion = 1\ntitle = "某"\nkinds = ["regular"]\n'
Step = str | int
Way = tuple[Step, ...]
PLAIN = {file.name: tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
         for file in shipped_files()}  # fmt: skip


def told(text: str | bytes) -> str:
    """Return what is said of a file that is refused."""
    with pytest.raises(RuleBroken) as refused:
        parse_program(text if isinstance(text, bytes) else text.encode())
    return str(refused.value)


def _shapes(shape: inspect.Type, seen: set[str]) -> Iterator[inspect.Type]:
    """Return the types that a type is made of."""
    match shape:
        case inspect.Metadata():
            yield from _shapes(shape.type, seen)
        case inspect.UnionType():
            for one in shape.types:
                yield from _shapes(one, seen)
        case inspect.VarTupleType():
            yield shape
            yield from _shapes(shape.item_type, seen)
        case inspect.StructType() if shape.cls.__name__ not in seen:
            yield shape
            for field in shape.fields:
                yield from _shapes(field.type, seen | {shape.cls.__name__})
        case _:
            yield shape


def test_every_type_of_the_schema_can_be_checked_and_named() -> None:
    kinds = {type(one) for one in _shapes(inspect.type_info(ProgramDetails), set())}
    assert kinds - {inspect.NoneType} == set(toml_shape._PLAIN) == set(toml_shape._WORDS)


def test_every_file_that_ships_is_right_and_named_for_its_key() -> None:
    assert all(read_program(file).key == file.stem for file in shipped_files())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('kind = ["regular"]', "“kind”无法识别,是否应为“kinds”?"),
        ("colour = 1", "“colour”无法识别,此处只能填写:key、version、title、kinds、"),
        ("'最少' = 1", "“'最少'”无法识别"),
        ("handling = { dais = 3 }", "“handling.dais”无法识别,是否应为“days”?"),
        ("handling = {}", "缺少“handling.days”,须填写:整数(不加引号)。"),
        ("handling = 30", "“handling”须为一组键值,写作 { 键 = 值 } 或单列一段。"),
        ('handling = { days = "30" }', "“handling.days”须为整数(不加引号)。"),
        ("handling = { days = 30.5 }", "“handling.days”须为整数(不加引号)。"),
        ("handling = { days = true }", "“handling.days”须为整数(不加引号)。"),
        ("handling = { days = 0 }", "“handling.days”须在允许的范围内:1 至 3650。"),
        ("handling = { days = -1 }", "“handling.days”须在 0 到 3650 之间。"),
        ("handling = { days = 99999 }", "“handling.days”须在 0 到 3650 之间。"),
        (
            'handling = { days = 121, unit = "month" }',
            "“handling.days”须在允许的范围内:1 至 120。",
        ),
        (
            'handling = { days = 3, unit = "week" }',
            "“handling.unit”只能是:working(工作日)、calendar(天)、month(个月)。",
        ),
        ("amber = { percent = 101 }", "“amber.percent”须在 0 到 100 之间。"),
        ("second_person = 1", "“second_person”须为是非,写作 true 或 false(不加引号)。"),
        ("dispositions = 3", "“dispositions”须为列表,写作 [ … ]。"),
        ('dispositions = ["assigned", "sent"]', "“dispositions[2]”只能是:answered_on_site(当场"),
        ('dispositions = ["assigned", "assigned"]', "“dispositions[2]”与另一项重复"),
        ('steps = [{ step = "rate", title = "评" }, { step = "rate", title = "议" }]',
         "“steps[2].step”与另一项重复"),
        ('steps = [{ step = "rate", title = " " }]', "“steps[1].title”不能为空"),
        ('quantities = [{ key = "a", title = "收回", unit = "" }]', "“quantities[1].unit”不能为空"),
        ('figures = ["quantities"]', "“quantities”(成效数量)要用到“quantities”"),
        ('figures = ["evaluation_coverage"]', "(评议覆盖率)要用到“group”"),
        ('figures = ["items_voted"]', "(票决项目)要用到“ballot”"),
        ("about = '" + "字" * 20_001 + "'", "“about”最多 20000 个字,现在是 20001 个。"),
        ("returns = { days = 0 }", "“returns.days”须在允许的范围内"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(lines: str, said: str) -> None:
    assert said in told(LEAST + lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 1\ntitle = '某'\nkinds = []", "缺少“key”,须填写:带引号的文字。"),
        (LEAST.replace('"x"', '"夜询会"'), "“key”只能用小写字母、数字和连字符"),
        (LEAST.replace("= 1", "= 0"), "“version”须在允许的范围内:1 至 1000000。"),
        (LEAST.replace('["regular"]', "[]"), "没有规定任何工作:至少要写 kinds、"),
        (LEAST + 'title = "又"', "第5行写法有误"),
        (LEAST + "about = '没有完", "第5行写法有误"),
        (LEAST + "group = 2026-13-45", "第5行写法有误"),
        (LEAST + "version = " + "9" * 5000, "写法有误"),
        (LEAST + "satisfied_from = 1e99999999999999999999", "写法有误"),
        (LEAST + "figures = " + "[" * 20_000, "套得太深"),
        (LEAST.replace("某", "夜询会").encode("gb18030"), "不是 UTF-8 编码的文字"),
        (LEAST.encode("utf-16"), "不是 UTF-8 编码的文字"),
        (LEAST + "#" * 1_000_000, "超过 1000 KB"),
    ],
    ids=str.split("key chinese version empty twice open date long exponent deep gbk utf16 large"),
)
def test_what_is_no_program_is_said(text: str | bytes, said: str) -> None:
    assert said in told(text)


def test_windows_writes_it_too() -> None:
    assert parse_program(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode()).title == "某"


def test_numbers_stay_exact() -> None:
    review = next(read_program(f) for f in shipped_files() if f.stem == "three-way-review")
    assert review.scorecard is not None
    weight = review.scorecard.indicators[0].parts[0].weight
    assert isinstance(weight, Decimal)
    assert weight == 30


@pytest.mark.parametrize("number", ["inf", "nan", "1e12", "0.0000001", "-1e500"])
def test_a_number_that_nothing_can_be_worth_is_refused(number: str) -> None:
    text = shipped_text("three-way-review").replace("weight = 80", f"weight = {number}")
    assert "“scorecard.indicators[1].weight”须为万亿以内的数" in told(text)


def test_a_scale_says_what_kinds_there_are() -> None:
    text = shipped_text("three-way-review")
    sort = text.replace('by = "endpoints"', 'by = "curve"')
    assert "“scorecard.indicators[2].parts[2].scale.by”只能是:" in told(sort)
    none = text.replace('by = "endpoints", ', "")
    assert "缺少“scorecard.indicators[2].parts[2].scale.by”,须填写:" in told(none)


def test_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "本区.toml"
    file.write_text(LEAST + "handling = 3", "utf-8")
    with pytest.raises(RuleBroken, match=r"工作机制文件“本区.toml”有误:“handling”须为"):
        read_program(file)
    with pytest.raises(Unavailable, match="打不开这个文件"):
        read_program(tmp_path / "没有.toml")


def shipped_text(key: str) -> str:
    return next(f for f in shipped_files() if f.stem == key).read_text("utf-8")


@pytest.mark.parametrize("file", shipped_files(), ids=lambda file: file.stem)
def test_a_copy_keeps_the_comments_and_changes_only_the_key(file: Path) -> None:
    text = copied(file, key="our-own")
    assert text.count("#") == file.read_text("utf-8").count("#") > 0
    first, copy = read_program(file), parse_program(text.encode())
    assert copy == msgspec.structs.replace(first, key="our-own", version=1)
    assert parse_program(written(copy).encode()) == copy
    assert copied(file) == file.read_text("utf-8")


def _ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """Return the ways to every value inside a value."""
    if way:
        yield way
    if isinstance(value, dict | list):
        inside: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for step, one in inside:
            yield from _ways(one, (*way, step))


def _path(way: Way) -> str:
    steps = (f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in way)
    return "".join(steps).lstrip(".")


def _at(plain: Any, way: Way) -> Any:
    for step in way:
        plain = plain[step]
    return plain


@st.composite
def _places(draw: st.DrawFn) -> tuple[Any, Way]:
    plain = PLAIN[draw(st.sampled_from(sorted(PLAIN)))]
    return deepcopy(plain), draw(st.sampled_from(list(_ways(plain))))


@given(_places())
def test_a_value_of_another_type_is_named(place: tuple[Any, Way]) -> None:
    plain, way = place
    holder = _at(plain, way[:-1])
    holder[way[-1]] = 7 if isinstance(holder[way[-1]], str) else "七"
    assert f"“{_path(way)}”" in told(tomli_w.dumps(plain))


@given(_places())
def test_a_key_of_another_name_is_named(place: tuple[Any, Way]) -> None:
    plain, way = place
    if isinstance(way[-1], int):
        return
    holder, name = _at(plain, way[:-1]), f"{way[-1]}_too"
    holder[name] = holder.pop(way[-1])
    said = told(tomli_w.dumps(plain))
    assert f"“{_path((*way[:-1], name))}”" in said or f"缺少“{_path(way)}”" in said


_ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.decimals(allow_nan=True)
    | st.text(max_size=5)
    | st.sampled_from([date(2026, 1, 1), "month", "assigned", "字" * 300]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(_places(), _ANY)
def test_whatever_is_written_is_read_or_refused_in_words(
    place: tuple[Any, Way], value: Any
) -> None:
    plain, way = place
    holder = _at(plain, way[:-1])
    if value is None:  # TOML has no such thing: the key is missing, or one of a list
        del holder[way[-1]]
    else:
        holder[way[-1]] = value
    try:
        text = tomli_w.dumps(plain)
        text.encode()
    except (ValueError, TypeError):  # what no TOML file can say
        return
    try:
        parse_program(text.encode())
    except RuleBroken as refused:
        said = str(refused)
        event(refused.rule)
        if "“" not in said and refused.rule != "program.nothing":
            pytest.fail(said)
