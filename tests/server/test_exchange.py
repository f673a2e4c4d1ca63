"""What is pushed gets a verdict, a number and a place; what is pulled comes back whole."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from renda_desktop.sync import signing
from renda_desktop.sync.messages import NOTHING, SignedAction
from tests.server.pcs import NOTE, Pc, Town


def test_a_station_is_founded_by_whoever_registers_himself(town: Town) -> None:
    pc = town.pc()
    pushed = pc.push(pc.founding(), pc.action(NOTE))
    assert [(v.seq, v.refusal) for v in pushed.verdicts] == [(1, None), (3, None)]
    assert pushed.head == 3
    assert not pushed.forked


def test_what_was_pushed_comes_back_as_it_was(town: Town) -> None:
    pc = town.pc()
    sent = [pc.founding(), pc.action(NOTE, ("later.kind", '{ "a" : "䶮𬍛" }'))]
    pc.push(*sent)
    page = pc.pull()
    assert [msgspec.structs.replace(one, seq=0) for one in page.actions] == sent
    assert [one.seq for one in page.actions] == [1, 3]
    assert (page.until, page.head) == (4, 4)
    entries = [entry for one in sent for entry in one.entries]
    assert page.chain == signing.chained(NOTHING, entries=entries)


def test_the_same_push_again_gets_the_same_verdicts(town: Town) -> None:
    pc = town.pc()
    actions = [pc.founding(), *pc.notes(3)]
    first = pc.push(*actions)
    assert pc.push(*actions) == first
    assert town.rows("SELECT count(*) FROM entry") == [(5,)]


def test_an_action_twice_in_one_push_is_one(town: Town) -> None:
    pc = town.founded()
    note = pc.action(NOTE)
    pushed = pc.push(note, note, pc.action(NOTE))
    assert [v.seq for v in pushed.verdicts] == [3, 3, 4]


def test_a_retry_that_goes_on_where_the_first_stopped(town: Town) -> None:
    pc = town.founded()
    actions = pc.notes(5)
    pc.push(*actions[:2])
    pushed = pc.push(*actions)
    assert [v.seq for v in pushed.verdicts] == [3, 4, 5, 6, 7]


def test_a_gap_in_the_numbers_of_a_device_is_a_fork(town: Town) -> None:
    pc = town.founded()
    one, _, three = pc.notes(3)
    pushed = pc.push(one, three)
    assert pushed.forked
    assert [v.seq for v in pushed.verdicts] == [3]
    assert pushed.head == 3


def test_a_number_that_leaps_is_a_fork_whatever_it_follows(town: Town) -> None:
    pc = town.founded()
    pc.dseq += 1
    pushed = pc.push(pc.action(NOTE))
    assert (pushed.forked, pushed.verdicts) == (True, ())


def test_a_page_ends_where_its_head_was_read(town: Town) -> None:
    """What is taken after the head was read, and before the actions are, is for the next page."""
    pc = town.founded()
    pc.push(pc.action(NOTE))
    pc.push(pc.action(NOTE))
    town.say("UPDATE scope SET head = 3, chain = $1", pc.pull(2, limit=1).chain)

    page = pc.pull(2)
    assert (page.until, page.head, len(page.actions)) == (3, 3, 1)


def test_a_copied_pc_is_seen_at_once(town: Town) -> None:
    pc = town.founded()
    copy = Pc(town, pc.scope, pc.device, pc.key, pc.clerk, pc.dseq, pc.link)
    pc.push(pc.action(NOTE))
    forked = copy.push(copy.action(NOTE))
    assert forked.forked
    assert forked.verdicts == ()
    later = copy.push(copy.action(NOTE))  # its number fits, but not what it names as before
    assert later.forked
    assert town.rows("SELECT count(*) FROM entry") == [(3,)]


def test_a_pc_that_enrols_anew_goes_on_with_what_is_known(town: Town) -> None:
    pc = town.founded()
    known = pc.action(NOTE)
    seq = pc.push(known).verdicts[0].seq
    anew = town.pc(pc.scope, clerk=pc.clerk)
    kept = [msgspec.structs.replace(one, device=pc.device) for one in known.entries]
    again = anew.sign(known.id, kept)
    pushed = anew.push(again, anew.action(NOTE))
    assert not pushed.forked
    assert [v.seq for v in pushed.verdicts] == [seq, seq + 1]
    assert anew.push(again).verdicts == pushed.verdicts[:1]


def test_entries_written_under_an_earlier_name_keep_it(town: Town) -> None:
    old = town.founded()
    waiting = old.action(NOTE)
    anew = town.pc(old.scope, clerk=old.clerk)
    kept = [msgspec.structs.replace(one, device=old.device) for one in waiting.entries]
    assert anew.push(anew.sign(waiting.id, kept)).verdicts[0].refusal is None
    (pulled,) = anew.pull(2).actions
    assert pulled.device == anew.device
    assert pulled.entries == tuple(kept)


def test_an_entry_is_in_one_action_only(town: Town) -> None:
    pc = town.founded()
    first = pc.action(NOTE)
    pc.push(first)
    other = pc.action(NOTE)
    stolen = msgspec.structs.replace(other.entries[0], id=first.entries[0].id)
    pc.dseq, pc.link = pc.dseq - 1, other.previous
    verdict = pc.push(resealed := pc.sign(other.id, [pc.sealed(stolen, other.id)])).verdicts[0]
    assert verdict.refusal is not None
    assert verdict.refusal.rule == "refused.taken"
    assert pc.push(resealed).verdicts[0] == verdict


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_hold_whole_actions(town: Town, limit: int) -> None:
    pc = town.founded()
    actions = [pc.action(*[NOTE] * size) for size in (1, 3, 2, 1, 5, 1)]
    pc.push(*actions)
    after, chain = 2, pc.pull(0, limit=1).chain
    found: list[SignedAction] = []
    while True:
        page = pc.pull(after, limit=limit)
        assert page.actions
        entries = [entry for one in page.actions for entry in one.entries]
        assert len(page.actions) == 1 or len(entries) <= limit
        assert (page.actions[0].seq, page.until) == (after + 1, after + len(entries))
        chain = signing.chained(chain, entries=entries)
        assert page.chain == chain
        found += page.actions
        after = page.until
        if after == page.head:
            break
    assert [one.id for one in found] == [one.id for one in actions]


def test_a_cursor_inside_an_action_gets_all_of_it(town: Town) -> None:
    pc = town.founded()
    pc.push(pc.action(NOTE, NOTE, NOTE))
    page = pc.pull(4)
    assert [(one.seq, len(one.entries)) for one in page.actions] == [(3, 3)]


def test_nothing_new_is_an_empty_page(town: Town) -> None:
    pc = town.founded()
    page = pc.pull(2)
    assert (page.actions, page.until, page.head) == ((), 2, 2)
    assert page.chain == pc.pull(0).chain
    assert pc.pull(9).until == 2  # a server that lost something says so, and deletes nothing


def test_a_new_epoch_is_told_and_nothing_is_taken(town: Town) -> None:
    pc = town.founded()
    town.say("UPDATE server SET epoch = 2")
    note = pc.action(NOTE)
    pushed = pc.push(note)
    assert (pushed.epoch, pushed.verdicts, pushed.forked) == (2, (), False)
    page = pc.pull(0)
    assert (page.epoch, page.actions) == (2, ())
    assert pc.push(note, epoch=2).verdicts[0].seq == 3


def test_many_push_at_once_and_readers_skip_nothing(town: Town) -> None:
    """The bug of serial numbers: taken at INSERT, seen at COMMIT."""
    first = town.founded()
    pcs = [first, *[town.pc(first.scope, clerk=first.clerk) for _ in range(3)]]
    seen: list[int] = []
    done = False

    def write(pc: Pc) -> None:
        for _ in range(12):
            assert not pc.push(pc.action(NOTE, NOTE), *pc.notes(2)).forked

    def read() -> None:
        after = 0
        while True:
            finished = done
            page = first.pull(after, limit=7)
            seen.extend(one.seq + at for one in page.actions for at in range(len(one.entries)))
            after = page.until
            if finished and after == page.head:
                return

    with ThreadPoolExecutor(5) as threads:
        reader = threads.submit(read)
        for writing in [threads.submit(write, pc) for pc in pcs]:
            writing.result()
        done = True
        reader.result()
    assert seen == list(range(1, 2 + 4 * 12 * 4 + 1))
