"""Enrolling a PC with a one-time code: it gets a name, a letter, and the logs it may hold."""

import platform
import secrets
from hashlib import sha256
from importlib.metadata import version

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from renda_desktop.domain.errors import Unavailable
from renda_desktop.domain.fields import LONGEST_LINE
from renda_desktop.domain.ids import Id, next_id
from renda_desktop.store import checkpoints, exchange, log, settings
from renda_desktop.store.exchange import Peer
from renda_desktop.sync import granted, signing, witness
from renda_desktop.sync.link import Link
from renda_desktop.sync.loop import Place
from renda_desktop.sync.messages import Enrol, Enrolled, Hello, Scope

_ASKED = "exchange.enrolling"
BY_BUNDLE = "exchange.enrol_by_bundle"
"""The request that goes by bundle, until it is answered."""
ADOPTED = "exchange.adopted"
"""The note that this database came from another PC, which may go on with it."""


class _Asked(msgspec.Struct, frozen=True):
    """Under which name a code was offered: if the answer is lost, it is asked again."""

    code: str
    device: Id


def enrol(place: Place, *, link: Link, code: str, url: str, ca: str = "") -> Peer:
    """Enrol this PC and return its server. What was written here before is offered there.

    A PC that is enrolled already gets one more log. It gets a new name too where its database was
    copied, put back or adopted, since another may go on under the old one, and where the old one
    is revoked.

    Raises:
        RuleBroken: the code is wrong, used, expired or another station's.
        Unavailable: the server is another one than before, or cannot be reached: then nothing
            changed, and the same code can be used again.
    """
    request = asking(place, code=code)
    try:
        enrolled = link.enrol(request)
    except Unavailable as failure:
        if failure.rule != "sync.revoked":
            raise
        with place.session(writes=True) as session:
            _new_name(session, place, request.code)
        request = asking(place, code=code)
        enrolled = link.enrol(request)
    return accept(place, enrolled=enrolled, request=request, url=url, ca=ca)


def known(session: Session, /) -> Peer:
    """Return the server of this PC; Unavailable before it is enrolled."""
    peer = exchange.peer(session)
    if peer is None:
        raise Unavailable("sync.not_enrolled")
    return peer


def trusted(session: Session, /) -> str:
    """Return the text of the organisation's own certificate file, as far as it is known."""
    peer = exchange.peer(session)
    return peer.ca if peer else ""


def readdress(place: Place, *, link: Link, url: str, ca: str) -> None:
    """Keep another address of our server, and the organisation's certificate, once it answers.

    Raises:
        Unavailable: it does not: nothing changed.
    """
    with place.session() as session:
        peer = known(session)
    welcome = link.hello(Hello(peer.server, place.device, place.clock(), version("renda-desktop")))
    if welcome.server != peer.server:
        raise Unavailable("sync.other_server")
    with place.session(writes=True) as session:
        kept = msgspec.structs.replace(known(session), url=url, ca=ca)
        exchange.keep_peer(session, peer=kept)


def asking(place: Place, *, code: str) -> Enrol:
    """Return the signed request for a code: the same one for the same code."""
    code = code.strip()
    with place.session(writes=True) as session:
        device = _name(session, place, code)
        scopes = held(session)
    key = signing.device_key(place.key, device=device)
    request = Enrol(
        code=code,
        device=device,
        key=signing.public_bytes(key),
        name=platform.node()[:LONGEST_LINE],
        version=version("renda-desktop"),
        proof=bytes(64),
        scopes=scopes,
    )
    proof = key.sign(signing.enrol_message(request))
    return msgspec.structs.replace(request, proof=proof)


def accept(place: Place, *, enrolled: Enrolled, request: Enrol, url: str, ca: str = "") -> Peer:
    """Keep what the server answered, and return it.

    Raises:
        Unavailable: the answer is no server's, or another one's than before.
    """
    _check(enrolled, request)
    peer = Peer(enrolled.server, enrolled.server_key, url, enrolled.epoch, ca)
    with place.session(writes=True) as session:
        _keep(session, enrolled, peer)
    return peer


def _name(session: Session, place: Place, code: str) -> Id:
    """Return the name to ask for: the same one for the same code."""
    peer, kept = exchange.peer(session), settings.get(session, key=_ASKED)
    asked = None if kept is None else msgspec.json.decode(kept, type=_Asked)
    if asked is not None and asked.code == _sealed(code):
        return asked.device
    if peer is not None and not peer.forked and settings.get(session, key=ADOPTED) is None:
        return place.device
    return _new_name(session, place, code)


def _new_name(session: Session, place: Place, code: str) -> Id:
    now_ms, chance = int(place.clock().timestamp() * 1000), secrets.randbits(74)
    made = next_id(after=log.last_id(session), now_ms=now_ms, chance=chance)
    asked = msgspec.json.encode(_Asked(_sealed(code), made)).decode()
    settings.put(session, key=_ASKED, value=asked)
    return made


def _sealed(code: str) -> str:
    return sha256(code.encode()).hexdigest()


_HELD = """
    SELECT logs.scope, station.name, area.name
    FROM (SELECT DISTINCT scope FROM entry) AS logs
    LEFT JOIN station ON station.id = logs.scope LEFT JOIN area ON area.id = logs.scope
"""


def held(session: Session) -> tuple[Scope, ...]:
    """Return the logs of which something is here."""
    held = []
    for scope, station, area in session.execute(text(_HELD)):
        kind = "area" if station is None and area is not None else "station"
        held.append(Scope(Id(scope.hex()), kind, station or area or "", head=0))
    return tuple(held)


def check_other(session: Session, peer: Peer, /) -> None:
    """Raise Unavailable where another server has spoken about what is here already."""
    before = exchange.peer(session)
    other = before is not None and (before.server, before.key) != (peer.server, peer.key)
    if other and exchange.anything_answered(session):
        raise Unavailable("sync.other_server")


def _check(enrolled: Enrolled, request: Enrol) -> None:
    """Raise Unavailable unless the certificate is ours, signed by the server that gave it."""
    mine = enrolled.certificate
    message = signing.certificate_message(mine)
    sound = signing.verified(message, signature=mine.signature, key=enrolled.server_key)
    ours = (enrolled.server, request.device, request.key)
    if not sound or (mine.server, mine.device, mine.key) != ours:
        raise Unavailable("sync.signature")
    if not enrolled.scopes:
        raise Unavailable("sync.nothing_granted")


def _keep(session: Session, enrolled: Enrolled, peer: Peer) -> None:
    check_other(session, peer)
    mine = enrolled.certificate
    exchange.keep_peer(session, peer=peer)
    exchange.certify(
        session, device=mine.device, key=mine.key, letter=mine.letter, issued_at=mine.issued_at,
        signature=mine.signature,
    )  # fmt: skip
    if settings.get(session, key="device") != mine.device:
        exchange.forget_unanswered(session)
        checkpoints.forget(session)
    witness.hear(session, words=enrolled.checkpoints, device=mine.device, peer=peer)
    granted.keep(session, scopes=enrolled.scopes)
    settings.put(session, key="device", value=mine.device)
    settings.put(session, key="letter", value=mine.letter)
    for key in (_ASKED, ADOPTED, BY_BUNDLE):
        settings.remove(session, key=key)
