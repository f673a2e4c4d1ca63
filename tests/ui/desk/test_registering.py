"""A visit from F2 to the receipt, with no mouse."""

import shutil
import subprocess
from datetime import date

import pypdfium2
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Disposition
from renda_desktop.domain.terms import Stage as MatterStage
from renda_desktop.queries import drafts, matters, residents, visits
from renda_desktop.queries.matters import MatterFilter, MatterRow
from renda_desktop.services import receptions
from renda_desktop.ui.desk.draft import PREFIX
from renda_desktop.ui.widgets import Choice, LineEdit, TextEdit
from tests.offices import Cast
from tests.ui.desk.conftest import Stage
from tests.ui.input_method import compose

TODAY = date(2026, 11, 23)


def of_reception(stage: Stage, cast: Cast) -> list[MatterRow]:
    where = MatterFilter(reception=cast.reception)
    return stage.office.read(
        matters.matters, today=TODAY, where=where, order="number", descending=False
    )


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            document[number].get_textpage().get_text_range() for number in range(len(document))
        ]
    found = "".join(pages)
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
        found += done.stdout.decode()
    return "".join(found.split())


def test_two_matters_and_a_receipt_without_a_mouse(stage: Stage, cast: Cast, qtbot: QtBot) -> None:
    keys = stage.keys
    keys.press("F2")
    keys.type("欧阳䶮𬍛")
    keys.press("Enter")
    keys.type("138 1234 5521")
    keys.press("Enter")
    keys.type("迎春小区 6 幢")
    keys.press("Enter")
    keys.type("6 幢住户㛃文等人申请加装电梯两年未批")
    keys.press("Alt+2")
    keys.type("zm")
    keys.press("Tab")
    keys.type("zjj")
    keys.press("Tab")
    keys.press("Ctrl+Shift+N")
    keys.type("楼下垃圾没人收")
    keys.press("Alt+1")
    keys.type("今晚安排清运")
    with qtbot.waitSignal(stage.desk.receipts.shown, timeout=20_000):
        keys.press("Ctrl+Enter")

    assigned, answered = of_reception(stage, cast)
    assert (assigned.deputy_name, assigned.unit_name) == ("张明", "区住建局")
    assert assigned.stage is MatterStage.ASSIGNED
    assert assigned.due is not None
    assert answered.disposition is Disposition.ANSWERED_ON_SITE
    who = stage.office.read(residents.residents, text="欧阳")[0]
    assert (who.name, who.phone, who.address) == ("欧阳䶮𬍛", "13812345521", "迎春小区 6 幢")
    received = stage.office.read(visits.visits, reception=cast.reception)
    assert [one.ticket for one in received] == ["A001"]

    paper = text_of(stage.desk.receipts.pdf)
    for words in (assigned.number, "㛃文等人申请加装电梯", "张明", "楼下垃圾没人收", "A001"):
        assert words.replace(" ", "") in paper
    assert "13812345521" not in paper
    assert stage.desk.receipts.dialog is not None
    assert stage.desk.receipts.dialog.windowTitle() == "来访回执 A001"
    assert not stage.desk.form.dirty
    assert stage.desk.form.number.text() == "第 A002 号"
    assert stage.office.read(drafts.drafts, prefix=PREFIX) == {}


