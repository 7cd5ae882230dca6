"""Facts of videos that were found out before."""

from __future__ import annotations

from dataclasses import fields, make_dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from support.builders import LOCAL
from tilewright.files import facts
from tilewright.files.facts import KeptFacts, name_of_facts
from tilewright.model.source import Source

ALL = Source(
    width=1706, height=960, duration=12.345, coded_width=1280, coded_height=960, sample_aspect=Fraction(4, 3),
    rotation=270, fps=29.97002997, variable_rate=True, video_codec="hevc", pixel_format="yuv420p10le", bit_depth=10,
    matrix="bt2020nc", transfer="smpte2084", audio_codec="aac", channels=6, second_channels=1,
    picture_track=1, sound_track=2, second_track=3, samplerate=48000, container="mp4", size=1 << 40,
    video_bitrate=900, audio_bitrate=128,
)  # fmt: skip


def test_that_every_fact_is_found_as_it_was_kept(tmp_path: Path) -> None:
    usual = Source(width=2, height=2, duration=1.0)
    assert all(getattr(ALL, field.name) != getattr(usual, field.name) for field in fields(Source))
    KeptFacts(tmp_path / "facts").keep("one", ALL)
    assert KeptFacts(tmp_path / "facts").find("one") == ALL
    assert KeptFacts(tmp_path / "facts").find("two") is None


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b'{"width":1}', b'{"width":1,"height":1,"duration":1,"sample_aspect":"1/0"}']
)
def test_that_what_cannot_be_read_is_as_if_it_were_not_there(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "one").write_bytes(text)
    assert KeptFacts(tmp_path).find("one") is None


def test_that_what_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "facts").write_bytes(b"a file")
    KeptFacts(tmp_path / "facts").keep("one", ALL)
    assert KeptFacts(tmp_path / "facts").find("one") is None


def test_that_there_are_never_more_than_so_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "MOST", 10)
    for number in range(35):
        KeptFacts(tmp_path).keep(f"{number}", ALL)
        assert len(list(tmp_path.iterdir())) <= 10
        assert KeptFacts(tmp_path).find(f"{number}") == ALL


def test_that_each_version_of_each_object_has_a_name_of_its_own() -> None:
    other = LOCAL.replace(service="0" * 32)
    told = [
        (LOCAL, "a", "1", 5),
        (LOCAL, "b", "1", 5),
        (LOCAL, "a", "2", 5),
        (LOCAL, "a", "1", 6),
        (other, "a", "1", 5),
    ]
    assert len({name_of_facts(*version) for version in told}) == len(told)


def test_that_facts_are_read_anew_when_there_are_more_or_they_mean_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {name_of_facts(LOCAL, "a", "1", 5)}
    monkeypatch.setattr(facts, "FORMAT", facts.FORMAT + 1)
    names.add(name_of_facts(LOCAL, "a", "1", 5))
    monkeypatch.setattr(facts, "Source", make_dataclass("Source", [("bitrate", int, 0)], bases=(Source,), frozen=True))
    names.add(name_of_facts(LOCAL, "a", "1", 5))
    assert len(names) == 3
