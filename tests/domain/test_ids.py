"""Identifiers grow whatever the clock does."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.ids import next_id

MOMENTS = st.integers(0, (1 << 48) - 2)
CHANCES = st.integers(0, (1 << 74) - 1)


@given(st.lists(st.tuples(MOMENTS, CHANCES), min_size=2, max_size=50))
def test_each_id_sorts_behind_the_one_before(clock: list[tuple[int, int]]) -> None:
    last = None
    for now_ms, chance in clock:
        made = next_id(after=last, now_ms=now_ms, chance=chance)
        assert last is None or (made > last and bytes.fromhex(made) > bytes.fromhex(last))
        assert len(made) == 32
        assert UUID(made).version == 7
        assert UUID(made).variant == "specified in RFC 4122"
        last = made


@given(MOMENTS, CHANCES)
def test_the_first_id_carries_the_clock(now_ms: int, chance: int) -> None:
    assert int(next_id(after=None, now_ms=now_ms, chance=chance)[:12], 16) == now_ms


def test_a_full_counter_moves_on_to_the_next_millisecond() -> None:
    full = next_id(after=None, now_ms=5, chance=(1 << 74) - 1)
    after = next_id(after=full, now_ms=4, chance=7)
    assert after > full
    assert int(after[:12], 16) == 6
