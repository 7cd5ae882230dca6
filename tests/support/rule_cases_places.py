"""For rules about places, addresses, watermarks, the result's place and who is told: the good, the bad, and why where
nothing can be mended by a press.
"""

from __future__ import annotations

from dataclasses import dataclass

from support.builders import ACCOUNT, LOCAL, composition, known, output, source, tile, transcode, url
from support.watermarks import image_mark, text_mark
from tilewright.model.composition import Composition
from tilewright.model.options import AudioMix, MqConfig, Output, SlideConfig, TimeInterval, Watermark
from tilewright.model.source import Known
from tilewright.model.target import Target
from tilewright.model.template import Template

KNOWN = known(a=source(), b=source(), c=source())


@dataclass(frozen=True)
class Case:
    """The rule of ``code`` is silent about ``good`` and speaks of ``bad``. ``why_no_fix`` says why there is no fix."""

    code: str
    good: Composition
    bad: Composition
    known: Known = KNOWN
    target: Target | None = LOCAL
    why_no_fix: str = ""


def two(x: int, y: int = 0, width: int = 640, height: int = 360) -> Composition:
    """A tile of 640 × 360 at the top left, and another one at ``x``, ``y``."""
    return composition(tile("a"), tile("b", x, y, width, height))


def edge(x: int, y: int, width: int, height: int) -> Composition:
    return composition(tile("a", x, y, width, height))


def cloud(**fields: object) -> Composition:
    """A composition that is whole for the account."""
    ours = {"output": output(target=ACCOUNT)}
    return composition(tile("a", 0, 0, 1280, 720, url=url("a", ACCOUNT)), **{**ours, **fields})


def at(address: str) -> Composition:
    return composition(tile("a", 0, 0, 1280, 720, url=address))


def told(address: str | None, **fields: object) -> Composition:
    return cloud(callback=address, **fields)


def queue(region: str | None = "sh", mode: str | None = "Queue", name: str | None = "jobs") -> Composition:
    return cloud(callback_type="TDMQ", callback_mq=MqConfig(mq_region=region, mq_mode=mode, mq_name=name))


def marks(*watermarks: Watermark) -> Composition:
    return composition(watermarks=watermarks)


def ids(*names: str) -> Composition:
    return composition(watermark_template_ids=names)


def named(name: str, container: str = "mp4", **fields: object) -> Composition:
    encoding = transcode()
    assert encoding.container is not None
    encoding = encoding.replace(container=encoding.container.replace(format=container))
    return composition(output=output(name), transcode=encoding, **fields)


def gone(region: str, bucket: str) -> Composition:
    return cloud(output=Output(region=region, bucket=bucket, object="a.${ext}"))


def kept(**interval: float) -> Composition:
    """Videos of 4 and 9.0005 seconds, of which `TimeInterval` keeps a part."""
    return two(640).replace(transcode=transcode().replace(time_interval=TimeInterval(**interval)))


def third(made: Composition) -> Composition:
    """With a tile more, whose video nobody has seen."""
    return made.replace(tiles=(*made.tiles, tile("c", 0, 360, url=url("unseen"))))


def template(name: str) -> Composition:
    return two(640).replace(transcode_template_id=name)


