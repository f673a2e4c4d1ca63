"""The recovery key survives paper and typing, and says which group is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.errors import RuleBroken
from renda_desktop.store.recovery import from_recovery_code, to_recovery_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
keys = st.binary(min_size=32, max_size=32)
KEY = bytes(range(7, 39))


@given(keys)
def test_what_is_printed_comes_back(key: bytes) -> None:
    code = to_recovery_code(key)
    assert [len(group) for group in code] == [4] * 14
    assert set("".join(code)) <= set(ALPHABET)
    for joint in ("", " ", "-", "\n", " – "):
        assert from_recovery_code(joint.join(code)) == key


@given(keys, st.data())
def test_sloppy_typing_is_forgiven(key: bytes, data: st.DataObject) -> None:
    swaps = {"0": "0Oo0", "1": "1IiLl1"}
    text = "-".join(to_recovery_code(key))
    typed = "".join(
        data.draw(st.sampled_from(swaps.get(letter, letter + letter.lower()))) for letter in text
    )
    assert from_recovery_code(f"  {typed}\n") == key


@given(keys, st.integers(0, 55), st.integers(1, 31))
def test_a_wrong_letter_is_found_with_its_group(key: bytes, place: int, shift: int) -> None:
    letters = list("".join(to_recovery_code(key)))
    letters[place] = ALPHABET[(ALPHABET.index(letters[place]) + shift) % 32]
    with pytest.raises(RuleBroken) as caught:
        from_recovery_code("".join(letters))
    assert caught.value.rule == "recovery.group"
    assert caught.value.params == {"group": place // 4 + 1}


@given(keys, st.integers(0, 54))
def test_swapped_letters_are_found(key: bytes, place: int) -> None:
    letters = list("".join(to_recovery_code(key)))
    if letters[place] == letters[place + 1]:
        return
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    with pytest.raises(RuleBroken):
        from_recovery_code("".join(letters))


@pytest.mark.parametrize(
    ("group", "typed", "rule"),
    [(3, "AB?D", "letter"), (14, "ABUD", "letter"), (5, "ABC", "group"), (1, "ABCDE", "group")],
)
def test_a_malformed_group_is_named(group: int, typed: str, rule: str) -> None:
    code = list(to_recovery_code(KEY))
    code[group - 1] = typed
    with pytest.raises(RuleBroken) as caught:
        from_recovery_code(" ".join(code))
    assert caught.value.rule == f"recovery.{rule}"
    assert f"第{group}组" in str(caught.value)


@pytest.mark.parametrize("text", ["", "   ", "A" * 55, "0" * 57, "AAAA-BBBB"])
def test_a_wrong_length_is_told(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        from_recovery_code(text)
    assert caught.value.rule == "recovery.length"


@given(st.text(max_size=80))
def test_any_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        from_recovery_code(text)
    assert "恢复密钥" in str(caught.value)


def test_two_wrong_groups_are_found() -> None:
    code = list(to_recovery_code(KEY))
    code[2], code[9] = code[9], code[2]
    with pytest.raises(RuleBroken):
        from_recovery_code(" ".join(code))


def test_only_whole_keys() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        to_recovery_code(b"short")
