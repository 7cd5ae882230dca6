"""Compositions of which the checks once said what is not so, or said nothing: what they say, and what a fix makes.

Beside what is in the table nothing is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from support.builders import ACCOUNT, LOCAL, composition, known, output, source, tile, transcode, url
from support.rule_cases import config, made
from support.rule_cases import video as encoded
from support.rule_cases_places import ID, KINDS, MOVING, cloud, queue, told
from support.watermarks import image_mark, text_mark
from tilewright.model.composition import Composition
from tilewright.model.options import (
    AudioMix,
    EffectConfig,
    HlsEncrypt,
    MqConfig,
    SlideConfig,
    TimeInterval,
)
from tilewright.model.source import Known
from tilewright.model.target import Target

KNOWN = known(a=source())
SEEN = KNOWN.with_source(url("a", ACCOUNT), source())


@dataclass(frozen=True)
class Case:
    """``said`` are the problems of ``of``, by their codes with what each weighs. The first one's fix, if any, puts
    ``mended`` at ``at``.
    """

    what: str
    of: Composition
    said: dict[str, str] = field(default_factory=dict)
    at: str = ""
    mended: Any = None
    known: Known = KNOWN
    target: Target | None = ACCOUNT


def elsewhere(host: str) -> str:
    return f"https://{host}/m.mp3"


def tune(address: str) -> Composition:
    return cloud(transcode=transcode().replace(audio_mix=AudioMix(audio_source=address)))


AWAY = ACCOUNT.cos_host.replace("ap-shanghai", "ap-seoul")
LOGO = f"https://{ACCOUNT.cos_host}/input/logo.png"
SLIDE = SlideConfig(x_slide_speed=2, y_slide_speed=0)


def mark(**fields: Any) -> Composition:
    return cloud(watermarks=(text_mark().replace(**fields),))


def result(name: str, **fields: Any) -> Composition:
    return cloud(output=output(name, ACCOUNT), **fields)


CASES = [
    Case("a template of watermarks is known", cloud(transcode=None, transcode_template_id=ID),
         {"template-kind": "error"}, known=KINDS),
    Case("music of the right bucket in another region", tune(elsewhere(AWAY)), {"url-region": "error"},
         "transcode.audio_mix.audio_source", elsewhere(ACCOUNT.cos_host)),
    Case("an image of the right bucket in another region",
         cloud(watermarks=(image_mark(LOGO.replace("ap-shanghai", "ap-seoul")),)), {"url-region": "error"},
         "watermarks.0.image.url", LOGO),
    Case("music on the host of the service", tune(elsewhere(ACCOUNT.ci_host)), {"url-host": "error"},
         "transcode.audio_mix.audio_source", elsewhere(ACCOUNT.cos_host)),
    Case("a space in the address of music", tune(f"https://{ACCOUNT.cos_host}/m m.mp3"), {"music-encoding": "error"},
         "transcode.audio_mix.audio_source", f"https://{ACCOUNT.cos_host}/m%20m.mp3"),
    Case("an address is not used where a queue is told", queue().replace(callback="http://10.0.0.1/x"),
         {"callback-unused": "error"}, "callback", None),
    Case("nobody and a queue", queue().replace(callback="no"), {"callback-unused": "note"}, "callback", None),
    Case("Kafka is known, but not offered", told("https://a.org/", callback_type="Kafka"),
         {"callback-type": "warning"}, "callback_type", None),
    Case("a word in another case is a note", told("https://a.org/", callback_format="json"),
         {"callback-format": "note"}, "callback_format", "JSON"),
    Case("an empty queue goes", cloud(callback_mq=MqConfig()), {"callback-mq-unused": "error"}, "callback_mq", None),
    Case("a whole queue is told", queue().replace(callback_type=None), {"callback-mq-unused": "error"},
         "callback_type", "TDMQ"),
    Case("a queue beside an address goes", queue().replace(callback_type=None, callback="https://a.org/"),
         {"callback-mq-unused": "error"}, "callback_mq", None),
    Case("an exact name may be as long as a key", result("a" * 840 + ".${ext}", exact_name=True)),
    Case("an exact name may not be longer", result("a" * 845 + ".${ext}", exact_name=True), {"output-key": "error"}),
    Case("a name without an ending", result("out/final"), {"output-ext": "warning"}, "output.object",
         "out/final.${ext}"),
    Case("an ending that is none", result("lesson.2024"), {"output-ext": "warning"}, "output.object",
         "lesson.2024.${ext}"),
    Case("an ending that is one", result("lesson.MP4"), {"output-ext": "warning"}, "output.object", "lesson.${ext}"),
    Case("one problem of a placeholder in capitals", result("a.${EXT}"), {"output-placeholder": "warning"},
         "output.object", "a.${ext}"),
    Case("a placeholder for the folder", result("out/${ext}/a"), {"output-ext": "warning"}, "output.object",
         "out/${ext}/a.${ext}"),
    Case("a buffer of 0 is none", cloud(transcode=encoded(bufsize=0).transcode), {"bufsize-range": "note"},
         "transcode.video.bufsize", None),
    Case("AUTO", cloud(transcode=encoded(bitrate="AUTO").transcode), {"bitrate-range": "note"},
         "transcode.video.bitrate", "auto"),
    Case("a place in another case", mark(pos="topleft"), {"watermark-word": "note"}, "watermarks.0.pos", "TopLeft"),
    Case("a kind in another case", cloud(watermarks=(image_mark(LOGO).replace(type="image"),)),
         {"watermark-type": "note"}, "watermarks.0.type", "Image"),
    Case("a typeface without its ending", cloud(watermarks=(text_mark(font_type="simfang"),)),
         {"watermark-word": "error"}, "watermarks.0.text.font_type", "simfang.ttf"),
    Case("a colour as the web writes it", cloud(watermarks=(text_mark(font_color="#FF8000"),)),
         {"watermark-word": "error"}, "watermarks.0.text.font_color", "0xFF8000"),
    Case("speeds without a movement", mark(slide_config=SLIDE), {"watermark-missing": "error"},
         "watermarks.0.slide_config.slide_mode", "ScrollFromLeft"),
    Case("a movement and h.265", mark(slide_config=MOVING).replace(transcode=encoded("h.265").transcode),
         {"watermark-unused": "error", "word-spelling": "note"}, "watermarks.0.slide_config", None),
    Case("a movement and a template with H.265",
         mark(slide_config=MOVING).replace(transcode=None, transcode_template_id="t1"), {"watermark-unused": "error"},
         "watermarks.0.slide_config", None, KNOWN.with_template("t1", transcode(codec="H.265"))),
    Case("no buffer for VP9", cloud(transcode=encoded("VP9", maxrate=5000).transcode), {"maxrate-codec": "error"},
         "transcode.video.maxrate", None),
    Case("a key wants to be used", cloud(transcode=config("hls", hls_encrypt=HlsEncrypt(
         uri_key="https://k.org/k", is_hls_encrypt=False)).transcode), {"hls-key-unused": "error"},
         "transcode.trans_config.hls_encrypt.is_hls_encrypt", True),
    Case("another codec takes its settings along", cloud(transcode=made("hls", {"codec": "AV1", "preset": "5"})
         .transcode), {"container-disputed": "warning", "preset-disputed": "warning"}, "transcode.video.preset", None),
    Case("a template without a height is copied", cloud(transcode=None, transcode_template_id="t1"),
         {"template-frame": "error"}, "transcode.video.height", 720,
         KNOWN.with_template("t1", transcode().replace(video=transcode().video.replace(height=None)))),
    Case("colours of ten bits are halved, too", cloud(
        tiles=(tile("a", 5, 0, 640, 360, url=url("a", ACCOUNT)),),
        transcode=encoded("H.265", pixfmt="YUV420P10LE").transcode),
        {"tile-odd": "note", "word-spelling": "note"}, "tiles.a.x", 4),
    Case("one visible pixel stays visible", composition(tile("a", -639, 0, 640, 360, url=url("a", ACCOUNT)),
         output=output(target=ACCOUNT)), {"tile-overhangs": "warning", "tile-odd": "note"}),
    Case("what lies outside is not odd as well", composition(tile("a", 1, -361, 640, 360, url=url("a", ACCOUNT)),
         output=output(target=ACCOUNT)), {"tile-outside": "error"}),
    Case("the local cloud tells no queue", composition(callback_type="TDMQ", callback_mq=queue().callback_mq),
         {"local-no-callback": "warning"}, "callback_mq", None, target=LOCAL),
    Case("a fade longer than what is kept", cloud(transcode=transcode().replace(
        audio_mix=AudioMix(audio_source=f"https://{ACCOUNT.cos_host}/m.mp3", effect_config=EffectConfig(
            enable_start_fadein=True, start_fadein_time=5)), time_interval=TimeInterval(start=0, duration=4))),
        {"fade-too-long": "warning"}, "transcode.audio_mix.effect_config.start_fadein_time", 2.0, known=SEEN),
]  # fmt: skip
