"""恢复密钥: one page to lock away, with which the data can be opened on a new computer."""

from dataclasses import replace

from renda_desktop.queries.papers import RecoverySheet
from renda_desktop.reports import words
from renda_desktop.reports.layout import draw
from renda_desktop.reports.layout.draw import MM
from renda_desktop.reports.layout.faces import Face
from renda_desktop.reports.layout.flow import a4
from renda_desktop.reports.layout.table import Cell, Row, Table
from renda_desktop.reports.layout.text import Align, Run, Style, gap
from renda_desktop.reports.paper import BODY, LABEL, SMALL, STATION, TITLE, Paper, bold

NAME = "恢复密钥"
_CODE = 46 * MM
_QUIET = 4 * MM  # the code's own white border hangs into the margin
_COLUMNS = 4
_GROUP = Style(Face.HEI, 18, 30, Align.CENTRE)
_INDEX = Style(Face.HEI, 8.5, 11, Align.LEFT)
_WARNING = "谁拿到这张纸，谁就能打开本站的全部数据。请按保密文件保管。"
_ADVICE = (
    ("用途", "电脑损坏、更换或系统重装后，凭这组密钥在新电脑上打开本站的数据。"),
    ("封存", "打印后当场核对字迹清楚，装入信封，骑缝签名盖章，放进带锁的柜子。"),
    ("分开", "不要与电脑放在同一处，也不要夹在笔记本或贴在显示器上。"),
    ("不留副本", "不拍照、不扫描、不复印，不发到微信、邮箱或网盘。"),
    ("使用", "在新电脑上安装本软件，选择用恢复密钥打开，按顺序输入各组字符，或用扫码枪读二维码。"),
    ("交接", "保管人变动时当面清点，在下面签名，并更换信封。"),
    ("遗失", "一旦遗失或怀疑有人看过，立即更换密钥，重新打印，旧纸销毁。"),
)
_SIGNERS = ("保管人（签名）", "监督人（签名）", "封存日期")


def render(sheet: RecoverySheet) -> bytes:
    """Return the page as a PDF."""
    paper = Paper(a4(margin=22))
    flow = paper.flow
    flow.lines(paper.text(sheet.station, style=STATION))
    flow.lines(paper.text(NAME, style=replace(TITLE, size=24, leading=38)))
    flow.lines(paper.text(_WARNING, style=replace(bold(BODY), align=Align.CENTRE)))
    flow.space(12)
    flow.table(Table(_groups(paper, sheet.code_groups)))
    flow.space(10)
    _code(paper, sheet)
    flow.space(12)
    flow.table(Table(_advice(paper)))
    flow.space(14)
    flow.table(Table([_signing(paper)]))
    return paper.finish(sheet, title=NAME)


def _groups(paper: Paper, groups: tuple[str, ...]) -> list[Row]:
    """Return the groups in reading order, each with its number."""
    width = paper.page.measure / _COLUMNS
    cells = [
        paper.box([(str(i), _INDEX), (group, _GROUP)], width=width)
        for i, group in enumerate(groups, 1)
    ]
    cells += [Cell((), width)] * (-len(cells) % _COLUMNS)
    return [Row(cells[i : i + _COLUMNS]) for i in range(0, len(cells), _COLUMNS)]


def _code(paper: Paper, sheet: RecoverySheet) -> None:
    """Set the code of the whole key with what it is beside it."""
    flow, left = paper.flow, paper.page.left
    flow.need(_CODE)
    top = flow.y
    key = "-".join(sheet.code_groups)
    flow.put(draw.qr_code(key, left=left - _QUIET, top=top, size=_CODE))
    facts = (
        ("站点", sheet.station),
        ("打印日期", words.day(sheet.printed_at.astimezone(words.BEIJING).date())),
        ("组数", f"共 {len(sheet.code_groups)} 组，按序号从左到右、从上到下输入"),
        ("二维码", "与上面各组字符相同"),
    )
    width = paper.page.measure - _CODE - 10
    lines = [gap(16)]
    for name, value in facts:
        runs = [Run(f"{name}　", bold(BODY)), Run(value, BODY)]
        lines += [*paper.text(runs, style=replace(BODY, align=Align.LEFT), width=width), gap(5)]
    for line in lines:
        flow.put(line.draw(left=left + _CODE + 10, top=top))
        top -= line.height
    flow.space(_CODE)


def _advice(paper: Paper) -> list[Row]:
    width = paper.page.measure
    label = replace(LABEL, leading=18)
    return [
        Row([paper.label(name, width=70, style=label), paper.cell(text, width=width - 70)])
        for name, text in _ADVICE
    ]


def _signing(paper: Paper) -> Row:
    """Return the boxes to sign and date."""
    width = paper.page.measure / len(_SIGNERS)
    return Row([paper.cell(name, width=width, style=SMALL, middle=False) for name in _SIGNERS], 62)
