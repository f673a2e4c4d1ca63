"""What each paper shows, read from the records."""

from renda_desktop.queries.papers.ballots import ballot_paper, ballot_result, tally_sheet
from renda_desktop.queries.papers.books import (
    ChartBar,
    DutyLine,
    DutyList,
    DutyRecord,
    HeldRow,
    Ledger,
    LedgerRow,
    PeriodReport,
    PrintedChart,
    PrintedFigure,
    Ranked,
)
from renda_desktop.queries.papers.briefing import briefing
from renda_desktop.queries.papers.briefing_sheet import BriefingRow, BriefingSheet, Voice, Voices
from renda_desktop.queries.papers.duty_record import duty_record
from renda_desktop.queries.papers.ledger import ledger
from renda_desktop.queries.papers.letters import letter
from renda_desktop.queries.papers.matter_slips import assignment_slip, call_back_form
from renda_desktop.queries.papers.period_report import period_report
from renda_desktop.queries.papers.receipt import receipt
from renda_desktop.queries.papers.reception_letters import reception_letter
from renda_desktop.queries.papers.reception_lists import claim_list, sign_in_sheet
from renda_desktop.queries.papers.registration_form import registration_form
from renda_desktop.queries.papers.sheet import Persons, Sheet, Stamp
from renda_desktop.queries.papers.sheets import (
    ClaimList,
    ClaimRow,
    LetterSheet,
    MatterSlip,
    ReceiptMatter,
    ReceiptSheet,
    RecoverySheet,
    RegistrationForm,
    SignInGroup,
    SignInSheet,
    StationHead,
    TimelineLine,
)
from renda_desktop.queries.papers.votes import (
    BallotPaper,
    BallotResult,
    TallyRow,
    TallySheet,
    TellerLine,
    VoteHead,
    VoteItem,
    VoteResultRow,
    VoteTurnout,
)

__all__ = [
    "BallotPaper",
    "BallotResult",
    "BriefingRow",
    "BriefingSheet",
    "ChartBar",
    "ClaimList",
    "ClaimRow",
    "DutyLine",
    "DutyList",
    "DutyRecord",
    "HeldRow",
    "Ledger",
    "LedgerRow",
    "LetterSheet",
    "MatterSlip",
    "PeriodReport",
    "Persons",
    "PrintedChart",
    "PrintedFigure",
    "Ranked",
    "ReceiptMatter",
    "ReceiptSheet",
    "RecoverySheet",
    "RegistrationForm",
    "Sheet",
    "SignInGroup",
    "SignInSheet",
    "Stamp",
    "StationHead",
    "TallyRow",
    "TallySheet",
    "TellerLine",
    "TimelineLine",
    "Voice",
    "Voices",
    "VoteHead",
    "VoteItem",
    "VoteResultRow",
    "VoteTurnout",
    "assignment_slip",
    "ballot_paper",
    "ballot_result",
    "briefing",
    "call_back_form",
    "claim_list",
    "duty_record",
    "ledger",
    "letter",
    "period_report",
    "receipt",
    "reception_letter",
    "registration_form",
    "sign_in_sheet",
    "tally_sheet",
]
