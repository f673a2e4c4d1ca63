"""A briefing that came back: its rows are found again, however they are named."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain import row_code
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id, Ref
from renda_desktop.queries import paper_loop
from renda_desktop.queries.paper_loop import Found, LoopSheet
from renda_desktop.queries.papers import BriefingSheet, briefing
from renda_desktop.queries.papers import issued as filed
from renda_desktop.services import matters, opinions, papers, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import Cast, Clock


@pytest.fixture
def held(office: Office, cast: Cast) -> list[Id]:
    """The matters of the reception, in their order."""
    raised = tuple(Raised(text) for text in ("漏水", "停车", "电梯"))
    office.act(
        visits.register, reception=cast.reception, person=Person("王秀英"), matters=raised,
        listeners=(cast.deputies[0],),
    )  # fmt: skip
    printed = office.read(briefing, deputy=cast.deputies[0], now=office.clock(),
        reception=cast.reception, ahead=False)  # fmt: skip
    return [one.id for one in printed.also if one.kind == "matter"]


def printed(office: Office, cast: Cast, deputy: int = 0) -> BriefingSheet:
    return office.read(
        briefing, deputy=cast.deputies[deputy], now=office.clock(), reception=cast.reception,
        ahead=False,
    )  # fmt: skip


def issue(office: Office, sheet: BriefingSheet) -> str:
    deputy = next(one for one in sheet.also if one.kind == "deputy")
    (made,) = office.read(
        filed.prepare, form="briefing", title="代表阅件", sheets=[sheet], about=[deputy]
    )
    office.act(papers.file, prepared=made, digest="0" * 64, pages=1)
    return made.stamp.number


def loop(office: Office, cast: Cast, deputy: int = 0) -> LoopSheet:
    return office.read(
        paper_loop.sheet, reception=cast.reception, deputy=cast.deputies[deputy],
        now=office.clock(),
    )  # fmt: skip


def read(office: Office, text: str, among: LoopSheet) -> Found:
    return office.read(paper_loop.read, text=text, among=among, now=office.clock())


def refused(office: Office, text: str, among: LoopSheet) -> str:
    with pytest.raises(RuleBroken) as broken:
        read(office, text, among)
    assert "{" not in str(broken.value)
    return broken.value.rule


def test_a_briefing_is_filed_with_its_deputy_reception_and_matters(
    office: Office, cast: Cast, held: list[Id]
) -> None:
    sheet = printed(office, cast)
    assert sheet.also == (
        Ref("deputy", cast.deputies[0]),
        Ref("reception", cast.reception),
        *(Ref("matter", one) for one in held),
    )


def test_the_rows_are_those_that_were_issued(
    office: Office, cast: Cast, held: list[Id], clock: Clock
) -> None:
    """Whatever became of them since: the paper says 3, and 3 it is."""
    number = issue(office, printed(office, cast))
    clock.on(minutes=5)
    office.act(matters.withdraw, matter=held[0], reason="登错")
    found = loop(office, cast)
    assert found.issued == number
    assert [(row.row, row.matter) for row in found.rows] == list(enumerate(held, 1))
    assert read(office, "3", found).row.matter == held[2]
    other = loop(office, cast, 1)
    assert other.issued == ""


def test_a_withdrawn_paper_is_not_the_one(office: Office, cast: Cast, held: list[Id]) -> None:
    issue(office, printed(office, cast))
    (paper,) = office.read(filed.papers, about=held[0])
    office.act(papers.withdraw, paper=paper.id, reason="印错")
    assert loop(office, cast).issued == ""


def test_rows_are_found_by_code_by_number_and_by_matter(
    office: Office, cast: Cast, held: list[Id]
) -> None:
    sheet, found = printed(office, cast), loop(office, cast)
    row = sheet.rows[1]
    for text in (row.code, f"{row.code}\r", row_code.short(row.code), "2", row.number):
        got = read(office, text, found)
        assert (got.deputy, got.row.matter) == (cast.deputies[0], held[1]), text


def test_a_row_with_its_check_is_found_where_the_order_changed(
    office: Office, cast: Cast, held: list[Id], clock: Clock
) -> None:
    short = row_code.short(
        next(row for row in printed(office, cast).rows if row.own_words == "电梯").code
    )
    office.act(matters.answer_on_site, matter=held[0], text="已修")  # it leaves what is open
    found = loop(office, cast)
    assert [row.matter for row in found.rows] != held
    got = read(office, short, found)
    assert (got.row.matter, got.row.row) == (held[2], 3)


def test_another_deputys_sheet_says_whose_it_is(office: Office, cast: Cast, held: list[Id]) -> None:
    code = printed(office, cast, 1).rows[2].code
    got = read(office, code, loop(office, cast, 0))
    assert (got.deputy, got.row.matter, got.row.row) == (cast.deputies[1], held[2], 3)


def test_what_is_entered_already_shows(office: Office, cast: Cast, held: list[Id]) -> None:
    entry = office.act(
        opinions.give, matter=held[1], deputy=cast.deputies[0], text="同意",
        reception=cast.reception, row=2,
    ).id  # fmt: skip
    issue(office, printed(office, cast))
    mine, other = loop(office, cast), loop(office, cast, 1)
    assert [(row.opinion, row.said) for row in mine.rows] == [
        (None, ""), (entry, "同意"), (None, ""),
    ]  # fmt: skip
    assert (mine.done, other.done) == (1, 0)


def test_what_leads_nowhere_says_why(office: Office, cast: Cast, held: list[Id]) -> None:
    issue(office, printed(office, cast))
    found = loop(office, cast)
    unknown = row_code.code(matter=Id("e" * 32), deputy=cast.deputies[0], row=1)
    stranger = row_code.code(matter=held[0], deputy=Id("e" * 32), row=1)
    wrong = int(row_code.short(printed(office, cast).rows[0].code)[2:]) % 97 + 1
    for text, rule in (
        ("9", "code.not_here"),
        (f"1-{wrong:02d}", "code.check"),
        (unknown, "code.unknown"),
        (stranger, "code.unknown"),
        ("王秀英", "code.nothing"),
        ("", "code.nothing"),
        (unknown[:-1] + str((int(unknown[-1]) + 1) % 10), "code.slip"),
    ):
        assert refused(office, text, found) == rule, text


def test_whose_briefings_may_come_back(office: Office, cast: Cast) -> None:
    assert [name for _, name in office.read(paper_loop.deputies, reception=cast.reception)] == [
        "张明", "李慧",
    ]  # fmt: skip
    assert [row.id for row in office.read(paper_loop.held)] == [cast.reception]