def test_a_rare_name_is_masked_to_its_first_character_on_the_receipt(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.keys.press("F2")
    stage.keys.type("𬍛文")
    stage.keys.press("Enter", "Enter", "Enter")
    stage.keys.type("路灯不亮")
    with qtbot.waitSignal(stage.desk.receipts.shown, timeout=20_000):
        stage.keys.press("Ctrl+Enter")
    paper = text_of(stage.desk.receipts.pdf)
    assert "𬍛*" in paper
    assert "𬍛文" not in paper


def test_initials_find_a_resident_and_the_phone_stays_masked(
    known: Id, stage: Stage, cast: Cast
) -> None:
    form = stage.desk.form
    stage.keys.type("wxy")
    stage.keys.press("Enter")
    assert form.person.phone.text() == "138****5521"
    assert form.person.address.text() == "迎春小区 6 幢 2 单元"
    assert stage.desk.history.heading.text() == "王秀英 · 历次来访 1"
    assert [line.text for line in stage.desk.history.lines.lines()] == ["6 幢屋面渗水"]
    stage.keys.press("Enter", "Enter", "Enter")
    stage.keys.type("还在漏水")
    assert form.matter.place.text() == "迎春小区"
    stage.keys.press("Ctrl+S")
    who = stage.office.read(residents.resident, id=known)
    assert who is not None
    assert who.phone == "13812345521"
    assert [row.resident for row in of_reception(stage, cast)] == [known, known]


def test_a_chinese_name_is_new_unless_one_goes_down_into_the_list(known: Id, stage: Stage) -> None:
    stage.keys.type("王秀")
    stage.keys.press("Tab")
    assert stage.desk.form.draft().resident is None
    assert stage.desk.form.person.name.text() == "王秀"
    stage.desk.form.person.name.setFocus()
    stage.keys.type("英")
    stage.keys.press("Down", "Enter")
    assert stage.desk.form.draft().resident == known


def test_errors_stand_at_their_fields_and_nothing_is_lost(stage: Stage, cast: Cast) -> None:
    form, keys = stage.desk.form, stage.keys
    keys.press("Ctrl+S")
    assert form.person.fields["name"].error == "请填写姓名,或勾选匿名"
    assert form.matter.fields["words"].error == "请填写反映内容"
    keys.type("赵国强")
    keys.press("Enter")
    keys.type("12")
    keys.press("Enter", "Enter")
    keys.type("飞线充电")
    keys.press("Alt+5", "Ctrl+S")
    assert form.person.fields["phone"].error.startswith("电话号码不对")
    assert form.matter.way.fields["text"].error == "请填写不予受理的原因"
    assert form.matter.way.fields["go_to"].error == "请告知应去哪里"
    assert keys.focus is form.person.phone
    assert (form.person.name.text(), form.matter.words.text()) == ("赵国强", "飞线充电")
    assert of_reception(stage, cast) == []


def test_what_only_the_service_knows_is_said_and_nothing_is_lost(stage: Stage, cast: Cast) -> None:
    keys = stage.keys
    keys.type("赵国强")
    keys.press("Enter", "Enter", "Enter")
    keys.type("飞线充电")
    stage.office.act(receptions.close, reception=cast.reception)  # on another screen
    keys.press("Ctrl+S")
    assert "接待活动没有在进行中" in stage.window.bar.text()
    assert stage.desk.form.isEnabled()
    assert stage.desk.form.draft().name == "赵国强"
    assert stage.desk.form.matter.words.text() == "飞线充电"


def test_each_way_reaches_the_log(stage: Stage, cast: Cast) -> None:
    keys = stage.keys
    said = {
        "Alt+1": Disposition.ANSWERED_ON_SITE,
        "Alt+3": Disposition.PLANNED,
        "Alt+4": Disposition.EXPLAINED,
    }
    keys.type("赵国强")
    keys.press("Enter", "Enter", "Enter")
    for chord in said:
        keys.type(f"按 {chord} 的事项")
        keys.press(chord)
        keys.type("说明")
        keys.press("Ctrl+Shift+N")
    keys.type("要打官司")
    keys.press("Alt+5")
    keys.type("属于法院管辖")
    keys.press("Tab")
    keys.type("rmfy")
    keys.press("Enter")
    keys.press("Ctrl+Shift+N")
    keys.type("还没有想好")
    keys.press("Alt+1", "Alt+1", "Ctrl+S")
    found = [row.disposition for row in of_reception(stage, cast)]
    assert found == [*said.values(), Disposition.DECLINED, None]


def test_enter_saves_nothing_while_the_input_method_composes(stage: Stage, cast: Cast) -> None:
    keys = stage.keys
    keys.type("赵国强")
    keys.press("Enter", "Enter", "Enter")
    keys.type("飞线充电")
    compose(keys.focus, "weixian")
    keys.press("Ctrl+Enter", "Ctrl+S", "Enter", "Esc")
    assert of_reception(stage, cast) == []
    assert stage.desk.form.matter.words.text() == "飞线充电"
    compose(keys.focus, "")
    keys.press("Ctrl+S")
    assert len(of_reception(stage, cast)) == 1


def test_tab_follows_the_reading_order(stage: Stage) -> None:
    form = stage.desk.form
    form.choose("assigned")
    form.person.name.setFocus()
    order = [
        form.person.phone,
        form.person.address,
        form.person.heads,
        form.person.anonymous,
        form.person.confidential,
        form.person.listeners,
        form.matter.words,
        form.matter.summary,
        form.matter.category,
        form.matter.place,
        form.matter.appeal,
        form.matter.urgency,
    ]
    walked = []
    for _ in order:
        stage.keys.press("Tab")
        walked.append(stage.keys.focus)
    assert walked == order


def test_everything_has_a_name_and_every_key_is_listed(stage: Stage) -> None:
    form = stage.desk.form
    inputs: list[QWidget] = [
        *form.findChildren(Choice),
        *form.findChildren(LineEdit),
        *form.findChildren(TextEdit),
        *form.findChildren(QPushButton),
    ]
    assert [one for one in inputs if one.isVisible() and not one.accessibleName()] == []
    listed = {keys for keys, _meaning in stage.desk.shortcuts()}
    assert {"F2", "F3", "Ctrl+Enter", "Ctrl+S", "Alt+1", "Alt+5", "Ctrl+J", "Esc"} <= listed
