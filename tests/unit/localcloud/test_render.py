"""FFmpeg's arguments as text: what is chosen, and what is left out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, tile, url
from support.effort import lines_of
from tilewright.errors import BadInput
from tilewright.layout.rect import Rect
from tilewright.localcloud.layers import Layer, shown_layers
from tilewright.localcloud.render import Input, render_args, result_duration
from tilewright.localcloud.timing import Span, output_rate
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, TimeInterval, TransConfig
from tilewright.model.source import Source

OUTPUT = Path("/results/out.mp4")


def source(width: int = 1280, height: int = 720, duration: float = 10.0, **facts: object) -> Source:
    facts = {"fps": 25.0, "channels": 2, "coded_width": width, "coded_height": height, **facts}
    return Source(width=width, height=height, duration=duration, **facts)  # type: ignore[arg-type]  # names are its own


def inputs(**sources: Source) -> dict[str, Input]:
    return {url(name): Input(Path(f"/videos/{name}.mp4"), found) for name, found in sources.items()}


def graph(made: Composition, **sources: Source) -> str:
    arguments = render_args(made, inputs(**sources), OUTPUT)
    return arguments[arguments.index("-filter_complex") + 1]


def option(made: Composition, name: str, **sources: Source) -> str | None:
    arguments = render_args(made, inputs(**(sources or {"a": source()})), OUTPUT)
    return arguments[arguments.index(name) + 1] if name in arguments else None


def with_video(**fields: object) -> Composition:
    made = composition(size=(1280, 720))
    assert made.transcode is not None
    assert made.transcode.video is not None
    return made.replace(transcode=made.transcode.replace(video=made.transcode.video.replace(**fields)))


def test_that_even_tiles_side_by_side_are_copied_in_the_format_of_the_result() -> None:
    text = graph(composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720)), a=source(), b=source())
    assert "xstack=inputs=2:layout=0_0|640_0," in text
    assert "fill" not in text
    assert "444" not in text


@pytest.mark.parametrize("x", [641, 639])
def test_that_an_odd_edge_is_composed_in_444(x: int) -> None:
    text = graph(composition(tile("a", x, 0, 640, 360)), a=source())
    assert "format=yuv444p" in text
    assert "format=yuv420p[picture]" in text


def test_that_overlapping_tiles_are_laid_over_each_other_in_order() -> None:
    tiles = [tile("a", 0, 0, 640, 360), tile("b", 320, 180, 640, 360), tile("c", 300, 100, 640, 360)]
    text = graph(composition(*tiles), a=source(), b=source(), c=source())
    assert text.index("layout=0_0") < text.index("overlay=x=320:y=180") < text.index("overlay=x=300:y=100")


def test_that_only_what_overlaps_is_laid_over_the_rest() -> None:
    """Copying is cheaper than laying over: one pair that overlaps does not change how the others are put together."""
    tiles = [tile(name, x, y, 640, 360) for name, x, y in (("a", 0, 0), ("b", 640, 0), ("c", 0, 360), ("d", 640, 360))]
    sources = {name: source() for name in "abcde"}
    text = graph(composition(*tiles, tile("e", 320, 180, 640, 360)), **sources)
    assert text.count("xstack=inputs=4") == 1
    assert text.count("overlay=") == 1
    assert text.index("xstack") < text.index("overlay=x=320:y=180")


def test_that_tiles_that_look_alike_are_scaled_once() -> None:
    again = [tile(f"a{number}", 640 * number, 0, 640, 360, url=url("a")) for number in (0, 1)]
    text = graph(composition(*again, tile("b", 0, 360, 640, 360)), a=source(), b=source())
    assert text.count("scale=640:360") == 2
    assert text.count("split=2") == 1
    other = graph(composition(*again, tile("a2", 0, 360, 320, 360, url=url("a"))), a=source())
    assert other.count("scale=") == 2


def test_that_a_tile_that_another_hides_is_not_decoded_but_heard() -> None:
    made = composition(tile("a", 10, 10, 64, 64), tile("b", 0, 0, 640, 360))
    text = graph(made, a=source(), b=source())
    assert "[1:V:0]" not in text
    assert "[1:a:0]" in text


def test_that_a_silent_tile_outside_is_not_even_opened() -> None:
    made = composition(tile("a", 0, 0, 640, 360), tile("b", 2000, 0, 640, 360))
    arguments = render_args(made, inputs(a=source(), b=source(channels=0, duration=30.0)), OUTPUT)
    assert arguments.count("-i") == 1
    assert result_duration(made, inputs(a=source(), b=source(channels=0, duration=30.0))) == 30


def test_that_a_source_of_several_tiles_is_opened_and_heard_once() -> None:
    made = composition(tile("a", 0, 0, 640, 360), tile("a2", 640, 0, 640, 360, url=url("a")))
    arguments = render_args(made, inputs(a=source()), OUTPUT)
    assert arguments.count("-i") == 1
    assert "amix" not in " ".join(arguments)


def test_that_a_hidden_tile_takes_no_part() -> None:
    made = composition(tile("a"), tile("b", hidden=True))
    assert result_duration(made, inputs(a=source(duration=5.0))) == 5
    assert "file:/videos/b.mp4" not in render_args(made, inputs(a=source()), OUTPUT)


@pytest.mark.parametrize(
    ("fields", "crf", "rate"),
    [
        ({}, "25", None),
        ({"crf": 18}, "18", None),
        ({"crf": 18.5, "bitrate": 900}, "18.5", None),
        ({"bitrate": 900}, None, "900k"),
        ({"bitrate": "auto"}, "25", None),
    ],
)
def test_that_crf_wins_over_bitrate(fields: dict[str, object], crf: str | None, rate: str | None) -> None:
    assert option(with_video(**fields), "-crf") == crf
    assert option(with_video(**fields), "-b:v") == rate


def test_that_the_encoder_gets_the_documented_defaults() -> None:
    assert option(with_video(), "-preset") == "medium"
    assert option(with_video(), "-profile:v") == "high"
    assert option(with_video(profile="auto"), "-profile:v") is None
    assert option(with_video(profile="high", pixfmt="auto"), "-profile:v") is None
    assert option(with_video(crf=0.5), "-profile:v") is None
    assert option(with_video(pixfmt="yuv444p"), "-profile:v") is None
    assert option(with_video(maxrate=500), "-bufsize") == "1000k"


@pytest.mark.parametrize(
    ("codec", "crf", "expected"),
    [("H.265", 25, "25"), ("VP9", 25, "31"), ("VP9", 51, "63"), ("VP8", 0.2, "1"), ("AV1", None, "31")],
)
def test_that_quality_is_the_same_part_of_an_encoders_range(codec: str, crf: float | None, expected: str) -> None:
    assert option(with_video(codec=codec, crf=crf), "-crf") == expected


def test_that_the_presets_of_each_codec_are_given_to_its_encoder() -> None:
    assert option(with_video(codec="vp8"), "-deadline") == "good"
    assert option(with_video(codec="VP8", preset="Realtime"), "-deadline") == "realtime"
    assert option(with_video(codec="AV1"), "-preset") == "5"
    assert option(with_video(codec="AV1", preset="4"), "-preset") == "4"
    assert option(with_video(preset="SLOWER"), "-preset") == "slower"


def test_that_nothing_is_composed_without_frame_tiles_or_size() -> None:
    for made, word in (
        (composition(size=None), "frame"),
        (composition().replace(tiles=()), "no tile"),
        (composition(tile("a", width=0)), "no place"),
    ):
        with pytest.raises(BadInput, match=word):
            render_args(made, inputs(a=source()), OUTPUT)


def test_that_only_mp4_with_fixed_names_is_written_last() -> None:
    arguments = render_args(composition(), inputs(a=source()), OUTPUT)
    assert arguments[-3:] == ["-f", "mp4", "file:/results/out.mp4"]


def test_that_colours_are_turned_only_where_sources_disagree() -> None:
    made = composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720))
    alike = graph(made, a=source(640, 360, matrix="bt470bg"), b=source(640, 360))
    assert "color_matrix" not in alike
    assert "colorspace=smpte170m" in alike
    silent = graph(made, a=source(), b=source())
    assert "color_matrix" not in silent
    assert "colorspace=unknown" in silent
    mixed = graph(made, a=source(640, 360), b=source(matrix="bt709"))
    assert mixed.count("in_color_matrix=bt601:out_color_matrix=bt709") == 1
    assert "color_matrix" not in graph(made, a=source(matrix="bt709"), b=source())


def test_that_a_huge_tile_is_cut_before_it_is_scaled() -> None:
    text = graph(composition(tile("a", -40_000, 100, 50_000, 500)), a=source())
    sides = [int(part.split("=")[1].split(":")[0]) for part in text.split(",") if part.startswith("scale")]
    assert max(sides) < 2_000


@given(
    width=st.integers(1, 60_000),
    height=st.integers(1, 60_000),
    x=st.integers(-60_000, 1300),
    y=st.integers(-60_000, 800),
    turned=st.booleans(),
)
def test_that_any_place_gives_a_cut_of_the_visible_size(width: int, height: int, x: int, y: int, turned: bool) -> None:
    rect = Rect(x, y, width, height)
    visible = rect.cut(Rect(0, 0, 1280, 720))
    try:
        text = graph(composition(tile("a", *rect)), a=source(1920, 1080, rotation=90 if turned else 0))
    except BadInput:
        assert max(width, height) > 30_000
        return
    crops = [part.removeprefix("crop=").split(":") for part in text.split(",") if part.startswith("crop=")]
    scales = [part.split("scale=")[1].split(":") for part in text.split(",") if "scale=" in part]
    if visible is None or visible == rect:
        assert not crops
        return
    assert (int(crops[-1][0]), int(crops[-1][1])) == (visible.width, visible.height)
    for axis in (0, 1):
        start, length = int(crops[-1][axis + 2]), int(crops[-1][axis])
        assert 0 <= start <= start + length <= int(scales[-1][axis])


@pytest.mark.parametrize(
    ("wish", "rates", "expected"),
    [
        (None, [25.0, 29.97002997], Fraction(30000, 1001)),
        (None, [120.0], Fraction(60)),
        (None, [0.0], Fraction(25)),
        (23.976, [60.0], Fraction(24000, 1001)),
        (12.5, [60.0], Fraction(25, 2)),
    ],
)
def test_that_the_rate_is_chosen(wish: float | None, rates: list[float], expected: Fraction) -> None:
    assert output_rate(wish, [source(fps=rate) for rate in rates]) == expected


def test_that_a_variable_rate_counts_as_the_next_common_one() -> None:
    assert output_rate(None, [source(fps=28.4, variable_rate=True)]) == Fraction(30000, 1001)


def test_that_a_span_holds_at_least_one_frame() -> None:
    assert Span(0, 0.001, Fraction(30)).frames == (0, 1)
    assert Span(1, 2.02, Fraction(30)).frames == (30, 61)


def test_that_the_time_interval_cuts_the_longest() -> None:
    made = composition()
    assert made.transcode is not None
    cut = made.replace(transcode=made.transcode.replace(time_interval=TimeInterval(start=4, duration=100)))
    assert result_duration(cut, inputs(a=source())) == 6


def layers_of(*rects: Rect) -> list[Layer]:
    return [Layer("u", source(), rect, rect) for rect in rects]


def test_that_only_what_is_hidden_altogether_is_dropped() -> None:
    half, whole = layers_of(Rect(0, 0, 50, 50), Rect(0, 0, 100, 100))
    assert shown_layers([half, whole]) == [whole]
    assert shown_layers([whole, half]) == [whole, half]


def test_that_a_tile_that_others_hide_together_is_dropped() -> None:
    base, left, right = layers_of(Rect(0, 0, 100, 50), Rect(0, 0, 50, 60), Rect(50, 0, 50, 50))
    assert shown_layers([base, left, right]) == [left, right]
    assert shown_layers([left, base, right]) == [left, base, right]
    gap = layers_of(Rect(0, 0, 49, 60))[0]
    assert shown_layers([base, gap, right]) == [base, gap, right]


def test_that_crossing_bars_are_soon_known_to_be_seen() -> None:
    bars = layers_of(*(Rect(0, 20 * n, 4000, 10) for n in range(60)), *(Rect(20 * n, 0, 10, 4000) for n in range(60)))
    assert lines_of(lambda: shown_layers(bars)) < 100_000
    assert shown_layers(bars) == bars


def test_that_a_tile_under_a_thousand_others_is_dropped() -> None:
    base, *grid = layers_of(Rect(0, 0, 1280, 720), *(Rect(32 * (n % 40), 28 * (n // 40), 32, 28) for n in range(1040)))
    for tiles in (grid, grid[::-1]):
        assert shown_layers([base, *tiles]) == tiles


_RECTS = st.builds(Rect, st.integers(0, 3), st.integers(0, 3), st.integers(1, 4), st.integers(1, 4))


@given(st.lists(_RECTS, min_size=1, max_size=6))
def test_that_a_tile_is_dropped_exactly_if_no_pixel_of_it_is_seen(rects: list[Rect]) -> None:
    seen: dict[tuple[int, int], int] = {}
    for number, rect in enumerate(rects):
        seen |= {(x, y): number for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}
    layers = layers_of(*rects)
    kept = {id(layer) for layer in shown_layers(layers)}
    assert [id(layer) in kept for layer in layers] == [number in seen.values() for number in range(len(rects))]


def comparing(method: str | None, **values: object) -> Composition:
    """All comparisons are on; what follows is the same for all."""
    made = with_video(**{name: value for name, value in values.items() if name != "sound"})
    assert made.transcode is not None
    config = TransConfig(
        is_check_reso=True,
        is_check_video_fps=True,
        is_check_video_bitrate=True,
        is_check_audio_bitrate=True,
        reso_adj_method=method,
        video_fps_adj_method=method,
        video_bitrate_adj_method=method,
        audio_bitrate_adj_method=method,
    )
    audio = Audio(bitrate=values["sound"]) if "sound" in values else made.transcode.audio  # type: ignore[arg-type]
    return made.replace(
        tiles=(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720)),
        transcode=made.transcode.replace(audio=audio, trans_config=config),
    )


COMPARED = {
    "a": source(1280, 720, fps=10.0, video_bitrate=300, audio_bitrate=90),
    "b": source(640, 360, fps=12.5, video_bitrate=700, audio_bitrate=64),
}
"""The greatest values are those of one source or of the other."""


def test_that_a_result_that_wants_more_than_its_sources_gets_what_they_have() -> None:
    made = comparing("0", fps=50, bitrate=2000, sound=320)
    assert option(made, "-b:v", **COMPARED) == "700k"
    assert option(made, "-b:a", **COMPARED) == "90k"
    assert "fps=25/2" in graph(made, **COMPARED)
    assert option(comparing(None, fps=10, bitrate=500, sound=80), "-b:v", **COMPARED) == "500k"
    assert "fps=10/1" in graph(comparing(None, fps=10), **COMPARED)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"fps": 13}, r"IsCheckVideoFps\): 13 .* 12.5 pictures"),
        ({"bitrate": 701}, r"IsCheckVideoBitrate\): 701 kbps .* 700 kbps"),
        ({"sound": 91}, r"IsCheckAudioBitrate\): 91 kbps"),
        ({"width": 1282}, "IsCheckReso"),
    ],
)
def test_that_a_job_fails_that_was_to_fail_then(values: dict[str, object], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        graph(comparing("1", **values), **COMPARED)
    assert graph(comparing("0", **values), **COMPARED)


def test_that_nothing_fails_where_the_sources_have_as_much() -> None:
    assert graph(comparing("1", fps=12.5, bitrate=700, sound=90), **COMPARED)
    assert graph(comparing("1", crf=20, bitrate=9000), **COMPARED)  # the quality rules
    assert graph(comparing("1", bitrate=9000), a=source(), b=source())  # nothing is known of theirs


def threads(made: Composition, processors: int, **sources: Source) -> dict[str, int]:
    """How many threads decode each file, by its name; files without a number are left out."""
    arguments = render_args(made, inputs(**sources), OUTPUT, processors=processors)
    places = [place for place, word in enumerate(arguments) if word == "-i"]
    return {
        Path(arguments[place + 1]).stem: int(arguments[place - 1])
        for place in places
        if arguments[place - 2] == "-threads"
    }


def test_that_several_decoders_share_the_processors_by_the_pixels_they_decode() -> None:
    two = composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720))
    assert threads(two, 2, a=source(), b=source()) == {"a": 1, "b": 1}
    assert threads(two, 8, a=source(), b=source()) == {"a": 4, "b": 4}
    assert threads(two, 8, a=source(3840, 2160), b=source(320, 180)) == {"a": 8, "b": 1}
    assert threads(two, 8, a=source(fps=60.0), b=source(fps=20.0)) == {"a": 6, "b": 2}
    assert threads(two, 64, a=source(), b=source()) == {"a": 16, "b": 16}


def test_that_one_decoder_alone_takes_as_many_threads_as_ffmpeg_likes() -> None:
    one = composition(tile("a", 0, 0, 640, 720), tile("a2", 640, 0, 640, 720, url=url("a")))
    assert threads(one, 8, a=source()) == {}
    two = composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720))
    assert threads(two, 0, a=source(), b=source()) == {}  # for another computer
