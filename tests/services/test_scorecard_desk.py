"""An evaluation as whoever is at the desk works on it: beside which others, and what of it."""

from renda_desktop.bootstrap import Office
from renda_desktop.domain.terms import Role
from renda_desktop.queries.scorecard_desk import at_desk, scorecard_desk
from renda_desktop.services import clerks, drawing, scorecards
from tests.offices import Cast
from tests.services import evaluating


def second(office: Office, cast: Cast) -> evaluating.Evaluation:
    """Evaluate another deputy, who is not praised: two points less."""
    one = evaluating.begin(office, cast, 0)
    evaluating.supervised(office, cast, one.deputy)
    evaluating.rate_all(office, one)
    office.act(drawing.draw, scorecard=one.id)
    return one


def test_those_concluded_beside_it_stand_by_their_scores(office: Office, cast: Cast) -> None:
    other = second(office, cast)
    best = evaluating.whole(office, cast)
    now = office.read(scorecard_desk, id=other.id)
    assert (now.row.score, str(now.score)) == (None, "74.64")
    assert [row.id for row in now.peers] == [best.id]
    office.act(scorecards.conclude, scorecard=other.id)
    found = office.read(scorecard_desk, id=other.id)
    assert [row.id for row in found.peers] == [best.id, other.id]
    assert found.score == found.row.score


def test_a_clerk_sees_neither_score_nor_rank(office: Office, cast: Cast) -> None:
    one = evaluating.whole(office, cast)
    head = office.read(scorecard_desk, id=one.id)
    assert (str(head.score), head.grade, len(head.measured)) == ("76.64", "称职", 2)
    office.sign_on(office.act(clerks.register, name="赵丽", roles=(Role.CLERK,)).id)
    seen = office.read(scorecard_desk, id=one.id)
    assert (seen.score, seen.grade, seen.peers) == (None, "", ())
    assert [row.score for row in office.read(at_desk)] == [None]
    assert "站长" in seen.possible["scorecard.reopen"]
