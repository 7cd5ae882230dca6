"""Single pictures of videos; the calls that give them are in `contract/test_snapshots.py`."""

from __future__ import annotations

import pytest

from support.clips import clip
from tilewright.errors import Refused
from tilewright.media.snapshot import Snapshot, take_snapshot


def test_that_a_search_that_takes_too_long_is_given_up() -> None:
    assert take_snapshot(clip("plain"), Snapshot(1.0)) is not None
    with pytest.raises(Refused, match="takes too long"):
        take_snapshot(clip("plain"), Snapshot(1.0), longest=-1.0)


def test_that_a_path_and_a_file_give_the_same_picture() -> None:
    with clip("plain").open("rb") as opened:
        from_file = take_snapshot(opened, Snapshot(1.0, width=64))
    from_path = take_snapshot(clip("plain"), Snapshot(1.0, width=64))
    assert from_file is not None
    assert from_path is not None
    assert (from_file.size, from_file.pixels == from_path.pixels) == ((64, 48), True)


def test_that_no_picture_is_larger_than_any_that_is_accepted() -> None:
    with pytest.raises(Refused, match="would have"):
        take_snapshot(clip("plain"), Snapshot(0.0, width=8193))
