"""For every code of the checks, compositions of which its rule must speak."""

from __future__ import annotations

from dataclasses import dataclass, replace

from support.builders import ACCOUNT, LOCAL, composition, known, output, source, tile, transcode, url
from support.watermarks import image_mark, text_mark
from tilewright.localcloud.at_hand import missing_filters
from tilewright.localcloud.encoding import what_is_missing
from tilewright.model.composition import Composition, Kept
from tilewright.model.lack import LAYOUT, Lack, asked_of_ffmpeg, noted
from tilewright.model.options import (
    Audio,
    AudioMix,
    SlideConfig,
    Transcode,
    TransConfig,
    Video,
    Watermark,
    WatermarkImage,
)
from tilewright.model.source import Known, Trouble
from tilewright.model.target import Target

KNOWN = known(a=source(), b=source(640, 360), c=source(640, 360))


@dataclass(frozen=True)
class Bad:
    """A composition of which a rule must speak. ``path`` and ``severity`` are what it must say."""

    code: str
    path: str
    severity: str
    composition: Composition
    known: Known = KNOWN
    target: Target | None = LOCAL
    fixed: bool = True


def bare(**changes: object) -> Transcode:
    return transcode().replace(**changes)


def template(content: Transcode | None = None) -> Known:
    return KNOWN.with_template("t1", content) if content else KNOWN


LOGO = f"https://{LOCAL.cos_host}/input/logo.png"
MOVING = text_mark().replace(slide_config=SlideConfig(slide_mode="ScrollFromLeft", x_slide_speed=1, y_slide_speed=0))
BRIGHT = known(a=source(transfer="smpte2084"), b=source())
SIGNED = tile("b", hidden=True, url=f"{url('b')}?sign=s")
SIGNED_MIX = AudioMix(audio_source=f"{url('music')}?x-cos-security-token=t")
MIX = AudioMix(audio_source=url("music"))
WHOLE = {"width": 1280, "height": 720}
MUTE = known(a=source(channels=0))
COVERED = composition(tile("a", **WHOLE), tile("b", 0, 0, 640, 720), tile("c", 640, 0, 640, 720))

TEXT, THAI = "watermarks.0.text.text", "Lesson บ"
BOXES = replace(KNOWN, missing_letters={(text, "simhei.ttf"): "บ" for text in (THAI, "บ")})
"""Where no typeface has these letters."""

AV1 = composition(transcode=transcode(codec="AV1"))
NO_ENCODER = what_is_missing(transcode(codec="AV1"), ("libx264",))
NO_FILTER = Lack(LAYOUT, missing_filters(["-filter_complex", "overlay"], ()))


def lacking(lack: Lack | None, asked: Composition, told: Known = KNOWN) -> Known:
    """Where FFmpeg lacks that for ``asked``."""
    wanted = asked_of_ffmpeg(asked, told.templates, told.watermark_templates)
    assert wanted is not None
    assert lack is not None
    return told.joined(Known(lacks=noted(wanted, lack)))


BY_TEMPLATE = composition(transcode=None, transcode_template_id="t1")

