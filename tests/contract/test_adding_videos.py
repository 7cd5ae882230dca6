"""Adding videos as the window does: good ones are brought, the others are told and left out."""

from __future__ import annotations

from pathlib import Path

from support.clips import clip
from tilewright.usecases.events import Added, Cleaned, Made, NotAdded
from tilewright.usecases.make import add_videos, make
from tilewright.usecases.workplace import Workplace


def test_that_one_bad_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no video")
    videos = [str(clip("plain")), str(text), str(tmp_path / "nowhere.mp4"), str(clip("hd"))]
    with Workplace.open().service() as service:
        told = [event for event in add_videos(videos, service) if isinstance(event, Added | NotAdded)]
    assert [type(event).__name__ for event in told] == ["Added", "NotAdded", "NotAdded", "Added"]
    first, text_told, absent, last = told
    assert isinstance(first, Added)
    assert first.source is not None
    assert (first.source.width, first.url.endswith("/input/plain.mp4")) == (320, True)
    assert isinstance(text_told, NotAdded)
    assert "notes.txt" in text_told.sentence
    assert isinstance(absent, NotAdded)
    assert "nowhere.mp4" in absent.sentence
    assert isinstance(last, Added)


def test_that_an_address_of_another_place_is_taken_without_looking() -> None:
    with Workplace.open().service() as service:
        (told,) = add_videos(["https://elsewhere.invalid/a.mp4"], service)
    assert isinstance(told, Added)
    assert (told.name, told.source) == ("a.mp4", None)


def test_that_what_signs_an_address_is_left_out_and_told() -> None:
    signed = "https://me:word@elsewhere.invalid/a.mp4?v=2&q-ak=AKID&q-signature=abc&x-cos-security-token=TOK"
    with Workplace.open().service() as service:
        told = list(add_videos([signed], service))
        made = list(make([signed], service, name="a"))
    assert told == [Cleaned("a.mp4?v=2"), Added("a.mp4?v=2", "https://elsewhere.invalid/a.mp4?v=2", None)]
    assert made[0] == told[0]
    assert isinstance(made[-1], Made)
    assert made[-1].composition.tiles[0].url == "https://elsewhere.invalid/a.mp4?v=2"
