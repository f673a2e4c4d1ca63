"""The closed loop of a matter: one function for each thing that a clerk records."""

from renda_desktop.services.matters.ending import (
    call_back,
    look_back,
    rate,
    rehandle,
    resolve,
    strike_off,
)
from renda_desktop.services.matters.handling import (
    answer_on_site,
    assign,
    choose,
    deliberate,
    extend,
    remind,
    reply,
    return_,
    supervise,
    transfer,
)
from renda_desktop.services.matters.record import (
    merge,
    note,
    register,
    separate,
    withdraw,
)

__all__ = [
    "answer_on_site",
    "assign",
    "call_back",
    "choose",
    "deliberate",
    "extend",
    "look_back",
    "merge",
    "note",
    "rate",
    "register",
    "rehandle",
    "remind",
    "reply",
    "resolve",
    "return_",
    "separate",
    "strike_off",
    "supervise",
    "transfer",
    "withdraw",
]
