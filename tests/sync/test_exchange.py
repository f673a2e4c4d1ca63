"""Two PCs and a server: what is done on one is on the other, once, whatever happens between."""

from renda_desktop.bootstrap import Office
from renda_desktop.services import themes
from tests.sync.memory import MemoryServer, Wire
from tests.sync.rows import log_of, rows_of


def quiet(link: Wire, *many: Office) -> None:
    """Exchange until everybody has everything."""
    for office in (*many, *many):
        assert office.exchange(link=link).troubles == ()


def same(*many: Office) -> None:
    first, *others = many
    for other in others:
        assert log_of(other) == log_of(first)
        assert rows_of(other) == rows_of(first)


def test_a_station_founded_offline_comes_to_a_second_pc(first: Office, second: Office) -> None:
    same(first, second)
    assert (first.letter, second.letter) == ("A", "B")
    assert first.device != second.device
    assert (second.station, second.clerk) == (first.station, first.clerk)


def test_what_is_done_offline_on_both_meets(first: Office, second: Office, link: Wire) -> None:
    for office, title in ((first, "一"), (second, "二"), (first, "三")):
        office.act(themes.register, title=title)
    quiet(link, first, second)
    same(first, second)


def test_one_more_exchange_changes_nothing(
    first: Office, second: Office, link: Wire, server: MemoryServer
) -> None:
    first.act(themes.register, title="一")
    quiet(link, first, second)
    before = log_of(first), rows_of(first)
    server.calls.clear()
    done = first.exchange(link=link)
    assert (done.sent, done.received, done.whole) == (0, 0, True)
    assert server.calls == ["hello"]
    assert (log_of(first), rows_of(first)) == before
