"""Waiting, being called, leaving, coming back."""

from datetime import date

from renda_desktop.domain.terms import VisitStatus
from renda_desktop.queries import matters, visits
from renda_desktop.queries.matters import MatterFilter
from renda_desktop.services import visits as doing
from tests.offices import Cast
from tests.ui.desk.conftest import Stage


def waits(stage: Stage) -> list[tuple[str, str]]:
    return [(line.lead, line.text) for line in stage.desk.queue.lines.lines()]


def put(stage: Stage, cast: Cast, *names: str) -> None:
    for name in names:
        stage.worker.act(doing.take_ticket, reception=cast.reception, name=name, topic="停车位")
    stage.keys.settle()


def test_a_person_is_put_into_the_queue_with_what_was_typed(stage: Stage, cast: Cast) -> None:
    keys, form = stage.keys, stage.desk.form
    keys.type("赵国强")
    keys.press("Enter")
    keys.type("13700001111")
    keys.press("Enter", "Enter")
    keys.type("飞线充电,楼道里都是电线")
    keys.press("Ctrl+Q")
    assert waits(stage) == [("A001", "赵国强")]
    assert form.draft().name == ""
    assert form.number.text() == "第 A002 号"
    keys.press("F3")
    assert form.number.text() == "第 A001 号"
    assert form.person.phone.text() == "13700001111"
    assert form.matter.words.text() == "飞线充电,楼道里都是电线"
    keys.press("Ctrl+S")
    assert waits(stage) == []
    [row] = stage.office.read(visits.visits, reception=cast.reception)
    assert (row.ticket, row.status) == ("A001", VisitStatus.RECEIVED)


def test_f3_calls_in_the_order_of_coming(stage: Stage, cast: Cast) -> None:
    put(stage, cast, "周·买买提", "㛃文")
    stage.keys.press("F3")
    assert stage.desk.form.person.name.text() == "周·买买提"
    assert stage.desk.form.matter.summary.text() == "停车位"
    assert stage.desk.queue.lines.marked == stage.desk.form.visit
    stage.keys.type("车停不进去")
    stage.keys.press("F3")
    assert stage.desk.form.person.name.text() == "㛃文"
    assert [line.right for line in stage.desk.queue.lines.lines()] == ["未保存", "停车位"]
    stage.desk.queue.lines.setFocus()
    stage.keys.press("Up", "Enter")
    assert stage.desk.form.matter.words.text() == "车停不进去"


def test_leaving_can_be_taken_back(stage: Stage, cast: Cast) -> None:
    put(stage, cast, "周·买买提")
    stage.keys.press("F3", "Ctrl+L")
    assert waits(stage) == []
    assert stage.desk.form.visit is None
    stage.keys.press("Alt+Z")
    assert waits(stage) == [("A001", "周·买买提")]


def test_delete_in_the_queue_marks_as_left(stage: Stage, cast: Cast) -> None:
    put(stage, cast, "周·买买提", "㛃文")
    stage.keys.press("F4", "Down", "Delete")
    assert len(waits(stage)) == 1


def test_back_into_the_queue_keeps_what_was_typed(stage: Stage, cast: Cast) -> None:
    put(stage, cast, "周·买买提")
    stage.keys.press("F3")
    stage.keys.type("车停不进去")
    stage.keys.press("Ctrl+Q")
    [row] = stage.desk.queue.rows()
    assert row.status is VisitStatus.WAITING
    assert stage.desk.form.visit is None
    stage.keys.press("F3")
    assert stage.desk.form.matter.words.text() == "车停不进去"


def test_the_sum_check_refuses_until_every_matter_has_a_way(stage: Stage, cast: Cast) -> None:
    keys = stage.keys
    keys.type("赵国强")
    keys.press("Enter", "Enter", "Enter")
    keys.type("飞线充电")
    keys.press("Ctrl+S", "Ctrl+E")
    check = stage.desk.closing
    assert check is not None
    assert "没有选定处理方式" in check.gap.text()
    assert not check.main.isEnabled()
    asked: list[tuple[str, object]] = []
    stage.desk.wanted.connect(lambda place, what: asked.append((place, what)))
    check.gap.acted.emit()
    stage.keys.settle()
    today, where = date(2026, 11, 23), MatterFilter(reception=cast.reception)
    [row] = stage.office.read(matters.matters, today=today, where=where)
    assert asked == [("matters", row.id)]


def test_the_same_appeal_is_offered_joined_and_taken_back(stage: Stage, cast: Cast) -> None:
    keys, form = stage.keys, stage.desk.form
    for name in ("赵国强", "王秀英"):
        keys.type(name)
        keys.press("Enter", "Enter", "Enter")
        form.matter.place.setText("迎春小区")
        keys.type("6 幢 2 单元申请加装电梯两年未批,一楼两户不同意")
        form.matter.look_for_same()
        keys.settle()
        if name == "王秀英":
            keys.press("Ctrl+J")
            assert form.matter.draft().into is not None
            keys.press("Ctrl+J")
            assert form.matter.draft().into is None
            keys.press("Ctrl+J")
        keys.press("Ctrl+S")
    today, where = date(2026, 11, 23), MatterFilter(reception=cast.reception)
    rows = stage.office.read(matters.matters, today=today, where=where, order="number")
    assert [row.joined_into for row in rows] == [rows[1].id, None]
