"""Taking what the server has: page after page, or parts where much is new."""

from functools import partial
from typing import Final

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store import exchange as kept
from renda_desktop.store import rebuild
from renda_desktop.sync import catchup, inbox, report, showing, witness
from renda_desktop.sync.messages import Pull, Scope
from renda_desktop.sync.run import Run

FETCHED: Final = 50
"""Percent of the progress: what then remains is making what screens read."""


def pull(run: Run, *, scope: Scope, head: int, look: bool = False) -> None:
    """Take page after page until the server's head; `look` asks although there is no need.

    Raises:
        Unavailable: what came does not hold, or the server has less than it had.
    """
    place = run.place
    _catch_up(run, scope)
    while not run.stop():
        with place.session() as session:
            after, keys = kept.cursors(session)[scope.id], kept.keys(session)
        if head == after.seq and not look:
            return  # a lesser head was heard before others, or another process, went on
        page = run.link.pull(
            Pull(run.peer.server, run.peer.epoch, scope.id, place.device, after.seq)
        )
        if page.head < after.seq:
            raise Unavailable("sync.behind", scope=after.name)
        checked = inbox.check(page, after=after, peer=run.peer, keys=keys)
        _fold(run, checked)
        _take(run, checked)
        if page.checkpoint is not None:
            run.words[scope.id] = page.checkpoint
        head, look = page.head, False
        if page.until == after.seq and head > after.seq:
            raise Unavailable("sync.garbled")


def _catch_up(run: Run, scope: Scope) -> None:
    """Take parts, where much is new and the server has signed what they lead to."""
    place, word = run.place, run.words.get(scope.id)
    with place.session() as session:
        after, keys = kept.cursors(session)[scope.id], kept.keys(session)
    if word is None or word.seq - after.seq < catchup.FAR:
        return
    sound = witness.sound(word, device=place.device, peer=run.peer)
    if word.epoch != run.peer.epoch or not sound:
        raise Unavailable("sync.signature")
    with rebuild.undisturbed():
        for checked in catchup.parts(
            run.link, peer=run.peer, after=after, word=word, keys=keys, stop=run.stop,
            seen=partial(_fold, run),
        ):  # fmt: skip
            if _take(run, checked).late:
                return


def _fold(run: Run, checked: inbox.Checked) -> None:
    """Note what entries lead to while others are written, where nobody waits for memory or time."""
    if run.place.alone and not run.project:
        run.due.folding.take(checked.entries)


def _take(run: Run, checked: inbox.Checked) -> inbox.Taken:
    """Write a page or a part, and note what it brought."""
    place = run.place
    with place.session(writes=True) as session:
        taken = inbox.take(session, checked=checked, device=place.device, project=run.project)
    run.received += taken.entries
    if not run.project:
        run.due.streams |= taken.streams
        run.progress(min(run.received, run.new) * FETCHED // max(run.new, 1))
        showing.rest(place)
    run.conflicts |= taken.conflicts
    if taken.twin and not run.peer.forked:
        run.fork()
        failure = Unavailable("sync.forked", scope=checked.after.name)
        run.troubles.append(report.trouble(failure))
    return taken
