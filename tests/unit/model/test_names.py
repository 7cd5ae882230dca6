"""What sentences call a tile."""

from __future__ import annotations

import pytest

from support.builders import tile
from tilewright.model.names import file_name, told_names


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.b/input/my%20lesson.mp4?x=1", "my lesson.mp4"),
        ("https://a.b/input/", "input"),
        ("", ""),
        ("https://[", "["),
        ("https://a.b/left%E2%80%AEright.mp4", "leftright.mp4"),
    ],
)
def test_that_a_file_is_called_as_its_address_ends(url: str, name: str) -> None:
    assert file_name(url) == name


def test_that_a_tile_is_called_by_its_name_else_its_file_else_its_number() -> None:
    tiles = (tile("a", name="Teacher"), tile("b"), tile("c", url=""))
    assert told_names(tiles) == {"a": "“Teacher”", "b": "b.mp4", "c": "Tile 3"}


def test_that_tiles_of_one_file_are_told_apart() -> None:
    tiles = (tile("a"), tile("b", url=tile("a").url), tile("c", url=tile("a").url, name="Teacher"))
    assert told_names(tiles) == {"a": "a.mp4 (tile 1)", "b": "a.mp4 (tile 2)", "c": "“Teacher”"}


def test_that_a_long_name_is_told_without_its_middle() -> None:
    (told,) = told_names((tile("a", url=f"https://a.b/{'x' * 300}.mp4"),)).values()
    assert len(told) == 45
    assert told.endswith(".mp4")
