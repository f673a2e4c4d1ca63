"""A database that was copied or put back goes on under a new name, and nothing of it is lost."""

from pathlib import Path

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.services import amendments, themes
from renda_desktop.sync.enrolling import ADOPTED
from tests import offices
from tests.sync.memory import URL, MemoryServer, Wire
from tests.sync.rows import quiet, rows_of, same, titles


def copied(office: Office, to: Path) -> Office:
    """Open a copy of a database on another PC."""
    path = office.home.path
    office.close()
    return offices.opened(offices.copied(path, to))


def reopened(office: Office) -> Office:
    return offices.opened(office.home.path)


def test_a_copy_is_noticed_and_goes_on_under_a_new_name(
    first: Office, second: Office, link: Wire, tmp_path: Path
) -> None:
    shared = first.act(themes.register, title="两边都有")
    clone = copied(first, tmp_path / "副本")
    original = reopened(first)
    original.act(themes.register, title="原件的")
    clone.act(themes.register, title="副本的")
    clone.act(amendments.amend, noun="theme", stream=shared.id, changes={"description": "补"})
    assert original.exchange(link=link).whole
    done = clone.exchange(link=link)
    assert "sync.forked" in [one.rule for one in done.troubles]
    assert "副本的" in titles(clone)
    device = clone.device
    assert "sync.forked" not in [one.rule for one in original.exchange(link=link).troubles]
    clone.enrol(url=URL, code="the copy's", link=link)
    assert clone.device != device
    quiet(link, clone, original, second)
    same(original, clone, second)
    assert titles(second) == {"两边都有", "原件的", "副本的"}
    original.close()
    clone.close()


def test_a_database_put_back_is_noticed(
    first: Office, second: Office, link: Wire, tmp_path: Path
) -> None:
    old = copied(first, tmp_path / "旧")
    later = reopened(first)
    later.act(themes.register, title="备份之后的")
    assert later.exchange(link=link).whole
    later.close()
    # The PC now works with what it was before.
    (trouble,) = old.exchange(link=link).troubles
    assert trouble.rule == "sync.forked"
    assert titles(old) == {"备份之后的"}
    old.act(themes.register, title="恢复之后的")
    assert old.exchange(link=link).left == 1
    old.enrol(url=URL, code="anew", link=link)
    quiet(link, old, second)
    same(old, second)
    assert titles(second) == {"备份之后的", "恢复之后的"}
    old.close()


@pytest.mark.parametrize("count", [1, 3])
def test_a_copy_that_offers_what_the_original_brought_meanwhile(
    first: Office, link: Wire, server: MemoryServer, tmp_path: Path, count: int
) -> None:
    for number in range(count):
        first.act(themes.register, title=f"一起{number}")
    clone = copied(first, tmp_path / "副本")
    clone.act(themes.register, title="副本的")
    clone.note(ADOPTED, value="1")
    clone.enrol(url=URL, code="the copy's", link=link)
    original = reopened(first)

    def meanwhile(call: str, data: bytes | None) -> bytes | None:
        if call == "push" and data is None:
            link.fault = lambda _, data: data
            assert original.exchange(link=link).whole
        return data

    link.fault = meanwhile
    quiet(link, clone, original)
    same(original, clone)
    assert len(titles(original)) == count + 1
    rows_of(clone)
    original.close()
    clone.close()


def test_enrolling_goes_on_after_a_lost_answer(founded: Path, tmp_path: Path, link: Wire) -> None:
    office = offices.opened(offices.copied(founded, tmp_path / "家"))

    def fault(call: str, data: bytes | None) -> bytes | None:
        return data[:-3] if data is not None else None

    link.fault = fault
    with pytest.raises(Exception, match="读不懂"):
        office.enrol(url=URL, code="once", link=link)
    link.fault = lambda _, data: data
    office.enrol(url=URL, code=" once ", link=link)
    assert office.exchange(link=link).whole
    office.close()


def test_a_revoked_pc_is_told_and_comes_back_under_a_new_name(
    first: Office, second: Office, link: Wire, server: MemoryServer
) -> None:
    second.act(themes.register, title="停用时写的")
    server.revoked.add(second.device)
    (trouble,) = second.exchange(link=link).troubles
    assert (trouble.rule, trouble.passing) == ("sync.revoked", False)
    before = second.device
    second.enrol(url=URL, code="again", link=link)
    assert second.device != before
    quiet(link, second, first)
    same(first, second)
    assert titles(first) == {"停用时写的"}


def test_another_code_leaves_the_name(first: Office, link: Wire) -> None:
    before = first.device, first.letter
    first.enrol(url=URL, code="one more log", link=link)
    assert (first.device, first.letter) == before
    assert first.exchange(link=link).whole
