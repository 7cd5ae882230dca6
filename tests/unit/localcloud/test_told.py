"""What a result is made of: told where it can be, and never the reason why a finished video is lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import av
import pytest

from support.clips import clip
from tilewright.localcloud.told import media_info_of, media_info_of_pieces
from tilewright.media.joined import Joined


@pytest.mark.expects_log("What a result is made of is not told")
def test_that_whatever_pyav_meets_in_a_result_costs_nobody_the_video(monkeypatch: pytest.MonkeyPatch) -> None:
    assert media_info_of(clip("short")).startswith(b"<MediaInfo>")

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("what the library does not expect")

    monkeypatch.setattr(av, "open", fail)
    assert media_info_of(clip("short")) == b""


def test_that_several_files_are_read_as_one_at_any_place(tmp_path: Path) -> None:
    contents = [b"abc", b"", b"defgh", b"i"]
    paths = [tmp_path / str(number) for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    whole = b"".join(contents)
    with Joined(paths) as file:
        assert file.read() == whole
        for place in range(len(whole) + 3):
            assert (file.seek(place), file.tell()) == (place, place)
            assert file.read(4) == whole[place : place + 4]
        assert file.seek(-2, io.SEEK_END) == len(whole) - 2
        assert file.read() == b"hi"
        file.seek(2)
        assert file.seek(3, io.SEEK_CUR) == 5
        assert file.read(1) == b"f"


def test_that_a_folder_without_pieces_costs_nobody_the_video(tmp_path: Path) -> None:
    (tmp_path / "j1.m3u8").write_text("#EXTM3U")
    assert media_info_of_pieces(tmp_path) == b""
