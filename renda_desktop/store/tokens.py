"""Text for the full-text index: one character is one token, so that any fragment is found.

The table is FTS5 with the tokenizer `unicode61 remove_diacritics 0`. Punctuation, spaces, the dot
of 买买提·吐尔逊 and variation selectors are left out on both sides: 漏水没人管 finds 漏水,没人管.
"""

import unicodedata
from typing import Final

# Longer than a character, so that no query can name it: phrases do not run from field to field.
_GAP: Final = " gap "
_LONGEST_QUERY: Final = 200
_RARE: Final = range(0x20000, 0x40000)  # ideographs, of which Unicode grows by thousands


def folded(text: str) -> str:
    """Reduce text to the letters and digits that search compares, in their plain form."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_KEPT)


def tokens(*fields: str, kind: str = "") -> str:
    """Return what the index stores for one document of several fields.

    `kind` becomes a word of its own, longer than a character like the gap.
    """
    run = _GAP.join(" ".join(run) for run in map(folded, fields) if run)
    return f"{kind} {run}" if kind else run


def match(query: str, *, kind: str = "") -> str:
    """Return the MATCH expression for what a user typed: each word as a phrase, all of them.

    With `kind` it finds documents of that kind only. Empty when nothing in the query can be
    searched; do not run that one. No text makes it an error.
    """
    words = dict.fromkeys(map(folded, query[:_LONGEST_QUERY].split()))
    found = " AND ".join(f'"{" ".join(word)}"' for word in words if word)
    return f"{kind} AND {found}" if kind and found else found


def _counts(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co" or ord(character) in _RARE


class _Kept(dict[int, str | None]):
    """What becomes of each character, remembered when it is first met: itself or nothing."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        return self.setdefault(code, character if _counts(character) else None)


_KEPT: Final = _Kept()
