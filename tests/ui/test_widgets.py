"""The parts, as hands and input methods use them."""

from collections.abc import Callable
from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.terms import Signal
from renda_desktop.ui.widgets import (
    Button,
    Choice,
    Count,
    DateEdit,
    EmptyState,
    Field,
    Label,
    LineEdit,
    MaskedText,
    MessageBar,
    Moment,
    Option,
    Pill,
    StarRating,
    TextEdit,
    TimeEdit,
    Timeline,
    Toast,
    among,
    bind,
)
from renda_desktop.ui.widgets.choice import Give
from renda_desktop.ui.worker import InternalError
from tests.ui.input_method import commit, compose

UNITS = [Option(1, "区住建局", "城乡建设"), Option(2, "区城管局"), Option(3, "区教育局")]
CONTROL = Qt.KeyboardModifier.ControlModifier


Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Return a function that shows parts in one window, the first with the focus."""
    kept: list[QWidget] = []

    def shown(*parts: QWidget) -> QWidget:
        window = QWidget()
        window.resize(500, 500)
        column = QVBoxLayout(window)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        parts[0].setFocus()
        qtbot.waitUntil(parts[0].hasFocus)
        kept.append(window)
        return window

    shown.kept = kept  # type: ignore[attr-defined]
    return shown


@pytest.mark.parametrize("kind", [LineEdit, TextEdit])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_waits_for_the_input_method(
    show: Show, kind: type[LineEdit] | type[TextEdit], key: Qt.Key
) -> None:
    edit, saved = kind(), []
    window = show(edit)
    bind(window, "Ctrl+Enter", lambda: saved.append(edit.text()))
    compose(edit, "wang")
    QTest.keyClick(edit, key, CONTROL)
    assert saved == []
    commit(edit, "王")
    QTest.keyClick(edit, key, CONTROL)
    assert saved == ["王"]


def test_enter_is_submitted_unless_composing(qtbot: QtBot) -> None:
    edit, sent = LineEdit(), []
    edit.submitted.connect(lambda: sent.append(edit.text()))
    dialog = QDialog()
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    button = Button("好", on=dialog.accept)
    button.setDefault(True)
    column = QVBoxLayout(dialog)
    column.addWidget(edit)
    column.addWidget(button)
    qtbot.addWidget(dialog)
    dialog.show()
    compose(edit, "li")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert (sent, closed) == ([], [])
    commit(edit, "李")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sent == ["李"]


def test_a_resident_s_words_are_never_markup(qtbot: QtBot) -> None:
    words = "<b>王</b> <img src='file:///etc/passwd'>"
    for label in (Label(words), Pill(words), cast("QLabel", Timeline())):
        qtbot.addWidget(label)
        if isinstance(label, QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText
            assert label.text() == words


def test_a_long_label_gives_way_and_tells_the_whole(qtbot: QtBot) -> None:
    label = Label("迎春小区六幢二单元" * 5, elide=True)
    qtbot.addWidget(label)
    label.resize(100, 20)
    label.grab()
    assert label.toolTip() == label.text()
    assert label.minimumSizeHint().width() < 100


class Asker:
    """Suggestions that come when the test lets them."""

    def __init__(self) -> None:
        self.open: list[tuple[str, Give]] = []

    def suggest(self, text: str, give: Give) -> None:
        self.open.append((text, give))


@pytest.fixture
def choice(show: Show) -> Choice:
    made = Choice(among(UNITS))
    show(made, LineEdit())
    return made


@pytest.mark.parametrize(
    ("typed", "value"), [("住建", 1), ("cg", 2), ("jiaoyu", 3), ("CHENGXIANG", 1)]
)
def test_a_choice_is_found_by_characters_or_pinyin(choice: Choice, typed: str, value: int) -> None:
    chosen: list[Option | None] = []
    choice.chosen.connect(chosen.append)
    choice.setFocus()
    if typed.isascii():
        QTest.keyClicks(choice, typed)
    else:
        commit(choice, typed)
        choice.textEdited.emit(choice.text())
    assert choice.is_open()
    assert choice.hasFocus()
    QTest.keyClick(choice, Qt.Key.Key_Return)
    assert choice.value() == value
    assert chosen == [UNITS[value - 1]]
    assert not choice.is_open()


def test_suggestions_are_part_of_the_window(choice: Choice) -> None:
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice._list is not None
    assert choice._list.parentWidget() is choice.window()
    assert not choice._list.isWindow()
    assert choice.hasFocus()


def test_keys_move_take_and_close(choice: Choice) -> None:
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Up)
    QTest.keyClick(choice, Qt.Key.Key_Return)
    assert choice.value() == 2
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    assert not choice.is_open()
    assert choice.text() == "区城管局"


def test_tab_takes_and_goes_on(choice: Choice) -> None:
    QTest.keyClicks(choice, "jy")
    QTest.keyClick(choice, Qt.Key.Key_Tab)
    assert choice.value() == 3
    assert not choice.hasFocus()


def test_enter_belongs_to_the_input_method_while_composing(choice: Choice) -> None:
    QTest.keyClick(choice, Qt.Key.Key_Down)
    compose(choice, "jiaoyu")
    QTest.keyClick(choice, Qt.Key.Key_Return)
    assert choice.value() is None
    assert choice.is_open()


def test_escape_closes_the_list_before_the_dialog_hears_of_it(qtbot: QtBot, choice: Choice) -> None:
    left: list[int] = []
    bind(choice.window(), "Escape", lambda: left.append(1))
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    assert left == []
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    assert left == [1]


def test_what_is_no_choice_goes_back_or_stays_free(show: Show, choice: Choice) -> None:
    choice.set_option(UNITS[0])
    choice.selectAll()
    QTest.keyClicks(choice, "zzz")
    QTest.keyClick(choice, Qt.Key.Key_Tab)
    assert (choice.text(), choice.value()) == ("区住建局", 1)
    free = Choice(among(UNITS), free=True)
    show(free, LineEdit())
    QTest.keyClicks(free, "zzz")
    assert not free.is_open()
    QTest.keyClick(free, Qt.Key.Key_Tab)
    assert (free.text(), free.value()) == ("zzz", None)


def test_late_suggestions_of_an_older_text_are_dropped(show: Show) -> None:
    asker = Asker()
    choice = Choice(asker.suggest)
    show(choice)
    QTest.keyClicks(choice, "ab")
    (first, give_first), (second, give_second) = asker.open
    assert (first, second) == ("a", "ab")
    give_second(UNITS[:1])
    give_first(UNITS[1:])
    QTest.keyClick(choice, Qt.Key.Key_Return)
    assert choice.value() == 1


def test_a_field_says_what_is_wrong(show: Show) -> None:
    field = Field("电话", LineEdit(), mnemonic="P", required=True)
    show(LineEdit(), field)
    QTest.keyClick(field.window(), Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert field.edit.hasFocus()
    field.set_error("手机号应有 11 位")
    assert field.edit.property("invalid") is True
    assert field.edit.accessibleDescription() == "手机号应有 11 位"
    field.set_error("")
    assert field.error == ""
    assert field.edit.property("invalid") is False
    assert field.edit.accessibleName() == "电话"


def test_a_button_shows_its_key_and_is_pressed_by_space(show: Show) -> None:
    pressed: list[int] = []
    button = Button("保存", kind="primary", hint="Ctrl+S", on=lambda: pressed.append(1))
    bare = Button("保存", kind="primary")
    show(button, bare)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [1]
    assert button.text() == "保存"
    assert button.sizeHint().width() > bare.sizeHint().width()
    assert (button.accessibleName(), button.accessibleDescription()) == ("保存", "Ctrl+S")


def test_a_signal_has_a_word_and_a_mark(qtbot: QtBot) -> None:
    pill = Pill("超期 12 天", tone=Signal.RED, signal=True)
    qtbot.addWidget(pill)
    assert pill.text() == "■ 超期 12 天"
    pill.show_status("正常", tone=Signal.GREEN)
    assert pill.text() == "● 正常"
    assert pill.property("tone") == "green"


def test_what_is_void_stays_with_its_reason(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.show_moments([Moment("11-02", "登记")])
    timeline.show_moments([Moment("11-20", "答复", void="此前已销号"), Moment("11-23", "来访")])
    timeline.show()
    labels: list[QLabel] = list(timeline.findChildren(QLabel))
    words = [one.text() for one in labels if one.isVisible()]
    assert words[words.index("答复") + 1] == "未生效"
    assert "原因:此前已销号" in words
    assert "登记" not in words


@pytest.mark.parametrize(
    ("error", "what", "tone"),
    [
        (RuleBroken("resident.self"), "不能与自己合并。", "amber"),
        (InternalError(), "程序出错", "red"),
    ],
)
def test_an_error_says_what_happened_and_what_is_safe(
    qtbot: QtBot, error: Exception, what: str, tone: str
) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.explain(error)
    assert not bar.isHidden()
    assert what in bar.text()
    assert "记录" in bar.text()
    assert bar.property("tone") == tone
    bar.dismiss()
    assert bar.isHidden()


def test_the_world_s_fault_is_told_as_such(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.explain(Unavailable("resident.self"))
    assert "已保存的记录不受影响" in bar.text()


def test_a_toast_goes_by_itself(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    toast = Toast(window, seconds=0.05)
    toast.say("已保存")
    assert toast.isVisible()
    window.resize(300, 200)
    assert window.rect().contains(toast.geometry())
    qtbot.waitUntil(toast.isHidden)


def test_small_parts_say_their_values(qtbot: QtBot) -> None:
    count, stars, masked = Count("来访", 17), StarRating(4), MaskedText("138****5521")
    for part in (count, stars, masked):
        qtbot.addWidget(part)
    assert count.accessibleName() == "来访 17"
    assert (stars.text(), stars.accessibleName()) == ("★★★★☆", "4 星")
    with qtbot.waitSignal(masked.reveal_asked):
        QTest.keyClick(masked._button, Qt.Key.Key_Space)
    masked.reveal("13800005521")
    assert masked.text() == "13800005521"


def test_a_day_is_typed(qtbot: QtBot, show: Show) -> None:
    edit = DateEdit(date(2026, 12, 23))
    show(edit)
    assert edit.text() == "2026-12-23"
    with qtbot.waitSignal(edit.picked) as told:
        QTest.keyClick(edit, Qt.Key.Key_Up)
    assert told.args == [edit.day()]
    assert edit.day() != date(2026, 12, 23)


def test_an_empty_place_says_what_to_do(qtbot: QtBot) -> None:
    empty = EmptyState("今天还没有来访", button="新来访", hint="F2")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.asked):
        QTest.keyClick(empty.button, Qt.Key.Key_Space)


def test_tab_leaves_a_day_and_a_time(show: Show) -> None:
    day, time, words = DateEdit(date(2026, 12, 23)), TimeEdit(14, 30), LineEdit()
    show(day, time, words)
    for here, after in ((day, time), (time, words)):
        assert here.hasFocus()
        QTest.keyClick(here, Qt.Key.Key_Tab)
        assert after.hasFocus()
