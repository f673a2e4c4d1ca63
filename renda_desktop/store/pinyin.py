"""Finding names by what is typed for them: 张三, 张s, zhangs and zs all begin one of its keys."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Final

from renda_desktop.store.tokens import folded

# Of a name with more combinations of readings than this, the later characters keep only their
# first reading; the surname always has all of them.
_COMBINATIONS: Final = 24
# So many leading characters may be typed in a form other than the rest (张xm, zhangxm).
_MIXED: Final = 4

# Readings that occur in surnames and that pypinyin does not know.
_MORE: Final = {"黑": ("he",), "谌": ("shen",), "费": ("bi",), "难": ("ning",)}


def name_keys(name: str) -> frozenset[str]:
    """Return the keys to store for a name; a query finds it when it begins one of them.

    A query may be characters, full pinyin or initials, characters and then either, or full pinyin
    and then initials; by any reading of each character.
    """
    characters = query_key(name)
    if not characters:
        return frozenset()
    readings = _bounded([_readings(character) for character in characters])
    initials = [tuple(dict.fromkeys(sound[0] for sound in sounds)) for sounds in readings]
    keys = {characters}
    for typed in range(min(len(characters), _MIXED + 1)):
        start = characters[:typed]
        keys.update(start + rest for rest in _joined(readings[typed:]))
        keys.update(start + rest for rest in _joined(initials[typed:]))
    for spelt in range(1, min(len(characters), _MIXED + 1)):
        keys.update(_joined(readings[:spelt] + initials[spelt:]))
    return frozenset(_longest(keys))


def query_key(text: str) -> str:
    """Return what to look for at the beginning of keys; empty when nothing can be looked for."""
    return folded(text).replace("ü", "v")


@lru_cache(maxsize=8192)
def _readings(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    sounds = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    # Passports write lu for lü, and some input methods take it.
    plain = [sound.replace("v", "u") for sound in sounds if "v" in sound]
    return tuple(dict.fromkeys((*sounds, *_MORE.get(character, ()), *plain)))


def _bounded(readings: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    kept: list[tuple[str, ...]] = []
    combinations = 1
    for sounds in readings:
        combinations *= len(sounds)
        if combinations > _COMBINATIONS and kept:
            sounds, combinations = sounds[:1], _COMBINATIONS
        kept.append(sounds)
    return kept


def _joined(choices: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return map("".join, product(*choices))


def _longest(keys: Iterable[str]) -> Iterator[str]:
    """Leave out keys that begin another one: whatever begins them begins that as well."""
    following = ""
    for key in sorted(keys, reverse=True):
        if not following.startswith(key):
            yield key
        following = key
