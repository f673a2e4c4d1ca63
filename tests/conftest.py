"""What tests of several layers share: a founded station, and one with an open reception."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.store import passphrase
from tests import offices


@pytest.fixture(scope="session", autouse=True)
def light_passphrases() -> Iterator[None]:
    """Let Argon2id work as little as it may: what tests seal holds no secrets."""
    light = partial(passphrase.Stretching, iterations=1, lanes=1, memory_kib=8 * 1024)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "Stretching", light)
        yield


@pytest.fixture(scope="session")
def founded(light_passphrases: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded station that nobody has open."""
    path = tmp_path_factory.mktemp("station") / "home"
    offices.found(path)
    return path


@pytest.fixture(scope="session")
def furnished(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, offices.Cast]:
    """A station with an open reception that nobody has open."""
    path = offices.copied(founded, tmp_path_factory.mktemp("furnished") / "home")
    office = offices.opened(path)
    cast = offices.furnish(office)
    office.close()
    return path, cast


@pytest.fixture
def clock() -> offices.Clock:
    """The clock of the `office`."""
    return offices.Clock()


@pytest.fixture
def cast(furnished: tuple[Path, offices.Cast]) -> offices.Cast:
    """Who and what stands ready in the `office`."""
    return furnished[1]


@pytest.fixture
def office(
    furnished: tuple[Path, offices.Cast], tmp_path: Path, clock: offices.Clock
) -> Iterator[Office]:
    """An open station with a reception going on."""
    opened = offices.opened(offices.copied(furnished[0], tmp_path / "home"), clock=clock)
    yield opened
    opened.close()
