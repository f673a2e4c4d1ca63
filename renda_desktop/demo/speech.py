"""What a resident says and a clerk writes of it, put together for one place and one problem."""

from dataclasses import dataclass

from renda_desktop.demo.folk import Neighbour
from renda_desktop.demo.luck import Luck
from renda_desktop.demo.texts import Problem, people, phrases
from renda_desktop.domain.terms import Appeal, Urgency

_ROUGH = {
    Urgency.NORMAL: {Urgency.NORMAL: 90, Urgency.URGENT: 10},
    Urgency.URGENT: {Urgency.NORMAL: 25, Urgency.URGENT: 65, Urgency.CRITICAL: 10},
    Urgency.CRITICAL: {Urgency.URGENT: 45, Urgency.CRITICAL: 55},
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One matter as it comes out of somebody's mouth."""

    problem: Problem
    own_words: str
    summary: str
    place: str
    urgency: Urgency
    appeal: Appeal
    slots: dict[str, object]

    @property
    def topic(self) -> str:
        """Return what it is about, as minutes call it: 加装电梯."""
        return self.problem.category.partition("/")[2]

    def fill(self, text: str, **more: object) -> str:
        """Put this matter's particulars into a phrase."""
        return text.format(**self.slots, topic=self.topic, **more)


def complaint(
    luck: Luck, problem: Problem, *, of: Neighbour, like: Complaint | None = None
) -> Complaint:
    """Return what somebody says about a problem near where they live, or about a known one."""
    slots = like.slots if like else _slots(luck, problem, of)
    sentences = [luck.one(problem.said), *luck.some(problem.detail, count=luck.number(0, 2))]
    opening = luck.one(phrases()["openings"])
    text = opening + ",".join(sentences) + ("。" if luck.happens(0.7) else ",")
    text += luck.one(problem.wish) + "。"
    if luck.happens(0.06):
        text += "\n" + luck.one(problem.detail) + ",这一点也请记一下。"
    return Complaint(
        problem,
        text.format(**slots),
        luck.one(problem.summary).format(**slots),
        str(slots["place"]),
        luck.by_weight(_ROUGH[problem.urgency]),
        problem.appeal,
        slots,
    )


def _slots(luck: Luck, problem: Problem, of: Neighbour) -> dict[str, object]:
    place = of.estate if problem.at == "estate" else luck.one(people().places[problem.at])
    return {
        "place": place,
        "road": luck.one(people().places["road"]),
        "building": of.building,
        "unit": of.unit,
        "floor": luck.number(2, 7),
        "n": luck.number(2, 9),
        "years": luck.number(2, 12),
    }
