"""How often somebody may call: so many at once, then so many a second, in bounded memory.

Counted by each process for itself: a hundred processes let through a hundred times as much. A
code has 80 bits, so that no number of processes makes guessing one worth while.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Final

MOST_KNOWN: Final = 10_000
"""So many are counted at a time; those who were not heard of for longest are forgotten."""

_SITE: Final = 64  # the bits of an IPv6 address that one household or office shares

Ticks = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls at once, and so many a second in the long run."""

    at_once: float
    a_second: float


CALLS: Final = Rate(1_200, 40)  # of one device: a first sync, and its photos, get through
CODES: Final = Rate(20, 1 / 3)  # wrong enrolment codes from one address
STRANGERS: Final = Rate(300, 5)  # calls from one address that nobody known has signed


@dataclass(slots=True)
class Allowance:
    """What each may still do, by a rate."""

    rate: Rate
    ticks: Ticks = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def __contains__(self, who: str) -> bool:
        return who in self._left

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, who: str) -> int:
        """Return in how many seconds somebody may call again; 0 for now."""
        lacking = 1 - self._now(who)
        return math.ceil(lacking / self.rate.a_second) if lacking > 0 else 0

    def take(self, who: str) -> None:
        """Count one call."""
        self._left[who] = (max(self._now(who) - 1, 0), self.ticks())
        self._left.move_to_end(who)
        if len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)

    def _now(self, who: str) -> float:
        left, at = self._left.get(who, (self.rate.at_once, 0.0))
        return min(left + (self.ticks() - at) * self.rate.a_second, self.rate.at_once)


@dataclass(slots=True)
class Limits:
    """What devices and addresses may still do at this process."""

    ticks: Ticks = time.monotonic
    calls: Allowance = field(init=False)
    codes: Allowance = field(init=False)
    strangers: Allowance = field(init=False)

    def __post_init__(self) -> None:
        self.calls = Allowance(CALLS, self.ticks)
        self.codes = Allowance(CODES, self.ticks)
        self.strangers = Allowance(STRANGERS, self.ticks)

    def wait(self, *, device: str, address: str, enrols: bool) -> int:
        """Return for how many seconds a call is not even looked at.

        Whom this process has heard is not held up by strangers behind the same gateway.
        """
        if enrols:
            return self.codes.wait(address) if address else 0
        if device in self.calls:
            return self.calls.wait(device)
        return self.strangers.wait(address) if address else 0


def site(address: str) -> str:
    """Return what is counted as one address: of IPv6, the network that somebody is given."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    mapped = found.ipv4_mapped
    return str(mapped or IPv6Address(int(found) >> _SITE << _SITE))
