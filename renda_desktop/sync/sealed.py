"""Sealed files: only the receiver can open one, and it proves who wrote it.

    8 bytes   what it is, and the version of this form
   32 bytes   an X25519 key made for this file alone
    8 bytes   a hint whether it is for whoever tries to open it; it tells others nothing
    …         ChaCha20-Poly1305: signature, writer's key, length, content, zeros
   32 bytes   SHA-256 of all before, which tells a bad copy from a wrong receiver

Who can sign can also receive: the X25519 key of a device or server is its Ed25519 key in the
other form of the same curve (RFC 7748, section 4.1). Thormarker, "On using the same key pair for
Ed25519 and an X25519 based KEM" (2021), shows that this is safe.
"""

from dataclasses import dataclass
from hashlib import sha256, sha512
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from renda_desktop.domain.errors import Unavailable
from renda_desktop.sync import signing

SUFFIX: Final = ".renda"
MOST_BYTES: Final = 512 * 1024 * 1024
"""Of a whole file: it is held in memory."""

_FORM: Final = b"RENDA\0\0"
_VERSION: Final = b"\x01"
_BUNDLE: Final = b"renda bundle 1\0"
_CODE: Final = b"renda invitation 1\0"
_NONCE: Final = bytes(12)  # every file has a key of its own
_KEY, _HINT, _LENGTH, _CHECK = 32, 8, 8, 32
_HEAD: Final = len(_FORM) + len(_VERSION) + _KEY + _HINT
_LEAST: Final = 4096  # shorter ones all look alike
_P: Final = 2**255 - 19

# Crockford's alphabet, as codes are read out and typed.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE: Final = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds, and the key of who wrote it."""

    content: bytes
    writer: bytes


def seal(content: bytes, *, to: bytes, by: Ed25519PrivateKey) -> bytes:
    """Return a file for the holder of a key (Ed25519, 32 bytes), written by another.

    Raises:
        Unavailable: the content is too large, or the key is none.
    """
    if len(content) > MOST_BYTES // 2:
        raise Unavailable("bundle.too_large")
    receiver = _receiving(to)
    made = X25519PrivateKey.generate()
    fresh = made.public_key().public_bytes_raw()
    head = _FORM + _VERSION + fresh + _hint(fresh, receiver)
    signature = by.sign(_said(fresh, receiver, content))
    plain = signature + signing.public_bytes(by) + len(content).to_bytes(_LENGTH, "big") + content
    plain = plain.ljust(padded(len(plain)), b"\0")
    box = ChaCha20Poly1305(_shared(made, receiver, fresh, receiver)).encrypt(_NONCE, plain, head)
    return head + box + sha256(head + box).digest()


def unseal(file: bytes, *, key: Ed25519PrivateKey) -> Opened:
    """Return what a file for the holder of this key holds.

    Raises:
        Unavailable: it is no such file, is damaged, or is for somebody else.
    """
    _check_form(file)
    mine = X25519PrivateKey.from_private_bytes(sha512(key.private_bytes_raw()).digest()[:_KEY])
    me = mine.public_key().public_bytes_raw()
    head, box = file[:_HEAD], file[_HEAD:-_CHECK]
    fresh = head[-_KEY - _HINT : -_HINT]
    if head[-_HINT:] != _hint(fresh, me):
        raise Unavailable("bundle.foreign")
    try:
        plain = ChaCha20Poly1305(_shared(mine, fresh, fresh, me)).decrypt(_NONCE, box, head)
    except InvalidTag:
        raise Unavailable("bundle.damaged") from None
    return _read(plain, fresh, me)


def code_key(code: str) -> Ed25519PrivateKey:
    """Return the key that a one-time code stands for: what is sealed to it opens with the code."""
    letters = code.upper().translate(_ALIKE)
    typed = "".join(one for one in letters if one in _ALPHABET).encode()
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, _CODE).derive(typed))


def padded(size: int) -> int:
    """Return the size that a content is filled up to, so that its own tells little.

    Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files", 2019): at most
    some twelve in a hundred more.
    """
    if size <= _LEAST:
        return _LEAST
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (size + mask) & ~mask


def _check_form(file: bytes) -> None:
    if len(file) > MOST_BYTES:
        raise Unavailable("bundle.too_large")
    if not file.startswith(_FORM):
        raise Unavailable("bundle.not_one")
    if len(file) < _HEAD + _CHECK or sha256(file[:-_CHECK]).digest() != file[-_CHECK:]:
        raise Unavailable("bundle.damaged")
    if file[len(_FORM) : len(_FORM) + 1] != _VERSION:
        raise Unavailable("bundle.newer")


def _read(plain: bytes, fresh: bytes, receiver: bytes) -> Opened:
    start = 64 + _KEY + _LENGTH
    signature, writer = plain[:64], plain[64 : 64 + _KEY]
    length = int.from_bytes(plain[64 + _KEY : start], "big")
    content = plain[start : start + length]
    said = _said(fresh, receiver, content)
    if len(content) != length or not signing.verified(said, signature=signature, key=writer):
        raise Unavailable("bundle.damaged")
    return Opened(content, writer)


def _said(fresh: bytes, receiver: bytes, content: bytes) -> bytes:
    """Return what the writer signs: this content, for this receiver, in this file."""
    return _BUNDLE + fresh + receiver + sha256(content).digest()


def _hint(fresh: bytes, receiver: bytes) -> bytes:
    return sha256(_BUNDLE + fresh + receiver).digest()[:_HINT]


def _shared(mine: X25519PrivateKey, other: bytes, fresh: bytes, receiver: bytes) -> bytes:
    try:
        secret = mine.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError:  # a key that gives everybody the same secret
        raise Unavailable("bundle.damaged") from None
    return HKDF(SHA256(), 32, salt=fresh + receiver, info=_BUNDLE).derive(secret)


def _receiving(key: bytes) -> bytes:
    """Return the X25519 form of a public Ed25519 key."""
    y = int.from_bytes(key, "little") & ((1 << 255) - 1)
    try:
        u = (1 + y) * pow(1 - y, -1, _P) % _P
    except ValueError:
        raise Unavailable("sync.garbled") from None
    return u.to_bytes(_KEY, "little")
