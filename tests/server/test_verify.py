"""Damage of every kind is found, and sound data is not suspected."""

import pytest

from renda_desktop.domain.terms import Role
from renda_desktop.server.verify import verify
from tests.server.pcs import NOTE, Pc, Town
from tests.server.test_roles import register

DAMAGE = {
    "a body": ("UPDATE entry SET body = '{}' WHERE seq = 3", {"digest"}),
    "an author": ("UPDATE entry SET author = action WHERE seq = 3", {"digest"}),
    "a body with its digest": (
        "UPDATE entry SET body = NULL, digest = sha256('') WHERE seq = 3",
        {"signature", "chain", "head"},
    ),
    "an entry less": ("DELETE FROM entry WHERE seq = 4", {"signature", "chain", "number", "head"}),
    "an action less": (
        "WITH gone AS (DELETE FROM action WHERE seq = 3) DELETE FROM entry WHERE seq = 3",
        {"number", "chain", "head"},
    ),
    "a signature": (
        "UPDATE action SET signature = sha512('') WHERE seq = 3",
        {"signature"},
    ),
    "a number of a device": ("UPDATE action SET dseq = 99 WHERE seq = 5", {"signature", "device"}),
    "a chain": ("UPDATE action SET chain = sha256('') WHERE seq = 3", {"chain"}),
    "the head": ("UPDATE scope SET head = 99", {"head"}),
    "a certificate": ("UPDATE device SET letter = 'Q'", {"certificate", "signature"}),
    "a role": ("UPDATE clerk SET roles = '{station_head,teller}'", {"roles"}),
}


def history(town: Town) -> Pc:
    """Return a PC that pushed a little, something refused among it."""
    pc = town.founded()
    notes = pc.notes(2)
    clerk, registered = register(pc, Role.CLERK)
    pc.push(*notes, registered)
    head, pc.clerk = pc.clerk, clerk
    pc.push(pc.action(("matter.strike_off", {"evidence": ""})), pc.action(NOTE))
    pc.clerk = head
    return pc


def test_sound_data_is_sound(town: Town) -> None:
    history(town)
    report = town.ask(verify)
    assert report.findings == ()
    assert (report.scopes, report.actions, report.entries) == (1, 6, 6)


def test_a_body_that_was_blanked_by_order_is_sound(town: Town) -> None:
    history(town)
    town.say("UPDATE entry SET body = NULL WHERE seq = 3")
    assert town.ask(verify).findings == ()


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found(town: Town, what: str) -> None:
    sql, found = DAMAGE[what]
    history(town)
    town.say("ALTER TABLE entry DISABLE TRIGGER entry_stays")
    town.say(sql)
    assert {one.what for one in town.ask(verify).findings} == found
