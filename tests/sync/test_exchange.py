"""Two PCs and a server: what is done on one is on the other, once, with nothing overwritten."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from renda_desktop.bootstrap import Office
from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.theme import THEME, Theme
from renda_desktop.queries import pending
from renda_desktop.services import amendments, matters, moving, stations, themes
from renda_desktop.store import log
from renda_desktop.sync import loop
from renda_desktop.sync.messages import SignedAction
from tests.offices import Clock
from tests.sync.conftest import Join
from tests.sync.memory import URL, MemoryServer, Wire
from tests.sync.rows import log_of, quiet, rows_of, same, titles


def theme_of(office: Office, theme: Id) -> Theme:
    return office.read(lambda session: THEME.fold(theme, log.read(session, stream=theme)))


def retitle(office: Office, theme: Id, title: str) -> None:
    office.act(amendments.amend, noun="theme", stream=theme, changes={"title": title})


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
    assert titles(first) == {"一", "二", "三"}


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


def test_both_versions_of_a_conflict_are_kept_until_it_is_settled(
    first: Office, second: Office, link: Wire
) -> None:
    theme = first.act(themes.register, title="旧")
    quiet(link, first, second)
    retitle(first, theme.id, "甲")
    retitle(second, theme.id, "乙")
    first.exchange(link=link)
    done = second.exchange(link=link)
    assert done.conflicts == (theme.id,)
    quiet(link, first, second)
    same(first, second)
    for office in (first, second):
        state = theme_of(office, theme.id)
        assert state.details.title == "甲"
        assert {one.value for one in state.conflicts["title"]} >= {"乙"}
    first.act(amendments.settle, noun="theme", stream=theme.id, field="title", value="乙")
    quiet(link, first, second)
    same(first, second)
    assert theme_of(second, theme.id).conflicts == {}
    assert titles(second) == {"乙"}


def test_a_clock_that_was_set_back_orders_nothing(
    first: Office, second: Office, link: Wire
) -> None:
    theme = first.act(themes.register, title="旧")
    quiet(link, first, second)
    assert isinstance(second.clock, Clock)
    second.clock.now -= timedelta(days=4000)
    retitle(second, theme.id, "后来的")
    second.act(themes.close, theme=theme.id)
    quiet(link, second, first)
    same(first, second)
    assert titles(first) == {"后来的"}


def test_a_refused_action_holds_up_none_and_has_no_effect(
    first: Office, second: Office, link: Wire, server: MemoryServer
) -> None:
    good = first.act(themes.register, title="留下的")
    bad = first.act(themes.register, title="被拒的")
    first.act(themes.close, theme=good.id)
    retitle(first, bad.id, "再改")

    def refuse(action: SignedAction) -> str | None:
        return "refused.permission" if action.id == bad.action else None

    server.refuse = refuse
    done = first.exchange(link=link)
    assert [(one.action, one.rule) for one in done.refused] == [(bad.action, "refused.permission")]
    assert (done.sent, done.left, done.troubles) == (3, 0, ())
    quiet(link, second, first)
    same(first, second)
    assert titles(first) == {"留下的"}
    assert first.read(pending.pending).total == 0
    (row,) = first.read(pending.refused)
    assert (row.action, row.rule, row.who) == (bad.action, "refused.permission", "王芳")
    assert "权限" in row.reason
    assert first.exchange(link=link).refused == ()


def test_what_is_done_in_two_logs_is_an_action_in_each(
    first: Office, link: Wire, server: MemoryServer
) -> None:
    other = first.act(stations.register, name="南门街道联络站", code="NM").id
    matter = first.act(matters.register, at=other, program="regular", own_words="路灯不亮").id
    first.act(moving.take_over, matter=matter, reason="属地")
    done = first.exchange(link=link)
    assert [one.rule for one in done.troubles] == ["sync.not_granted"]
    assert done.left
    first.enrol(url=URL, code="anew", link=link)
    assert first.exchange(link=link).whole
    assert len(server.logs) == 2
    ids = [action.id for one in server.logs.values() for action in one.actions]
    assert len(ids) == len(set(ids))
    rows_of(first)


def test_unknown_kinds_and_fields_survive(
    first: Office, second: Office, link: Wire, join: Join
) -> None:
    theme = first.act(themes.register, title="一")
    first.exchange(link=link)
    with first.session(writes=True) as session:
        newest = log.read(session, stream=theme.id)[-1]
        body = b'{ "new" :[1, {"x":"\xe6\x96\xb0"}] }'
        of_tomorrow = _next(session, newest, kind="theme.of_tomorrow", body=body)
        alien = _next(session, newest, kind="robot.walk", body=b'{"a":1}', stream=Id("ab" * 16))
        log.append(session, entries=[of_tomorrow, alien])
    quiet(link, first, second)
    third = join()
    same(first, second, third)
    with third.session() as session:
        assert log.read(session, stream=theme.id)[-1].body == body
        assert [e.kind for e in log.read(session, stream=Id("ab" * 16))] == ["robot.walk"]


def _next(session: Session, like, **changes):  # type: ignore[no-untyped-def]
    import msgspec

    last = log.last_id(session)
    step = 1 if changes["kind"] == "theme.of_tomorrow" else 2
    made = Id(f"{int(last or '0', 16) + step:032x}")
    return msgspec.structs.replace(like, id=made, action=made, seq=None, **changes)


def test_a_large_catch_up_gives_the_same_rows(
    first: Office, second: Office, link: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        theme = first.act(themes.register, title=f"主题{number}").id
        retitle(first, theme, f"改过{number}")
    first.exchange(link=link)
    link.server.page = 7
    monkeypatch.setattr(loop, "_MANY", 10)
    assert second.exchange(link=link).received == 60
    same(first, second)


def test_a_large_catch_up_that_is_cut_off_is_made_whole(
    first: Office, second: Office, link: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        first.act(themes.register, title=f"主题{number}")
    first.exchange(link=link)
    link.server.page = 2
    monkeypatch.setattr(loop, "_MANY", 1)
    left = [3]

    def stop() -> bool:
        left[0] -= 1
        return left[0] < 0

    done = second.exchange(link=link, stop=stop)
    assert [one.rule for one in done.troubles] == ["sync.stopped"]
    assert 0 < done.received < 10  # shown with the next exchange, or the next start
    assert second.exchange(link=link).whole
    same(first, second)


def test_the_network_is_never_used_inside_a_transaction(
    first: Office, second: Office, link: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = first.session

    @contextmanager
    def counted(*, writes: bool = False) -> Iterator[Session]:
        link.open += 1
        try:
            with real(writes=writes) as session:
                yield session
        finally:
            link.open -= 1

    monkeypatch.setattr(first, "session", counted)
    second.act(themes.register, title="二")
    assert second.exchange(link=link).whole
    first.act(themes.register, title="一")
    assert first.exchange(link=link).whole
    assert titles(first) == {"一", "二"}


def test_who_is_not_enrolled_is_told(office: Office, link: Wire) -> None:
    with pytest.raises(Unavailable, match="登记码"):
        office.exchange(link=link)


def test_a_pause_grows_and_spreads() -> None:
    assert loop.pause(0, chance=0) < loop.pause(3, chance=0) < loop.pause(9, chance=0)
    assert loop.pause(99, chance=1) == 600
    assert loop.pause(0, chance=0, least=120) > 120
    assert loop.pause(2, chance=0) < loop.pause(2, chance=1)


def test_a_pc_that_never_wrote_is_not_behind_when_others_go_on(
    first: Office, second: Office, link: Wire, server: MemoryServer
) -> None:
    first.act(themes.register, title="一")
    assert first.exchange(link=link).whole
    other, left = Wire(server), [1]

    def meanwhile(call: str, data: bytes | None) -> bytes | None:
        if call == "pull" and data is None and left:
            left.pop()
            first.act(themes.register, title="二")
            assert first.exchange(link=other).whole
        return data

    link.fault = meanwhile
    assert second.exchange(link=link).troubles == ()
    same(first, second)


def test_another_process_of_the_same_pc_may_be_further(
    first: Office, second: Office, link: Wire, server: MemoryServer
) -> None:
    other, left = Wire(server), [1]

    def meanwhile(call: str, data: bytes | None) -> bytes | None:
        if call == "hello" and data is not None and left:
            left.pop()
            first.act(themes.register, title="一")
            for office in (first, second):
                assert office.exchange(link=other).whole
        return data

    link.fault = meanwhile
    assert second.exchange(link=link).troubles == ()
    same(first, second)
