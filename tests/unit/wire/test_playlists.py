"""Which files a playlist names, and that a hostile one names none that would lie anywhere else."""

from __future__ import annotations

import contextlib
import time
import tracemalloc

import pytest

from tilewright.errors import Damaged, Refused
from tilewright.wire import playlists
from tilewright.wire.playlists import is_playlist, read_playlist

HLS = """#EXTM3U
#EXT-X-KEY:METHOD=AES-128,URI="key%201.bin",IV=0x01
#EXT-X-MAP:URI="first%201.mp4"
#EXTINF:5.0,
a-00000.ts
#EXTINF:5.0,
a-00001.ts
#EXTINF:5.0,
a-00001.ts
#EXT-X-ENDLIST
"""

DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet>{group}
<Representation id="v$1" bandwidth="9">{stream}</Representation></AdaptationSet></Period></MPD>"""

TIMED = """<SegmentTemplate initialization="{first}" media="{each}" startNumber="3"><SegmentTimeline>
<S t="10" d="5" r="1"/><S d="7"/></SegmentTimeline></SegmentTemplate>"""


def dash(stream: str = "", group: str = "") -> bytes:
    return DASH.format(stream=stream, group=group).encode()


def test_that_hls_names_pieces_and_beginnings_each_once_and_keys_are_no_pieces() -> None:
    named = read_playlist(HLS.encode(), "x.M3U8")
    assert named.beside == ("first 1.mp4", "a-00000.ts", "a-00001.ts")
    assert named.is_all


@pytest.mark.parametrize("place", ["stream", "group"])
def test_that_a_pattern_of_dash_is_filled_in(place: str) -> None:
    pattern = TIMED.format(first="$RepresentationID$.m4s", each="$$$RepresentationID$-$Number%03d$-$Time$.m4s")
    named = read_playlist(dash(**{place: pattern}), "x.mpd")
    assert named.beside == ("v$1.m4s", "$v$1-003-10.m4s", "$v$1-004-15.m4s", "$v$1-005-20.m4s")
    assert named.is_all


def test_that_a_list_and_a_single_file_of_dash_are_read() -> None:
    listed = '<SegmentList><Initialization sourceURL="i.m4s"/><SegmentURL media="1.m4s"/></SegmentList>'
    assert read_playlist(dash(listed), "x.mpd").beside == ("i.m4s", "1.m4s")
    assert read_playlist(dash("<BaseURL>whole.mp4</BaseURL>"), "x.mpd").beside == ("whole.mp4",)


@pytest.mark.parametrize(
    "address",
    [
        *("../a.ts", "/etc/passwd", "b/a.ts", "%2e%2e%2fa.ts", "https://a.org/a.ts", "file:a.ts", "a.ts?sign=1", ".."),
        *("b\\a.ts", "other.m3u8", "a%00.ts", "C:a.ts", "%20"),
    ],
)
def test_that_what_lies_elsewhere_is_no_piece(address: str) -> None:
    named = read_playlist(f"#EXTM3U\n{address}\ngood.ts\n".encode(), "x.m3u8")
    assert named.beside == ("good.ts",)
    assert not named.is_all


@pytest.mark.parametrize(
    "open_ended",
    [
        '<SegmentTemplate media="a-$Number$.m4s" duration="5"/>',
        TIMED.format(first="", each="a-$Number$.m4s").replace('r="1"', 'r="-1"'),
        "",
    ],
)
def test_that_pieces_of_which_nobody_says_how_many_there_are_are_not_guessed(open_ended: str) -> None:
    assert not read_playlist(dash(open_ended), "x.mpd").is_all


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "x.m3u8"), (b"<a/>", "x.mpd"), (b"no", "x.mpd"), (b"\xff\xfe", "x.m3u8"), (b"#EXTINF:1,\na.ts", "x.m3u8")],
)
def test_that_what_is_no_playlist_is_damaged(data: bytes, name: str) -> None:
    with pytest.raises(Damaged):
        read_playlist(data, name)


def test_that_endless_playlists_are_refused() -> None:
    with pytest.raises(Refused):
        read_playlist(b"#EXTM3U\n" + b"#" * playlists.MOST_BYTES, "x.m3u8")
    lines = "\n".join(map(str, range(playlists.MOST_PIECES + 1)))
    with pytest.raises(Refused):
        read_playlist(f"#EXTM3U\n{lines}".encode(), "x.m3u8")
    many = TIMED.format(first="", each="$Number$").replace('r="1"', 'r="999999999"')
    with pytest.raises(Refused):
        read_playlist(dash(many), "x.mpd")


def test_that_a_name_that_is_said_over_and_over_is_not_read_to_the_end() -> None:
    entries = '<S d="1" r="99999"/>' * 16
    timed = f'<SegmentTemplate media="same.m4s"><SegmentTimeline>{entries}</SegmentTimeline></SegmentTemplate>'
    began = time.thread_time()
    with pytest.raises(Refused, match="names more than"):
        read_playlist(dash(timed), "x.mpd")
    assert time.thread_time() - began < 2, "one in sixteen of what it would take"


@pytest.mark.parametrize("pattern", ["$Number%099d$" * 4000, "$RepresentationID$" * 3000, "$Number%099d$" * 70])
def test_that_a_pattern_does_not_make_names_without_end(pattern: str) -> None:
    timed = TIMED.format(first="", each=pattern).replace('r="1"', 'r="9999"')
    data = dash(timed).replace(b'id="v$1"', b'id="' + b"v" * 9000 + b'"')
    tracemalloc.start()
    try:
        with contextlib.suppress(Refused):
            assert not read_playlist(data, "x.mpd").is_all
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()


def test_that_lines_are_read_one_by_one() -> None:
    data = HLS.encode() + b"\n" * (2 << 20)
    tracemalloc.start()
    try:
        assert len(read_playlist(data, "x.m3u8").beside) == 3
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


def test_that_the_ending_tells_what_is_a_playlist() -> None:
    assert is_playlist("a/b.m3u8")
    assert is_playlist("A.MPD")
    assert not is_playlist("m3u8")
    assert not is_playlist("a.mp4")
