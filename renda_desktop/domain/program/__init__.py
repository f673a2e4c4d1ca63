"""A work mechanism: its rules as data, and the versions that were published."""

from renda_desktop.domain.program.deadlines import (
    LONGEST_TERM,
    Amber,
    Due,
    Term,
    colour,
    deadline,
    months_after,
)
from renda_desktop.domain.program.details import (
    ProgramDetails,
    due,
)
from renda_desktop.domain.program.parts import (
    Aspect,
    LoopStep,
    Measure,
    ProposalRules,
    Quantity,
    ReplyClass,
)
from renda_desktop.domain.program.stream import (
    PROGRAM,
    Program,
    PublishProgram,
)

__all__ = [
    "LONGEST_TERM",
    "PROGRAM",
    "Amber",
    "Aspect",
    "Due",
    "LoopStep",
    "Measure",
    "Program",
    "ProgramDetails",
    "ProposalRules",
    "PublishProgram",
    "Quantity",
    "ReplyClass",
    "Term",
    "colour",
    "deadline",
    "due",
    "months_after",
]
