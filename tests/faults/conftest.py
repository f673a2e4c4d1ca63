"""One centre for all tests of faults: PostgreSQL, a server process, a proxy before it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renda_desktop.server.inprocess import Loop
from tests.faults import cases
from tests.faults.centre import Field, Ground, Process, prepared
from tests.sync.proxy import Proxy

Fields = Callable[..., Field]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cases were run."""
    if cases.CASES:
        terminalreporter.write_line(cases.told())


@pytest.fixture(scope="session")
def ground(light_passphrases: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with prepared(tmp_path_factory.mktemp("centre")) as made:
        yield made


@pytest.fixture(scope="session")
def server(ground: Ground) -> Iterator[Process]:
    """A server process that nobody kills."""
    made = Process(ground.data, address=ground.address)
    made.start()
    yield made
    made.stop()
    made.end()


@pytest.fixture
def proxy(server: Process) -> Iterator[Proxy]:
    loop = Loop()
    made = Proxy(loop, ("127.0.0.1", server.port))
    made.start()
    yield made
    made.stop()
    loop.close()


@pytest.fixture
def fields(ground: Ground, tmp_path: Path) -> Iterator[Fields]:
    """Set up PCs that speak to an address; the database begins anew."""
    made: list[Field] = []

    def field(url: str, *, pcs: int = 3) -> Field:
        made.append(Field(ground.base, tmp_path / f"field{len(made)}", pcs=pcs, url=url))
        return made[-1]

    yield field
    for one in made:
        one.close()


@pytest.fixture
def field(fields: Fields, proxy: Proxy) -> Field:
    """PCs whose every message goes through the proxy."""
    return fields(proxy.url)
