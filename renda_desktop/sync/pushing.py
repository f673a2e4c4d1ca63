"""Sending what waits: while the server reads some, those before are settled, the next signed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.store import exchange as kept
from renda_desktop.sync import outbox, signing, witness
from renda_desktop.sync.messages import Push, Pushed, Scope, SignedAction
from renda_desktop.sync.run import Run

FULL: Final = 100
"""Actions in a push: more may wait."""

_Actions = tuple[SignedAction, ...]
_Coming = Callable[[], Pushed]


def push(run: Run, *, scope: Scope, head: int) -> tuple[int, bool]:
    """Send what waits; return the server's head, and whether a page must tell first.

    Where many wait, some are on their way while the answer to those before them is settled. If
    their own answer then is not heard, it is no loss: the same actions get the same verdicts.

    Raises:
        Unavailable: the server does not answer as it should, or a copy of this database spoke.
    """
    if run.peer.forked:
        return head, False
    pushing = _Pushing(run, scope, signing.device_key(run.place.key, device=run.place.device))
    offered = pushing.offer()
    ahead = pushing.offer(behind=offered) if len(offered) >= FULL else ()
    coming: _Coming | None = None
    with _sending(run, scope) as send:
        while offered and (coming or not run.stop()):
            pushed = (coming or send(offered))()
            on = bool(ahead) and _taken(offered, pushed) and not run.stop()
            coming = send(ahead) if on else None
            more = on and len(ahead) >= FULL
            came, next_ = pushing.settle(offered, pushed, behind=ahead if more else ())
            head = max(head, pushed.head)
            if came.foreign:
                return head, True
            if pushed.forked:
                run.stop_forked(scope)
            if not came.heard:
                raise Unavailable("sync.garbled")
            offered, ahead = (ahead, next_) if on else (pushing.offer(), ())
    return head, False


def _taken(offered: _Actions, pushed: Pushed) -> bool:
    """Return whether the server went through all that was offered, so that the next may come."""
    return not pushed.forked and len(pushed.verdicts) == len(offered)


@contextmanager
def _sending(run: Run, scope: Scope) -> Iterator[Callable[[_Actions], _Coming]]:
    """Yield what sends actions, and returns how to wait for the answer."""
    with ThreadPoolExecutor(1, "renda-push") as pool:

        def send(actions: _Actions) -> _Coming:
            peer = run.peer
            request = Push(peer.server, peer.epoch, scope.id, run.place.device, actions)
            if len(actions) < FULL:
                return partial(run.link.push, request)
            return pool.submit(run.link.push, request).result

        yield send


@dataclass(frozen=True, slots=True)
class _Pushing:
    """The PC's side of it, each step in one transaction."""

    run: Run
    scope: Scope
    key: Ed25519PrivateKey

    def offer(self, *, behind: _Actions = ()) -> _Actions:
        """Return the next actions to send: signed, in their order, behind what is on its way."""
        with self.run.place.session(writes=True) as session:
            return self._offered(session, behind)

    def settle(
        self, offered: _Actions, pushed: Pushed, *, behind: _Actions
    ) -> tuple[outbox.Settled, _Actions]:
        """Keep the verdicts, and move the cursor where the server's log is what is here.

        Args:
            behind: what is on its way; if any, the next actions are returned too.
        """
        run, device, word = self.run, self.run.place.device, pushed.checkpoint
        with run.place.session(writes=True) as session:
            end = kept.cursors(session)[self.scope.id].seq
            came = outbox.settle(session, offered=offered, pushed=pushed, chain_end=end)
            if not came.foreign and word is not None and word.scope == self.scope.id:
                ours = word.epoch == run.peer.epoch
                sound = ours and witness.sound(word, device=device, peer=run.peer)
                if sound and outbox.advance(session, offered=offered, pushed=pushed, word=word):
                    run.words[self.scope.id] = word
            witness.hear(session, words=[word], device=device, peer=run.peer)
            more = self._offered(session, behind) if behind and not came.foreign else ()
        run.sent += came.sent - len(came.refused)
        run.refused += came.refused
        return came, more

    def _offered(self, session: Session, behind: _Actions) -> _Actions:
        return outbox.offer(
            session,
            scope=self.scope.id,
            server=self.run.peer.server,
            device=self.run.place.device,
            key=self.key,
            behind=behind[-1].dseq if behind else 0,
        )
