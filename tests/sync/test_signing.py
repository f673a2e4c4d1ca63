"""Signatures: what one library makes the other accepts, and nothing else passes."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from renda_desktop.sync import signing

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = signing.public_bytes(KEY)


@pytest.mark.parametrize("message", [b"", b"renda", bytes(5000)])
def test_the_fast_way_to_sign_makes_the_same_signature(message: bytes) -> None:
    made = signing.signer(KEY)(message)
    assert made == KEY.sign(message)
    assert signing.verified(message, signature=made, key=PUBLIC)


@pytest.mark.parametrize(
    ("message", "signature", "key"),
    [
        (b"other", KEY.sign(b"renda"), PUBLIC),
        (b"renda", KEY.sign(b"renda")[:-1] + b"\0", PUBLIC),
        (b"renda", KEY.sign(b"renda")[:-1], PUBLIC),
        (b"renda", KEY.sign(b"renda") + b"\0", PUBLIC),
        (b"enda", KEY.sign(b"renda") + b"r", PUBLIC),
        (b"renda", KEY.sign(b"renda"), bytes(32)),
        (b"renda", KEY.sign(b"renda"), PUBLIC[:-1]),
        (b"renda", KEY.sign(b"renda"), b""),
        (b"", b"", b""),
    ],
)
def test_anything_else_does_not_hold(message: bytes, signature: bytes, key: bytes) -> None:
    assert not signing.verified(message, signature=signature, key=key)


@pytest.mark.parametrize("many", [1, 99, 100, 321])
def test_one_that_does_not_hold_is_found_among_many(many: int) -> None:
    said = [(b"%d" % n, KEY.sign(b"%d" % n), PUBLIC) for n in range(many)]
    assert signing.all_verified(said)
    for at in (0, many // 2, many - 1):
        forged = [*said[:at], (b"forged", said[at][1], PUBLIC), *said[at + 1 :]]
        assert not signing.all_verified(forged), at
    assert signing.all_verified([])
