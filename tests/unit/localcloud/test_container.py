"""Kinds of files: what is let in is what can be written, and names end as they are expected to."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.builders import composition
from support.lesser_ffmpeg import lesser_ffmpeg
from tilewright.checks import unsupported
from tilewright.checks.able_files import FORMATS
from tilewright.errors import BadInput
from tilewright.localcloud.container import as_known_to, kind_of
from tilewright.media.ffmpeg import find_ffmpeg
from tilewright.model.codecs import CONTAINERS, spelled
from tilewright.model.endings import ENDINGS
from tilewright.model.options import Container, Transcode


def of_format(name: str | None) -> Transcode:
    made = composition().transcode
    assert made is not None
    return made.replace(container=Container(format=name))


@pytest.mark.parametrize("name", [*CONTAINERS, "MP4", "gif", None])
def test_that_a_kind_of_file_is_written_exactly_when_it_is_let_in(name: str | None) -> None:
    transcode = of_format(name)
    if spelled(name or "mp4", FORMATS) is None:
        (problem,) = unsupported(composition(transcode=transcode))
        assert problem.path == "transcode.container.format"
        with pytest.raises(BadInput, match=f"does not write {name} files"):
            kind_of(transcode)
        return
    assert kind_of(transcode).ending in ENDINGS[(name or "mp4").lower()]


def test_that_a_result_without_a_named_format_is_an_mp4() -> None:
    assert kind_of(None) == kind_of(Transcode()) == kind_of(of_format("mp4"))


def test_that_an_older_ffmpeg_writes_an_avi_with_the_silence_that_its_sound_begins_with(tmp_path: Path) -> None:
    args = ["-c:a", "aac", *kind_of(of_format("avi")).beside_picture, "out.avi"]
    assert as_known_to(find_ffmpeg(), args) == args
    before_5 = lesser_ffmpeg(tmp_path / "ffmpeg", "<string>", lists="-h")  # `noise` has a -dropamount alone
    assert as_known_to(before_5, args) == ["-c:a", "aac", "out.avi"]
