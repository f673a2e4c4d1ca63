"""What the desk's fields complete from, shared by all of them."""

from collections.abc import Iterable

from renda_desktop.domain.ids import Id
from renda_desktop.queries.desk import DeskLists
from renda_desktop.ui.desk.draft import Pick
from renda_desktop.ui.pinyin import matches
from renda_desktop.ui.widgets import Option
from renda_desktop.ui.widgets.choice import Give, Suggest

_SHOWN = 50
ELSEWHERE = (
    "人民法院",
    "劳动人事争议仲裁委员会",
    "行政复议机关",
    "信访部门",
    "公安机关",
    "检察院",
    "纪检监察机关",
    "12345 政务服务热线",
)
"""Where a declined matter usually belongs."""


class Lists:
    """Options by name; they arrive after the fields were made, and change."""

    def __init__(self) -> None:
        self.deputies: list[Option] = []
        self.departments: list[Option] = []
        self.places: list[Option] = []
        self.categories: list[Option] = []
        self.elsewhere = [Option(text, text) for text in ELSEWHERE]

    def take(self, found: DeskLists) -> None:
        """Offer what a query found."""
        self.deputies = [Option(*one) for one in found.deputies]
        self.departments = [
            Option(one, name, "" if name == whole else whole)
            for one, name, whole in found.departments
        ]
        self.places = [Option(text, text) for text in found.places]
        self.categories = [Option(text, text) for text in found.categories]

    def texts(self) -> list[str]:
        """Return all that is searched in."""
        lists = (self.deputies, self.departments, self.places, self.categories, self.elsewhere)
        return [text for some in lists for one in some for text in (one.text, one.detail) if text]

    def suggest(self, name: str) -> Suggest:
        """Return how a Choice suggests from the list of that name, as it is then."""

        def find(text: str, give: Give) -> None:
            options: list[Option] = getattr(self, name)
            give([one for one in options if matches(text, one.text, one.detail)][:_SHOWN])

        return find

    def place_in(self, address: str) -> str:
        """Return the longest known place that an address begins with, '' for none."""
        known = (str(one.value) for one in self.places)
        return max((one for one in known if address.startswith(one)), key=len, default="")


def pick_of(option: Option | None) -> Pick | None:
    """Return a chosen option as drafts keep it."""
    return Pick(Id(str(option.value)), option.text) if option else None


def option_of(pick: Pick | None) -> Option | None:
    """Return a kept choice as fields show it."""
    return Option(pick.id, pick.text) if pick else None


def named(parties: Iterable[tuple[Id, str]]) -> tuple[Pick, ...]:
    """Return (id, name) pairs as picks."""
    return tuple(Pick(*one) for one in parties)
