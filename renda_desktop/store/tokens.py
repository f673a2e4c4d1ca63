"""Text for the full-text index: one character is one token, so that any fragment is found.

The table is FTS5 with the tokenizer `unicode61 remove_diacritics 0`. Punctuation, spaces, the dot
of 买买提·吐尔逊 and variation selectors are left out on both sides: 漏水没人管 finds 漏水,没人管.
"""

import unicodedata
from typing import Final

# Longer than a character, so that no query can name it: phrases do not run from field to field.
_GAP: Final = " gap "
_LONGEST_QUERY: Final = 200
_MARKS: Final = {
    "": "",
    "ballot": "b",
    "department": "u",
    "deputy": "d",
    "matter": "m",
    "proposal": "p",
    "reception": "c",
    "resident": "r",
    "theme": "t",
    "visit": "v",
}
_RARE: Final = range(0x20000, 0x40000)  # ideographs, of which Unicode grows by thousands


def folded(text: str) -> str:
    """Reduce text to the letters and digits that search compares, in their plain form."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_KEPT)


def tokens(*fields: str, kind: str = "") -> str:
    """Return what the index stores for one document of several fields.

    Each kind of document has a mark that its tokens begin with, and so lists of its own in the
    index: what is common in one kind does not slow the search in another.
    """
    mark = _MARKS[kind]
    between = f" {mark}"
    return _GAP.join(mark + between.join(run) for run in map(folded, fields) if run)


def match(query: str, *, kind: str = "") -> str:
    """Return the MATCH expression for what a user typed: each word as a phrase, all of them.

    It finds documents of one kind. Empty when nothing in the query can be searched; do not run
    that one. No text makes it an error.
    """
    mark = _MARKS[kind]
    between = f" {mark}"
    words = dict.fromkeys(map(folded, query[:_LONGEST_QUERY].split()))
    return " AND ".join(f'"{mark}{between.join(word)}"' for word in words if word)


def _counts(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co" or ord(character) in _RARE


class _Kept(dict[int, str | None]):
    """What becomes of each character, remembered when it is first met: itself or nothing."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        return self.setdefault(code, character if _counts(character) else None)


_KEPT: Final = _Kept()
