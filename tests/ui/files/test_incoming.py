"""What is dropped and pasted, told apart."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl

from tilewright.model.document import LARGEST
from tilewright.ui.canvas.drops import dropped, odd_line
from tilewright.ui.files.incoming import MOST, Incoming, sort_mime, sort_names, sort_text


def mime(*urls: str) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl(url) for url in urls])
    return made


def test_that_videos_compositions_and_requests_are_told_apart() -> None:
    found = sort_mime(mime("file:///a/b.mp4", "file:///a/l.Tilewright", "file:///a/r.XML", "https://h/x.mp4"))
    assert found == Incoming((Path("/a/l.Tilewright"), Path("/a/r.XML")), ("/a/b.mp4", "https://h/x.mp4"))


def test_that_of_texts_beside_videos_the_content_tells_and_a_composition_comes_first() -> None:
    found = sort_mime(mime("file:///a/1.mp4", "file:///a/r.xml", "file:///a/notes.txt", "file:///a/2.mp4"))
    assert found == Incoming(videos=("/a/1.mp4", "/a/r.xml", "/a/notes.txt", "/a/2.mp4"))
    assert sort_mime(mime("file:///a/notes.txt", "file:///a/l.tilewright")).documents[0].name == "l.tilewright"
    assert sort_mime(mime("file:///a/notes.txt")).documents


def test_that_a_preset_or_a_layout_is_no_video() -> None:
    found = sort_mime(mime("file:///a/Mine.tilewright-preset", "file:///a/b.mp4"))
    assert found == Incoming(videos=("/a/b.mp4",), own=(Path("/a/Mine.tilewright-preset"),))
    found = sort_mime(mime("file:///a/Wall.Tilewright-Layout"))
    assert found == Incoming(own=(Path("/a/Wall.Tilewright-Layout"),))
    only = mime("file:///a/M.Tilewright-Preset")
    assert sort_mime(only)
    assert sort_names(dropped(only)) == sort_mime(only)  # by way of the canvas


def test_that_names_survive_as_they_are() -> None:
    assert sort_mime(mime("file:///a/caf%C3%A9%20%26%20co.mp4")).videos == ("/a/café & co.mp4",)


@pytest.mark.parametrize(
    ("text", "videos"),
    [
        ("https://h/a.mp4\n\n  http://h/b.mp4 \n", ("https://h/a.mp4", "http://h/b.mp4")),
        ('"/a/b c.mp4"\n/a/d.mp4', ("/a/b c.mp4", "/a/d.mp4")),
        ("file:///a/b%20c.mp4", ("/a/b c.mp4",)),
        ("~/x.mp4", (str(Path.home() / "x.mp4"),)),
        ("C:\\films\\x.mp4", ("C:\\films\\x.mp4",)),
        ("a word", ()),
        ("https://h/a.mp4\nand a word", ()),
        ("", ()),
        ("/", ()),
    ],
)
def test_that_lines_are_addresses_or_paths_or_nothing(text: str, videos: tuple[str, ...]) -> None:
    assert sort_text(text).videos == videos
    made = QMimeData()
    made.setText(text)
    assert sort_mime(made).videos == videos


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("https://h/a.mp4\n\nand a word\nand more", "and a word"),
        ("notes.txt\n/a/b.mp4", "notes.txt"),
        ("only words\nand words", ""),
        ("https://h/a.mp4", ""),
    ],
)
def test_that_a_line_among_places_that_is_none_is_named(text: str, odd: str) -> None:
    assert sort_text(text).odd == odd
    assert not (odd and sort_text(text).videos)
    made = QMimeData()
    made.setText(text)
    assert sort_mime(made).odd == odd_line(made) == odd


@pytest.mark.parametrize(
    "text",
    [
        "https://h/not/only\n<Request><Tag>VideoSynthesis</Tag></Request>\n'Operation': 1",
        "<Request><Tag>VideoSynthesis</Tag></Request>",
        ' {"JobsDetail": {}}',
        "HTTP/1.1 200 OK\n\n<Response/>",
        "POST /jobs HTTP/1.1\r\nHost: h\r\n\r\n<Request/>",
        "> POST /jobs HTTP/1.1\n> Host: h\n",
        "curl -d '<Request/>' https://h/jobs",
        "# send it\n$ curl \\\n -d @f https://h/jobs",
        "2026-11-29 INFO sent <Request> <Tag>VideoSynthesis</Tag></Request>",
    ],
)
def test_that_a_text_that_may_be_a_request_is_told_from_addresses(text: str) -> None:
    made = QMimeData()
    made.setText(text)
    assert sort_mime(made) == Incoming(text=text)
    assert sort_names([text]) == Incoming(text=text)
    assert sort_names(dropped(made)) == Incoming(text=text)  # by way of the canvas


@pytest.mark.parametrize("text", ["a curl of hair", "https://h/a.mp4", "Request", "a < b", "HTTP/1.1"])
def test_that_other_words_are_no_request(text: str) -> None:
    assert not sort_names([text]).text


def test_that_nothing_usable_is_nothing() -> None:
    assert not sort_mime(QMimeData())
    assert not sort_mime(mime("ftp://h/a.mp4", "data:text/plain,hello"))


def test_that_no_more_is_taken_than_a_composition_holds() -> None:
    assert len(sort_text("\n".join(f"/a/{number}.mp4" for number in range(3000))).videos) == MOST


@given(st.text())
def test_that_no_text_is_too_odd(text: str) -> None:
    sort_text(text)


ENDLESS = {
    "a request": "<Request>" + "x" * 1000,
    "a command": "curl" + " -d x" * 200,
    "words": "word " * 200,
    "empty lines": "\n" * 1000,
    "spaces": " " * 1000,
    "a path": "/" + "a" * 1000,
    "paths": "/a\n" * 333,
    "an address": "https://h/" + "a" * 1000,
}
"""About a thousand letters each, which may go on for ever."""


def many(text: str, letters: int) -> QMimeData:
    made = QMimeData()
    made.setText((text * (letters // len(text) + 1))[:letters])
    return made


@pytest.mark.full
@pytest.mark.parametrize("name", ENDLESS)
def test_that_100_mb_of_text_are_told_apart_at_once_and_no_more_is_kept_than_tells_it(name: str) -> None:
    text = many(ENDLESS[name], 100_000_000)
    began = time.process_time()
    found = sort_mime(text)
    assert time.process_time() - began < 1
    assert len(found.text) == (LARGEST + 1 if name in {"a request", "a command"} else 0)
    assert len(found.videos) == (MOST if name == "paths" else 0)


@pytest.mark.full
def test_that_100_mb_of_addresses_are_taken_at_once_as_far_as_a_composition_goes() -> None:
    made = QMimeData()
    made.setData("text/uri-list", b"file:///a/caf%C3%A9.mp4\r\n" * 4_000_000)
    began = time.process_time()
    found = sort_mime(made)
    ours = time.process_time() - began
    began = time.process_time()
    made.data("text/uri-list")
    assert ours < 2 * (time.process_time() - began), "hardly more than Qt takes to hand it over"
    assert found.videos == ("/a/café.mp4",) * MOST


def test_that_no_more_of_a_text_is_kept_than_tells_that_it_is_too_much() -> None:
    found = sort_mime(many(ENDLESS["a request"], LARGEST + 1000))
    assert len(found.text) == LARGEST + 1
    assert not sort_mime(many(ENDLESS["an address"], 40_000))
