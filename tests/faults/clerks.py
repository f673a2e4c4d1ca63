"""Clerks at several PCs who work and exchange all the time, while something dies."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from renda_desktop.domain.errors import Unavailable
from tests.faults.centre import Field
from tests.sync.machine import deeds
from tests.sync.machine.pc import Pc


@dataclass
class Busy:
    """What came of their exchanges, by the rule that told of it; '' where all went well."""

    rules: Counter[str] = field(default_factory=Counter)
    bugs: list[BaseException] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def more(self, many: int) -> Callable[[], bool]:
        """Return what says whether so many more went well."""
        due = self.rules[""] + many
        return lambda: self.rules[""] >= due or bool(self.bugs)


@contextmanager
def busy(field: Field, *, seed: int) -> Iterator[Busy]:
    """Let every PC's clerk work on until the end of the block."""
    told = Busy()
    many = [
        threading.Thread(target=_work, args=(field, pc, told, Random(seed + number)))
        for number, pc in enumerate(field.pcs)
    ]
    for one in many:
        one.start()
    try:
        yield told
    finally:
        told.stop.set()
        for one in many:
            one.join()
    if told.bugs:
        raise told.bugs[0]


def _work(field: Field, pc: Pc, told: Busy, chance: Random) -> None:
    try:
        while not told.stop.is_set():
            for _ in range(chance.randrange(3)):
                deeds.do(pc, field.base.cast, chance)
            try:
                report = pc.office.exchange(link=field.link(pc.office))
            except Unavailable as failure:
                told.rules[failure.rule] += 1
                continue
            told.rules[report.troubles[0].rule if report.troubles else ""] += 1
            if report.troubles:
                told.stop.wait(0.05)  # a PC that is not let in does not ask on and on
    except BaseException as bug:  # noqa: BLE001 - told to the test
        told.bugs.append(bug)
