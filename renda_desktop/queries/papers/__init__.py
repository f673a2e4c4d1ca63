"""What each paper shows, read from the records."""

from renda_desktop.queries.papers.briefing import briefing
from renda_desktop.queries.papers.receipt import receipt
from renda_desktop.queries.papers.registration_form import registration_form
from renda_desktop.queries.papers.sheets import (
    BriefingRow,
    BriefingSheet,
    ReceiptMatter,
    ReceiptSheet,
    RecoverySheet,
    RegistrationForm,
    StationHead,
    TimelineLine,
)

__all__ = [
    "BriefingRow",
    "BriefingSheet",
    "ReceiptMatter",
    "ReceiptSheet",
    "RecoverySheet",
    "RegistrationForm",
    "StationHead",
    "TimelineLine",
    "briefing",
    "receipt",
    "registration_form",
]
