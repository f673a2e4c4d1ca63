"""The papers of a vote: what its voters are given, what is counted, what was announced."""

from datetime import datetime

from sqlalchemy.orm import Session

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.figures import plain
from renda_desktop.domain.ids import Id
from renda_desktop.domain.terms import BallotStatus, ItemOutcome
from renda_desktop.queries import ballots
from renda_desktop.queries.ballot_files import BallotFile, RoundRow, ballot_file
from renda_desktop.queries.ballot_timeline import numbered
from renda_desktop.queries.ballots import ItemRow
from renda_desktop.queries.papers import parts, vote_words
from renda_desktop.queries.papers.figure_words import full
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

_PASSED = (ItemOutcome.PASSED, ItemOutcome.ELECTED)


def ballot_paper(
    session: Session, *, ballot: Id, now: datetime, per_page: int = 1
) -> BallotPaper:  # fmt: skip
    """Return the paper that every voter is given; nothing on it tells one from another.

    Raises:
        RuleBroken: there is no such vote, or it was called off.
    """
    file = _held(session, ballot, "印票")
    return BallotPaper(
        head=_head(session, file),
        items=tuple(map(_item, file.items)),
        options=vote_words.options(file.rules),
        advice=vote_words.advice(file.rules),
        per_page=per_page,
        printed_at=now,
    )


def tally_sheet(
    session: Session, *, ballot: Id, now: datetime, blank: bool = False
) -> TallySheet:  # fmt: skip
    """Return the sheet for tellers: blank until a count stands, or where that is asked for.

    Raises:
        RuleBroken: there is no such vote, or it was called off.
    """
    file = _held(session, ballot, "计票")
    row, last = file.row, file.rounds[-1]
    empty = blank or (row.returned is None and not last.tellers)
    counted = not empty and row.returned is not None
    return TallySheet(
        head=_head(session, file),
        turnout=_turnout(file, counted=counted),
        options=vote_words.options(file.rules),
        rows=tuple(
            TallyRow(one.number, one.title, _votes(file, one) if counted else ())
            for one in file.items
        ),
        tellers=() if empty else _tellers(last),
        notes=() if empty else _counting(last),
        blank=empty,
        printed_at=now,
    )


def ballot_result(session: Session, *, ballot: Id, now: datetime) -> BallotResult:
    """Return what was announced.

    Raises:
        RuleBroken: there is no such vote, or nothing was announced that holds.
    """
    file = ballot_file(session, id=ballot)
    at = file.row.concluded_at
    if at is None:
        raise RuleBroken("ballot.not_concluded")
    return BallotResult(
        head=_head(session, file),
        turnout=_turnout(file, counted=True),
        options=vote_words.options(file.rules),
        rows=tuple(_result(file, one) for one in file.items),
        notes=_notes(session, file),
        announced_at=at,
        printed_at=now,
    )


def _held(session: Session, ballot: Id, action: str) -> BallotFile:
    file = ballot_file(session, id=ballot)
    if file.row.status is BallotStatus.CANCELLED:
        raise RuleBroken("ballot.status", status=file.row.status.label, action=action)
    return file


def _head(session: Session, file: BallotFile) -> VoteHead:
    row = file.row
    return VoteHead(
        station=parts.station_head(session),
        title=row.title,
        on=row.day,
        place=row.place,
        secret=row.secret,
        rules=vote_words.described(file.rules),
    )


def _item(one: ItemRow) -> VoteItem:
    amount = "" if one.amount is None else f"{plain(one.amount)} 万元"
    return VoteItem(one.number, one.title, one.text, amount)


def _turnout(file: BallotFile, *, counted: bool) -> VoteTurnout:
    row = file.row
    found = (row.returned, row.invalid) if counted else (None, None)
    return VoteTurnout(row.due, row.present, row.issued, *found)


def _votes(file: BallotFile, one: ItemRow) -> tuple[int, ...]:
    """Return an item's votes in the order of the options; () where nothing was counted."""
    some = (one.votes_for, one.against, one.abstain)
    return tuple(n for n in some if n is not None)[: len(vote_words.options(file.rules))]


def _tellers(last: RoundRow) -> tuple[TellerLine, ...]:
    return tuple(
        TellerLine(
            one.teller,
            one.at,
            one.count.returned if one.count else None,
            one.count.invalid if one.count else None,
        )
        for one in last.tellers
    )


def _counting(last: RoundRow) -> tuple[str, ...]:
    told = [f"第 {last.number} 次计票，重新计票的原因：{last.reason}"] if last.reason else []
    if last.differences:
        told.append(f"计票人的结果不一致：{'、'.join(last.differences)}。须重新计票。")
    elif last.tellers and not last.agreed:
        told.append(f"已有 {len(last.tellers)} 名计票人计票，尚未全部完成，票数暂不填写。")
    return tuple(told)


def _result(file: BallotFile, one: ItemRow) -> VoteResultRow:
    return VoteResultRow(
        item=_item(one),
        votes=_votes(file, one),
        share=one.share,
        outcome=one.outcome.label if one.outcome else "",
        passed=one.outcome in _PASSED,
        reason=full(one.reason),
    )


def _notes(session: Session, file: BallotFile) -> tuple[str, ...]:
    told = []
    if file.row.follows is not None:
        first = ballots.ballot_row(session, id=file.row.follows)
        told.append(f"本次就《{first.title if first else ''}》中票数相等的项目再次投票。")
    for one in file.rounds:
        if one.superseded and one.passed is not None:
            passed = numbered(one.passed) or "没有项目"
            told.append(f"第 {one.number} 次计票曾公布{passed}通过，已由重新计票取代。")
        if one.reason:
            told.append(f"第 {one.number} 次计票，重新计票的原因：{one.reason}")
    if file.row.tied:
        told.append(_again(session, file))
    return tuple(told)


def _again(session: Session, file: BallotFile) -> str:
    """Say what becomes of items that tied, second votes included."""
    row = file.row
    if file.final is not None:
        return f"经再次投票，入选的为{numbered(file.final)}。"
    again = file.followed_by and ballots.ballot_row(session, id=file.followed_by)
    held = f"，已安排再次投票《{again.title}》" if again else ""
    return f"有 {row.tied} 项票数相等，尚余 {row.places} 个名额{held}；以上结果不含这些项目。"
