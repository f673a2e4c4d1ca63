"""The database key with each holder, and with everything that can go wrong around it."""

import functools
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.store import keychain, keys, passphrase
from renda_desktop.store.recovery import from_recovery_code, to_recovery_code
from tests.store.fake_keyring import FakeKeyring

WORDS = "稳定压倒一切 2026"
REAL_WORK = passphrase.Stretching  # as it is before any fixture makes it light
FAKE = "tests.store.fake_keyring:FakeKeyring"


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeKeyring]]:
    """Only the fake key store is allowed."""
    monkeypatch.setattr(keychain, "ALLOWED", (FAKE,))
    monkeypatch.delenv("RENDA_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr(FakeKeyring, "secrets", {})
    monkeypatch.setattr(FakeKeyring, "mood", "well")
    monkeypatch.setattr(FakeKeyring, "wake", threading.Event())
    yield FakeKeyring
    FakeKeyring.wake.set()


def told(family: type[Exception], call: Callable[[], object]) -> str:
    with pytest.raises(family) as caught:
        call()
    assert str(caught.value)
    assert caught.value.__cause__ is None
    return str(caught.value.args[0])


def test_the_key_store_keeps_it(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    assert keys.holder(home) is None
    key = keys.create(home)
    assert len(key) == 32
    assert keys.load(home) == key
    assert keys.holder(home) == "keyring"
    text = (home / "key.json").read_text("utf-8")
    assert key.hex() not in text
    assert FakeKeyring.secrets == {("renda-desktop", json.loads(text)["id"]): key.hex()}
    assert told(RuleBroken, functools.partial(keys.create, home)) == "key.exists"


def test_a_passphrase_keeps_it(tmp_path: Path) -> None:
    key = keys.create(tmp_path, passphrase=WORDS)
    assert keys.holder(tmp_path) == "passphrase"
    assert keys.load(tmp_path, ask_passphrase=lambda: WORDS) == key
    assert not FakeKeyring.secrets
    assert key != keys.create(tmp_path / "other", passphrase=WORDS)
    wrong = functools.partial(keys.load, tmp_path, ask_passphrase=lambda: WORDS + " ")
    assert told(RuleBroken, wrong) == "key.passphrase_wrong"
    for nothing in (lambda: None, lambda: "", None):
        unasked = functools.partial(keys.load, tmp_path, ask_passphrase=nothing)
        assert told(Unavailable, unasked) == "key.passphrase_needed"
    short = functools.partial(keys.create, tmp_path / "third", passphrase="1234567")
    assert told(RuleBroken, short) == "key.passphrase_short"
    assert keys.holder(tmp_path / "third") is None


def test_the_same_words_in_another_composition_open_it(tmp_path: Path) -> None:
    key = keys.create(tmp_path, passphrase="cafe\u0301 cafe\u0301")
    assert keys.load(tmp_path, ask_passphrase=lambda: "café café") == key


def test_the_passphrase_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = keys.create(tmp_path, passphrase=WORDS)
    monkeypatch.setenv("RENDA_PASSPHRASE_FILE", str(tmp_path / "words"))
    assert told(Unavailable, functools.partial(keys.load, tmp_path)) == "key.passphrase_file"
    (tmp_path / "words").write_text(WORDS + "\r\n", "utf-8-sig")
    assert keys.load(tmp_path) == key


def test_the_real_work_of_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "Stretching", REAL_WORK)
    sealed = passphrase.seal(bytes(32), passphrase=WORDS, label="x")
    work = sealed.argon2id
    # RFC 9106, section 4: three passes over 64 MiB at least.
    assert (work.iterations, work.lanes) == (3, 4)
    assert work.memory_kib >= 64 * 1024
    assert passphrase.unseal(sealed, passphrase=WORDS, label="x") == bytes(32)


def test_a_seal_opens_only_for_what_it_was_made(tmp_path: Path) -> None:
    sealed = passphrase.seal(bytes(32), passphrase=WORDS, label="one")
    call = functools.partial(passphrase.unseal, sealed, passphrase=WORDS, label="two")
    assert told(RuleBroken, call) == "key.passphrase_wrong"


def test_a_new_passphrase_replaces_the_old(tmp_path: Path) -> None:
    key = keys.create(tmp_path, passphrase=WORDS)
    wrong = functools.partial(keys.change_passphrase, tmp_path, old="wrong words", new="new words")
    assert told(RuleBroken, wrong) == "key.passphrase_wrong"
    keys.change_passphrase(tmp_path, old=WORDS, new="new words")
    assert keys.load(tmp_path, ask_passphrase=lambda: "new words") == key
    old = functools.partial(keys.load, tmp_path, ask_passphrase=lambda: WORDS)
    assert told(RuleBroken, old) == "key.passphrase_wrong"


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_until_the_new_file_is_there_the_old_passphrase_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    key = keys.create(tmp_path, passphrase=WORDS)

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path if step == "replace" else os, step, fail)
        call = functools.partial(keys.change_passphrase, tmp_path, old=WORDS, new="new words")
        assert told(Unavailable, call) == "key.unwritable"
    assert keys.load(tmp_path, ask_passphrase=lambda: WORDS) == key


