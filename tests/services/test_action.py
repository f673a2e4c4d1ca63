"""One user action, as the server takes it: one log and a bounded size under each action id."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.domain.theme import THEME, RegisterTheme, ThemeDetails
from renda_desktop.services import action, matters, moving, stations
from renda_desktop.services.action import Action
from renda_desktop.store import log


def _by(office: Office) -> Author:
    return Author(office.clerk, office.station, office.device, office.clock(), frozenset({"clerk"}))


def test_a_large_action_goes_under_several_ids(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action, "MOST", 3)
    made: list[Id] = []
    with office.session(writes=True) as session:
        one = Action(session, _by(office))
        made.extend(one.begin(THEME, RegisterTheme(ThemeDetails(f"主题{n}"))) for n in range(7))
        one.done(made[0])
        entries = [log.read(session, stream=stream)[0] for stream in made]
    ids = [entry.action for entry in entries]
    assert [ids.count(each) for each in dict.fromkeys(ids)] == [3, 3, 1]
    assert ids[0] == one.id
    assert ids == sorted(ids)
    assert [entry.id for entry in entries] == sorted(entry.id for entry in entries)


def test_long_bodies_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action, "MOST_BYTES", 100)
    with office.session(writes=True) as session:
        one = Action(session, _by(office))
        made = [one.begin(THEME, RegisterTheme(ThemeDetails("题" * 20))) for _ in range(3)]
        one.done(made[0])
        ids = {log.read(session, stream=stream)[0].action for stream in made}
    assert len(ids) == 3


def test_each_log_has_an_action_of_its_own(office: Office) -> None:
    other = office.act(stations.register, name="南门街道联络站", code="NM").id
    there = office.act(matters.register, at=other, program="regular", own_words="路灯不亮").id
    taken = office.act(moving.take_over, matter=there, reason="属地")
    here = taken.id
    with office.session() as session:
        mine = [log.read(session, stream=one)[-1] for one in (here, there)]
    found: dict[Id, set[Id]] = {}
    for entry in mine:
        found.setdefault(entry.action, set()).add(entry.scope)
    assert all(len(scopes) == 1 for scopes in found.values())
    assert len(found) == 2
    assert taken.action in found
