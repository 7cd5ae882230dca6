"""What the local cloud cannot render is named field by field; all else passes."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, LOCAL, composition, known, source, tile, transcode, url
from support.watermarks import image_mark, text_mark
from tilewright.checks import able_files, able_picture, able_sound, able_watermarks, check, unsupported
from tilewright.model.options import (
    AigcMetadata,
    Audio,
    AudioMix,
    Container,
    EffectConfig,
    HlsEncrypt,
    SlideConfig,
    TimeInterval,
    TransConfig,
)
from tilewright.model.source import Known
from tilewright.model.template import Template

MOVING = text_mark().replace(slide_config=SlideConfig(slide_mode="ScrollFromRight"))

PLAIN: dict[str, Any] = {
    "fps": 30,
    "bitrate": 2000,
    "preset": "fast",
    "profile": "main",
    "gop": 50,
    "maxrate": 3000,
    "bufsize": 4000,
    "pixfmt": "yuv420p",
    "long_short_mode": False,
    "roi": "none",
    "rotate": 0,
}


def test_that_the_whole_scope_passes() -> None:
    able = transcode(**PLAIN).replace(
        audio=Audio(codec="aac", samplerate=48000, bitrate=128, channels=2),
        time_interval=TimeInterval(start=1, duration=2.5),
        trans_config=TransConfig(
            adj_dar_method="crop",
            is_check_reso=True,
            is_check_audio_bitrate=True,
            reso_adj_method="1",
            delete_metadata=True,
            hls_encrypt=HlsEncrypt(is_hls_encrypt=False),
        ),
    )
    assert unsupported(composition(transcode=able)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("container", Container(format="gif")),
        ("video.bufsize", 4000),
        ("video.roi", "low"),
        ("video.rotate", 45),
        ("video.crop", "1280:720:2:0"),
        ("audio.codec", "flac"),
        ("audio.channels", 3),
        ("audio.samplerate", 44101),
        ("audio.bitrate", 1000),
        ("audio.sample_format", "s32"),
        ("audio.keep_two_tracks", True),
        ("audio.switch_track", True),
        ("trans_config", TransConfig(transcode_index="0")),
        ("trans_config", TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key="k"))),
        ("audio_mix.mix_mode", "Twice"),
        ("audio_mix.effect_config", EffectConfig(enable_bgm_fade=True)),
        ("audio_mix_array", (AudioMix(audio_source="x"),) * 3),
    ],
)
def test_that_what_cannot_be_rendered_is_named_with_a_cure_and_a_fix(path: str, value: object) -> None:
    member, _, field = path.partition(".")
    encoding = transcode().replace(audio=Audio(), audio_mix=AudioMix(audio_source="x"))
    if member == "audio_mix_array":
        encoding = encoding.replace(audio_mix=None)
    if field:
        encoding = encoding.replace(**{member: getattr(encoding, member).replace(**{field: value})})
    else:
        encoding = encoding.replace(**{member: value})
    bad = composition(transcode=encoding)
    (problem,) = unsupported(bad)
    assert (problem.code, problem.severity) == ("local-cannot", "error")
    assert problem.path.startswith(f"transcode.{path}")
    assert "submit to an account" in problem.sentence
    assert problem.fix is not None
    assert unsupported(problem.fix.apply(bad)) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"profile": "high", "pixfmt": "yuv444p"}, "profile"),
        ({"profile": "main", "crf": 0.9}, "profile"),
        ({"codec": "AV1", "bitrate": 500, "maxrate": 900}, "maxrate"),
        ({"codec": "AV1", "bitrate": 500, "gop": 1}, "gop"),
        ({"codec": "AV1", "preset": "universal"}, "preset"),
        ({"codec": "AV1", "preset": "medium"}, "preset"),
        ({"codec": "AV1", "bitrate": 10, "bufsize": 1000}, "bufsize"),
        ({"codec": "AV1", "crf": 30, "maxrate": 1000, "bufsize": 11000}, "bufsize"),
        ({"codec": "VP9", "interlaced": True}, "interlaced"),
        ({"profile": "baseline", "interlaced": True}, "profile"),
        ({"height": 722, "interlaced": True}, "interlaced"),
        ({"width": 1278, "rotate": 90, "interlaced": True}, "interlaced"),
        ({"width": 720, "height": 1280, "long_short_mode": True}, "long_short_mode"),
    ],
)
def test_that_what_an_encoder_cannot_do_together_is_named_at_one_field(fields: dict[str, Any], field: str) -> None:
    bad = composition(transcode=transcode(**fields))
    (problem,) = unsupported(bad)
    assert (problem.path, problem.severity) == (f"transcode.video.{field}", "error")
    assert problem.fix is not None
    assert unsupported(problem.fix.apply(bad)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"profile": "auto", "pixfmt": "yuv444p"},
        {"pixfmt": "yuv422p"},
        {"profile": "high", "pixfmt": "auto"},
        {"crf": 0.5},
        {"bitrate": 500, "bufsize": 4000},
        {"bitrate": "AUTO", "preset": "Medium"},
        {"codec": "h.265", "pixfmt": "yuv420p10le"},
        {"codec": "VP8", "preset": "good"},
        {"codec": "VP9", "gop": 50},
        {"rotate": 270, "crop": "640:360:640:360", "interlaced": True},
        {"interlaced": False, "crop": "", "rotate": 0},
        {"codec": "AV1", "preset": "5", "maxrate": 900},
        {"width": 1280, "height": 1280, "long_short_mode": True},
    ],
)
def test_that_every_encoder_is_taken_with_what_it_has(fields: dict[str, Any]) -> None:
    assert unsupported(composition(transcode=transcode(**fields))) == []


@pytest.mark.parametrize("container", ["ts", "avi", "hls", "dash", "wav", "aac", "adts", "amr"])
def test_that_marks_of_generated_content_are_refused_where_a_file_has_no_place_for_them(container: str) -> None:
    config = TransConfig(aigc_metadata=AigcMetadata(label="1"))
    encoding = transcode().replace(audio=Audio(samplerate=8000), container=Container(format=container))
    (problem,) = unsupported(composition(transcode=encoding.replace(trans_config=config)))
    assert problem.path == "transcode.trans_config.aigc_metadata"
    assert f"marks of generated content in {container} files. FFmpeg writes them into mp4, mov" in problem.sentence


@pytest.mark.parametrize(
    ("tiles", "fields", "reason"),
    [
        ("ab", {}, "no document says which two would be kept"),
        ("a", {"audio_mix": AudioMix(audio_source="x")}, "with which of them background music would be heard"),
        ("a", {"container": Container(format="flv")}, "Players find both in mp4, mov"),
        ("aa", {"video": transcode(codec="H.265").video}, ""),
        ("ab", {"audio": Audio(codec="aac", keep_two_tracks=True, remove=True)}, ""),
        ("aa", {}, ""),
    ],
)
def test_that_two_sound_tracks_are_kept_of_a_video_that_is_alone(
    tiles: str, fields: dict[str, Any], reason: str
) -> None:
    encoding = transcode().replace(audio=Audio(codec="aac", keep_two_tracks=True)).replace(**fields)
    shown = [tile(f"t{number}", 0, 0, 64, 64, url=url(name)) for number, name in enumerate(tiles)]
    wanted = composition(*shown, transcode=encoding)
    problems = unsupported(wanted)
    assert [problem.path for problem in problems] == ["transcode.audio.keep_two_tracks"] * bool(reason)
    assert all(reason in problem.sentence for problem in problems)
    in_template = wanted.replace(transcode=None, transcode_template_id="t9")
    found = unsupported(in_template, Known().with_templates((Template("t9", transcode=encoding),)))
    assert sum(reason in problem.sentence for problem in found if reason) == bool(reason)
    assert unsupported(wanted.replace(keep_audio_track=False)) == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"rotate": 45}, "No document says how large the result is"),
        ({"roi": "low"}, "FFmpeg cannot tell what matters"),
        ({"codec": "AV1", "preset": "medium"}, "No document says what other presets of AV1"),
        ({"width": 720, "height": 1280, "long_short_mode": True}, "It makes Width the longer side"),
    ],
)
def test_that_a_refusal_says_why_and_what_to_do(fields: dict[str, Any], reason: str) -> None:
    (problem,) = unsupported(composition(transcode=transcode(**fields)))
    assert f". {reason}" in problem.sentence
    assert problem.sentence.endswith(". Remove it, or submit to an account.")


def test_that_the_page_of_what_is_refused_names_every_field_that_can_be() -> None:
    """Those that the tables name; `docs/local-cloud.md` is written by hand."""
    text = Path(__file__).parents[3].joinpath("docs", "local-cloud.md").read_text("utf-8")
    page = text.partition("## What is refused")[2]
    written = "".join(inspect.getsource(module) for module in (able_files, able_picture, able_sound, able_watermarks))
    named = set(re.findall(r'(?:Able|_pair)\(\s*"(\w+)"', written))
    named |= {path.rpartition(".")[2] for path in re.findall(r'Beyond\(\s*f?"([^"]+\w)"', written)}
    assert {"roi", "slide_config", "hls_encrypt", "keep_two_tracks", "format", "bufsize"} <= named
    words = {re.sub(r"[^a-z]", "", word.lower()) for word in re.findall(r"`[\w.]*?(\w+)`", page)}
    unnamed = {name for name in named if name.replace("_", "") not in words}
    assert unnamed == set()


NAMING = composition(watermarks=(MOVING,), watermark_template_ids=("t8",), transcode_template_id="t9")


def test_that_templates_are_judged_as_soon_as_something_is_known_of_them() -> None:
    assert unsupported(NAMING) == []
    problems = unsupported(NAMING, Known().with_templates((), ("t8", "t9")))
    assert [problem.path for problem in problems] == ["transcode_template_id", "watermark_template_ids"]
    assert "has no template t9" in problems[0].sentence
    assert problems[1].fix is not None
    assert problems[1].fix.apply(NAMING).watermark_template_ids == ()


def test_that_a_template_that_wants_too_much_is_copied_to_be_changed() -> None:
    encoding = transcode().replace(container=Container(format="gif"))
    known = Known().with_templates((Template("t9", "For phones", transcode=encoding), Template("t8", watermark=MOVING)))
    first, second = unsupported(NAMING, known)
    assert "The template For phones wants the file format (gif)" in first.sentence
    assert first.path == "transcode_template_id"
    assert second.path == "watermark_template_ids"
    assert first.fix is not None
    assert second.fix is not None
    copied = second.fix.apply(first.fix.apply(NAMING))
    assert (copied.transcode_template_id, copied.watermark_template_ids) == (None, ())
    assert [problem.path for problem in unsupported(copied, known)] == [
        "transcode.container.format",
        "watermarks.0.slide_config",
    ]


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("audio", [Audio(), None])
def test_that_a_fix_of_nothing_changes_what_a_template_wants(audio: Audio | None, keeps: bool) -> None:
    silent = Template("t9", "Mute", transcode=transcode(remove=True).replace(audio=audio))
    known = Known().with_templates((silent,))
    bad = composition(transcode_template_id="t9").replace(keep_audio_track=keeps)
    for _ in range(2):
        for problem in unsupported(bad, known):
            assert problem.fix is not None
            changed = problem.fix.apply(bad)
            assert changed != bad
            bad = changed
    assert unsupported(bad, known) == []


@pytest.mark.parametrize("key", ["", "  "])
def test_that_no_key_is_none_that_a_server_gives_out(key: str) -> None:
    encoding = transcode().replace(trans_config=TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key=key)))
    found = check(composition(transcode=encoding.replace(container=Container(format="hls"))), known(a=source()), LOCAL)
    assert [problem.code for problem in found if problem.severity == "error"] == ["hls-key-missing"]
    assert not [problem for problem in unsupported(composition(transcode=encoding)) if "server" in problem.sentence]


def test_that_only_a_watermark_that_moves_as_documented_is_rendered() -> None:
    sliding = text_mark().replace(slide_config=SlideConfig(slide_mode="scrollFromLeft", x_slide_speed=3))
    under = image_mark("https://a.org/b.png", background=True)
    bad = composition(watermarks=(sliding, MOVING, under))
    problems = unsupported(bad)
    assert [problem.path for problem in problems] == ["watermarks.1.slide_config"]
    for problem in problems:
        assert problem.fix is not None
        bad = problem.fix.apply(bad)
    assert unsupported(bad) == []


@pytest.mark.parametrize("wish", [True, False])
def test_that_turning_hdr_into_sdr_is_what_the_local_cloud_does(wish: bool) -> None:
    config = TransConfig(is_hdr2sdr=wish)
    assert unsupported(composition(transcode=transcode().replace(trans_config=config))) == []


def test_that_an_account_is_not_held_to_the_scope_of_the_local_cloud() -> None:
    found = check(composition(watermarks=(MOVING,)), known(a=source()), ACCOUNT)
    assert "local-cannot" not in {problem.code for problem in found}


def test_that_what_no_service_takes_is_not_told_a_second_time_for_the_local_cloud() -> None:
    found = check(composition(transcode=transcode(preset="ultrafast")), known(a=source()), LOCAL)
    assert [problem.code for problem in found] == ["preset-unknown"]


def test_that_no_address_is_judged_that_nobody_reads() -> None:
    """Words with the image of before, and music of a result without sound."""
    elsewhere = "https://a.org/b.png"
    words = text_mark().replace(image=image_mark(elsewhere).image)
    silent = transcode().replace(audio=None, audio_mix=AudioMix(audio_source="https://a.org/b.mp3"))
    facts = known(a=source())
    assert "local-address" not in {one.code for one in check(composition(watermarks=(words,)), facts, LOCAL)}
    assert "local-address" not in {one.code for one in check(composition(transcode=silent), facts, LOCAL)}
    seen = composition(watermarks=(image_mark(elsewhere),))
    heard = composition(transcode=silent.replace(audio=Audio(codec="aac")))
    for job in (seen, heard):
        assert "local-address" in {one.code for one in check(job, facts, LOCAL)}


@pytest.mark.parametrize(
    ("text", "letters", "left"),
    [
        (" One  two\n\tthree บ four บ", "บ", "One  two\n\tthree  four"),
        ("cafe\u0301 บ", "บ", "cafe\u0301"),
        ("cafe\u0301 x", "é", "caf x"),
        ("x\u0e39 y", "\u0e39", "x y"),
        ("\u1112\u1161\u11ab x", "한", "x"),
    ],
    ids=["white space", "another in pieces", "in pieces", "a mark alone", "Hangul in pieces"],
)
def test_that_the_fix_of_letters_takes_them_away_and_leaves_all_else_as_it_was_typed(
    text: str, letters: str, left: str
) -> None:
    asked = composition(watermarks=(text_mark(text),))
    face = text_mark().text
    told = Known(missing_letters={(text, (face and face.font_type) or ""): letters})
    (fix,) = [one.fix for one in check(asked, told, LOCAL) if one.code == "local-letters"]
    assert fix is not None
    made = fix.apply(asked).watermarks[0].text
    assert made is not None
    assert made.text == left
