"""One server for all sequences."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from renda_desktop.server import paging
from renda_desktop.store import engine
from renda_desktop.sync import catchup, loop, showing
from tests.sync.machine.base import Base, prepared
from tests.sync.machine.plan import chance


@pytest.fixture(autouse=True)
def by_chance_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let chance decide, not threads, and spare the disk: a PC dies here, the machine does not."""
    _arrange(monkeypatch)


@pytest.fixture(scope="session")
def base(light_passphrases: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with pytest.MonkeyPatch.context() as patch:
        _arrange(patch)
        with chance(0):  # every run begins alike, so that a seed shows what it showed before
            opened = ExitStack()
            made = opened.enter_context(prepared(tmp_path_factory.mktemp("machine")))
        with opened:
            patch.undo()  # other tests come before this server is stopped
            yield made


def _arrange(patch: pytest.MonkeyPatch) -> None:
    live = tuple(one.replace("= FULL", "= OFF") for one in engine._LIVE)
    patch.setattr(engine, "_LIVE", live)
    patch.setitem(engine._PRAGMAS, "live", live)
    # Who is two entries behind takes parts, one after the other.
    patch.setattr(catchup, "FAR", 2)
    patch.setattr(catchup, "AHEAD", False)
    patch.setattr(paging, "MOST_PART", 5)
    # Who is five behind shows it all at the end.
    patch.setattr(loop, "_MANY", 5)
    patch.setattr(showing, "SOME", 2)
    patch.setattr(showing, "GAP", 0)
