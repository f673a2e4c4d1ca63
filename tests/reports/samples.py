"""Sheets as a station would print them, for the tests of the papers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from renda_desktop.domain import row_code
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import Signal
from renda_desktop.domain.wording import Paragraph
from renda_desktop.queries.papers import (
    BallotPaper,
    BallotResult,
    BriefingRow,
    BriefingSheet,
    ChartBar,
    ClaimList,
    ClaimRow,
    DutyLine,
    DutyList,
    DutyRecord,
    EvaluationHead,
    EvaluationMatrix,
    EvaluationResult,
    EvaluationSheet,
    EvaluationSummary,
    FormMatter,
    FormRating,
    FormRound,
    FormSaying,
    HeldRow,
    IndicatorRow,
    IndicatorSheet,
    Ledger,
    LedgerRow,
    LetterSheet,
    MarkLine,
    MatrixLeaf,
    MatrixPanel,
    MatterArchive,
    MatterSlip,
    MeasuredRow,
    PanelRow,
    PanelSheet,
    PeriodReport,
    PrintedChart,
    PrintedFigure,
    ProposalForm,
    Ranked,
    ReceiptMatter,
    ReceiptSheet,
    RecoverySheet,
    RegistrationForm,
    Sheet,
    SignInGroup,
    SignInSheet,
    StationHead,
    SummaryRow,
    TallyRow,
    TallySheet,
    TellerLine,
    TimelineLine,
    VoteHead,
    VoteItem,
    VoteResultRow,
    VoteTurnout,
)

LETTERS = ("reminder", "supervision-letter", "reply", "refusal", "notice", "minutes")
DEPUTY = Id("e" * 32)
PRINTED = datetime(2025, 11, 20, 2, 30, tzinfo=UTC)
RECEIVED = datetime(2025, 11, 15, 1, 20, tzinfo=UTC)
STATION = StationHead(
    name="江城区临江街道人大代表联络站",
    address="临江街道滨水路 18 号便民服务中心二楼",
    phone="0571-88886666",
    hours="每逢单月 15 日上午 9:00—11:00，遇节假日顺延",
)
OWN_WORDS = (
    "我们小区东门那条路，“违停”的车一天到晚堵着，消防车都进不来（上个月已经出过一次险）。"
    "物业说不归他们管，社区说要找交警，电话 0571-88886666 打了三回，每回都说“已记录”……"
    "老人孩子走路都得走到马路中间去！请代表帮忙问一问，到底归谁管？什么时候能解决？"
)
SUMMARY = "反映滨水花园小区东门外道路长期违法停车，占用消防通道，请求明确管理单位并限期整治。"


def timeline() -> tuple[TimelineLine, ...]:
    """Return a history with an event that is not in effect."""
    start = RECEIVED
    return (
        TimelineLine(start, "登记", "来访登记，现场听取意见。", "李敏"),
        TimelineLine(start + timedelta(hours=2), "研判", "属部门职责，交办处理。", "王建国代表"),
        TimelineLine(start + timedelta(days=1), "交办", "主办区城市管理局，协办交警大队。", "李敏"),
        TimelineLine(
            start + timedelta(days=3),
            "答复",
            "已派员到现场查看。",
            "区城市管理局",
            void="事项已由上一条记录改派",
        ),
        TimelineLine(start + timedelta(days=4), "催办", "请于月底前反馈。", "李敏"),
    )


def receipt(**changes: object) -> ReceiptSheet:
    """Return a receipt for two matters, one of them with a provisional date."""
    values: dict[str, object] = {
        "station": STATION,
        "number": "LJ-2025-0317",
        "ticket": "A012",
        "reception": "2025 年第 6 次主题接待日“停车难”",
        "received_at": RECEIVED,
        "resident": "张*",
        "heads": 3,
        "matters": (
            ReceiptMatter(
                "LJ-2025-0317-1",
                SUMMARY,
                "交办",
                "区城市管理局",
                date(2025, 12, 5),
                True,
                "承办单位将在期限前书面答复，本站收到后电话告知您。",
            ),
            ReceiptMatter(
                "LJ-2025-0317-2",
                "询问老旧小区加装电梯的申请条件。",
                "当场答复",
                "",
                None,
                False,
                "代表已当场说明，您如有疑问可再次来访。",
            ),
        ),
        "clerk": "李敏",
        "printed_at": PRINTED,
    }
    return ReceiptSheet(**(values | changes))  # type: ignore[arg-type]


def form(**changes: object) -> RegistrationForm:
    """Return a form filled in to the end."""
    values: dict[str, object] = {
        "station": STATION,
        "number": "LJ-2025-0317-1",
        "reception": "2025 年第 6 次主题接待日“停车难”",
        "channel": "来访",
        "received_at": RECEIVED,
        "resident": "张桂芳",
        "phone": "138****5521",
        "address": "滨水花园 5 幢 2 单元 301 室",
        "heads": 3,
        "appeal": "求助",
        "category": "城市管理·停车秩序",
        "place": "滨水路与临江街交叉口，滨水花园小区东门",
        "urgency": "紧急",
        "own_words": OWN_WORDS,
        "summary": SUMMARY,
        "listeners": "王建国、买买提·艾力",
        "way": "交办",
        "lead": "区城市管理局",
        "co_units": "区公安分局交警大队、临江街道办事处",
        "due": date(2025, 12, 5),
        "provisional": True,
        "signal": Signal.AMBER,
        "stage": "办理中",
        "reply": "",
        "outcome": "",
        "resident_rating": 4,
        "deputy_rating": None,
        "timeline": timeline(),
        "clerk": "李敏",
        "printed_at": PRINTED,
    }
    return RegistrationForm(**(values | changes))  # type: ignore[arg-type]


def row(number: int, **changes: object) -> BriefingRow:
    """Return one row of a briefing; signals take turns."""
    signal = (Signal.RED, Signal.AMBER, Signal.GREEN, None)[number % 4]
    days = {Signal.RED: -12, Signal.AMBER: 3, Signal.GREEN: 25, None: None}[signal]
    values: dict[str, object] = {
        "number": f"LJ-2025-{number:04}",
        "raised_on": date(2025, 11, 15),
        "resident": "张*",
        "own_words": OWN_WORDS[: 60 + 37 * (number % 4)],
        "summary": SUMMARY,
        "category": "城市管理·停车秩序",
        "place": "滨水花园小区东门",
        "stage": "办理中",
        "unit": "区城市管理局",
        "due": None if days is None else date(2025, 11, 20) + timedelta(days=days),
        "provisional": signal is Signal.AMBER,
        "days": days,
        "signal": signal,
        "history": timeline()[: 2 + number % 4],
        "way": "交办",
        "code": row_code.code(matter=Id(f"{number * 7919:032x}"), deputy=DEPUTY, row=number),
        "earlier": ("2025-05-18 5 幢楼道堆物（已销号）",) if number % 3 == 1 else (),
    }
    return BriefingRow(**(values | changes))  # type: ignore[arg-type]


def briefing(rows: int | Sequence[BriefingRow] = 14, **changes: object) -> BriefingSheet:
    """Return a briefing of a number of matters, or of given ones."""
    given = [row(number) for number in range(1, rows + 1)] if isinstance(rows, int) else rows
    values: dict[str, object] = {
        "station": STATION,
        "deputy": "王建国",
        "levels": "市、区县人大代表",
        "title": "临江街道停车秩序群众意见",
        "reception": "2025 年第 6 次主题接待日",
        "rows": tuple(given),
        "printed_at": PRINTED,
        "held": "2025年11月22日 09:00，临江街道便民服务中心二楼",
    }
    return BriefingSheet(**(values | changes))  # type: ignore[arg-type]


def recovery() -> RecoverySheet:
    """Return a key that opens nothing."""
    groups = tuple(f"{i * 7919 % 65536:04X}-{i * 104729 % 65536:04X}"[:6] for i in range(1, 13))
    return RecoverySheet(STATION.name, groups, printed_at=PRINTED)


def letter(**changes: object) -> LetterSheet:
    sheet = LetterSheet(
        name="催办单",
        title="关于滨水花园小区东门外道路停车问题的催办单",
        to="区综合行政执法局：",
        body=(Paragraph("一、事项", 1), Paragraph(OWN_WORDS * 3), Paragraph("特此催办。")),
        sender=STATION.name,
        on=date(2025, 11, 20),
        printed_at=PRINTED,
        number="月联催〔2025〕3号",
        contact="联系电话：0574-87654321",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def sign_in(people: int = 6) -> SignInSheet:
    deputies = tuple((f"代表{n}", "区县人大代表", "到会" if n % 2 else "") for n in range(people))
    groups = (
        SignInGroup("代表", deputies, 3),
        SignInGroup("领导", (), 3),
        SignInGroup("部门负责人", (("", "区住房和城乡建设局", ""),), 3),
    )
    return SignInSheet(
        station=STATION,
        title="老旧小区改造（第3期）",
        when="2025年11月20日 09:00—11:00",
        place="一楼接待室",
        groups=groups,
        printed_at=PRINTED,
    )


def claims(rows: int = 14) -> ClaimList:
    some = (
        ClaimRow(f"YH-2025-A-{n:05}", SUMMARY, "滨水花园", "区住建局" if n % 3 else "", "12月1日")
        for n in range(rows)
    )
    return ClaimList(
        station=STATION,
        title="民生夜询会（第3期）",
        when="2025年11月20日 19:00—20:30",
        rows=tuple(some),
        printed_at=PRINTED,
    )


def slip(**changes: object) -> MatterSlip:
    sheet = MatterSlip(
        station=STATION,
        number="YH-2025-A-00012",
        received_on=date(2025, 11, 15),
        resident="欧*",
        category="城乡建设/交通管理",
        place="滨水花园小区东门外",
        urgency="一般",
        own_words=OWN_WORDS,
        summary=SUMMARY,
        lead="区综合行政执法局",
        co_units="区住建局、交警大队",
        deputy="张明",
        assigned_on=date(2025, 11, 16),
        due=date(2025, 12, 26),
        provisional=False,
        asked="请先排除消防通道隐患。",
        reply="已施划禁停标线，安排专人巡查。",
        outcome="后期追踪解决",
        clerk="王芳",
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def ledger(rows: int | Sequence[LedgerRow] = 24, **changes: object) -> Ledger:
    """Return a ledger of a number of matters, or of given ones."""
    given = [ledger_row(number) for number in range(1, rows + 1)] if isinstance(rows, int) else rows
    sheet = Ledger(STATION, "2025年11月1日至2025年11月30日登记", tuple(given), printed_at=PRINTED)
    return replace(sheet, **changes)  # type: ignore[arg-type]


def ledger_row(number: int, **changes: object) -> LedgerRow:
    """Return one row of a ledger; signals take turns."""
    signal = (Signal.RED, Signal.AMBER, Signal.GREEN, None)[number % 4]
    days = {Signal.RED: -12, Signal.AMBER: 3, Signal.GREEN: 25, None: None}[signal]
    sheet = LedgerRow(
        number=f"YH-2025-A-{number:05}",
        raised_on=date(2025, 11, 15),
        resident="张*",
        text=SUMMARY[: 12 + 9 * (number % 4)],
        category="城乡建设—停车秩序",
        place="滨水花园小区东门",
        way="交办",
        unit="区城市管理局、王建国",
        due=None if days is None else date(2025, 11, 20) + timedelta(days=days),
        provisional=signal is Signal.AMBER,
        days=days,
        signal=signal,
        stage="已销号" if signal is None else "办理中",
        result="后期追踪解决" if signal is None else "",
        rated="选民4星、代表5星" if signal is None else "",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def report(**changes: object) -> PeriodReport:
    """Return a report of a month with figures, charts and lists."""
    bars = tuple(ChartBar(f"类别{n}", float(n), f"{n} 件") for n in range(5))
    sheet = PeriodReport(
        station=STATION,
        name="月报",
        period="2025年11月",
        conditions="期间：2025-11-01 至 2025-11-30",
        moment=PRINTED,
        figures=(
            PrintedFigure("接待场次", "4 场", "", (), "已结束的接待活动场次。"),
            PrintedFigure("答复率", "88.85%", "271/305 件", ("甲 1 件",), "答复。", "分子", "分母"),
            PrintedFigure("票决项目", "0 项", "", (), "表决的项目。", counted=False),
        ),
        checks=("当场落实 = 提出问题建议：9，总数 9，相符",),
        charts=(
            PrintedChart("事项类别", "按大类", bars),
            PrintedChart("逐月走势", "至月末", bars, over_time=True),
        ),
        categories=(Ranked("城乡建设—停车秩序", 5),),
        places=(Ranked("滨水花园", 4), Ranked("东门", 1)),
        overdue=(ledger_row(4), ledger_row(8)),
        receptions=(HeldRow(date(2025, 11, 3), "主题接待（第3期）", "一楼接待室", 3, 4, 6, 5),),
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def duty(rows: int = 20, years: int = 3, **changes: object) -> DutyRecord:
    """Return the duty record of a deputy."""
    named = tuple(str(2026 - years + n) for n in range(years))
    lines = tuple(
        DutyLine(title, tuple(f"{n} 次" for n in range(years)), f"{years} 次")
        for title in ("代表参与", "本人答复")
    )
    cells = tuple((f"2025-11-{n % 28 + 1:02}", f"主题接待（第{n}期）") for n in range(1, rows + 1))
    sheet = DutyRecord(
        station=STATION,
        deputy="王建国",
        mandates=("市人大代表（第16届）", "区县人大代表（第19届）"),
        post="临江中学教师",
        groups="中心组",
        years=named,
        lines=lines,
        lists=(DutyList("接待活动", ("日期", "活动"), (20, 60), cells),),
        definitions=("代表参与：到会一场计一人次。",),
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


VOTE = VoteHead(
    station=STATION,
    title="重大项目逐项票决",
    on=date(2025, 11, 20),
    place="镇会议厅",
    secret=True,
    rules=("无记名投票，逐项票决。", "赞成票超过应到人数的 1/2 的，为通过。"),
)
OPTIONS = ("赞成", "反对", "弃权")


def vote_items(count: int) -> tuple[VoteItem, ...]:
    return tuple(VoteItem(n, f"第{n}号项目", "", f"{n}.5 万元") for n in range(1, count + 1))


def ballot_paper(items: int = 4, **changes: object) -> BallotPaper:
    advice = ("每一项只选一种，画“√”。", "本票无记名，请不要署名。")
    sheet = BallotPaper(VOTE, vote_items(items), OPTIONS, advice, printed_at=PRINTED)
    return replace(sheet, **changes)  # type: ignore[arg-type]


def tally_sheet(items: int = 4, *, blank: bool = False, **changes: object) -> TallySheet:
    """Return a sheet that was counted, or an empty one."""
    sheet = TallySheet(
        head=VOTE,
        turnout=VoteTurnout(61, 55, 55, *((None, None) if blank else (55, 2))),
        options=OPTIONS,
        rows=tuple(
            TallyRow(n, f"第{n}号项目", () if blank else (50, 2, 1)) for n in range(1, items + 1)
        ),
        tellers=() if blank else (TellerLine("周监票", RECEIVED, 55, 2),),
        notes=() if blank else ("计票人的结果不一致：第 2 项。",),
        blank=blank,
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def ballot_result(items: int = 4, **changes: object) -> BallotResult:
    """Return a result in which every other item passed."""
    rows = (
        VoteResultRow(
            one, (50, 2, 1), "81.97%", "通过" if one.number % 2 else "未通过",
            bool(one.number % 2), "得 50 票，占应到人数 61 的 81.97%",
        )
        for one in vote_items(items)
    )  # fmt: skip
    sheet = BallotResult(
        head=VOTE,
        turnout=VoteTurnout(61, 55, 55, 55, 2),
        options=OPTIONS,
        rows=tuple(rows),
        notes=("第 2 次计票，重新计票的原因：复核。",),
        announced_at=RECEIVED,
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


EVALUATED = EvaluationHead(
    station=STATION,
    title="2025年度代表三维联评",
    name="王建国",
    unit="临江中学",
    kind="第 19 届区县人大代表",
    period="2025年1月1日至2025年12月31日",
    about="",
)
GRADES = ("好", "较好", "一般", "差")
DEFINITIONS = ("总分＝各项指标得分之和。", "等次：90 分及以上为优秀（5 星）。")


def marks(leaves: int) -> tuple[MarkLine, ...]:
    """Return leaves below one branch, the last marked by points."""
    graded = (MarkLine(2, f"第{n}项指标", True, GRADES) for n in range(1, leaves))
    return MarkLine(1, "履行职责"), *graded, MarkLine(2, f"第{leaves}项指标", True, (), "10")


def evaluation_sheet(leaves: int = 4, **changes: object) -> EvaluationSheet:
    panels = (
        PanelSheet("自我述评", False, True, marks(leaves)),
        PanelSheet("民主测评", True, False, marks(leaves)),
    )
    sheet = EvaluationSheet(EVALUATED, panels, printed_at=PRINTED)
    return replace(sheet, **changes)  # type: ignore[arg-type]


def evaluation_matrix(subjects: int = 4, **changes: object) -> EvaluationMatrix:
    """Return a sheet where the first subject is not asked about the second indicator."""
    there = tuple(n > 0 for n in range(subjects))
    leaves = (
        MatrixLeaf("联系选民", ("满意", "基本满意", "不满意"), "", (True,) * subjects),
        MatrixLeaf("办案质量", (), "10", there),
    )
    sheet = EvaluationMatrix(
        station=STATION,
        title="2025年度代表三维联评",
        period="2025年1月1日至2025年12月31日",
        subjects=tuple((f"代表{n}", f"单位{n}") for n in range(1, subjects + 1)),
        panels=(MatrixPanel("民主测评", True, leaves),),
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def indicators(leaves: int) -> tuple[IndicatorRow, ...]:
    below = (
        IndicatorRow(2, f"第{n}项指标", "5.21", "好、差", True, "88", "4.5", "民主测评 90%")
        for n in range(1, leaves + 1)
    )
    return IndicatorRow(1, "履行职责", "80", "", False, "", "72.5"), *below


def indicator_sheet(leaves: int = 12, **changes: object) -> IndicatorSheet:
    sheet = IndicatorSheet(
        head=EVALUATED,
        total="100",
        rows=indicators(leaves),
        adjustments=(("履职受到表彰", "0 至 3 分"),),
        vetoes=(("无故不出席会议", "最高 59 分"),),
        definitions=DEFINITIONS,
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def evaluation_result(leaves: int = 12, **changes: object) -> EvaluationResult:
    sheet = EvaluationResult(
        head=EVALUATED,
        confidential=True,
        status="评议中",
        provisional=True,
        score="87.06",
        grade="良好（4 星）",
        rank="",
        points="86.06",
        adjusted="1",
        total="100",
        rows=indicators(leaves),
        panels=(PanelRow("民主测评", "按等次计票", 33, 20, "95.88"),),
        measured=(MeasuredRow("督事满意率", "88", "满意 22 件", "评价 25 件", "本站记录"),),
        extras=(("履职受到表彰", "+1 分", "市级表彰"),),
        waits=("中心组考评：参评不足（1/3）",),
        definitions=DEFINITIONS,
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def evaluation_summary(rows: int = 12, **changes: object) -> EvaluationSummary:
    listed = (
        SummaryRow(f"{n}/{rows}", f"代表{n}", f"单位{n}", "", "2025", "87.06", "良好", "已评定")
        for n in range(1, rows + 1)
    )
    sheet = EvaluationSummary(
        station=STATION,
        conditions="2025年度代表三维联评",
        tally=f"评议对象共 {rows} 个。",
        rows=tuple(listed),
        confidential=True,
        definitions=DEFINITIONS,
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def proposal_round(**changes: object) -> FormRound:
    """Return a round that was replied to and rated."""
    one = FormRound(
        unit="区综合行政执法局",
        co_units="区住建局",
        assigned_on=date(2025, 11, 16),
        due=date(2026, 2, 16),
        provisional=True,
        extended=True,
        co_due=date(2025, 12, 16),
        return_by=date(2025, 11, 26),
        opinions=(FormSaying(date(2025, 12, 20), "区住建局", "逾期", "同意。"),),
        meetings=("王建国：登门面商。",),
        replies=(FormSaying(date(2026, 1, 5), "区综合行政执法局", "B类 列入计划", "列入。"),),
        follow_ups=("已开工。",),
        kept_on=date(2026, 3, 1),
        ratings=(FormRating("王建国", "领衔", ("5星", "3星"), "满意", "谢谢"),),
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def proposal_form(**changes: object) -> ProposalForm:
    sheet = ProposalForm(
        station=STATION,
        number="2026-017",
        title="关于整治滨水花园小区东门停车秩序的建议",
        raised_on=date(2025, 11, 15),
        stage="办理中",
        complex=True,
        lead="王建国（市人大代表）",
        deputies="李慧、买买提·艾力",
        matters=(FormMatter("YH-2025-A-00001", "欧*"),),
        text=OWN_WORDS,
        unit="区城市管理局",
        classes=("A 已经解决或采纳", "B 列入计划逐步解决"),
        aspects=("办理态度", "办理结果"),
        verdicts=("满意", "基本满意", "不满意"),
        rounds=(proposal_round(),),
        printed_at=PRINTED,
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]


def matter_file(**changes: object) -> MatterArchive:
    """Return the file of one matter with a photo, a scan and what cannot be shown."""
    from tests.reports import file_samples

    return file_samples.archive(**changes)


# A sheet of every kind in the catalogue.
SHEETS: dict[str, Callable[[], Sheet]] = {
    "receipt": receipt,
    "receipt-strip": receipt,
    "registration-form": form,
    "briefing": briefing,
    "assignment": slip,
    "file": matter_file,
    "call-back": slip,
    "sign-in": sign_in,
    "claims": claims,
    "ledger": ledger,
    "report": report,
    "duty-record": duty,
    "ballot-paper": ballot_paper,
    "tally-sheet": tally_sheet,
    "ballot-result": ballot_result,
    "evaluation-sheet": evaluation_sheet,
    "evaluation-matrix": evaluation_matrix,
    "indicator-sheet": indicator_sheet,
    "evaluation-result": evaluation_result,
    "evaluation-summary": evaluation_summary,
    "proposal-form": proposal_form,
    **dict.fromkeys(LETTERS, letter),
}
