"""How many cases of each fault were run: the number that is published."""

from collections import Counter
from typing import Final

CASES: Final[Counter[str]] = Counter()


def told() -> str:
    """Return the count as a line."""
    each = ", ".join(f"{name} {many}" for name, many in sorted(CASES.items()))
    return f"fault cases: {CASES.total()} ({each})"
