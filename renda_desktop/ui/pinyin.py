"""Finding Chinese words by what one types for them."""

from collections.abc import Iterable
from functools import lru_cache


def matches(typed: str, *texts: str) -> bool:
    """Return whether any text holds what was typed, in characters, full pinyin or initials."""
    wanted = typed.casefold().replace(" ", "")
    if not wanted:
        return True
    for text in texts:
        if wanted in text.casefold().replace(" ", ""):
            return True
        if wanted.isascii() and any(wanted in sound for sound in _sounds(text)):
            return True
    return False


def initials(text: str) -> str:
    """Return the initials of a text's syllables: yh for 月湖; letters and digits stay."""
    return "".join(one for one in _sounds(text)[1] if one.isalnum() and one.isascii())


def prepare(texts: Iterable[str]) -> None:
    """Work out the sounds of texts that are about to be searched, away from the window's thread."""
    for text in texts:
        _sounds(text)


@lru_cache(maxsize=20_000)
def _sounds(text: str) -> tuple[str, str]:
    """Return the full pinyin and the initials of a text."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text)
    return "".join(syllables).casefold(), "".join(one[:1] for one in syllables).casefold()
