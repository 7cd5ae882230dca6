"""Facts about a result in words."""

from __future__ import annotations

import pytest

from tilewright.ui.jobs.facts import facts_of_service

TOLD = (
    ("Format", "Duration", "13.654000"), ("Format", "Size", "1424687"), ("Video", "Width", "720"),
    ("Video", "Height", "576"), ("Video", "AvgFps", "24000/1001"), ("Video", "Sar", "16:15"),
    ("Video", "CodecName", "h264"), ("Audio", "CodecName", "aac"), ("Audio", "Channel", "2"),
)  # fmt: skip


def words(*more: tuple[str, str, str]) -> dict[str, str]:
    """Those that are no names of the service; ``more`` come first."""
    return {name: value for name, value in facts_of_service((*more, *TOLD)) if " · " not in name}


def test_that_what_the_service_tells_is_said_in_words_before_its_own_names() -> None:
    facts = facts_of_service(TOLD)
    assert [name for name, _ in facts[-len(TOLD) :]] == [f"{part} · {name}" for part, name, _ in TOLD]
    assert words()["Size"] == "768 × 576"
    assert words()["Frames"] == "23.976 a second"
    assert words()["Sound"] == "aac, 2 channels"


def test_that_the_state_of_an_invisible_watermark_is_shown() -> None:
    assert ("DigitalWatermark · State", "Failed") in facts_of_service((*TOLD, ("DigitalWatermark", "State", "Failed")))


def test_that_a_turned_picture_has_the_size_that_it_is_shown_in() -> None:
    assert words(("Video", "Rotation", "90.000000"))["Size"] == "576 × 768"
    assert words(("Video", "Rotation", "180.000000"))["Size"] == "768 × 576"


@pytest.mark.parametrize(
    "wrong",
    [
        ("Video", "Width", "wide"), ("Format", "Duration", "-"), ("Video", "AvgFps", "0/0"), ("Video", "Sar", "1:0"),
        ("Audio", "Channel", "9" * 5000), ("Video", "Width", "\u00b2"), ("Video", "AvgFps", "1e999"),
        ("Format", "Duration", "nan"), ("Format", "Duration", "inf"), ("Video", "Rotation", "inf"),
        ("Format", "Duration", "-1e300"), ("Video", "Width", "9" * 400), ("Format", "Size", "9" * 400),
    ],
)  # fmt: skip
def test_that_values_that_are_none_are_shown_as_they_came(wrong: tuple[str, str, str]) -> None:
    facts = facts_of_service((wrong, *TOLD))
    assert facts[-len(TOLD) - 1] == (f"{wrong[0]} · {wrong[1]}", wrong[2])
