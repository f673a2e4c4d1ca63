"""Letters say what is recorded of a matter, mask its person, and come only when it is so far."""

import msgspec
import pytest

from renda_desktop import resources
from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Outcome
from renda_desktop.domain.wording import check
from renda_desktop.queries import papers
from renda_desktop.queries.matters import matters as listed
from renda_desktop.queries.papers import LetterSheet, wordings
from renda_desktop.services import matters, visits
from renda_desktop.services.visits import Person, Raised
from tests.offices import START, Cast, Clock

WORDS = "我家楼顶漏水,物业一直没有来修。"


@pytest.mark.parametrize("kind", wordings.NAMES)
def test_the_words_that_ship_name_only_fields_that_there_are(kind: str) -> None:
    words = wordings.shipped(kind)
    check(words, fields=wordings.FIELDS[kind])
    text = resources.path("letters", f"{kind}.toml").read_bytes()
    assert set(msgspec.toml.decode(text)) <= {"title", "to", "body"}


def test_no_file_of_words_without_a_letter() -> None:
    files = resources.path("letters").iterdir()
    assert {file.stem for file in files} == set(wordings.NAMES) == set(wordings.FIELDS)


@pytest.fixture
def matter(office: Office, cast: Cast) -> Id:
    office.act(
        visits.register,
        reception=cast.reception,
        person=Person("欧阳秀英", "13800005521"),
        matters=(Raised(WORDS, summary="楼顶漏水"),),
    )
    (row,) = office.read(listed, today=START.date())
    return row.id


def said(sheet: LetterSheet) -> str:
    return "\n".join([sheet.title, sheet.to, *(part.text for part in sheet.body)])


def written(office: Office, kind: str, matter: Id) -> LetterSheet:
    return office.read(papers.letter, kind=kind, matter=matter, now=office.clock())


def test_a_reminder(office: Office, cast: Cast, clock: Clock, matter: Id) -> None:
    with pytest.raises(RuleBroken, match="还没有交办"):
        written(office, "reminder", matter)
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    clock.on(days=60)
    office.act(matters.remind, matter=matter, text="请先排险。")
    text = said(written(office, "reminder", matter))
    assert text.startswith("关于楼顶漏水的催办单\n区住建局：")
    assert "已超过期限" in text
    assert "催办要求：请先排险。" in text
    supervision = said(written(office, "supervision-letter", matter))
    assert "此前已催办：1次" in supervision


def test_a_reply_calls_its_reader_by_name_and_tells_nothing_else(
    office: Office, cast: Cast, matter: Id
) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    with pytest.raises(RuleBroken, match="还没有答复"):
        written(office, "reply", matter)
    office.act(matters.reply, matter=matter, text="已安排维修。")
    text = said(written(office, "reply", matter))
    assert "欧阳秀英：" in text
    assert "已安排维修。" in text
    assert text.count("秀英") == 1
    assert "5521" not in text


def test_a_refusal_says_where_to_go(office: Office, matter: Id) -> None:
    with pytest.raises(RuleBroken, match="不予受理"):
        written(office, "refusal", matter)
    office.act(
        matters.resolve, matter=matter, outcome=Outcome.DECLINED, text="属于诉讼事项。",
        go_to="区人民法院",
    )  # fmt: skip
    text = said(written(office, "refusal", matter))
    assert "属于诉讼事项。" in text
    assert "建议您通过以下途径反映：区人民法院" in text


def test_what_there_is_not(office: Office, matter: Id) -> None:
    with pytest.raises(RuleBroken, match="没有“poster”"):
        written(office, "poster", matter)
    with pytest.raises(RuleBroken):
        written(office, "reply", Id("0" * 32))


def test_a_notice(office: Office, cast: Cast) -> None:
    sheet = office.read(
        papers.reception_letter, kind="notice", reception=cast.reception, now=office.clock()
    )
    text = said(sheet)
    assert "月湖街道人大代表联络站老旧小区改造公告" in text
    assert "张明（市人大代表）、李慧（区县人大代表）" in text
    assert "一楼接待室" in text
    assert "预约电话：0574-87654321" in text
    assert "参加领导" not in text  # nobody is known


def test_minutes_name_every_matter_and_no_resident(office: Office, cast: Cast, matter: Id) -> None:
    office.act(matters.assign, matter=matter, unit=cast.departments[0])
    sheet = office.read(
        papers.reception_letter, kind="minutes", reception=cast.reception, now=office.clock()
    )
    text = said(sheet)
    assert "共接待群众1批1人次，收到意见、建议和诉求1件。其中交办1件。" in text
    assert "1.YH-2026-A-00001　楼顶漏水；区住建局；" in text
    assert "纪要" not in text.partition("\n")[2]  # nobody wrote any
    assert "欧" not in text


def test_a_letter_about_no_reception(office: Office) -> None:
    with pytest.raises(RuleBroken):
        office.read(
            papers.reception_letter, kind="notice", reception=Id("0" * 32), now=office.clock()
        )
