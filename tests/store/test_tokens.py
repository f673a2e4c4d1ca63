"""Search for fragments, against a real encrypted full-text table."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from renda_desktop.store.tokens import folded, match, tokens

DOCUMENTS = [
    ("张三", "人民路12号路灯坏了,没人管", "13812345521"),
    ("买买提·吐尔逊", "小区门口污水横流", "0574-87654321"),
    ("𠮷田𰻝", "WiFi 信号差;A&B公司施工扰民", "灯下黑"),
    ("李四", "三号楼电梯故障", "张口就来"),
    ("Café 老板", "噪音 3.5 小时", "\ue863某"),
]


class Index:
    """An encrypted database in memory with the program's own kind of full-text table."""

    def __init__(self) -> None:
        self.database = dbapi2.connect(":memory:")
        self.database.execute(f"PRAGMA key = \"x'{'42' * 32}'\"")
        self.database.execute(
            "CREATE VIRTUAL TABLE full_text USING fts5(body, content='', contentless_delete=1,"
            ' tokenize="unicode61 remove_diacritics 0")'
        )
        for number, fields in enumerate(DOCUMENTS):
            self.add(number, *fields)

    def add(self, number: int, *fields: str) -> None:
        self.database.execute(
            "INSERT INTO full_text(rowid, body) VALUES (?, ?)", (number, tokens(*fields))
        )

    def remove(self, number: int) -> None:
        self.database.execute("DELETE FROM full_text WHERE rowid = ?", (number,))

    def find(self, query: str) -> list[int]:
        expression = match(query)
        if not expression:
            return []
        sql = "SELECT rowid FROM full_text WHERE full_text MATCH ? ORDER BY rowid"
        return [number for (number,) in self.database.execute(sql, (expression,))]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    index = Index()
    yield index
    index.database.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("灯", [0, 2]),
        ("路灯", [0]),
        ("灯坏了没", [0]),
        ("灯坏了,没人", [0]),
        ("12号", [0]),
        ("12", [0]),
        ("5521", [0]),
        ("138-1234-5521", [0]),
        ("057487654321", [1]),
        ("买买提·吐尔逊", [1]),
        ("买买提吐", [1]),
        ("提・吐", [1]),
        ("𠮷", [2]),
        ("田𰻝", [2]),
        ("wifi", [2]),
        ("WIFI", [2]),
        ("ifi", [2]),
        ("a&b公司", [2]),
        ("张 电梯", [3]),
        ("张三", [0]),
        ("三人", []),  # the end of one field and the beginning of the next
        ("张三 污水", []),
        ("CAFÉ", [4]),
        ("cafe\u0301", [4]),
        ("\ue863", [4]),
        ("葛", []),
        ("gap", []),
        ("·", []),
        ("", []),
        ("  \n", []),
    ],
)
def test_a_fragment_finds_what_holds_it(index: Index, query: str, found: list[int]) -> None:
    assert index.find(query) == found


def test_what_cannot_be_searched_gives_no_expression() -> None:
    for nothing in ("", " ", "·", '"', "*", "()", "\u200d", "😀", "\ud800"):
        assert match(nothing) == ""
    assert match('灯 "OR" NEAR(灯)') == '"灯" AND "o r" AND "n e a r 灯"'
    assert tokens() == tokens("", "···") == ""


@settings(max_examples=1500, deadline=None)
@example('" OR body : *')
@example("body:灯 NOT NEAR(a b, 3) ^x")
@example("灯 " * 500)
@example("灯" * 5000)
@given(
    st.text(max_size=60)
    | st.text(alphabet="\"'*():^-+,. ANDORTNEAR{}灯\0\ud800", max_size=60)
    | st.text(st.characters(codec=None), max_size=60)
)
def test_no_text_makes_the_search_fail(index: Index, query: str) -> None:
    index.find(query)


@settings(max_examples=400, deadline=None)
@given(
    before=st.text(max_size=10), word=st.text(min_size=1, max_size=12), after=st.text(max_size=10)
)
def test_whatever_was_stored_is_found_by_any_part(
    index: Index, before: str, word: str, after: str
) -> None:
    if not match(word):
        return
    index.add(99, "甲", before + " " + word + " " + after)
    assert 99 in index.find(word)
    index.remove(99)


def test_every_han_character_of_the_standard_is_one_token(index: Index) -> None:
    blocks = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0), (0x2A700, 0x2EBE1)]
    blocks += [(0x30000, 0x3134B), (0x3007, 0x3008), (0xE815, 0xE865)]
    text = "".join(chr(code) for first, end in blocks for code in range(first, end))
    assert folded(text) == text
    index.add(100, text)
    index.database.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(full_text, 'row')")
    seen = {term for (term,) in index.database.execute("SELECT term FROM seen")}
    assert set(text) <= seen
    index.remove(100)
