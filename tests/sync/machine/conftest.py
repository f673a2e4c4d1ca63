"""One server for all sequences."""

from collections.abc import Iterator

import pytest

from renda_desktop.server import paging
from renda_desktop.store import engine
from renda_desktop.sync import catchup
from tests.sync.machine.base import Base, prepared


@pytest.fixture(scope="session")
def base(light_passphrases: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with pytest.MonkeyPatch.context() as patch:
        # Here a PC dies, the machine does not: what it wrote need not reach the disk.
        live = tuple(one.replace("= FULL", "= OFF") for one in engine._LIVE)
        patch.setattr(engine, "_LIVE", live)
        patch.setitem(engine._PRAGMAS, "live", live)
        # Who is two entries behind takes parts, one after the other: chance decides, not threads.
        patch.setattr(catchup, "FAR", 2)
        patch.setattr(catchup, "AHEAD", False)
        patch.setattr(paging, "MOST_PART", 5)
        with prepared(tmp_path_factory.mktemp("machine")) as made:
            yield made
