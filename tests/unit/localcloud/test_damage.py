"""What FFmpeg could not decode is counted by source, from what it says."""

from __future__ import annotations

import pytest

from tilewright.localcloud.damage import FEW, Damage, input_numbers
from tilewright.model.source import Source

SOURCE = Source(width=320, height=180, duration=4.0, fps=25.0, channels=2, samplerate=48_000)
PICTURE = "[vist#{number}:0/h264 @ 0x55d0] [dec:h264 @ 0x55d1] {what}"
SOUND = "[aist#{number}:1/aac @ 0x55d0] [dec:aac @ 0x55d1] {what}"
CONCEALED = "corrupt decoded frame"
SUBMIT = "Error submitting packet to decoder: Invalid data found when processing input"


def heard(*lines: str) -> Damage:
    damage = Damage()
    for line in lines:
        damage.note(line)
    return damage


@pytest.mark.parametrize(("line", "kind", "of"), [(PICTURE, "v", 100), (SOUND, "a", 188)])
def test_that_each_source_has_its_own_account(line: str, kind: str, of: int) -> None:
    limit = max(FEW, of // 20)
    most = heard(*[line.format(number=1, what=SUBMIT)] * limit)
    assert most.loss(1, SOURCE, 4.0) is None
    more = heard(*[line.format(number=1, what=SUBMIT)] * (limit + 1))
    assert more.loss(1, SOURCE, 4.0) == (kind, limit + 1, of, False)
    assert more.loss(0, SOURCE, 4.0) is None


@pytest.mark.parametrize(("line", "kind", "of"), [(PICTURE, "v", 100), (SOUND, "a", 188)])
def test_that_what_was_decoded_with_errors_has_an_account_of_its_own(line: str, kind: str, of: int) -> None:
    """Half of the pictures may have a spot: they are there. A twentieth of all may be missing beside them."""
    few, many = line.format(number=0, what=SUBMIT), line.format(number=0, what=CONCEALED)
    assert heard(*[few] * (of // 20), *[many] * (of // 2)).loss(0, SOURCE, 4.0) is None
    assert heard(*[few] * (of // 20), *[many] * (of // 2 + 1)).loss(0, SOURCE, 4.0) == (kind, of // 2 + 1, of, True)


def test_that_a_line_said_again_counts_again_and_others_do_not() -> None:
    broken = PICTURE.format(number=0, what=SUBMIT)
    assert heard(broken, "    Last message repeated 9 times").loss(0, SOURCE, 4.0) == ("v", 10, 100, False)
    other = "[h264 @ 0x55d0] error while decoding MB 3 4"
    assert heard(broken, other, "    Last message repeated 90 times").loss(0, SOURCE, 4.0) is None
    assert heard("    Last message repeated 90 times", *[other] * 90).loss(0, SOURCE, 4.0) is None


def test_that_what_was_read_is_the_measure() -> None:
    """Of a long video of which a moment is shown, that moment."""
    long = Source(width=320, height=180, duration=3600.0, fps=25.0)
    broken = heard(*[PICTURE.format(number=0, what=SUBMIT)] * 20)
    assert broken.loss(0, long, 3600.0) is None
    assert broken.loss(0, long, 2.0) == ("v", 20, 50, False)


@pytest.mark.parametrize(
    ("said", "is_passed_over"),
    [
        (
            "[in#2/matroska,webm @ 0x5] Element at 0x2f ending at 0x30 exceeds containing master element",
            True,
        ),
        (
            "[in#2/matroska,webm @ 0x5] Length 6 indicated by an EBML number's first byte 0x05 exceeds max length 4.",
            True,
        ),
        ("[in#2/mpegts @ 0x5] changing packet size to 204", True),
        ("[in#2/matroska,webm @ 0x5] File ended prematurely", False),
        ("[in#2/mov,mp4,m4a,3gp,3g2,mj2 @ 0x5] st: 0 edit list: 1 Missing key frame while searching", False),
    ],
)
def test_that_a_place_that_was_passed_over_is_noticed(said: str, is_passed_over: bool) -> None:
    """A recording that was broken off is no damage: its length is that of what is there."""
    assert [heard(said).may_have_holes(number) for number in (1, 2)] == [False, is_passed_over]


def test_that_inputs_have_the_numbers_that_ffmpeg_gives_them() -> None:
    args = ["-y", "-x", "1", "-i", "file:/a", "-i", "file:/b", "-i", "file:/a", "-map", "[picture]", "file:/out"]
    assert input_numbers(args) == {"file:/a": 0, "file:/b": 1}
