"""票决: a vote on items, from its preparation to what was announced."""

from renda_desktop.domain.ballot.counting import CastVote, ChangeVote, TallyBallot
from renda_desktop.domain.ballot.holding import (
    AmendBallot,
    CallBallot,
    CancelBallot,
    ConcludeBallot,
    IssueBallot,
    PrepareBallot,
    RecountBallot,
    SettleBallot,
)
from renda_desktop.domain.ballot.state import (
    Ballot,
    BallotDetails,
    Item,
    Member,
    Round,
    Tally,
)
from renda_desktop.domain.stream import Noun

BALLOT = Noun(
    Ballot,
    [
        PrepareBallot,
        AmendBallot,
        SettleBallot,
        CallBallot,
        IssueBallot,
        TallyBallot,
        CastVote,
        ChangeVote,
        ConcludeBallot,
        RecountBallot,
        CancelBallot,
    ],
)

__all__ = [
    "BALLOT",
    "AmendBallot",
    "Ballot",
    "BallotDetails",
    "CallBallot",
    "CancelBallot",
    "CastVote",
    "ChangeVote",
    "ConcludeBallot",
    "IssueBallot",
    "Item",
    "Member",
    "PrepareBallot",
    "RecountBallot",
    "Round",
    "SettleBallot",
    "Tally",
    "TallyBallot",
]
