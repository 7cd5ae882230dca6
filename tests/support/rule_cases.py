"""For each rule about the encoding: a composition of which it speaks, and one of which it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.builders import LOCAL, composition, known, source, tile, transcode, url
from tilewright.model.composition import Composition, Kept
from tilewright.model.options import (
    AigcMetadata,
    Audio,
    AudioMix,
    Clip,
    Container,
    DashEncrypt,
    EffectConfig,
    HlsEncrypt,
    TimeInterval,
    Transcode,
    TransConfig,
    Video,
)
from tilewright.model.paths import write_path
from tilewright.model.source import Known
from tilewright.model.target import Target

KNOWN = known(a=source(), b=source(640, 360, duration=4.0))
"""10 and 4 seconds, 25 pictures a second, two channels."""


@dataclass(frozen=True)
class Case:
    """``bad`` has exactly one problem of that code at that path; ``good`` has none of that code, and no error.

    Applying the fix removes the problem and gives no new error. ``no_fix`` says why there is none.
    """

    code: str
    path: str
    severity: str
    bad: Composition
    good: Composition
    known: Known = KNOWN
    target: Target | None = None
    no_fix: str = ""


def made(container: str | None = "mp4", video: Any = None, audio: Any = None, /, **members: Any) -> Composition:
    """One whole tile. ``video`` and ``audio`` are fields beside the usual ones; ``members`` those of `Transcode`."""
    start = transcode(**(video or {}))
    kind = {"mp4": "aac", "WebM": "Vorbis"}.get(container or "", "aac")
    sound = Audio(**{"codec": kind, **(audio or {})})
    whole = {"container": Container(format=container), "video": start.video, "audio": sound, **members}
    return composition(transcode=start.replace(**whole))


def video(codec: str = "H.264", **fields: Any) -> Composition:
    container = "WebM" if codec in {"VP8", "VP9"} else "mp4"
    return made(container, {"codec": codec, **fields})


def audio(**fields: Any) -> Composition:
    return made("mp4", None, fields)


def config(container: str = "mp4", **fields: Any) -> Composition:
    return made(container, trans_config=TransConfig(**fields))


def adjusted(switch: str, method: str, value: str) -> Composition:
    fields: dict[str, Any] = {switch: True, method: value}
    return config(**fields)


def interval(**fields: Any) -> Composition:
    return made(time_interval=TimeInterval(**fields))


def music(address: str | None = url("music"), **fields: Any) -> Composition:
    return made(audio_mix=AudioMix(audio_source=address, **fields))


def fade(**fields: Any) -> Composition:
    return music(effect_config=EffectConfig(**fields))


def several(one: Composition) -> Composition:
    return one.replace(tiles=(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720)))


def by_template(template: str = "t1", own: Transcode | None = None) -> Composition:
    return composition(transcode=own, transcode_template_id=template)


def knowing(**members: Any) -> Known:
    """The template t1 holds what a usual encoding does but for ``members``."""
    return KNOWN.with_template("t1", transcode().replace(**members))


V, A, T, M = "transcode.video", "transcode.audio", "transcode.trans_config", "transcode.audio_mix"
OFFICIAL = "t04df9eb0c373c4a8780ec894ce05469a7"
NO_OTHER = "only the user knows what else to take"
NO_FACT = "nobody but the user knows what belongs there"

CONTAINERS = [
    Case("container-missing", "transcode.container.format", "error", made(None), made()),
    Case("container-missing", "transcode.container.format", "warning", made(container=None), made()),
    Case("container-unknown", "transcode.container.format", "error", made("gif"), made("mov")),
    Case("container-unknown", "transcode.container.format", "error", made("m.p4"), made("ts")),
    Case("container-video", "transcode.container.format", "error", made("m4a"), made("flv")),
    Case("container-video", "transcode.container.format", "error", made("mp3", None, {"codec": "mp3"}), made("avi")),
    Case("container-codec", f"{V}.codec", "error", made("ts", {"codec": "H.265"}), made("mkv", {"codec": "H.265"})),
    Case("container-codec", f"{V}.codec", "error", made("mp4", {"codec": "VP9"}), made("mp4", {"codec": "AV1"})),
    Case("container-codec", f"{V}.codec", "error", made("WebM"), video("VP8")),
    Case("container-disputed", f"{V}.codec", "warning", made("hls", {"codec": "AV1"}), made("mp4", {"codec": "AV1"})),
    Case(
        "container-audio-codec",
        f"{A}.codec",
        "error",
        made("dash", None, {"codec": "mp3"}),
        made("hls", None, {"codec": "mp3"}),
    ),
    Case(
        "container-audio-codec",
        f"{A}.codec",
        "error",
        made("WebM", {"codec": "VP9"}, {"codec": "aac"}),
        made("WebM", {"codec": "VP9"}, {"codec": "opus"}),
    ),
    Case(
        "clip-only-hls-dash",
        "transcode.container.clip",
        "warning",
        made(container=Container(format="mp4", clip=Clip(duration=5))),
        made(container=Container(format="hls", clip=Clip(duration=5))),
    ),
    Case(
        "clip-range",
        "transcode.container.clip.duration",
        "error",
        made(container=Container(format="hls", clip=Clip(duration=0))),
        made(container=Container(format="dash", clip=Clip(duration=0.5))),
    ),
    Case(
        "clip-keyframes",
        f"{V}.gop",
        "warning",
        made("hls", {"fps": 25, "gop": 126}),
        made("hls", {"fps": 25, "gop": 125}),
    ),
]

PICTURES = [
    Case("video-codec-unknown", f"{V}.codec", "error", made("mp4", {"codec": "h265"}), video("H.265")),
    Case("video-codec-unknown", f"{V}.codec", "error", made("mp4", {"codec": "MPEG-2"}), made("mp4", {"codec": None})),
    Case("video-removed", f"{V}.remove", "error", video(remove=True), video(remove=False)),
    Case("fps-range", f"{V}.fps", "error", video(fps=61), video(fps=25)),
    Case("fps-range", f"{V}.fps", "error", video(fps=0), video(fps=1)),
    Case("bitrate-range", f"{V}.bitrate", "error", video(bitrate=9), video(bitrate=10)),
    Case("bitrate-range", f"{V}.bitrate", "error", video(bitrate="much"), video(bitrate="auto")),
    Case("crf-range", f"{V}.crf", "error", video(crf=52), video(crf=51)),
    Case("gop-range", f"{V}.gop", "error", video(gop=0), video(gop=1)),
    Case("bufsize-range", f"{V}.bufsize", "error", video(bufsize=999, maxrate=500), video(bufsize=1000, maxrate=500)),
    Case("maxrate-range", f"{V}.maxrate", "error", video(bufsize=1000, maxrate=50_001), video(maxrate=50_000)),
    Case("maxrate-alone", f"{V}.maxrate", "note", video(maxrate=500), video(maxrate=500, bufsize=1000)),
    Case("bufsize-alone", f"{V}.bufsize", "note", video(bufsize=2000), video(maxrate=500, bufsize=2000)),
    Case(
        "maxrate-below-bitrate",
        f"{V}.maxrate",
        "warning",
        video(bitrate=2000, maxrate=1999, bufsize=4000),
        video(bitrate=2000, maxrate=2000, bufsize=4000),
    ),
    Case("crf-bitrate", f"{V}.bitrate", "error", video(crf=25, bitrate=2000), video(bitrate=2000)),
    Case("fps-above-source", f"{V}.fps", "warning", video(fps=30), video(fps=25)),
    Case("fps-above-source", f"{V}.fps", "warning", several(video(fps=26)), several(video(fps=24))),
    Case("fps-decimal", f"{V}.fps", "note", video(fps=23.976), video(fps=24)),
    Case("crf-decimal", f"{V}.crf", "note", video(crf=0.5), video(crf=1.0)),
    Case("profile-unknown", f"{V}.profile", "error", video(profile="ultra"), video(profile="baseline")),
    Case("profile-codec", f"{V}.profile", "error", video("H.265", profile="main"), video(profile="main")),
    Case(
        "profile-pixfmt",
        f"{V}.profile",
        "warning",
        video(profile="main", pixfmt="auto"),
        video(profile="auto", pixfmt="auto"),
    ),
    Case("profile-pixfmt", f"{V}.profile", "warning", video(pixfmt="yuv444p"), video(pixfmt="yuvj420p")),
    Case("preset-unknown", f"{V}.preset", "error", video(preset="ultrafast"), video(preset="slower")),
    Case("preset-codec", f"{V}.preset", "error", video("H.265", preset="fast"), video("H.265")),
    Case("preset-codec", f"{V}.preset", "error", video("VP9", preset="good"), video("VP8", preset="good")),
    Case("preset-codec", f"{V}.preset", "error", video("VP8", preset="slow"), video("VP8", preset="realtime")),
    Case("preset-codec", f"{V}.preset", "error", video(preset="5"), video(preset="veryfast")),
    Case("preset-codec", f"{V}.preset", "error", video("AV1", preset="slow"), video("AV1")),
    Case("preset-disputed", f"{V}.preset", "warning", video("AV1", preset="medium"), video(preset="medium")),
    Case("pixfmt-unknown", f"{V}.pixfmt", "error", video(pixfmt="rgb24"), video(pixfmt="yuv420p")),
    Case(
        "pixfmt-codec",
        f"{V}.pixfmt",
        "error",
        video("H.265", pixfmt="yuvj420p"),
        video("H.265", pixfmt="yuv420p10le"),
    ),
    Case("pixfmt-codec", f"{V}.pixfmt", "error", video(pixfmt="yuv420p10le"), video(pixfmt="auto")),
    Case("pixfmt-codec", f"{V}.pixfmt", "error", video("AV1", pixfmt="yuv420p"), video("AV1")),
    Case("roi-unknown", f"{V}.roi", "error", video(roi="extreme"), video(roi="low")),
    Case("bufsize-codec", f"{V}.bufsize", "error", video("VP8", bufsize=2000), video("AV1", bufsize=2000)),
    Case("maxrate-codec", f"{V}.maxrate", "error", video("VP9", maxrate=2000), video("H.265", maxrate=2000)),
    Case(
        "long-short-codec",
        f"{V}.long_short_mode",
        "error",
        video("VP9", long_short_mode=True),
        video("VP9", long_short_mode=False),
    ),
    Case("roi-codec", f"{V}.roi", "error", video("VP8", roi="high"), video("VP8", roi="none")),
    Case("crop-codec", f"{V}.crop", "error", video("H.265", crop="9:9:0:0"), video("VP8", crop="9:9:0:0")),
    Case("interlaced-codec", f"{V}.interlaced", "error", video("AV1", interlaced=True), video(interlaced=True)),
    Case("crop-form", f"{V}.crop", "error", video(crop="1280x800+0+140"), video(crop="1280:800:0:140")),
    Case("crop-form", f"{V}.crop", "error", video(crop="0:800:0:140"), video(crop="1:1:0:0")),
    Case("crop-form", f"{V}.crop", "error", video(crop="9:9:-1:0"), video(crop="9:9:1:0")),
    Case("crop-excluded", f"{V}.crop", "error", video(crop="9:9:0:0", roi="low"), video(crop="9:9:0:0", roi="none")),
    Case("crop-excluded", f"{V}.crop", "error", video(crop="9:9:0:0", bitrate="auto"), video(bitrate="auto")),
    Case(
        "interlaced-excluded",
        f"{V}.interlaced",
        "error",
        video(interlaced=True, bitrate="auto", roi="low"),
        video(interlaced=True, bitrate=2000),
    ),
    Case("rotate-range", f"{V}.rotate", "error", video(rotate=360), video(rotate=180)),
    Case("rotate-range", f"{V}.rotate", "error", video(rotate=-90), video(rotate=0)),
    Case("rotate-angle", f"{V}.rotate", "warning", video(rotate=44.5), video(rotate=90)),
    Case("rotate-direction", f"{V}.rotate", "note", video(rotate=270), video(rotate=180)),
    Case("local-turned", f"{V}.rotate", "note", video(rotate=270), video(rotate=0), target=LOCAL),
    Case(
        "local-turned",
        f"{V}.rotate",
        "note",
        video(rotate=90).replace(keep_audio_track=True),
        video(rotate=90, remove=True).replace(keep_audio_track=True),
        target=LOCAL,
    ),
    Case(
        "local-cannot",
        "keep_audio_track",
        "error",
        video(remove=True).replace(keep_audio_track=False),
        video(remove=True).replace(keep_audio_track=True),
        target=LOCAL,
    ),
    Case(
        "long-short-several",
        f"{V}.long_short_mode",
        "note",
        several(video(long_short_mode=True)),
        video(long_short_mode=True),
    ),
    Case("word-spelling", f"{V}.codec", "note", made("mp4", {"codec": "h.264"}), video()),
    Case("word-spelling", "transcode.container.format", "note", made("webm", {"codec": "VP8"}), video("VP8")),
    Case("word-spelling", f"{M}.mix_mode", "note", music(mix_mode="once"), music(mix_mode="Once")),
]

SOUNDS = [
    Case("audio-codec-unknown", f"{A}.codec", "error", audio(codec="ac3"), audio(codec="mp3")),
    Case(
        "sample-format-unknown", f"{A}.sample_format", "error", audio(sample_format="u8"), audio(sample_format="fltp")
    ),
    Case("samplerate-unknown", f"{A}.samplerate", "error", audio(samplerate=44000), audio(samplerate=44100)),
    Case(
        "samplerate-codec",
        f"{A}.samplerate",
        "error",
        audio(codec="mp3", samplerate=8000),
        made("ts", None, {"codec": "mp3", "samplerate": 8000}),
    ),
    Case(
        "samplerate-codec",
        f"{A}.samplerate",
        "error",
        made("flv", None, {"codec": "mp3", "samplerate": 48000}),
        made("flv", None, {"codec": "mp3", "samplerate": 22050}),
    ),
    Case(
        "samplerate-codec",
        f"{A}.samplerate",
        "error",
        made("WebM", {"codec": "VP8"}, {"codec": "opus", "samplerate": 44100}),
        made("WebM", {"codec": "VP8"}, {"codec": "opus"}),
    ),
    Case("samplerate-missing", f"{A}.samplerate", "error", audio(codec="amr"), audio(codec="mp3")),
    Case("channels-unknown", f"{A}.channels", "error", audio(channels=3), audio(channels=6)),
    Case("channels-codec", f"{A}.channels", "error", audio(codec="mp3", channels=4), audio(channels=4)),
    Case(
        "channels-codec",
        f"{A}.channels",
        "error",
        made("WebM", {"codec": "VP8"}, {"codec": "Vorbis", "channels": 1}),
        made("WebM", {"codec": "VP8"}, {"codec": "Vorbis", "channels": 2}),
    ),
    Case(
        "channels-dash",
        f"{A}.channels",
        "error",
        made("dash", None, {"channels": 8}),
        made("hls", None, {"channels": 8}),
    ),
    Case("channels-many", f"{A}.channels", "warning", audio(channels=4), audio(channels=2)),
    Case(
        "sample-format-codec",
        f"{A}.sample_format",
        "error",
        audio(sample_format="s16"),
        audio(codec="mp3", sample_format="s16p"),
    ),
    Case(
        "sample-format-h265",
        f"{A}.sample_format",
        "error",
        made("mp4", {"codec": "H.265"}, {"sample_format": "fltp"}),
        audio(sample_format="fltp"),
    ),
    Case(
        "tracks-h265",
        f"{A}.keep_two_tracks",
        "error",
        made("mp4", {"codec": "H.265"}, {"keep_two_tracks": True}),
        audio(keep_two_tracks=True),
    ),
    Case(
        "tracks-h265",
        f"{A}.switch_track",
        "error",
        made("mp4", {"codec": "H.265"}, {"switch_track": True}),
        made("mp4", {"codec": "H.265"}, {"switch_track": False}),
    ),
    Case(
        "tracks-both",
        f"{A}.switch_track",
        "note",
        audio(keep_two_tracks=True, switch_track=True),
        audio(switch_track=True),
    ),
    Case(
        "tracks-several",
        f"{A}.keep_two_tracks",
        "note",
        several(audio(keep_two_tracks=True)),
        audio(keep_two_tracks=True),
    ),
    Case("sound-bitrate-range", f"{A}.bitrate", "error", audio(bitrate=7), audio(bitrate=8)),
    Case(
        "sound-bitrate-lossless",
        f"{A}.bitrate",
        "warning",
        audio(codec="flac", bitrate=100),
        audio(codec="mp3", bitrate=100),
    ),
    Case(
        "sound-bitrate-codec",
        f"{A}.bitrate",
        "warning",
        audio(codec="mp3", bitrate=321),
        audio(codec="mp3", bitrate=320),
    ),
    Case("sound-settings-unused", A, "warning", audio(remove=True, channels=2), audio(remove=True)),
    Case(
        "sound-silent",
        "keep_audio_track",
        "note",
        audio(bitrate=128).replace(keep_audio_track=None),
        audio(bitrate=128),
    ),
    Case("sound-dropped", A, "warning", made(audio=None), made()),
    Case(
        "sound-missing",
        "keep_audio_track",
        "warning",
        made(),
        music(),
        known(a=source(channels=0)),
        no_fix="sound can only come from another video, or from music",
    ),
]

INTERVALS = [
    Case("interval-range", "transcode.time_interval.start", "error", interval(start=-1), interval(start=0)),
    Case("interval-range", "transcode.time_interval.duration", "error", interval(duration=-1), interval(duration=1)),
    Case("interval-empty", "transcode.time_interval.duration", "warning", interval(duration=0), interval(duration=0.1)),
    Case(
        "interval-precision",
        "transcode.time_interval.duration",
        "warning",
        interval(duration=0.0004),
        interval(duration=0.001),
    ),
    Case(
        "interval-precision",
        "transcode.time_interval.start",
        "warning",
        interval(start=1.23456),
        interval(start=1.234, duration=4.035),
    ),
    Case("interval-start", "transcode.time_interval.start", "error", interval(start=10), interval(start=9.999)),
    Case(
        "interval-end",
        "transcode.time_interval.duration",
        "warning",
        interval(start=5, duration=5.5),
        several(interval(start=5, duration=5)),
    ),
]

CONVERSIONS = [
    Case("adjust-shape-unknown", f"{T}.adj_dar_method", "error", config(adj_dar_method="zoom"), config()),
    Case(
        "adjust-shape-composed",
        f"{T}.adj_dar_method",
        "note",
        config(adj_dar_method="pad"),
        config(adj_dar_method="none"),
    ),
    *[
        Case(
            "adjust-method-unknown",
            f"{T}.{method}",
            "error",
            adjusted(switch, method, "2"),
            adjusted(switch, method, "1"),
        )
        for switch, method in (
            ("is_check_reso", "reso_adj_method"),
            ("is_check_video_bitrate", "video_bitrate_adj_method"),
            ("is_check_audio_bitrate", "audio_bitrate_adj_method"),
            ("is_check_video_fps", "video_fps_adj_method"),
        )
    ],
    Case(
        "adjust-method-unused",
        f"{T}.video_fps_adj_method",
        "error",
        config(video_fps_adj_method="1"),
        config(video_fps_adj_method="0"),
    ),
    Case(
        "check-several",
        f"{T}.is_check_video_bitrate",
        "note",
        several(config(is_check_video_bitrate=True)),
        config(is_check_video_bitrate=True),
    ),
    Case(
        "check-fails",
        f"{T}.reso_adj_method",
        "warning",
        config(is_check_reso=True, reso_adj_method="1"),
        config(is_check_reso=True, reso_adj_method="0"),
        known(a=source(1278, 720)),
    ),
    Case(
        "check-fails",
        f"{T}.video_fps_adj_method",
        "warning",
        made("mp4", {"fps": 30}, trans_config=TransConfig(is_check_video_fps=True, video_fps_adj_method="1")),
        made("mp4", {"fps": 25}, trans_config=TransConfig(is_check_video_fps=True, video_fps_adj_method="1")),
    ),
    *[
        Case(
            "check-fails",
            f"{T}.{kind}_bitrate_adj_method",
            "warning",
            *(
                made(
                    "mp4",
                    {"bitrate": rate},
                    {"bitrate": rate},
                    trans_config=TransConfig(**{f"is_check_{kind}_bitrate": True, f"{kind}_bitrate_adj_method": "1"}),
                )
                for rate in (801, 800)
            ),
            known(a=source(video_bitrate=800, audio_bitrate=800)),
        )
        for kind in ("video", "audio")
    ],
    Case(
        "index-several",
        f"{T}.transcode_index",
        "warning",
        several(config(transcode_index="0")),
        config(transcode_index="0"),
    ),
    Case("index-form", f"{T}.transcode_index", "warning", config(transcode_index="0,1"), config(transcode_index="1")),
]

KEY = "https://keys.example/aes.key"


def hls(container: str = "hls", *, on: bool | None = True, key: str | None = KEY) -> Composition:
    return config(container, hls_encrypt=HlsEncrypt(is_hls_encrypt=on, uri_key=key))


def dash(container: str = "dash", *, on: bool | None = True, key: str | None = KEY) -> Composition:
    return config(container, dash_encrypt=DashEncrypt(is_encrypt=on, uri_key=key))


GUIDE = "the address of a key server is the user's own"
OWNERS = "only the user knows the key"
PROTECTIONS = [
    Case("hls-encrypt-container", f"{T}.hls_encrypt.is_hls_encrypt", "error", hls("mp4"), hls()),
    Case("hls-key-missing", f"{T}.hls_encrypt.uri_key", "error", hls(key=" "), hls()),
    Case("hls-key-unused", f"{T}.hls_encrypt.uri_key", "error", hls(on=None), hls(on=False, key=None)),
    Case("hls-key-form", f"{T}.hls_encrypt.uri_key", "note", hls(key="test-key"), hls(), no_fix=GUIDE),
    Case("key-placeholder", f"{T}.hls_encrypt.uri_key", "error", hls(key="HIDDEN"), hls(), no_fix=OWNERS),
    Case("key-placeholder", f"{T}.dash_encrypt.uri_key", "error", dash(key=" HIDDEN "), dash(), no_fix=OWNERS),
    Case("key-placeholder", f"{T}.hls_encrypt.uri_key", "error", hls(on=False, key="HIDDEN"), hls(), no_fix=OWNERS),
    Case("dash-encrypt-container", f"{T}.dash_encrypt.is_encrypt", "error", dash("hls"), dash()),
    Case("dash-key-missing", f"{T}.dash_encrypt.uri_key", "error", dash(key=None), dash()),
    Case("dash-key-missing", f"{T}.dash_encrypt.uri_key", "error", dash(key="HIDDEN"), dash()),
    Case("dash-key-unused", f"{T}.dash_encrypt.uri_key", "error", dash(on=False), dash()),
    Case("dash-key-form", f"{T}.dash_encrypt.uri_key", "note", dash(key="test-key"), dash(), no_fix=GUIDE),
    Case(
        "dash-encrypt-container",
        f"{T}.dash_encrypt.is_encrypt",
        "error",
        made("mp4", {"codec": "AV1"}, trans_config=TransConfig(dash_encrypt=DashEncrypt(is_encrypt=True, uri_key=KEY))),
        dash(),
    ),
]


UNWRITABLE = [
    Case("text-unwritable", path, "error", write_path(good, path, "a\x01…"), good)
    for path, good in (
        ("callback", made()),
        ("callback_mq.mq_name", made()),
        (f"{T}.hls_encrypt.uri_key", hls()),
        ("transcode.audio_mix_array.0.mix_mode", made(audio_mix_array=(AudioMix(audio_source=url("m.mp3")),))),
        ("tiles.a.name", made()),
    )
]


def marks(label: str | None = "1", **fields: Any) -> Composition:
    return config(
        aigc_metadata=AigcMetadata(**{"label": label, "content_producer": "School", "produce_id": "7", **fields})
    )


G = f"{T}.aigc_metadata"
GENERATED = [
    Case("aigc-label-missing", f"{G}.label", "error", marks(None), marks()),
    Case("aigc-incomplete", f"{G}.content_producer", "warning", marks(content_producer=None), marks(), no_fix=NO_FACT),
    Case("aigc-incomplete", f"{G}.produce_id", "warning", marks(produce_id=""), marks(), no_fix=NO_FACT),
    Case("aigc-text", f"{G}.content_producer", "error", marks(content_producer="School 七"), marks()),
    Case("aigc-text", f"{G}.propagate_id", "error", marks(propagate_id="x" * 2049), marks(propagate_id="x" * 2048)),
    Case("aigc-text", f"{G}.label", "error", marks("七"), marks("7")),
    Case("aigc-text", f"{G}.reserved_code1", "error", marks(reserved_code1="七"), marks(reserved_code1="Nw==")),
    Case(
        "aigc-base64", f"{G}.reserved_code1", "error", marks(reserved_code1="plain text"), marks(reserved_code1="YQ==")
    ),
    Case("aigc-base64", f"{G}.reserved_code2", "error", marks(reserved_code2="YQ="), marks(reserved_code2="YWJj")),
]

LIST = "transcode.audio_mix_array"
MUSIC = [
    Case(
        "audio-mix-too-many",
        LIST,
        "error",
        made(audio_mix_array=(AudioMix(audio_source=url("music")),) * 3),
        made(audio_mix_array=(AudioMix(audio_source=url("music")),) * 2),
    ),
    Case(
        "audio-mix-hides-array",
        LIST,
        "error",
        made(
            audio_mix=AudioMix(audio_source=url("music")),
            audio_mix_array=(AudioMix(),),
        ),
        music(),
    ),
    Case(
        "url-secret",
        f"{LIST}.1.audio_source",
        "warning",
        made(audio_mix_array=(AudioMix(audio_source=url("a")), AudioMix(audio_source=f"{url('b')}?sign=s"))),
        made(audio_mix_array=(AudioMix(audio_source=url("a")), AudioMix(audio_source=url("b")))),
    ),
    Case("music-missing", f"{M}.audio_source", "error", music(None), music()),
    Case(
        "music-missing",
        f"{LIST}.1.audio_source",
        "error",
        made(audio_mix_array=(AudioMix(audio_source=url("music")), AudioMix(audio_source=" "))),
        made(audio_mix_array=(AudioMix(audio_source=url("music")),)),
    ),
    Case("music-address", f"{M}.audio_source", "error", music("music.mp3"), music(), no_fix=NO_OTHER),
    Case(
        "music-elsewhere",
        f"{M}.audio_source",
        "error",
        music("https://a.org/music.mp3"),
        music(),
        target=LOCAL,
        no_fix="the file must be brought into the bucket",
    ),
    Case(
        "music-encoding",
        f"{M}.audio_source",
        "error",
        music(f"https://{LOCAL.cos_host}/my music/é%.mp3"),
        music(f"https://{LOCAL.cos_host}/my%20music/%C3%A9%25.mp3"),
    ),
    Case(
        "music-encoded-twice",
        f"{M}.audio_source",
        "warning",
        music(f"https://{LOCAL.cos_host}/my%2520music.mp3"),
        music(f"https://{LOCAL.cos_host}/my%20music.mp3"),
    ),
    Case("music-mode-unknown", f"{M}.mix_mode", "error", music(mix_mode="Loop"), music(mix_mode="Repeat")),
    Case(
        "music-void",
        M,
        "error",
        made(audio_mix=AudioMix(audio_source=url("music")), audio=None),
        music(),
    ),
    Case(
        "music-void",
        LIST,
        "error",
        made(
            audio_mix_array=(AudioMix(audio_source=url("music")),) * 2,
            audio=Audio(codec="aac", remove=True),
        ),
        made(audio_mix_array=(AudioMix(audio_source=url("music")),) * 2),
    ),
    Case(
        "music-replaces",
        f"{M}.replace_original",
        "note",
        music(replace_original=True),
        music(replace_original=True).replace(keep_audio_track=False),
    ),
    *[
        Case(code, f"{M}.effect_config.{field}", severity, fade(**bad), fade(**good))
        for code, field, severity, bad, good in (
            ("fade-time-missing", "start_fadein_time", "error", {"enable_start_fadein": True}, {}),
            (
                "fade-time-range",
                "end_fadeout_time",
                "error",
                {"enable_end_fadeout": True, "end_fadeout_time": 0},
                {"enable_end_fadeout": False, "end_fadeout_time": 0},
            ),
            (
                "fade-time-range",
                "bgm_fade_time",
                "error",
                {"enable_bgm_fade": True, "bgm_fade_time": -0.5},
                {"enable_bgm_fade": True, "bgm_fade_time": 0.5},
            ),
            (
                "fade-unused",
                "start_fadein_time",
                "warning",
                {"start_fadein_time": 2},
                {"enable_start_fadein": True, "start_fadein_time": 2},
            ),
            (
                "fade-unused",
                "bgm_fade_time",
                "warning",
                {"bgm_fade_time": -2, "enable_bgm_fade": False},
                {},
            ),
            (
                "fade-too-long",
                "start_fadein_time",
                "warning",
                {"enable_start_fadein": True, "start_fadein_time": 10.5},
                {"enable_start_fadein": True, "start_fadein_time": 10},
            ),
            (
                "fade-too-long",
                "end_fadeout_time",
                "warning",
                {
                    "enable_start_fadein": True,
                    "start_fadein_time": 5,
                    "enable_end_fadeout": True,
                    "end_fadeout_time": 6,
                },
                {
                    "enable_start_fadein": True,
                    "start_fadein_time": 5,
                    "enable_end_fadeout": True,
                    "end_fadeout_time": 5,
                },
            ),
        )
    ],
]

ID = "transcode_template_id"
NO_OWN = "there is nothing set here that could be used instead"
TEMPLATES = [
    Case("template-hides-inline", ID, "warning", by_template(own=transcode()), by_template(), knowing()),
    Case(
        "template-frame",
        ID,
        "error",
        by_template(),
        by_template("t2"),
        KNOWN.with_template("t1", Transcode(video=Video(width=1280))).with_template("t2", transcode()),
    ),
    Case("template-id", ID, "warning", by_template(" t1"), by_template(), knowing()),
    Case("template-id", ID, "warning", by_template("my template"), by_template(), knowing(), no_fix=NO_OWN),
    Case(
        "template-absent",
        ID,
        "error",
        by_template("t9"),
        by_template(),
        Known(knowing().sources, templates=knowing().templates, absent_templates=frozenset({"t9"})),
        no_fix=NO_OWN,
    ),
    Case(
        "template-absent",
        ID,
        "error",
        by_template("t9", transcode()),
        by_template(own=transcode()),
        Known(knowing().sources, templates=knowing().templates, absent_templates=frozenset({"t9"})),
    ),
    Case("template-official", ID, "warning", by_template(OFFICIAL, transcode()), by_template(), knowing()),
    Case(
        "template-picture",
        ID,
        "error",
        by_template(),
        by_template("t2"),
        knowing(container=Container(format="mp3")).with_template("t2", transcode()),
        no_fix=NO_OWN,
    ),
    Case(
        "template-picture",
        ID,
        "error",
        by_template(own=transcode()),
        by_template("t2"),
        knowing(video=Video(width=1280, height=720, remove=True)).with_template("t2", transcode()),
    ),
    Case(
        "template-frame-range",
        ID,
        "error",
        by_template(own=transcode()),
        by_template("t2"),
        knowing(video=Video(width=1280, height=721)).with_template("t2", transcode()),
    ),
    Case(
        "template-frame-differs",
        ID,
        "warning",
        by_template(own=transcode((640, 360))),
        by_template(own=transcode()),
        knowing(),
    ),
    Case(
        "template-cuts",
        ID,
        "note",
        by_template(),
        by_template("t2"),
        knowing(time_interval=TimeInterval(start=2, duration=3)).with_template("t2", transcode()),
        no_fix=NO_OWN,
    ),
    Case(
        "template-cuts",
        ID,
        "error",
        by_template(own=transcode()),
        by_template("t2"),
        knowing(time_interval=TimeInterval(start=10)).with_template("t2", transcode()),
    ),
    Case(
        "template-cuts",
        ID,
        "note",
        by_template(),
        by_template("t2"),
        knowing(time_interval=TimeInterval(start=9.5)).with_template("t2", transcode()),
        no_fix=NO_OWN,
    ),
]

STRANGERS = [
    Case(
        "value-unreadable",
        f"{V}.Fps",
        "error",
        made("mp4", {"kept": ("Codec", "<Fps>fast</Fps>")}),
        made("mp4", {"kept": ("Codec", "<New>fast</New>")}),
    ),
    *[
        Case(
            "hls-switch-name",
            f"{T}.hls_encrypt.IsEncrypt",
            "warning",
            config("hls", hls_encrypt=HlsEncrypt(uri_key="https://k.org/k", is_hls_encrypt=switch, kept=kept)),
            config("hls", hls_encrypt=HlsEncrypt(uri_key="https://k.org/k", is_hls_encrypt=True)),
        )
        for switch, kept in (
            (None, ("<IsEncrypt>true</IsEncrypt>", "UriKey")),
            (True, ("IsHlsEncrypt", "<IsEncrypt>false</IsEncrypt>", "UriKey")),
        )
    ],
    *(
        Case(
            "kept-placeholder",
            path,
            "error",
            made("mp4", {"kept": ("Codec", bad)}),
            made("mp4", {"kept": ("Codec", good)}),
        )
        for path, bad, good in (
            (f"{V}.Keys", "<Keys><PlainText> HIDDEN </PlainText></Keys>", "<Keys><PlainText>key</PlainText></Keys>"),
            (f"{V}.UriKey", "<n:UriKey xmlns:n='x'>HIDDEN<!-- ? --></n:UriKey>", "<UriKey2>HIDDEN</UriKey2>"),
            (f"{V}.Mask", "<Mask at='https://a.org/m?v=1&amp;HIDDEN'/>", "<Mask at='https://a.org/HIDDEN'/>"),
            (V, "#https://a.org/m?HIDDEN", "#HIDDEN"),
            (f"{V}.from", "@from=https://a.org/m?HIDDEN", "@from=HIDDEN"),
            (f"{V}.Codec", "Codec@from=https://a.org/m?HIDDEN", "<!-- https://a.org/m?HIDDEN -->"),
        )
    ),
    Case(
        "kept-placeholder",
        "Future",
        "error",
        composition(kept=Kept(operation=("<Future><Address>https://a.org/m?HIDDEN</Address></Future>",))),
        composition(kept=Kept(operation=("<Future><Address>https://a.org/m?HIDDENS</Address></Future>",))),
    ),
    Case(
        "element-foreign",
        f"{V}.HlsTsTime",
        "note",
        made("mp4", {"kept": ("<HlsTsTime>5</HlsTsTime>",)}),
        made(),
    ),
    Case(
        "element-unknown",
        "QueueId",
        "note",
        composition(kept=Kept(request=("Tag", "<QueueId>p1</QueueId>", "<!-- mine -->"))),
        composition(kept=Kept(request=("Tag", "<!-- QueueId -->"))),
    ),
    Case(
        "element-unknown",
        "transcode.video.Pad2",
        "note",
        made("mp4", {"kept": ("Codec", "<Pad2/>")}),
        made("mp4", {"kept": ("Codec",)}),
    ),
]

CASES = [
    *CONTAINERS,
    *PICTURES,
    *SOUNDS,
    *INTERVALS,
    *CONVERSIONS,
    *PROTECTIONS,
    *UNWRITABLE,
    *GENERATED,
    *MUSIC,
    *TEMPLATES,
    *STRANGERS,
]
