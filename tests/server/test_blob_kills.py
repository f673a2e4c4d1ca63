"""A server that is killed at any write of a file goes on from the pieces that it said it has."""

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from renda_desktop.domain.ids import Id
from renda_desktop.server import blobs
from renda_desktop.server.shelf import Folder
from renda_desktop.sync.pieces import PIECE, Piece

DATA = bytes(range(256)) * (PIECE // 256 * 2) + b"the end"
NAME = sha256(DATA).hexdigest()
NOBODY = Id("0" * 32)

CHILD = """
import os, sys
from pathlib import Path
from tests.server.test_blob_kills import keep, Folder
left, name = int(sys.argv[2]), sys.argv[3]
real = getattr(os, name)
def dying(*given, **more):
    global left
    left -= 1
    if not left:
        os._exit(9)
    return real(*given, **more)
setattr(os, name, dying)
keep(Folder(Path(sys.argv[1])), say=lambda arrived: print(arrived, flush=True))
"""


def keep(shelf: Folder, *, say: Callable[[int], None] | None = None) -> int:
    """Send all pieces that are not there yet; return how many were sent."""
    standing = blobs._standing(shelf, NOBODY, NAME)
    sent = 0
    while not standing.whole:
        start = min(standing.arrived, len(DATA) // PIECE * PIECE)
        data = DATA[start : start + PIECE]
        piece = Piece(NOBODY, NOBODY, NOBODY, NAME, len(DATA), start, data)
        standing = blobs._take(shelf, piece)
        sent += 1
        if say is not None:
            say(standing.arrived)
    return sent


@pytest.mark.parametrize("call", ["fsync", "open", "replace", "unlink", "rmdir"])
def test_killed_at_any_write_it_goes_on(tmp_path: Path, call: str) -> None:
    killed = 0
    for at in range(1, 40):
        folder = tmp_path / str(at)
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(folder), str(at), call],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            break
        assert done.returncode == 9, done.stderr
        killed += 1
        said = max((int(one) for one in done.stdout.split()), default=0)
        shelf = Folder(folder)
        standing = blobs._standing(shelf, NOBODY, NAME)
        assert standing.arrived >= said  # what was acknowledged is there
        keep(shelf)
        assert blobs.whole(shelf, NOBODY, NAME) == DATA
        assert shelf.keys(str(NOBODY)) == [f"{NOBODY}/{NAME[:2]}/{NAME}"]
    assert done.returncode == 0
    assert killed
