"""The table of categories that ships."""

from renda_desktop.queries.taxonomy import paths, taxonomy


def test_every_path_is_two_distinct_names() -> None:
    assert len(set(paths())) == len(paths()) >= 60
    assert all(path.count("/") == 1 for path in paths())
    assert "城乡建设/加装电梯" in paths()


def test_no_first_level_is_empty() -> None:
    assert all(len(one.parts) >= 4 for one in taxonomy())
