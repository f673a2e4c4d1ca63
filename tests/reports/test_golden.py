"""The main papers look as they did when somebody looked at them."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.reports.golden import FOLDER, KINDS, SPECK, differing, path, pictures


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_looks_as_it_did(kind: str, tmp_path: Path) -> None:
    now = pictures(kind)
    assert len(now) == len(list(FOLDER.glob(f"{kind}-[0-9].png")))
    for page, image in enumerate(now, 1):
        with Image.open(path(kind, page)) as golden:
            share, shown = differing(golden, image)
        if share > SPECK:
            where = tmp_path / f"{kind}-{page}.png"
            shown.save(where)
            pytest.fail(
                f"{share:.2%} of page {page} differ, in red in {where}; if that is meant: "
                "python -m tests.reports.golden"
            )


def test_a_line_that_moved_is_seen_and_another_smoothing_is_not() -> None:
    with Image.open(path("registration-form", 1)) as file:
        golden = file.convert("L")
    moved = golden.copy()
    line = golden.crop((100, 250, 500, 270))
    moved.paste(line, (102, 250))
    assert differing(golden, moved)[0] > SPECK
    lighter = ImageChops.add(golden, Image.new("L", golden.size, 20))
    assert differing(golden, lighter)[0] <= SPECK
