"""Random walks of a proposal through the services: what is possible is done, all else refused."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import RuleBroken
from renda_desktop.domain.ids import Id
from renda_desktop.domain.moments import day_of
from renda_desktop.domain.proposal import Verdict
from renda_desktop.queries.proposal_files import ProposalFile, proposal_file
from renda_desktop.services import matters, proposals
from renda_desktop.store import rebuild
from renda_desktop.store.verify import check_projection
from tests.offices import Cast, Clock

Deed = Callable[[ProposalFile, random.Random], dict[str, Any]]


def deeds(cast: Cast) -> dict[str, tuple[Any, Deed]]:
    """Return what can be done, by kind of fact, with what it takes at that moment."""
    lead = cast.deputies[0]
    unit, other = cast.departments

    def text(_file: ProposalFile, _chance: random.Random) -> dict[str, Any]:
        return {"text": "说明"}

    def reason(_file: ProposalFile, _chance: random.Random) -> dict[str, Any]:
        return {"reason": "原因"}

    def away(file: ProposalFile, _chance: random.Random) -> dict[str, Any]:
        to = other if file.row.unit == unit else unit
        return {"unit": to, "reason": "职能划转"}

    def helper(file: ProposalFile, _chance: random.Random) -> dict[str, Any]:
        co_units = file.rounds[-1].co_units
        return {"unit": co_units[0][0] if co_units else other, "text": "意见"}

    def stars(_file: ProposalFile, chance: random.Random) -> dict[str, Any]:
        said = chance.choice([1, 3, 5, Verdict.SATISFIED, Verdict.UNSATISFIED])
        return {"deputy": lead, "aspects": {"manner": 5, "result": said}}

    def answer(_file: ProposalFile, chance: random.Random) -> dict[str, Any]:
        return {"code": chance.choice("ABCD"), "text": "答复", "pass_on": chance.random() < 0.5}

    def another(_file: ProposalFile, chance: random.Random) -> dict[str, Any]:
        return {"deputy": Id(f"{chance.getrandbits(128):032x}")}

    def track(_file: ProposalFile, chance: random.Random) -> dict[str, Any]:
        return {"text": "进展", "kept": chance.random() < 0.3}

    return {
        "proposal.sign": (proposals.sign, another),
        "proposal.accept": (proposals.accept, lambda _f, c: {"complex": c.random() < 0.3}),
        "proposal.decline": (proposals.decline, reason),
        "proposal.assign": (proposals.assign, lambda _f, _c: {"unit": unit, "co_units": (other,)}),
        "proposal.return": (proposals.return_, reason),
        "proposal.transfer": (proposals.transfer, away),
        "proposal.extend": (proposals.extend, lambda _f, _c: {"reason": "公示", "granted": False}),
        "proposal.co_opinion": (proposals.co_opinion, helper),
        "proposal.meet": (proposals.meet, text),
        "proposal.remind": (proposals.remind, text),
        "proposal.supervise": (proposals.supervise, text),
        "proposal.reply": (proposals.reply, answer),
        "proposal.rate": (proposals.rate, stars),
        "proposal.rehandle": (proposals.rehandle, reason),
        "proposal.track": (
            proposals.track,
            lambda _f, c: {"text": "进展", "kept": c.random() < 0.3},
        ),
        "proposal.conclude": (proposals.conclude, text),
        "proposal.file": (proposals.file, text),
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_random_walk(office: Office, cast: Cast, clock: Clock, seed: int) -> None:
    chance = random.Random(seed)
    known, done, refused = deeds(cast), Counter[str](), 0
    matter = office.act(matters.register, program="themed", own_words="路灯不亮").id
    of: dict[str, Any] = {"title": "关于修路灯的建议", "deputies": tuple(cast.deputies[:2])}
    open_ = [office.act(proposals.convert, matters=(matter,), **of).id]
    for _ in range(70):
        proposal = chance.choice(open_[-2:])
        clock.on(days=chance.choice((0, 1, 5)), minutes=1)
        file = office.read(proposal_file, id=proposal, today=day_of(clock.now))
        assert file.possible.keys() == known.keys()
        likely = [kind for kind, why in file.possible.items() if not why]
        kind = chance.choice(likely if likely and chance.random() < 0.8 else list(known))
        told = _done(office, known[kind][0], proposal, known[kind][1](file, chance))
        assert bool(told) == bool(file.possible[kind]), (kind, told)
        after = office.read(proposal_file, id=proposal, today=day_of(clock.now))
        assert _replies(after)[: len(_replies(file))] == _replies(file)
        done[kind] += not told
        if told:
            refused += 1
            assert after.state == file.state
        elif kind == "proposal.file":
            open_.append(office.act(proposals.raise_, **of).id)
    assert refused
    assert len(done) > 8
    _grown_is_rebuilt(office)


def _done(office: Office, service: Any, proposal: Id, given: dict[str, Any]) -> str:
    """Do it, and return why not, or nothing."""
    try:
        office.act(service, proposal=proposal, **given)
    except RuleBroken as broken:
        return str(broken)
    return ""


def _replies(file: ProposalFile) -> list[str]:
    return [reply.text for one in file.rounds for reply in one.replies]


def _grown_is_rebuilt(office: Office) -> None:
    with office.session(writes=True) as session:
        assert check_projection(session)[1] == []
        rebuild.rebuild(session)
        assert check_projection(session)[1] == []