CASES = [
    Bad("frame-missing", "transcode.video.width", "error", composition(size=None)),
    Bad("frame-missing", "transcode.video.width", "error", composition(transcode=None)),
    Bad("frame-missing", "transcode.video.height", "error", composition(transcode=bare(video=Video(width=1000)))),
    Bad("frame-range", "transcode.video.width", "error", composition(size=(100, 720))),
    Bad("frame-range", "transcode.video.height", "error", composition(size=(1280, 5001))),
    Bad("frame-range", "transcode.video.width", "error", composition(size=(-3, 720))),
    Bad("frame-odd", "transcode.video.width", "error", composition(size=(1281, 720))),
    Bad("frame-odd", "transcode.video.height", "error", composition(size=(1280, 4095))),
    Bad("template-hides-inline", "transcode_template_id", "warning", composition(transcode_template_id="t1")),
    Bad(
        "template-absent",
        "transcode_template_id",
        "error",
        composition(transcode_template_id="t1"),
        KNOWN.with_templates((), ("t1",)),
        ACCOUNT,
    ),
    Bad(
        "template-absent",
        "watermark_template_ids",
        "error",
        composition(watermark_template_ids=("t1", "t2")),
        KNOWN.with_templates((), ("t2",)),
        ACCOUNT,
    ),
    Bad(
        "template-frame",
        "transcode_template_id",
        "note",
        composition(transcode=None, transcode_template_id="t1"),
        fixed=False,
    ),
    Bad(
        "template-frame",
        "transcode_template_id",
        "error",
        composition(transcode=None, transcode_template_id="t1"),
        template(Transcode(video=Video(width=1280))),
    ),
    Bad("tiles-none", "tiles", "error", composition().replace(tiles=()), fixed=False),
    Bad("tiles-none", "tiles", "error", composition(tile("a", hidden=True))),
    Bad("tile-hidden", "tiles.b.hidden", "note", composition(tile("a"), tile("b", hidden=True))),
    Bad("tile-url", "tiles.a.url", "error", composition(tile("a", url="")), fixed=False),
    Bad("tile-url", "tiles.a.url", "error", composition(tile("a", url="file:///etc/passwd")), fixed=False),
    Bad("tile-url", "tiles.a.url", "error", composition(tile("a", url="https:///x.mp4")), fixed=False),
    Bad("tile-url", "tiles.a.url", "error", composition(tile("a", url="https://[x/x.mp4")), fixed=False),
    Bad("url-elsewhere", "tiles.a.url", "warning", composition(tile("a", url="https://a.org/b.mp4")), fixed=False),
    Bad("url-elsewhere", "tiles.a.url", "error", composition(), target=ACCOUNT, fixed=False),
    Bad("url-secret", "tiles.a.url", "warning", composition(tile("a", url=f"{url('a')}?q-ak=A&q-signature=s"))),
    Bad("url-secret", "tiles.a.url", "warning", composition(tile("a", url="https://me:word@a.org/b.mp4"))),
    Bad(
        "url-secret", "tiles.b.url", "warning", composition(tile("a"), tile("b", hidden=True, url=f"{url('b')}?sign=s"))
    ),
    Bad("url-secret", "watermarks.0.image.url", "warning", composition(watermarks=(image_mark(f"{LOGO}?sign=s"),))),
    Bad("url-secret", "transcode.audio_mix.audio_source", "warning", composition(transcode=bare(audio_mix=SIGNED_MIX))),
    Bad("tile-size", "tiles.a.width", "error", composition(tile("a", width=0))),
    Bad("tile-size", "tiles.a.height", "error", composition(tile("a", height=-5)), Known()),
    Bad("tile-size-missing", "tiles.a.height", "note", composition(tile("a", height=None))),
    Bad("tile-size-missing", "tiles.a.width", "note", composition(tile("a", width=None, height=None))),
    Bad("tile-size-missing", "tiles.a.height", "note", composition(tile("a", height=None)), Known(), fixed=False),
    Bad("tile-outside", "tiles.a.x", "error", composition(tile("a", 1280, 0))),
    Bad("tile-outside", "tiles.a.x", "error", composition(tile("a", -3000, 9000, 2560, 1440))),
    Bad("tile-overhangs", "tiles.a.x", "warning", composition(tile("a", -1, 0))),
    Bad("tile-overhangs", "tiles.a.x", "warning", composition(tile("a", 0, 0, 1920, 1081))),
    Bad("tile-covered", "tiles.a", "warning", COVERED),
    Bad("tile-name", "tiles.a.name", "error", composition(tile("a", name="Ms. Kim"))),
    Bad("tile-name", "tiles.a.name", "error", composition(tile("a", name="x" * 65))),
    Bad("tile-name", "tiles.a.name", "error", composition(tile("a", name="!?"))),
    Bad("tile-squeezed", "tiles.a.width", "warning", composition(tile("a", 0, 0, 720, 720))),
    Bad("tile-squeezed", "tiles.a.width", "warning", composition(tile("a", 9, 9, 1001, 301))),
    *[
        Bad(
            f"source-{kind}",
            "tiles.a.url",
            "warning" if kind == "unreachable" else "error",
            composition(),
            known(a=Trouble(kind, "It says so")),
            fixed=False,
        )
        for kind in ("absent", "refused", "damaged", "unreachable")
    ],
    Bad("sound-missing", "keep_audio_track", "warning", composition(), MUTE, fixed=False),
    Bad("sound-dropped", "transcode.audio", "warning", composition(transcode=bare(audio=None))),
    Bad(
        "sound-dropped",
        "transcode.audio",
        "warning",
        composition(transcode=bare(audio=Audio(codec="aac", remove=True))),
    ),
    Bad(
        "lengths-differ",
        "tiles",
        "note",
        composition(tile("a"), tile("b", 640)),
        known(a=source(duration=5.0), b=source(duration=9.0)),
    ),
    Bad("user-data", "user_data", "error", composition(user_data="수업")),
    Bad("user-data", "user_data", "error", composition(user_data="x" * 1000)),
    Bad("output-missing", "output", "error", composition(output=None)),
    Bad("output-missing", "output.object", "error", composition(output=output("")), target=None),
    Bad("output-missing", "output", "error", composition(output=None), target=None, fixed=False),
    Bad("output-elsewhere", "output.bucket", "warning", composition(), target=ACCOUNT),
    Bad("output-ext", "output.object", "warning", composition(output=output("a.b/lesson.mp4"))),
    Bad("output-ext", "output.object", "warning", composition(output=output("a.b/lesson"))),
    Bad("output-key", "output.object", "error", composition(output=output("/lesson.${ext}"))),
    Bad("output-key", "output.object", "error", composition(output=output("a//../b\n.${ext}"))),
    Bad("output-key", "output.object", "error", composition(output=output("수" * 300 + ".${ext}"))),
    Bad("output-key", "output.object", "error", composition(output=output("folder/"))),
    Bad("job-level", "job_level", "error", composition(job_level=3)),
    Bad("job-level", "job_level", "error", composition(job_level=-1)),
    Bad("watermarks-too-many", "watermarks", "error", composition(watermarks=(Watermark(),) * 4)),
    Bad(
        "watermarks-too-many",
        "watermark_template_ids",
        "error",
        composition(watermark_template_ids=("t1", "t2", "t3", "t4")),
    ),
    *[
        Bad(
            "sound-bitrate-range",
            "transcode.audio.bitrate",
            "error",
            composition(transcode=bare(audio=Audio(bitrate=value))),
            target=ACCOUNT,
        )
        for value in (7, 1001)
    ],
    Bad(
        "audio-mix-too-many",
        "transcode.audio_mix_array",
        "error",
        composition(transcode=bare(audio_mix_array=(MIX,) * 3)),
    ),
    Bad(
        "audio-mix-hides-array",
        "transcode.audio_mix_array",
        "error",
        composition(transcode=bare(audio_mix=MIX, audio_mix_array=(MIX,))),
    ),
    *[
        Bad(
            f"{field}-range",
            f"transcode.video.{field}",
            "error",
            composition(transcode=transcode((1280, 720), **{field: value})),
        )
        for field, values in {"fps": (0, 61), "bitrate": (9, 50_001, "x"), "crf": (0, 52), "gop": (0, 100_001)}.items()
        for value in values
    ],
    Bad(
        "video-removed",
        "transcode.video.remove",
        "error",
        composition(transcode=transcode(remove=True)),
        target=ACCOUNT,
    ),
    Bad("value-unreadable", "tiles.a.Width", "error", composition(tile("a", kept=("Url", "<Width>abc</Width>")))),
    Bad(
        "value-unreadable",
        "JobLevel",
        "error",
        composition(kept=Kept(operation=("<JobLevel>high</JobLevel>",))),
    ),
    Bad(
        "value-unreadable",
        "transcode.video.Fps",
        "error",
        composition(transcode=transcode(kept=("<Fps>fast</Fps>",))),
    ),
    Bad(
        "local-cannot",
        "transcode.video.roi",
        "error",
        composition(transcode=transcode(roi="low")),
    ),
    *[
        Bad(
            f"watermark-{code}",
            f"watermarks.0.{field}".rstrip("."),
            severity,
            composition(watermarks=(mark,)),
            fixed=fixed,
        )
        for code, field, severity, fixed, mark in (
            ("type", "type", "error", True, text_mark().replace(type=None)),
            ("type", "type", "error", True, image_mark(LOGO).replace(type="Logo")),
            ("missing", "text.text", "error", False, text_mark(" ")),
            ("missing", "image.url", "error", False, image_mark("")),
            ("missing", "pos", "error", True, text_mark().replace(pos=None)),
            ("missing", "dy", "error", True, text_mark(pos="Top").replace(dx=None, dy=None)),
            ("missing", "text.font_color", "error", True, text_mark(font_color=None)),
            ("missing", "text.font_type", "warning", True, text_mark(font_type="")),
            ("missing", "text.font_size", "error", True, text_mark(font_size=None)),
            ("missing", "image.transparency", "error", True, image_mark(LOGO, transparency=None)),
            ("word", "pos", "error", True, text_mark(pos="Middle")),
            ("word", "loc_mode", "error", True, text_mark(loc_mode="Relative")),
            ("word", "text.font_type", "error", True, text_mark(font_type="comic.ttf")),
            ("word", "text.font_color", "error", True, text_mark(font_color="red")),
            ("range", "dx", "error", True, text_mark(dx=101, loc_mode="Relativity")),
            ("range", "dx", "error", True, text_mark(dx=-1)),
            ("range", "dx", "error", True, image_mark(LOGO, background=True)),
            ("range", "text.font_size", "error", True, text_mark(font_size=4)),
            ("range", "image.transparency", "error", True, image_mark(LOGO, transparency=0)),
            ("range", "image.width", "error", True, image_mark(LOGO, mode="Fixed", width=7)),
            ("range", "image.height", "error", True, image_mark(LOGO, mode="Proportion", height=101)),
            ("size", "image.width", "error", True, image_mark(LOGO, width=10)),
            ("size", "image.width", "error", True, image_mark(LOGO, mode="Proportion")),
            ("text", "text.text", "error", True, text_mark("x" * 65)),
            ("text", "text.text", "warning", True, text_mark("Lesson 7!")),
            ("font", "text.font_type", "error", True, text_mark("第七课", font_type="arial.ttf")),
            ("times", "end_time", "error", True, text_mark(start_time=3, end_time=3)),
            ("times", "start_time", "error", True, text_mark(start_time=-1)),
            ("times", "start_time", "warning", True, text_mark(start_time=10)),
            ("unused", "image", "warning", True, text_mark().replace(image=WatermarkImage())),
            ("outside", "dx", "warning", True, text_mark(dx=1280)),
            ("outside", "dx", "warning", True, text_mark(dy=700)),
            ("outside", "dx", "warning", True, image_mark(LOGO, "BottomRight", mode="Fixed", width=1275, height=90)),
            ("outside", "dx", "warning", False, image_mark(LOGO, "Center", mode="Fixed", width=1285)),
            ("elsewhere", "image.url", "warning", False, image_mark("https://a.org/logo.png")),
        )
    ],
    Bad(
        "watermark-unused",
        "watermarks.0.slide_config",
        "error",
        composition(watermarks=(MOVING,), transcode=transcode(codec="H.265")),
        target=ACCOUNT,
    ),
    Bad(
        "watermark-elsewhere",
        "watermarks.0.image.url",
        "error",
        composition(watermarks=(image_mark(LOGO),)),
        target=ACCOUNT,
        fixed=False,
    ),
    Bad(
        "watermark-template-wins",
        "watermark_template_ids",
        "warning",
        composition(watermarks=(text_mark(),), watermark_template_ids=("t1",)),
    ),
    Bad(
        "local-address",
        "watermarks.0.image.url",
        "error",
        composition(watermarks=(image_mark(LOGO + "?v=2"),)),
        fixed=False,
    ),
    Bad("local-address", "tiles.a.url", "error", composition(tile("a", url=url("a") + "?v=2")), fixed=False),
    Bad(
        "local-address",
        "transcode.audio_mix.audio_source",
        "error",
        composition(transcode=bare(audio_mix=AudioMix(audio_source=url("music") + "?v=2"))),
        fixed=False,
    ),
    Bad("local-no-callback", "callback", "warning", composition(callback="https://school.example/done")),
    Bad("local-letters", TEXT, "error", composition(watermarks=(text_mark(THAI),)), BOXES),
    Bad(
        "local-letters",
        "watermarks.0.text.text",
        "error",
        composition(watermarks=(text_mark("บ"),)),
        BOXES,
        fixed=False,
    ),
    Bad("local-ffmpeg", "transcode.video.codec", "error", AV1, lacking(NO_ENCODER, AV1), fixed=False),
    Bad("local-ffmpeg", "tiles", "error", COVERED, lacking(NO_FILTER, COVERED), fixed=False),
    Bad(
        "local-ffmpeg",
        "transcode_template_id",
        "error",
        BY_TEMPLATE,
        lacking(NO_ENCODER, BY_TEMPLATE, template(AV1.transcode)),
        fixed=False,
    ),
    Bad("local-hdr", "transcode.trans_config.is_hdr2sdr", "note", composition(), BRIGHT),
    Bad(
        "local-hdr",
        "transcode.trans_config.is_hdr2sdr",
        "note",
        composition(transcode=bare(trans_config=TransConfig(is_hdr2sdr=False))),
        BRIGHT,
    ),
]
