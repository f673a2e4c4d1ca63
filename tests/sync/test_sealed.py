"""A sealed file opens for its receiver only, as it was written, or not at all."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.errors import Unavailable
from renda_desktop.sync import sealed
from renda_desktop.sync.signing import public_bytes

keys = st.binary(min_size=32, max_size=32).map(Ed25519PrivateKey.from_private_bytes)

ANN = Ed25519PrivateKey.from_private_bytes(b"a" * 32)
BOB = Ed25519PrivateKey.from_private_bytes(b"b" * 32)
SECRET = "张三 13800005521".encode()


def file(content: bytes = SECRET) -> bytes:
    return sealed.seal(content, to=public_bytes(BOB), by=ANN)


def rule(data: bytes, key: Ed25519PrivateKey = BOB) -> str:
    with pytest.raises(Unavailable) as told:
        sealed.unseal(data, key=key)
    assert str(told.value)  # it has a sentence
    return told.value.rule


@given(keys, keys, st.binary(max_size=20_000))
def test_what_was_sealed_is_opened(
    ann: Ed25519PrivateKey, bob: Ed25519PrivateKey, content: bytes
) -> None:
    data = sealed.seal(content, to=public_bytes(bob), by=ann)
    opened = sealed.unseal(data, key=bob)
    assert opened == sealed.Opened(content, public_bytes(ann))


def test_every_flipped_bit_is_seen() -> None:
    data = file()
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 1 << (place % 8)
        assert rule(bytes(flipped)) in ("bundle.damaged", "bundle.not_one")


@given(st.data())
def test_a_flip_whose_sum_was_mended_is_seen_too(data: st.DataObject) -> None:
    """The sum is for bad copies; against people there is the seal."""
    body = bytearray(file()[:-32])
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= 1 << data.draw(st.integers(0, 7))
    mended = bytes(body) + sha256(bytes(body)).digest()
    assert rule(mended).startswith("bundle.")


@given(st.integers(0, len(file()) - 1))
def test_every_cut_is_seen(length: int) -> None:
    assert rule(file()[:length]) in ("bundle.damaged", "bundle.not_one")


@given(st.binary(max_size=300).filter(lambda data: not data.startswith(b"RENDA\0\0")))
def test_anything_else_is_no_bundle(data: bytes) -> None:
    assert rule(data) == "bundle.not_one"


def test_only_the_receiver_opens_it() -> None:
    assert rule(file(), ANN) == "bundle.foreign"


def test_a_later_form_is_told_from_damage() -> None:
    body = file()[:-32].replace(b"RENDA\0\0\x01", b"RENDA\0\0\x02")
    assert rule(body + sha256(body).digest()) == "bundle.newer"


def test_nothing_of_it_is_in_the_clear() -> None:
    data = file()
    for known in (SECRET, public_bytes(ANN), public_bytes(BOB)):
        assert known not in data
    assert file() != file()


@given(st.integers(0, 2**40))
def test_padding_hides_the_size_and_costs_little(size: int) -> None:
    padded = sealed.padded(size)
    assert size <= padded
    assert padded <= max(4096, size * 1.12)
    assert sealed.padded(padded) == padded


def test_short_ones_are_all_of_one_size() -> None:
    assert len({len(file(b"x" * size)) for size in range(0, 3900, 300)}) == 1


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "MOST_BYTES", 10_000)
    with pytest.raises(Unavailable) as told:
        file(b"x" * 5001)
    assert told.value.rule == "bundle.too_large"
    assert rule(b"x" * 10_001) == "bundle.too_large"


def test_a_code_is_read_as_it_is_typed() -> None:
    key = sealed.code_key("0A1B-2C3D-4E5F-6G7H")
    data = sealed.seal(b"x", to=public_bytes(key), by=ANN)
    assert sealed.unseal(data, key=sealed.code_key(" oaib2c3d 4e5f6g7h")).content == b"x"
    assert rule(data, sealed.code_key("0A1B-2C3D-4E5F-6G7J")) == "bundle.foreign"
