"""Fixes pressed one after another lead somewhere, whatever was set."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.bad_compositions import CASES, Bad
from support.builders import ACCOUNT, LOCAL, composition, known, output, source, tile, url
from support.rule_cases import KNOWN
from tilewright.checks import check
from tilewright.model import options as o
from tilewright.model.codecs import AUDIO_CODECS, CONTAINERS, PIXEL_FORMATS, PRESETS, PROFILES, ROI, VIDEO_CODECS
from tilewright.model.composition import Composition
from tilewright.model.document import decode, encode
from tilewright.model.source import Known
from tilewright.model.target import Target

FIXES_LIMIT = 60
"""Far more than problems that one composition here can have."""


def words(*known: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, None, *known, "nonsense", known[0].upper(), known[0].lower()])


def numbers(*values: float) -> st.SearchStrategy[float | None]:
    return st.sampled_from([None, None, *values])


flags = st.sampled_from([None, None, True, False])
every_preset = [word for words in PRESETS.values() for word in words]
every_pixfmt = [word for words in PIXEL_FORMATS.values() for word in words]
containers = st.builds(
    o.Container,
    format=words(*CONTAINERS),
    clip=st.none() | st.builds(o.Clip, duration=numbers(-1, 0, 0.5, 5)),
)
videos = st.builds(
    o.Video,
    codec=words(*VIDEO_CODECS),
    width=st.just(1280),
    height=st.just(720),
    fps=numbers(0, 23.976, 25, 30, 61),
    profile=words(*PROFILES),
    bitrate=st.sampled_from([None, "auto", "much", 1, 2000, 50_001]),
    crf=numbers(-1, 0.5, 25, 60),
    gop=numbers(0, 50, 5000),
    preset=words(*every_preset, "5"),
    bufsize=numbers(0, 999, 2000, 200_000),
    maxrate=numbers(0, 500, 3000, 50_001),
    pixfmt=words(*every_pixfmt),
    long_short_mode=flags,
    rotate=numbers(-90, 0, 45, 90, 359.5, 400),
    roi=words(*ROI),
    crop=st.sampled_from([None, "", "9:9:0:0", "9x9+0+0", "all"]),
    interlaced=flags,
)
audios = st.none() | st.builds(
    o.Audio,
    codec=words(*AUDIO_CODECS),
    samplerate=numbers(1, 8000, 11025, 44100, 96000),
    bitrate=numbers(7, 64, 500, 1001),
    channels=numbers(0, 1, 2, 3, 4, 8, 9),
    remove=flags,
    keep_two_tracks=flags,
    switch_track=flags,
    sample_format=words("fltp", "s16", "s32p"),
)
configs = st.none() | st.builds(
    o.TransConfig,
    adj_dar_method=words("pad"),
    is_check_reso=flags,
    reso_adj_method=words("1", "0"),
    is_check_video_fps=flags,
    video_fps_adj_method=words("1"),
    transcode_index=words("0"),
    hls_encrypt=st.none() | st.builds(o.HlsEncrypt, is_hls_encrypt=flags, uri_key=words("https://a.org/key")),
    dash_encrypt=st.none() | st.builds(o.DashEncrypt, is_encrypt=flags, uri_key=words("https://a.org/key")),
    aigc_metadata=st.none() | st.builds(o.AigcMetadata, label=words("1", "七"), reserved_code1=words("YQ==", "七")),
)
intervals = st.none() | st.builds(
    o.TimeInterval, start=numbers(-1, 0, 2.00001, 9, 20), duration=numbers(-1, 0, 0.00001, 3, 20)
)
effects = st.none() | st.builds(
    o.EffectConfig,
    enable_start_fadein=flags,
    start_fadein_time=numbers(-1, 0, 2, 20),
    enable_end_fadeout=flags,
    end_fadeout_time=numbers(0, 9, 20),
)
addresses = [None, " ", "music", url("music", ACCOUNT), url("my music", ACCOUNT), url("my%2520music", ACCOUNT)]
mixes = st.builds(
    o.AudioMix,
    audio_source=st.sampled_from(addresses),
    mix_mode=words("Once"),
    replace_original=flags,
    effect_config=effects,
)
encodings = st.builds(
    o.Transcode,
    container=st.none() | containers,
    video=videos,
    audio=audios,
    trans_config=configs,
    time_interval=intervals,
    audio_mix=st.none() | mixes,
    audio_mix_array=st.lists(mixes, max_size=3).map(tuple),
)


def judged(transcode: o.Transcode) -> tuple[Composition, Known]:
    tiles = (tile("a", 0, 0, 640, 720, url=url("a", ACCOUNT)), tile("b", 640, 0, 640, 720, url=url("b", ACCOUNT)))
    known = Known()
    for name in "ab":
        known = known.with_source(url(name, ACCOUNT), KNOWN.sources[url(name)])
    return composition(*tiles, transcode=transcode, output=output(target=ACCOUNT)), known


@settings(max_examples=60, deadline=None)
@given(encodings, st.randoms(use_true_random=False))
def test_that_fixes_in_any_order_leave_no_error_that_has_one(transcode: o.Transcode, order: Any) -> None:
    made, facts = judged(transcode)
    now = mended(made, facts, ACCOUNT, order)
    assert decode(encode(now)) == now


def mended(now: Composition, facts: Known, target: Target | None, order: random.Random) -> Composition:
    """Press fixes, one after another in that order, until none is offered any more."""
    for _ in range(FIXES_LIMIT):
        mendable = [problem.fix for problem in check(now, facts, target) if problem.fix]
        if not mendable:
            return now
        after = order.choice(mendable).apply(now)
        assert after != now, "a fix does something"
        now = after
    pressed = [(problem.code, problem.path) for problem in check(now, facts, target) if problem.fix]
    raise AssertionError(f"the fixes lead nowhere: {pressed} is left of {now.tiles}")


@pytest.mark.parametrize("bad", CASES, ids=lambda bad: f"{bad.code} {bad.path}")
def test_that_fixes_of_what_is_bad_end_in_any_order(bad: Bad) -> None:
    for seed in range(4):
        mended(bad.composition, bad.known, bad.target, random.Random(seed))


SIZES = [
    (1280, 720),
    (640, 360),
    (320, 240),
    (100, 100),
    (33, 17),
    (3, 7),
    (5, 400),
    (2000, 2),
    (720, 1280),
    (641, 479),
]
FRAMES = [(1280, 720), (130, 200), (1281, 721)]


@st.composite
def nearly_met(draw: st.DrawFn) -> tuple[Composition, Known]:
    """Up to three tiles of small and large videos, whose edges are at, or a few pixels beside, those of others."""
    width, height = draw(st.sampled_from(FRAMES))
    facts = known(**{name: source(*draw(st.sampled_from(SIZES))) for name in "abc"})

    def edge(side: int) -> int:
        return draw(st.sampled_from([0, side // 3, side // 2, side])) + draw(st.integers(-4, 4))

    tiles = [
        tile(name, edge(width), edge(height), max(0, edge(width)), max(0, edge(height)))
        for name in "abc"[: draw(st.integers(1, 3))]
    ]
    return composition(*tiles, size=(width, height)), facts


@settings(max_examples=150, deadline=None)
@given(nearly_met(), st.randoms(use_true_random=False))
def test_that_fixes_of_sizes_and_seams_do_not_undo_one_another(given: tuple[Composition, Known], order: Any) -> None:
    mended(*given, LOCAL, order)


def test_that_a_short_tile_is_not_drawn_over_one_that_begins_in_its_gap_at_the_edge() -> None:
    facts = known(a=source(5, 400), b=source(2000, 2))
    now = composition(tile("a", 316, 712, 6, 6), tile("b", 0, 718, 1280, 2), size=(1280, 720))
    mended(now, facts, LOCAL, random.Random(1))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SIZES), st.integers(1, 2000), st.integers(1, 1200))
def test_that_a_tile_that_is_squeezed_and_blown_up_gets_one_size_for_both(
    video: tuple[int, int], width: int, height: int
) -> None:
    facts = known(a=source(*video))
    sized = {"tile-squeezed", "tile-blown-up"}
    pressed: list[str] = []
    now = composition(tile("a", 0, 0, width, height), size=(4096, 4096))
    while mendable := [each for each in check(now, facts, LOCAL) if each.code in sized and each.fix]:
        pressed.append(mendable[0].code)
        fix = mendable[0].fix
        assert fix is not None
        now = fix.apply(now)
        assert pressed.count(pressed[-1]) == 1, f"{pressed} for {video} in {width} × {height}"
