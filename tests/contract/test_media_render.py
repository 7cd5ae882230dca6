"""Length, held pictures, sound, order, rate and encoding of results, rendered with the real FFmpeg."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from support.clips import Card, Colour, card, clip, ffmpeg
from support.pictures import BLACK, read_levels, read_pictures, read_sound, tone_level
from support.rendering import EXACT, QUICK, compose, render
from tilewright.errors import BadInput
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args, result_duration
from tilewright.media.ffmpeg import FfmpegFailed, Limits, find_ffmpeg, run
from tilewright.media.frames import first_picture
from tilewright.media.probe import probe
from tilewright.model.options import Audio, TimeInterval, Video

FRAME = (256, 144)
LEFT, RIGHT = Rect(0, 0, 128, 144), Rect(128, 0, 128, 144)
WHOLE = Rect(0, 0, 256, 144)
OUTSIDE = Rect(300, 0, 128, 144)

OWN_LEVEL = -18.06
"""dB of the tones of ``support.clips``: amplitude 1/8."""


def plain_card(colour: Colour, seconds: float = 0.5, pitch: float | None = None, rate: int = 20) -> Path:
    return card(Card(colours=(colour,) * 4, seconds=seconds, pitch=pitch, rate=Fraction(rate)))


def colour_at(path: Path, x: int, y: int, at: float = 0.0) -> tuple[int, ...]:
    pixel = read_levels(path, at).getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


def assert_near(found: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= 3, (found, expected)


RED_LEVELS, BLUE_LEVELS = (91, 104, 198), (85, 192, 109)
RED, BLUE = (200, 40, 40), (50, 70, 210)


def test_that_the_result_is_as_long_as_its_longest_source(tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip("short"), LEFT), (clip("variable"), RIGHT)], sound=True)
    result = probe(render(composition, inputs, tmp_path / "out.mp4"))
    assert result_duration(composition, inputs) == pytest.approx(3.0, abs=0.001)
    assert result.duration == pytest.approx(3.0, abs=1 / result.fps)


def test_that_sound_counts_for_the_length(tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip("long-sound"), WHOLE)], sound=True)
    assert probe(render(composition, inputs, tmp_path / "out.mp4")).duration == pytest.approx(3.0, abs=0.034)


@pytest.mark.parametrize("second", [RIGHT, Rect(100, 0, 128, 144), OUTSIDE], ids=["beside", "over", "outside"])
def test_that_a_source_that_ended_keeps_its_last_picture(second: Rect, tmp_path: Path) -> None:
    tiles = [(plain_card(RED, 0.3), LEFT), (plain_card(BLUE, 1.2), second)]
    result = render(*compose(FRAME, tiles, video=EXACT), tmp_path / "out.mp4")
    assert probe(result).duration == pytest.approx(1.2, abs=0.05)
    assert_near(colour_at(result, 40, 70, at=1.1), RED_LEVELS)


def test_that_the_frame_is_black_where_no_tile_lies(tmp_path: Path) -> None:
    result = render(*compose(FRAME, [(plain_card(RED), LEFT)], video=EXACT), tmp_path / "out.mp4")
    assert_near(colour_at(result, 200, 70), BLACK)
    assert_near(colour_at(result, 255, 143), BLACK)


def test_that_a_composition_with_all_tiles_outside_is_black(tmp_path: Path) -> None:
    result = render(*compose(FRAME, [(plain_card(RED), OUTSIDE)], video=EXACT), tmp_path / "out.mp4")
    assert_near(colour_at(result, 128, 70), BLACK)


@pytest.mark.parametrize("pixfmt", ["yuv444p", "yuv420p"])
def test_that_later_tiles_lie_on_top(pixfmt: str, tmp_path: Path) -> None:
    video = EXACT.replace(pixfmt=pixfmt)
    tiles = [(plain_card(RED), WHOLE), (plain_card(BLUE), Rect(64, 32, 64, 64))]
    result = render(*compose(FRAME, tiles, video=video), tmp_path / "one.mp4")
    assert_near(colour_at(result, 96, 64), BLUE_LEVELS)
    assert_near(colour_at(result, 20, 20), RED_LEVELS)
    result = render(*compose(FRAME, tiles[::-1], video=video), tmp_path / "two.mp4")
    assert_near(colour_at(result, 96, 64), RED_LEVELS)


def test_that_a_tile_without_size_has_the_displayed_size_of_its_source(tmp_path: Path) -> None:
    made = card(Card(width=40, height=60, colours=(RED,) * 4, rotation=90, sample_aspect=Fraction(2)))
    composition, inputs = compose(FRAME, [(made, None)], video=EXACT)
    result = render(composition, inputs, tmp_path / "out.mp4")
    assert_near(colour_at(result, 59, 79), RED_LEVELS)
    assert_near(colour_at(result, 60, 79), BLACK)
    assert_near(colour_at(result, 59, 80), BLACK)


def test_that_all_sounds_are_added_at_their_own_level(tmp_path: Path) -> None:
    tiles = [
        (plain_card(RED, 1.0, 400), LEFT),
        (plain_card(BLUE, 1.0, 700), RIGHT),
        (plain_card(RED, 1.0, 1100), OUTSIDE),
        (clip("mono"), Rect(0, 0, 64, 64)),
    ]
    rate, channels = read_sound(render(*compose(FRAME, tiles, sound=True), tmp_path / "out.mp4"))
    assert len(channels) == 2
    for samples in channels:
        for pitch in (400, 700, 1100, 880):
            middle = samples[rate // 5 : rate * 4 // 5]
            assert tone_level(middle, rate, pitch) == pytest.approx(OWN_LEVEL, abs=0.2), pitch


def test_that_sounds_keep_their_level_in_mono(tmp_path: Path) -> None:
    tiles = [(plain_card(RED, 1.0, 400), LEFT), (clip("mono"), RIGHT)]
    composition, inputs = compose(FRAME, tiles, sound=True, audio=Audio(channels=1, samplerate=22050, bitrate=96))
    rate, channels = read_sound(render(composition, inputs, tmp_path / "out.mp4"))
    assert (rate, len(channels)) == (22050, 1)
    for pitch in (400, 880):
        middle = channels[0][rate // 5 : rate * 4 // 5]
        assert tone_level(middle, rate, pitch) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_sounds_that_together_are_too_loud_do_not_clip(tmp_path: Path) -> None:
    loud = [(clip("loud"), LEFT), (plain_card(RED, 2.0, 700), RIGHT), (plain_card(RED, 2.0, 710), RIGHT)]
    _, channels = read_sound(render(*compose(FRAME, loud, sound=True), tmp_path / "out.mp4"))
    assert max(channels[0]) < 1.05  # the encoder rings a little over what the limiter allows


def test_that_a_source_in_two_tiles_is_not_twice_as_loud(tmp_path: Path) -> None:
    made = plain_card(RED, 1.0, 400)
    rate, channels = read_sound(
        render(*compose(FRAME, [(made, LEFT), (made, RIGHT)], sound=True), tmp_path / "out.mp4")
    )
    assert tone_level(channels[0][rate // 5 : rate * 4 // 5], rate, 400) == pytest.approx(OWN_LEVEL, abs=0.2)


@pytest.mark.parametrize(
    ("sound", "audio", "name"),
    [
        (False, Audio(), "plain"),
        (None, Audio(), "plain"),
        (True, Audio(remove=True), "plain"),
        (True, Audio(), "silent"),
    ],
    ids=["not kept", "not said", "removed", "no source has any"],
)
def test_that_there_is_no_sound_track_when(sound: bool | None, audio: Audio, name: str, tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip(name), WHOLE)], sound=sound, audio=audio)
    assert not probe(render(composition, inputs, tmp_path / "out.mp4")).has_sound


def test_that_an_encoding_without_audio_has_no_sound_track(tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip("plain"), WHOLE)], sound=True)
    assert composition.transcode is not None
    composition = composition.replace(transcode=composition.transcode.replace(audio=None))
    assert not probe(render(composition, inputs, tmp_path / "out.mp4")).has_sound


def test_that_a_late_picture_is_shown_from_the_start_and_stays_in_step(tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip("late-picture"), WHOLE)], sound=True)
    result = probe(render(composition, inputs, tmp_path / "out.mp4"))
    assert result.duration == pytest.approx(2.0, abs=0.034)
    pictures = [picture.tobytes() for _, picture in read_pictures(tmp_path / "out.mp4")]
    assert len(pictures) == 60


@pytest.mark.parametrize("name", ["matroska", "webm", "transport", "flash", "avi", "program", "ten-bit", "full-range"])
def test_that_every_kind_of_source_is_rendered(name: str, tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip(name), LEFT), (clip("plain"), RIGHT)], sound=True)
    result = probe(render(composition, inputs, tmp_path / "out.mp4"))
    assert result.duration == pytest.approx(result_duration(composition, inputs), abs=0.035)
    assert (result.width, result.height, result.has_sound) == (*FRAME, True)


def test_that_full_range_looks_like_limited_range(tmp_path: Path) -> None:
    tiles = [(clip("full-range"), LEFT), (clip("silent"), RIGHT)]
    result = render(*compose(FRAME, tiles, video=EXACT), tmp_path / "out.mp4")
    for x in (8, 24, 44, 64):
        assert_near(colour_at(result, x, 130), colour_at(result, 128 + x, 130))


def test_that_a_variable_rate_becomes_even(tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip("variable"), WHOLE)])
    result = probe(render(composition, inputs, tmp_path / "out.mp4"))
    assert (result.fps, result.variable_rate) == (24000 / 1001, False)


@pytest.mark.parametrize(("wish", "fps"), [(None, 30), (12, 12), (29.97, 30000 / 1001), (60, 60)])
def test_that_the_rate_is_the_wished_one_or_the_highest(wish: float | None, fps: float, tmp_path: Path) -> None:
    video = QUICK.replace(fps=wish)
    composition, inputs = compose(FRAME, [(clip("short"), LEFT), (plain_card(RED), RIGHT)], video=video)
    assert probe(render(composition, inputs, tmp_path / "out.mp4")).fps == pytest.approx(fps, abs=0.001)


def test_that_the_time_interval_cuts_the_finished_composition(tmp_path: Path) -> None:
    tiles = [(plain_card(RED, 0.4), LEFT), (plain_card(BLUE, 2.0, 500), RIGHT)]
    cut = TimeInterval(start=0.5, duration=0.75)
    composition, inputs = compose(FRAME, tiles, video=EXACT, sound=True, interval=cut)
    result = render(composition, inputs, tmp_path / "out.mp4")
    assert probe(result).duration == pytest.approx(0.75, abs=0.05)
    assert_near(colour_at(result, 40, 70), RED_LEVELS)
    composition, inputs = compose(FRAME, tiles, interval=TimeInterval(start=1.5, duration=60))
    assert result_duration(composition, inputs) == pytest.approx(0.5)


def test_that_a_time_interval_behind_the_end_is_told(tmp_path: Path) -> None:
    composition, inputs = compose(FRAME, [(clip("short"), WHOLE)], interval=TimeInterval(start=5))
    assert result_duration(composition, inputs) == 0
    with pytest.raises(BadInput, match="time interval"):
        render_args(composition, inputs, tmp_path / "out.mp4")


@pytest.mark.parametrize("pixfmt", ["yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuvj422p", "yuvj444p", "auto"])
def test_that_each_pixel_format_is_written(pixfmt: str, tmp_path: Path) -> None:
    video = Video(crf=1, preset="veryfast", pixfmt=pixfmt, profile="high")
    result = render(*compose(FRAME, [(plain_card(RED), LEFT)], video=video), tmp_path / "out.mp4")
    assert probe(result).pixel_format == ("yuv420p" if pixfmt == "auto" else pixfmt)
    if "j" in pixfmt:
        assert_near(colour_at(result, 40, 70), (87, 101, 208))
        assert colour_at(result, 200, 70)[0] <= 3


def test_that_rates_sizes_and_profile_reach_the_encoder(tmp_path: Path) -> None:
    video = Video(bitrate=150, maxrate=200, bufsize=400, gop=5, preset="fast", profile="main")
    composition, inputs = compose(FRAME, [(clip("plain"), WHOLE)], video=video, sound=True, audio=Audio(bitrate=64))
    result = render(composition, inputs, tmp_path / "out.mp4")
    with av.open(str(result)) as container:
        stream = container.streams.video[0]
        keys = [packet.is_keyframe for packet in container.demux(stream) if packet.pts is not None]
        assert stream.profile == "Main"
        assert all(any(keys[start : start + 5]) for start in range(len(keys) - 5))
    assert result.stat().st_size < (150 + 64) * 1000 / 8 * 2 * 1.3


def test_that_no_words_of_the_sources_reach_the_result(tmp_path: Path) -> None:
    named = tmp_path / "named.mp4"
    ffmpeg(
        "-i",
        str(clip("plain")),
        "-c",
        "copy",
        "-metadata",
        "title=SecretTitle",
        "-metadata",
        "location=+52+13/",
        str(named),
    )
    result = render(*compose(FRAME, [(named, WHOLE)], sound=True), tmp_path / "out.mp4")
    data = result.read_bytes()
    assert b"SecretTitle" not in data
    assert b"+52+13" not in data
    assert data.index(b"moov") < data.index(b"mdat")


def test_that_every_run_comes_to_its_end(tmp_path: Path) -> None:
    """An endless filter before a cut made FFmpeg hang in one of three runs."""
    tiles = [(clip("short"), WHOLE), (clip("plain"), RIGHT)]
    composition, inputs = compose(FRAME, tiles, video=QUICK.replace(preset="ultrafast"), sound=True)
    arguments = render_args(composition, inputs, tmp_path / "out.mp4")
    assert "tpad=stop=-1" not in " ".join(arguments)
    assert "apad," not in " ".join(arguments)
    for _ in range(12):
        run(find_ffmpeg(), arguments, limits=Limits(stall_seconds=10))


@pytest.mark.parametrize(
    "rect",
    [WHOLE, Rect(64, 32, 64, 64), Rect(-200, -200, 480, 360), Rect(-2200, -1700, 2560, 1920)],
    ids=["alone", "over another", "cut off", "huge"],
)
def test_that_a_source_that_changes_its_size_stays_in_its_tile(rect: Rect, tmp_path: Path) -> None:
    parts = []
    for number, (size, colour) in enumerate((("320x240", RED), ("160x120", BLUE))):
        parts.append(tmp_path / f"part{number}.ts")
        tinted = "color=c=0x{:02x}{:02x}{:02x}".format(*colour)
        ffmpeg(
            "-f", "lavfi", "-i", f"{tinted}:s={size}:r=10:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p", str(parts[-1])
        )
    (tmp_path / "list").write_text("".join(f"file '{part}'\n" for part in parts))
    changing = tmp_path / "changing.mkv"
    ffmpeg("-f", "concat", "-safe", "0", "-i", str(tmp_path / "list"), "-c", "copy", str(changing))
    result = render(*compose(FRAME, [(clip("short"), WHOLE), (changing, rect)], video=EXACT), tmp_path / "out.mp4")
    assert probe(result).duration == pytest.approx(probe(changing).duration, abs=0.06)
    assert_near(colour_at(result, 96, 64, at=0.5), RED_LEVELS)
    assert_near(colour_at(result, 96, 64, at=1.8), BLUE_LEVELS)


def test_that_a_tile_is_opaque_although_its_source_is_not(tmp_path: Path) -> None:
    clear = tmp_path / "clear.mov"
    ffmpeg("-f", "lavfi", "-i", "color=c=red@0.0:s=64x64:r=10:d=0.5,format=argb", "-c:v", "qtrle", str(clear))
    tiles = [(plain_card(BLUE), WHOLE), (clear, Rect(64, 32, 64, 64))]
    result = render(*compose(FRAME, tiles, video=EXACT), tmp_path / "out.mp4")
    assert colour_at(result, 96, 64)[2] > 220


@pytest.mark.parametrize("is_over", [True, False])
@pytest.mark.parametrize(
    ("name", "encoder"),
    [
        ("clear.mov", ["-pix_fmt", "yuva444p10le", "-c:v", "prores_ks", "-profile:v", "4444"]),
        ("vp8.webm", ["-pix_fmt", "yuva420p", "-c:v", "libvpx", "-auto-alt-ref", "0", "-b:v", "2M"]),
        ("vp9.webm", ["-pix_fmt", "yuva420p", "-c:v", "libvpx-vp9", "-b:v", "2M", "-deadline", "realtime"]),
    ],
)
def test_that_of_a_transparent_source_the_colours_under_the_transparency_are_shown(
    name: str, encoder: list[str], is_over: bool, tmp_path: Path
) -> None:
    """A56; the canvas shows the same."""
    clear = tmp_path / name
    half = "color=c=0xc82828@0.3:s=64x64:r=10:d=0.5,format=rgba,scale=out_color_matrix=bt601"
    ffmpeg("-f", "lavfi", "-i", half, *encoder, str(clear))
    tiles = [(plain_card(BLUE), WHOLE), (clear, Rect(64, 32, 64, 64))]
    result = render(*compose(FRAME, tiles if is_over else tiles[1:], video=EXACT), tmp_path / "out.mp4")
    assert_near(colour_at(result, 96, 64), RED_LEVELS)
    on_canvas = first_picture(clear, longest=16).pixels[:3]
    assert max(abs(a - b) for a, b in zip(on_canvas, RED, strict=True)) <= 6


@pytest.mark.parametrize("video", [EXACT, EXACT.replace(pixfmt="yuv420p")])
def test_that_tiles_that_look_alike_and_those_over_them_are_all_shown(video: Video, tmp_path: Path) -> None:
    quarters = [Rect(x, y, 64, 72) for x in (0, 64, 192) for y in (0, 72)]
    tiles = [(plain_card(RED, 0.3), rect) for rect in quarters] + [(plain_card(BLUE, 0.6), Rect(32, 36, 64, 72))]
    tiles.append((plain_card(RED, 0.3), Rect(60, 40, 8, 8)))
    result = render(*compose(FRAME, tiles, video=video), tmp_path / "out.mp4")
    for at in (0.0, 0.5):
        for rect in quarters:
            assert_near(
                colour_at(result, 3 if rect.x == 0 else rect.right - 3, rect.y + 60 * (rect.y > 0), at), RED_LEVELS
            )
        assert_near(colour_at(result, 50, 60, at), BLUE_LEVELS)
        assert_near(colour_at(result, 64, 44, at), RED_LEVELS)
        assert_near(colour_at(result, 160, 70, at), BLACK)


def test_that_a_source_that_is_not_at_hand_is_named(tmp_path: Path) -> None:
    composition, _ = compose(FRAME, [(clip("plain"), WHOLE)])
    with pytest.raises(BadInput, match="t1"):
        render_args(composition, {}, tmp_path / "out.mp4")


def test_that_a_source_damaged_after_it_was_looked_at_fails_the_run(tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(clip("plain").read_bytes())
    composition, inputs = compose(FRAME, [(copy, WHOLE)])
    copy.write_bytes(b"nothing of a video" * 100)
    with pytest.raises(FfmpegFailed) as caught:
        run(find_ffmpeg(), render_args(composition, inputs, tmp_path / "out.mp4"))
    assert "Invalid data" in caught.value.log


def test_that_ffmpeg_reads_no_other_file_through_a_playlist(tmp_path: Path) -> None:
    lure = tmp_path / "lesson.mp4"
    lure.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{clip('transport')}\n#EXT-X-ENDLIST\n")
    composition, inputs = compose(FRAME, [(clip("plain"), WHOLE)])
    swapped = {url: type(found)(lure, found.source) for url, found in inputs.items()}
    with pytest.raises(FfmpegFailed):
        run(find_ffmpeg(), render_args(composition, swapped, tmp_path / "out.mp4"))


@pytest.mark.parametrize("beside", [False, True])
def test_that_a_video_shorter_than_one_picture_of_the_result_is_seen(beside: bool, tmp_path: Path) -> None:
    tiles = [(plain_card(RED, 0.3), WHOLE)]
    if beside:
        tiles = [(plain_card(RED, 0.3), LEFT), (plain_card(BLUE, 0.3), RIGHT)]
    result = render(*compose(FRAME, tiles, video=EXACT.replace(fps=0.5)), tmp_path / "out.mp4")
    assert len(list(read_pictures(result))) == 1
    assert_near(colour_at(result, 40, 70), RED_LEVELS)
