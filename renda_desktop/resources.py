"""Where the files that ship with the program are."""

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder that holds fonts, icons, programs and the theme.

    A wheel carries it inside the package, a checkout beside it.
    """
    packed = Path(__file__).parent / "_resources"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "resources"


def path(*parts: str) -> Path:
    """Return the path of one shipped file or folder."""
    return root().joinpath(*parts)
