"""Say where a Chinese line may break, which signs give up blank space, and what may stretch.

After GB/T 15834-2011 (标点符号用法): closing signs never begin a line, opening signs never end one,
dashes and ellipses stay whole; numbers, words, telephone numbers and addresses stay whole too.
"""

import re

OPENERS = "（〔【《〈「『〖［｛“‘〝￥＄￡([{¥$£"
CLOSERS = "，。、；：？！）〕】》〉」』〗］｝”’〞…—～·•／％‰℃℉°′″々〻ー,.;:?!)]}%"
_NEVER_LAST, _NEVER_FIRST = frozenset(OPENERS), frozenset(CLOSERS)
# Signs that take part in squeezing: their ink leaves half of the em blank.
_OPENING = "（〔【《〈「『〖［｛“‘"
_CLOSING = "，。、；：）〕】》〉」』〗］｝”’"

# Characters that show nothing by themselves: joiners, direction marks, variation selectors.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef"
)
INVISIBLE = re.compile(f"[{_INVISIBLE}]")

_WORD = "!-~\u00a0\u00c0-\u024f\u0370-\u04ff"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+(?![{_INVISIBLE} ]))|(?:[{_WORD}]+|—+|…+|.)[{_INVISIBLE}]* *", re.DOTALL
)
_PAIR = re.compile(
    rf"[{re.escape(_CLOSING)}](?=[{re.escape(_CLOSING + _OPENING)}])"
    rf"|[{re.escape(_OPENING)}](?=[{re.escape(_OPENING)}])"
)
_SEAM = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{_HAN}])")


def breaks(text: str) -> tuple[list[int], bytearray]:
    """Return where a line may end, and a flag for each place where a gap may stretch."""
    legal: list[int] = []
    loose = bytearray(b"\x01") * (len(text) + 1)
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        last = text[end - 1]
        if token.lastgroup == "han":
            legal.extend(range(start + 1, end))
        elif end - start > 1:
            core = token.group().rstrip(" ")
            loose[start + 1 : start + len(core)] = bytes(max(len(core) - 1, 0))
            last = core[-1:]
        if last not in _NEVER_LAST and text[end : end + 1] not in _NEVER_FIRST:
            legal.append(end)
    return legal, loose


def squeezed(text: str) -> list[int]:
    """Return the positions of signs that stand before another sign and so give up a half."""
    return [match.start() for match in _PAIR.finditer(text)]


def seams(text: str) -> list[int]:
    """Return the positions where Chinese characters meet letters or digits."""
    return [match.start() for match in _SEAM.finditer(text)]


def is_opening(char: str) -> bool:
    """Say whether a sign has its ink in the right half of its square."""
    return char in _OPENING


def is_closing(char: str) -> bool:
    """Say whether a sign has its ink in the left half of its square."""
    return char in _CLOSING