LENGTHS = (
    known(a=source(duration=4), b=source(duration=9.0005))
    .with_template("t1short", transcode().replace(time_interval=TimeInterval(duration=4)))
    .with_template("t1long", transcode())
)
LOGO = f"https://{LOCAL.cos_host}/input/logo.png"
HOST, AWAY = LOCAL.cos_host, LOCAL.cos_host.replace(".local.", ".ap-seoul.")
MOVING = SlideConfig(slide_mode="ScrollFromLeft", x_slide_speed=1, y_slide_speed=0)
ID = "t1460606b9752148c4ab182f55163ba7cd"
SMALL = known(a=source(640, 360))
MANY = composition(*[tile(f"t{n}", n % 4 * 320, n // 4 * 180, 320, 180) for n in range(11)])
FEW = MANY.replace(tiles=MANY.tiles[:10])
OTHER, THIRD = ID.replace("t14", "t24"), ID.replace("t14", "t34")
STAMPED = KNOWN.with_templates(
    (
        Template(ID, "Fits", watermark=text_mark()),
        Template(OTHER, "Outside", watermark=text_mark(dx=4000)),
        Template(THIRD, "Late", watermark=text_mark(dy=715, start_time=900)),
    )
)
ODD = KNOWN.with_templates(
    (
        Template("t1fits", "Fits", watermark=image_mark(f"https://{ACCOUNT.cos_host}/logo.png")),
        Template("t1text", "Fits, too", watermark=text_mark("第七课").replace(slide_config=MOVING, type="text")),
        Template("t1empty", "Empty", watermark=text_mark(" ")),
        Template("t1bare", "Bare", watermark=image_mark("")),
        Template("t1face", "Face", watermark=text_mark("第七课", font_type="arial.ttf")),
        Template("t1away", "Away", watermark=image_mark("https://example.org/logo.png")),
        Template("t1over", "Over", watermark=text_mark(start_time=5, end_time=5)),
        Template("t1wide", "Wide", watermark=image_mark(LOGO, mode="FIXED", width=1281)),
    )
)


def stamped(*names: str, codec: str = "H.264", **fields: object) -> Composition:
    return cloud(watermark_template_ids=names, transcode=transcode(codec=codec), **fields)


ACCOUNTS = "what is in a template is the account's"
NOBODY_KNOWS = "nobody but the user knows it"
KINDS = KNOWN.with_templates((Template(ID, watermark=text_mark()), Template("t1transcode0", transcode=transcode())))

CASES = [
    Case("tile-name-twice", composition(tile("a", name="A"), tile("b", 640, name="B")),
         composition(tile("a", name="A"), tile("b", 640, name="A"))),
    Case("tile-name-twice", composition(tile("a"), tile("b", 640)),
         composition(tile("a", name="x" * 64), tile("b", 640, name="x" * 64), tile("c", 0, 360, name="x" * 62 + "-2"))),
    Case("tiles-many", FEW, MANY, Known(), ACCOUNT, "which tile could go, the user knows"),
    Case("tiles-too-many", FEW, composition(*[tile(f"t{n}") for n in range(1001)]), Known()),
    Case("tiles-none", composition(tile("a"), tile("b", hidden=True)),
         composition(tile("a", hidden=True), tile("b", hidden=True))),
    Case("tile-gap", two(640), two(641)),
    Case("tile-gap", two(644), two(643)),
    Case("tile-gap", two(0, 360), two(0, 362)),
    Case("tile-gap", two(642, 358), two(642, 100)),
    Case("tile-overlap", two(636), two(637)),
    Case("tile-overlap", two(640, 360), two(0, 359)),
    Case("tile-overlap", two(0, 0, 3, 360), two(638)),
    Case("tile-edge-gap", edge(0, 0, 640, 360), edge(2, 0, 640, 360)),
    Case("tile-edge-gap", edge(4, 4, 640, 360), edge(4, 3, 640, 360)),
    Case("tile-edge-gap", edge(0, 0, 1276, 720), edge(0, 0, 1278, 720)),
    Case("tile-edge-gap", edge(0, 0, 1280, 720), edge(0, 0, 1280, 719)),
    Case("tile-tiny", edge(0, 0, 2, 2), edge(0, 0, 1, 2)),
    Case("tile-odd", edge(0, 0, 640, 360), edge(1, 0, 640, 360)),
    Case("tile-odd", composition(tile("a", 3, 5, 7, 9), transcode=transcode(pixfmt="yuv444p")), edge(3, 5, 7, 9)),
    Case("tile-odd", edge(-2, -4, 640, 360), edge(-1, -3, 641, 361)),
    Case("tile-odd", two(640), composition(tile("a", 1, 1, 640, 361), tile("b", 641, 1, 635, 361))),
    Case("url-secret", composition(), composition(transcode=transcode().replace(
        audio_mix_array=(AudioMix(audio_source=f"https://{HOST}/a.mp3?sign=abc"),)))),
    Case("tile-blown-up", edge(0, 0, 960, 540), edge(0, 0, 962, 540), SMALL),
    Case("tile-blown-up", edge(0, 0, 640, 540), edge(0, 0, 640, 720), SMALL),
    Case("tile-squeezed", edge(0, 0, 1268, 720), edge(0, 0, 1267, 720)),  # 0.95 and 1.03 % too high
    Case("tile-squeezed", edge(0, 0, 1280, 713), edge(0, 0, 1280, 712)),  # 0.98 and 1.12 % too wide
    Case("tile-squeezed", edge(0, 0, 640, 362), edge(0, 0, 640, 370)),
    Case("lengths-differ", kept(duration=4.5), kept(duration=4.501), LENGTHS),
    Case("lengths-differ", kept(start=1, duration=3), kept(start=1, duration=8), LENGTHS),
    Case("lengths-differ", kept(start=3.9, duration=0.2), kept(start=3.9), LENGTHS),
    Case("lengths-differ", kept(duration=4), kept(start=4), LENGTHS,
         why_no_fix="the shortest video has ended before what is kept begins"),
    Case("lengths-differ", third(kept(duration=4)),
         third(kept()), LENGTHS,
         why_no_fix="of one video it is not known how long it lasts"),
    Case("lengths-differ", template("t1short"), template("t1long"), LENGTHS,
         why_no_fix="what a template keeps is not set here"),
    Case("url-region", at(f"https://{HOST}/a.mp4"), at(f"https://{AWAY}/a.mp4")),
    Case("url-region", marks(image_mark(LOGO)), marks(image_mark(LOGO.replace(HOST, AWAY.replace(".cos.", ".ci."))))),
    Case("url-host", at(f"https://{HOST}/a.mp4"), at(f"https://{LOCAL.ci_host}/a.mp4")),
    Case("url-host", marks(image_mark(LOGO.replace(".cos.", ".ci."))),
         composition(transcode=transcode().replace(audio_mix=AudioMix(audio_source=f"https://{LOCAL.ci_host}/a.mp3")))),
    Case("url-coding", at(f"https://{HOST}/a%20b%E8%AF%BE.mp4"), at(f"https://{HOST}/a b课.mp4")),
    Case("url-coding", at(f"https://{HOST}/100%25.mp4"), at(f"https://{HOST}/100%.mp4")),
    Case("url-coding", marks(image_mark(LOGO)), marks(image_mark(f"https://{HOST}/로고.png"))),
    Case("url-query", at(f"https://{HOST}/a.mp4"), at(f"https://{HOST}/a.mp4?versionId=1")),
    Case("url-query", at(f"https://{HOST}/a.mp4?sign=abc"), at(f"https://{HOST}/a.mp4#t=10")),
    Case("watermark-template-outside", ids(ID), ids(OTHER), STAMPED, LOCAL, ACCOUNTS),
    Case("watermark-template-outside", ids(ID), ids(ID, THIRD), STAMPED, LOCAL, ACCOUNTS),
    Case("watermark-template-unseen", ids(ID, OTHER), ids(THIRD), STAMPED, LOCAL, ACCOUNTS),
    Case("watermark-template-unseen", stamped("t1fits"), stamped("t1fits", "t1over"), ODD, ACCOUNT, ACCOUNTS),
    Case("watermark-template-outside", stamped("t1fits"), stamped("t1wide"), ODD, ACCOUNT, ACCOUNTS),
    Case("watermark-template-empty", stamped("t1fits", "t1text"), stamped("t1empty", "t1bare"), ODD, ACCOUNT),
    Case("watermark-template-font", stamped("t1text"), stamped("t1text", "t1face"), ODD, ACCOUNT),
    Case("watermark-template-elsewhere", stamped("t1fits"), stamped("t1away"), ODD, ACCOUNT),
    Case("watermark-template-elsewhere", ids("t1text"), ids("t1fits"), ODD, LOCAL),
    Case("watermark-template-moves", stamped("t1text"), stamped("t1text", codec="H.265"), ODD, ACCOUNT),
    Case("url-placeholder", at(f"https://{HOST}/HIDDEN.mp4?a=HIDDEN"), at(f"https://{HOST}/a.mp4?HIDDEN")),
    Case("url-placeholder", marks(image_mark(f"{LOGO}?HIDDENx")), marks(image_mark(f"{LOGO}?v=1&HIDDEN#t"))),
    Case("url-placeholder", composition(callback="https://a.org/HIDDEN"),
         composition(callback="https://a.org/x?HIDDEN"), why_no_fix="only its owner knows the secret of a callback"),
    Case("url-elsewhere", at(f"https://{AWAY}/a.mp4"), at("https://example.org/a.mp4"),
         why_no_fix="the video has to be brought into the bucket first"),
    Case("tile-url", at(f"https://{HOST}/a.mp4"), at("a.mp4"), why_no_fix=NOBODY_KNOWS),
    Case("sound-twice", composition(tile("a"), tile("b", 640, url=url("a")), keep_audio_track=False),
         composition(tile("a"), tile("b", 640, url=url("a"))), why_no_fix="a video has one sound; no tile has its own"),
    Case("watermark-template-id", ids(ID), ids("logo template")),
    Case("watermark-template-id", ids(ID), ids(f" {ID} ")),
    Case("watermark-template-twice", ids(ID, f"{ID}x"), ids(ID, ID)),
    Case("watermarks-too-many", ids(ID, f"{ID}1", f"{ID}2"), ids(ID, f"{ID}1", f"{ID}2", f"{ID}3")),
    Case("watermarks-too-many", marks(*[text_mark(str(n)) for n in range(3)]),
         marks(*[text_mark(str(n)) for n in range(4)])),
    Case("watermark-twice", marks(text_mark("a"), text_mark("b")), marks(text_mark("a"), text_mark("a"))),
    Case("watermark-end", marks(text_mark().replace(end_time=10)), marks(text_mark().replace(end_time=10.5))),
    Case("watermark-offset", marks(text_mark("a", "Top").replace(dx=0)), marks(text_mark("a", "Top").replace(dx=9))),
    Case("watermark-offset", marks(text_mark("a", "Right").replace(dy=None)),
         marks(text_mark("a", "Right").replace(dy=9))),
    Case("watermark-slide", marks(text_mark()), marks(text_mark().replace(slide_config=SlideConfig(
        slide_mode="Default", x_slide_speed=0, y_slide_speed=0)))),
    Case("watermark-still", marks(text_mark().replace(slide_config=MOVING)),
         marks(text_mark().replace(slide_config=MOVING.replace(x_slide_speed=0)))),
    Case("watermark-picture", marks(image_mark(LOGO)), marks(image_mark(LOGO.replace(".png", ".mp4"))),
         why_no_fix=NOBODY_KNOWS),
    Case("watermark-missing", marks(text_mark()), marks(image_mark(LOGO).replace(type="Text"))),
    Case("watermark-text", marks(text_mark("Lesson_7")), marks(text_mark("Lesson 7!"))),
    Case("output-ending", named("a.mp4"), named("a.mp4", "hls")),
    Case("output-ending", named("a.WEBM", "WebM"), named("b/a.Mov", "mp4")),
    Case("output-placeholder", named("${jobid}.${ext}"), named("a-${date}.${ext}")),
    Case("output-placeholder", named("a.${ext}"), named("a.${Ext}")),
    Case("output-region", gone("ap-shanghai", "a-1250000001"), gone("Shanghai", "a-1250000001"), target=ACCOUNT),
    Case("output-region", gone("ap-shanghai-fsi", "a-1250000001"), gone("ap_shanghai", "a-1250000001"), target=None,
         why_no_fix="without a target no region is known"),
    Case("output-bucket", gone("ap-shanghai", "a-1250000001"), gone("ap-shanghai", "A-1250000001"), target=ACCOUNT),
    Case("output-bucket", gone("ap-shanghai", "a-1250000001"), gone("ap-shanghai", "lessons"), target=None,
         why_no_fix="without a target no bucket is known"),
    Case("output-over-source", named("input/a.${ext}"), named("input/a.${ext}", exact_name=True)),
    Case("url-port", at(f"https://{HOST}/a.mp4"), at(f"https://{HOST}:8443/a.mp4")),
    Case("url-port", marks(image_mark(LOGO)), marks(image_mark(LOGO.replace(HOST, f"{HOST}:443")))),
    Case("url-encoded-twice", at(f"https://{HOST}/a%20b.mp4"), at(f"https://{HOST}/a%2520b.mp4")),
    Case("url-encoded-twice", marks(image_mark(LOGO)), marks(image_mark(LOGO.replace("logo", "l%25C3%25B6go")))),
    Case("tile-ending", at(f"https://{HOST}/a.MOV"), at(f"https://{HOST}/a.pdf"), why_no_fix=NOBODY_KNOWS),
    Case("tile-ending", at(f"https://{HOST}/a.m3u8"), at(f"https://{HOST}/folder/"), why_no_fix=NOBODY_KNOWS),
    Case("watermark-address", marks(image_mark(LOGO)), marks(image_mark("logo.png")), target=None,
         why_no_fix=NOBODY_KNOWS),
    Case("watermark-elsewhere", marks(image_mark(LOGO)), marks(image_mark(f"https://evil.org/x//{HOST}/a.png")),
         why_no_fix="the image has to be brought into the bucket first"),
    Case("watermark-decimal", marks(text_mark(dx=10)), marks(text_mark(dx=10.5))),
    Case("watermark-template-kind", ids(ID), ids(ID, "t1transcode0"), KINDS),
    Case("template-kind", composition(), composition(transcode_template_id=ID), KINDS),
    Case("callback-address", told("https://school.example.com/hook"), told("school.example.com/hook"), target=ACCOUNT),
    Case("callback-address", told("no"), told("No"), target=ACCOUNT),
    Case("callback-address", told(None), told("ftp://school.org/x"), target=ACCOUNT),
    Case("callback-address", told("http://a.org:8080/x"), told("http://a.org:99999/x"), target=ACCOUNT),
    *[
        Case("callback-unreachable", told(good), told(f"http://{bad}/x"), target=ACCOUNT)
        for good, bad in [
            ("https://school.org/x", "localhost:8000"),
            ("http://8.8.8.8/x", "127.0.0.1"),
            ("http://172.32.0.1/x", "172.16.3.4:80"),
            ("http://2130706432.org/x", "2130706433"),
            ("http://11.0.0.1/x", "0xa.1"),
            ("http://[2606:4700::1]/x", "[::1]"),
            ("http://[2606:4700::1]/x", "[fe80::1]"),
            ("http://[2606:4700::1]/x", "[fd00::1]"),
            ("http://[64:ff9b::808:808]/x", "[64:ff9b::7f00:1]"),
            ("http://[::ffff:8.8.8.8]/x", "[::ffff:10.0.0.1]"),
            ("http://100.63.0.1/x", "100.64.0.1"),
            ("http://169.253.0.1/x", "169.254.169.254"),
            ("http://223.0.0.1/x", "224.0.0.1"),
            ("http://1.0.0.1/x", "0.0.0.0"),
            ("https://a.school.org/x", "server"),
            ("https://local.org/x", "printer.local."),
            ("https://example.org.cn/x", "hooks.test"),
        ]
    ],
    Case("callback-format", told("no", callback_format="JSON"), told("https://a.org/", callback_format="json"),
         target=ACCOUNT),
    Case("callback-format", told("https://a.org/", callback_format="XML"),
         told("https://a.org/", callback_format="YAML"), target=ACCOUNT),
    Case("callback-type", told("https://a.org/", callback_type="URL"), told("https://a.org/", callback_type="mail"),
         target=ACCOUNT),
    Case("callback-mq-missing", queue(), cloud(callback_type="TDMQ"), target=ACCOUNT),
    Case("callback-mq-unused", queue(), queue().replace(callback_type=None), target=ACCOUNT),
    Case("callback-mq-region", queue(), queue("ap-shanghai"), target=ACCOUNT),
    Case("callback-mq-region", queue("hk"), queue("ap-tokyo"), target=ACCOUNT, why_no_fix=NOBODY_KNOWS),
    Case("callback-mq-mode", queue(), queue(mode="topic"), target=ACCOUNT),
    Case("callback-mq-mode", queue(mode="Topic"), queue(mode=None), target=ACCOUNT),
    Case("callback-mq-name", queue(), queue(name=" "), target=ACCOUNT, why_no_fix=NOBODY_KNOWS),
    Case("callback-unused", told("no"), told("no", callback_format="XML"), target=ACCOUNT),
    Case("user-data", cloud(user_data="x" * 992), cloud(user_data="x" * 993), target=ACCOUNT),
    Case("user-data", cloud(user_data="lesson 7"), cloud(user_data="课"), target=ACCOUNT),
    Case("job-level", cloud(job_level=2), cloud(job_level=3), target=ACCOUNT),
]  # fmt: skip
