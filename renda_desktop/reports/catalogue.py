"""Name every paper: its kind, its Chinese title and the module that draws it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from renda_desktop.queries.papers import Sheet


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper. Its module, and reportlab with it, is imported when first drawn."""

    title: str
    module: str

    def render(self, sheet: Sheet) -> bytes:
        """Draw the sheet that belongs to this kind and return the PDF."""
        module = import_module(f"renda_desktop.reports.{self.module}")
        draw: Callable[[Sheet], bytes] = module.render
        return draw(sheet)


PAPERS: Mapping[str, Paper] = {
    "receipt": Paper("来访回执", "receipt"),
    "receipt-strip": Paper("来访回执（小票）", "receipt_strip"),
    "registration-form": Paper("接待登记表", "registration_form"),
    "briefing": Paper("代表阅件", "briefing"),
    "reminder": Paper("催办单", "letter"),
    "supervision-letter": Paper("督办单", "letter"),
    "reply": Paper("答复函", "letter"),
    "refusal": Paper("不予受理告知单", "letter"),
    "notice": Paper("接待公告", "letter"),
    "minutes": Paper("接待纪要", "letter"),
    "assignment": Paper("交办单", "assignment_slip"),
    "file": Paper("事项归档卷", "matter_file"),
    "call-back": Paper("回访单", "call_back_form"),
    "sign-in": Paper("签到表", "sign_in_sheet"),
    "claims": Paper("问题认领清单", "claim_list"),
    "ledger": Paper("事项台账", "ledger"),
    "report": Paper("统计报告", "period_report"),
    "duty-record": Paper("代表履职档案", "duty_record"),
    "ballot-paper": Paper("票决票", "ballot_paper"),
    "tally-sheet": Paper("计票表", "tally_sheet"),
    "ballot-result": Paper("票决结果", "ballot_result"),
    "evaluation-sheet": Paper("评议测评表", "evaluation_sheet"),
    "evaluation-matrix": Paper("评议测评汇总票", "evaluation_matrix"),
    "indicator-sheet": Paper("指标评分表", "indicator_sheet"),
    "evaluation-result": Paper("评议结果", "evaluation_result"),
    "evaluation-summary": Paper("评议结果汇总表", "evaluation_summary"),
    "proposal-form": Paper("闭会期间代表建议表", "proposal_form"),
}
