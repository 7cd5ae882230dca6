"""How strangers' files are opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilewright.media.kinds import DEMUXERS, guess_kind, input_arguments, location


@pytest.mark.parametrize("name", ["hls", "concat", "dash", "image2", "lavfi", "sdp", "rtsp", "rtp", "tty"])
def test_that_what_leads_to_other_files_is_not_accepted(name: str) -> None:
    assert name not in DEMUXERS


def test_that_every_input_is_opened_as_a_file_with_the_list() -> None:
    arguments = input_arguments(Path("/videos/http:lesson.mp4"))
    assert arguments[-2:] == ["-i", "file:/videos/http:lesson.mp4"]
    assert arguments[arguments.index("-protocol_whitelist") + 1] == "file"
    assert arguments[arguments.index("-format_whitelist") + 1].split(",") == list(DEMUXERS)


def test_that_a_relative_path_is_made_whole() -> None:
    assert location(Path("-y.mp4")) == f"file:{Path.cwd()}/-y.mp4"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"#EXTM3U\n", "playlist"),
        (b"\xef\xbb\xbf  \n#EXTM3U", "playlist"),
        (b"\x89PNG\r\n", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (b"RIFF\0\0\0\0WAVEfmt ", "sound"),
        (b"ID3\x04", "sound"),
        (b"RIFF\0\0\0\0AVI LIST", ""),
        (b"\0\0\0\x18ftypmp42", ""),
    ],
)
def test_that_the_first_bytes_tell_what_is_no_video(start: bytes, kind: str) -> None:
    assert guess_kind(start) == kind
