"""Bringing in lists from Excel: what is good, what goes back, and the choice between them."""

from renda_desktop.ui.imports.kinds import departments_list, deputies_list, ledger_list
from renda_desktop.ui.imports.ledger import LedgerPanel
from renda_desktop.ui.imports.panel import Importing

__all__ = ["Importing", "LedgerPanel", "departments_list", "deputies_list", "ledger_list"]
