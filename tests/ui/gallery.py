"""Every part of the kit in one window: `python -m tests.ui.gallery out.png [scale]`."""

import sys
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from renda_desktop.ui import theme
from renda_desktop.ui.table_model import Column, TableModel
from renda_desktop.ui.widgets import (
    Button,
    Calendar,
    Card,
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
    Table,
    TextEdit,
    Timeline,
    among,
)

NAMES = ("王秀英", "周·买买提", "𬱖𡋾文", "赵国强", "䶮𬍛㛃", "𫖯𠅤")


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    who: str
    what: str
    unit: str
    tone: str
    state: str


ROWS = [
    Row(
        f"2026-{n:04}",
        NAMES[n % 6],
        "加装电梯两年未批,一楼两户不同意,希望牵头协调",
        "区住建局",
        ("green", "amber", "red")[n % 3],
        ("正常", "剩 3 天", "超期 12 天")[n % 3],
    )
    for n in range(1, 400)
]
COLUMNS = [
    Column[Row]("编号", lambda row: row.number, width=96, key="number", muted=True),
    Column[Row]("选民", lambda row: row.who, width=96, key="who"),
    Column[Row]("反映内容", lambda row: row.what),
    Column[Row]("承办单位", lambda row: row.unit, width=96),
    Column[Row]("期限", lambda row: row.state, width=112, tone=lambda row: row.tone, key="state"),
]
UNITS = [Option(n, name, "承办单位") for n, name in enumerate(("区住建局", "区城管局", "区教育局"))]


def gallery() -> QWidget:
    """Return the window with everything in it."""
    window = QWidget()
    window.setObjectName("page")
    window.resize(1366, 768)
    bar = MessageBar()
    bar.say("暂时连不上服务器", more="已保存的记录不受影响。", button="看待同步")
    column = QVBoxLayout(window)
    column.addWidget(bar)
    row = QHBoxLayout()
    row.setSpacing(theme.px(14))
    row.addWidget(_form(), stretch=5)
    row.addLayout(_middle(), stretch=5)
    row.addLayout(_right(), stretch=3)
    column.addLayout(row, stretch=1)
    return window


def _form() -> QWidget:
    card = Card("登记来访")
    card.head.addWidget(Label("第 018 号", kind="label"))
    line = QHBoxLayout()
    line.addWidget(Field("姓名", LineEdit("䶮𬍛㛃𡋾"), mnemonic="N", required=True))
    phone = Field("电话", LineEdit("138"))
    phone.set_error("手机号应有 11 位")
    line.addWidget(phone)
    card.body.addLayout(line)
    card.body.addWidget(
        Field(
            "反映内容",
            TextEdit("六幢老人多,申请加装电梯两年未批。" * 3),
        )
    )
    combo, due, number = QComboBox(), DateEdit(date(2026, 12, 23)), QSpinBox()
    combo.addItems(["城乡建设 / 老旧小区", "教育"])
    line = QHBoxLayout()
    line.addWidget(Field("类别", combo), stretch=2)
    line.addWidget(Field("办结期限", due), stretch=2)
    line.addWidget(Field("同行人数", number), stretch=1)
    card.body.addLayout(line)
    choice = Choice(among(UNITS), placeholder="输入名称或拼音")
    choice.setObjectName("unit")
    card.body.addWidget(Field("承办单位", choice))
    line = QHBoxLayout()
    for box in (QCheckBox("保密"), QCheckBox("匿名"), QRadioButton("一般"), QRadioButton("紧急")):
        box.setChecked(box.text() in ("保密", "紧急"))
        line.addWidget(box)
    off = QCheckBox("停用")
    off.setEnabled(False)
    line.addWidget(off)
    line.addStretch(1)
    card.body.addLayout(line)
    card.body.addStretch(1)
    line = QHBoxLayout()
    line.addWidget(Button("当场答复", hint="Alt+1"))
    line.addWidget(Button("作废", kind="danger"))
    line.addWidget(Button("更多", kind="quiet"))
    line.addStretch(1)
    line.addWidget(Button("保存并打印回执", kind="primary", hint="Ctrl+Enter"))
    card.body.addLayout(line)
    line = QHBoxLayout()
    for kind in ("primary", "secondary", "quiet", "danger"):
        button = Button("停用", kind=kind, hint="F9")
        button.setEnabled(False)
        line.addWidget(button)
    line.addStretch(1)
    card.body.addLayout(line)
    return card


def _middle() -> QVBoxLayout:
    column = QVBoxLayout()
    tabs = QTabBar()
    for title in ("全部 399", "临期", "超期"):
        tabs.addTab(title)
    column.addWidget(tabs)
    model = TableModel[Row](COLUMNS)
    table = Table(model, name="事项", many=True)
    model.setParent(table)
    model.set_rows(ROWS)
    card = Card()
    card.body.setContentsMargins(1, 4, 1, 4)
    card.body.addWidget(table)
    column.addWidget(card, stretch=3)
    column.addWidget(Calendar(), stretch=2)
    return column


def _right() -> QVBoxLayout:
    column = QVBoxLayout()
    card = Card("王秀英 · 历次来访 2")
    line = QHBoxLayout()
    line.addWidget(Label("6 幢屋面渗水反复维修没有根治", elide=True), stretch=1)
    line.addWidget(Pill("已办结 ★★★★★", tone="green"))
    card.body.addLayout(line)
    card.body.addWidget(Label("2026-05-18 · 主题接待第 9 期", kind="label"))
    line = QHBoxLayout()
    for tone, word in (("green", "正常"), ("amber", "临期"), ("red", "超期 12 天")):
        line.addWidget(Pill(word, tone=tone, signal=True))
    line.addWidget(Pill("进行中", tone="primary"))
    line.addStretch(1)
    card.body.addLayout(line)
    line = QHBoxLayout()
    for name, value in (("来访", 17), ("事项", 21), ("当场答复", 9)):
        line.addWidget(Count(name, value))
    card.body.addLayout(line)
    card.body.addWidget(MaskedText("138****5521"))
    card.body.addWidget(StarRating(4))
    timeline = Timeline()
    timeline.show_moments(
        [
            Moment("11-02", "登记", who="李明"),
            Moment("11-05", "交办 区住建局", text="三十日内答复,并告知业主"),
            Moment("11-20", "答复", void="此前已销号"),
            Moment("11-23", "再次来访", pending=True),
        ]
    )
    card.body.addWidget(timeline)
    column.addWidget(card)
    bar = QProgressBar()
    bar.setValue(40)
    bar.setTextVisible(False)
    column.addWidget(bar)
    empty = Card()
    empty.body.addWidget(
        EmptyState("今天还没有来访", detail="有人来时,先取号再登记", button="新来访", hint="F2")
    )
    column.addWidget(empty, stretch=1)
    return column


if __name__ == "__main__":
    app = QApplication(sys.argv)
    theme.apply(app, scale=float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
    shown = gallery()
    shown.show()
    app.processEvents()
    shown.grab().save(sys.argv[1])
