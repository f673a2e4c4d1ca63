"""The last day: what is half done when somebody opens the made-up station."""

from datetime import date, time, timedelta

from renda_desktop.demo.agenda import Life
from renda_desktop.demo.beside import raised
from renda_desktop.demo.deciding import deliberate
from renda_desktop.demo.folk import Neighbour, phone
from renda_desktop.demo.held import Guest
from renda_desktop.demo.luck import Luck
from renda_desktop.demo.world import World
from renda_desktop.demo.year_plan import Fate, Occasion
from renda_desktop.domain.terms import Grade, ReceptionKind
from renda_desktop.services import matters

BEGINS, ENDS = time(8, 12), time(10, 14)


def wang() -> Neighbour:
    """Return the resident of the picture."""
    return Neighbour("王秀英", "14800005521", "迎春小区", 6, 2)


def guests(
    occasions: list[Occasion], wang: Neighbour, luck: Luck, *, today: date
) -> dict[Occasion, list[Guest]]:
    """Return at which receptions those of the last day's queue were seen before."""
    neighbour = Neighbour("屠阿根", phone(luck), "迎春小区", 6, 2)
    roof = Guest(wang, "城乡建设/房屋渗漏", pace="quick")
    lift = Guest(wang, "城乡建设/加装电梯", pace="stuck")
    too = Guest(neighbour, "城乡建设/加装电梯", joins=True)
    court = Guest(Neighbour("贾德福", phone(luck), "永寿里", 9, 1), "政务法治/涉法涉诉")
    found: dict[Occasion, list[Guest]] = {}
    for guest, before in ((roof, 180), (court, 120), (lift, 58), (too, 20)):
        held = [
            one
            for one in occasions
            if one.fate is Fate.HELD
            and one.kind is not ReceptionKind.OUTREACH
            and one.matters
            and one.day <= today - timedelta(days=before)
        ]
        if held:
            found.setdefault(held[-1], []).append(guest)
    return found


def queue(wang: Neighbour, luck: Luck) -> list[tuple[Neighbour, str]]:
    """Return who waits with what."""
    others = (("周·买买提", "噪声扰民"), ("㻏文", "停车位"), ("赵国强", "飞线充电"))
    rest = [(Neighbour(name, phone(luck), "秀水苑", 3, 1), topic) for name, topic in others]
    return [(wang, "加装电梯"), *rest]


def morning(world: World) -> Life:
    """Let the morning's post and calls leave something in every stage."""
    in_hand = [case for case in world.in_hand.values() if case.office and not case.pace]
    for case in in_hand[-1:]:
        reason = world.phrase("returns", case, other="街道办事处")
        world.desk.act(matters.return_, matter=case.id, reason=reason)
        yield world.clock.now + timedelta(minutes=2)
    for case in in_hand[-4:-1]:
        text = case.complaint.fill(world.luck.one(case.complaint.problem.replies))
        unit = case.office.id if case.office else None
        world.desk.act(matters.reply, matter=case.id, text=text, grade=Grade.SOLVED, unit=unit)
        yield world.clock.now + timedelta(minutes=3)


def calls(world: World, count: int) -> Life:
    """Let some call the station before the reception begins."""
    for number in range(count):
        case = raised(world)
        if number % 2:
            deliberate(world, case)
        yield world.clock.now + timedelta(minutes=4)