def test_holders_change_and_leave_nothing_behind(tmp_path: Path) -> None:
    key = keys.create(tmp_path)
    keys.adopt(tmp_path, key=key, passphrase=WORDS)
    assert not FakeKeyring.secrets
    assert told(RuleBroken, functools.partial(keys.create, tmp_path)) == "key.exists"
    keys.adopt(tmp_path, key=keys.load(tmp_path, ask_passphrase=lambda: WORDS))
    assert keys.load(tmp_path) == key
    assert list(FakeKeyring.secrets.values()) == [key.hex()]
    no_words = functools.partial(keys.change_passphrase, tmp_path, old="", new=WORDS)
    assert told(RuleBroken, no_words) == "key.no_passphrase"


def test_a_new_computer_takes_the_printed_key(tmp_path: Path) -> None:
    key = keys.create(tmp_path / "old")
    FakeKeyring.secrets.clear()
    assert told(Unavailable, functools.partial(keys.load, tmp_path / "old")) == "keychain.lost"
    keys.adopt(tmp_path / "new", key=from_recovery_code(" ".join(to_recovery_code(key))))
    assert keys.load(tmp_path / "new") == key
    with pytest.raises(ValueError, match="32 bytes"):
        keys.adopt(tmp_path / "new", key=key[:31])


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (None, "key.missing"),
        (b"", "key.damaged"),
        (b"\xff\xfe", "key.damaged"),
        (b"{}", "key.damaged"),
        (b'{"id": "../x", "holder": "keyring"}', "key.damaged"),
        (b'{"id": "%s", "holder": "passphrase"}' % (b"0" * 32), "key.damaged"),
        (b'{"id": "%s", "holder": "plaintext"}' % (b"0" * 32), "key.damaged"),
        (b'{"id": "%s", "holder": "keyring"}' % (b"0" * 32), "keychain.lost"),
    ],
)
def test_a_damaged_key_file_is_told(tmp_path: Path, content: bytes | None, rule: str) -> None:
    if content is not None:
        (tmp_path / "key.json").write_bytes(content)
    assert told(Unavailable, functools.partial(keys.load, tmp_path)) == rule


def test_no_byte_of_the_key_file_can_be_altered(tmp_path: Path) -> None:
    keys.create(tmp_path, passphrase=WORDS)
    file = tmp_path / "key.json"
    content = json.loads(file.read_bytes())
    content["seal"]["argon2id"]["memory_kib"] = 1 << 40
    file.write_text(json.dumps(content), "utf-8")
    ask = functools.partial(keys.load, tmp_path, ask_passphrase=lambda: WORDS)
    assert told(Unavailable, ask) == "key.damaged"
    content["seal"]["argon2id"]["memory_kib"] = 16384
    file.write_text(json.dumps(content), "utf-8")
    assert told(RuleBroken, ask) == "key.passphrase_wrong"


@pytest.mark.parametrize(
    ("mood", "rule"),
    [("locked", "keychain.locked"), ("broken", "keychain.failed"), ("asleep", "keychain.timeout")],
)
def test_a_key_store_in_a_bad_mood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mood: str, rule: str
) -> None:
    monkeypatch.setattr(keychain, "PATIENCE_SECONDS", 0.05 if mood == "asleep" else 30)
    keys.create(tmp_path)
    monkeypatch.setattr(FakeKeyring, "mood", mood)
    assert told(Unavailable, functools.partial(keys.load, tmp_path)) == rule
    assert told(Unavailable, functools.partial(keys.create, tmp_path / "b")) == rule
    assert keys.holder(tmp_path / "b") is None


def test_a_key_store_that_only_pretends_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeKeyring, "mood", "forgetful")
    assert told(Unavailable, functools.partial(keys.create, tmp_path)) == "keychain.failed"
    assert keys.holder(tmp_path) is None


def test_the_second_key_store_is_asked_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys.create(tmp_path)
    others = [f"tests.store.fake_keyring:{name}" for name in ("Unpriced", "Empty", "Nowhere")]
    monkeypatch.setattr(keychain, "ALLOWED", (*others, "tests.store.nowhere:X", FAKE))
    assert keys.load(tmp_path) == key


@pytest.mark.parametrize("backend", ["null", "fail", "chainer"])
def test_no_other_key_store_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    names = {"null": "Keyring", "fail": "Keyring", "chainer": "ChainerBackend"}
    name = f"keyring.backends.{backend}.{names[backend]}"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    monkeypatch.setattr(keychain, "ALLOWED", ())
    assert not keychain.usable()
    assert told(Unavailable, functools.partial(keys.create, tmp_path)) == "keychain.none"


def test_the_list_of_trusted_key_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert {entry.split(":")[0].rpartition(".")[2] for entry in keychain.ALLOWED} == {
        "SecretService",
        "kwallet",
        "Windows",
        "macOS",
    }


def test_the_key_is_in_no_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = keys.create(tmp_path)
    monkeypatch.setattr(FakeKeyring, "mood", "broken")
    with pytest.raises(Unavailable) as caught:
        keys.adopt(tmp_path, key=key)
    assert caught.value.__suppress_context__
    assert key.hex() not in f"{caught.value!r} {caught.value}"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access in lists, not in modes")
def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    keys.create(tmp_path / "home", passphrase=WORDS)
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "home" / "key.json").stat().st_mode & 0o777 == 0o600
