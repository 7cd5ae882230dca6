"""What the local cloud of this release cannot render: one table, for the checks and for the local cloud itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from ..errors import WrongUse
from ..model import options as o
from ..model.codecs import PIXEL_FORMATS, PRESETS, PROFILES
from ..model.composition import Composition
from ..model.problem import Fix, Problem
from ..model.ranges import SAMPLE_RATES, SOUND_BITRATE
from ..model.source import Known
from ..model.template import Template, copy_inline
from ..text import say
from ..wire.address import IMAGE_HOSTS, read_address, write_address
from ..wire.hosts import is_loopback
from .mending import set_field
from .registry import View, rule

H264 = "H.264"


def _is_word(*words: str) -> Callable[[Any], bool]:
    folded = {word.lower() for word in words}
    return lambda value: str(value).lower() in folded


def _is_exactly(*values: str | int) -> Callable[[Any], bool]:
    return lambda value: value in values


@dataclass(frozen=True, slots=True)
class Able:
    """What the local cloud can do with one field: ``can`` tells for a value; ``instead`` is what a fix puts there."""

    field: str
    what: str
    can: Callable[[Any], bool]
    instead: Any = None


_OFF = _is_word("false")
_NONE = _is_word("none", "false", "0")

_CONTAINER = (Able("format", say("the file format"), _is_word("mp4"), "mp4"),)
_VIDEO = (
    Able("codec", say("the video codec"), _is_word(H264), H264),
    Able("profile", say("the profile"), _is_exactly(*PROFILES)),
    Able("preset", say("the preset"), _is_exactly(*PRESETS[H264])),
    Able("pixfmt", say("the pixel format"), _is_exactly(*PIXEL_FORMATS[H264])),
    Able("bitrate", say("the bitrate"), lambda value: isinstance(value, int)),
    Able("long_short_mode", say("fitting by the longer side"), _OFF),
    Able("rotate", say("turning the picture"), lambda value: value == 0),
    Able("roi", say("a region of interest"), _NONE),
    Able("crop", say("cropping"), _is_word("")),
    Able("interlaced", say("interlaced pictures"), _OFF),
    Able("remove", say("leaving out the picture"), _OFF),
)
_AUDIO = (
    Able("codec", say("the sound codec"), _is_word("aac"), "aac"),
    Able("samplerate", say("the sample rate"), _is_exactly(*SAMPLE_RATES)),
    Able("bitrate", say("the bitrate of the sound"), SOUND_BITRATE.holds),
    Able("channels", say("the number of channels"), _is_exactly(1, 2), 2),
    Able("keep_two_tracks", say("keeping two sound tracks"), _OFF),
    Able("switch_track", say("switching sound tracks"), _OFF),
    Able("sample_format", say("the sample format"), _is_word("fltp")),
)


@dataclass(frozen=True, slots=True)
class Beyond:
    """Something that the local cloud cannot do: the field, what it would be, and what a fix puts there instead."""

    path: str
    what: str
    instead: Any = None


def unsupported(composition: Composition, known: Known | None = None) -> list[Problem]:
    """What of ``composition`` the local cloud cannot render; empty when it can render all of it.

    Of a template that is not among what is ``known`` nothing is said, unless the local cloud has none of that id.
    """
    known = known or Known()
    if composition.transcode_template_id:
        found = list(_of_template(composition, composition.transcode_template_id, known))
    else:
        found = [_problem(beyond) for beyond in _of_transcode(composition.transcode or o.Transcode())]
    if composition.watermark_template_ids:
        for template_id in composition.watermark_template_ids:
            found += _of_watermark_template(composition, template_id, known)
    else:
        found += [_problem(beyond) for beyond in _of_watermarks(composition.watermarks)]
    return found


def _of_template(composition: Composition, template_id: str, known: Known) -> Iterator[Problem]:
    transcode = known.templates.get(template_id)
    if transcode is not None:
        template = Template(template_id, transcode=transcode)
        for beyond in _of_transcode(transcode):
            yield _beyond_template("transcode_template_id", beyond, template, known)
    elif template_id in known.absent_templates:
        fix = Fix("Use what is set here", set_field("transcode_template_id", None)) if composition.transcode else None
        yield Problem(
            "local-cannot",
            "transcode_template_id",
            "error",
            say(
                "The local cloud has no template {template}. Set frame and encoding here, or submit to an account.",
                template=template_id,
            ),
            fix,
        )


def _of_watermark_template(composition: Composition, template_id: str, known: Known) -> Iterator[Problem]:
    watermark = known.watermark_templates.get(template_id)
    if watermark is not None:
        template = Template(template_id, watermark=watermark)
        for beyond in _of_watermarks((watermark,)):
            yield _beyond_template("watermark_template_ids", beyond, template, known)
    elif template_id in known.absent_templates:
        rest = tuple(one for one in composition.watermark_template_ids if one != template_id)
        yield Problem(
            "local-cannot",
            "watermark_template_ids",
            "error",
            say(
                "The local cloud has no watermark template {template}. Remove it, or submit to an account.",
                template=template_id,
            ),
            Fix("Remove it", set_field("watermark_template_ids", rest)),
        )


def _beyond_template(path: str, beyond: Beyond, template: Template, known: Known) -> Problem:
    """Only a copy of the template can be changed."""
    told = say(
        "The template {template} wants {what}, which the local cloud cannot do. Copy its values and change them, or "
        "submit to an account.",
        template=known.template_names.get(template.id) or template.id,
        what=beyond.what,
    )
    copy = Fix("Copy its values", lambda composition: _copied(composition, template, known))
    return Problem("local-cannot", path, "error", told, copy)


def _copied(composition: Composition, template: Template, known: Known) -> Composition:
    """The copy; as it was where another id stands in the way, which has a problem of its own."""
    try:
        return copy_inline(composition, template, known.watermark_templates)
    except WrongUse:
        return composition


def _of_transcode(transcode: o.Transcode) -> Iterator[Beyond]:
    members = (
        (transcode.container, _CONTAINER, "container"),
        (transcode.video, _VIDEO, "video"),
        (transcode.audio, _AUDIO, "audio"),
    )
    for member, table, name in members:
        for able in table:
            value = getattr(member, able.field, None)
            if value is not None and not able.can(value):
                what = able.what if isinstance(value, bool) else say("{what} ({value})", what=able.what, value=value)
                yield Beyond(f"transcode.{name}.{able.field}", what, able.instead)
    if _says_something(transcode.trans_config):
        yield Beyond("transcode.trans_config", say("the extra rules of encoding (TransConfig)"))
    if transcode.audio_mix:
        yield Beyond("transcode.audio_mix", say("background music"))
    if transcode.audio_mix_array:
        yield Beyond("transcode.audio_mix_array", say("background music"), ())


def _of_watermarks(watermarks: Sequence[o.Watermark]) -> Iterator[Beyond]:
    """Those that stand still over the video are rendered."""
    for number, watermark in enumerate(watermarks):
        slide = watermark.slide_config
        if slide is not None and slide.slide_mode not in {None, "Default"}:
            yield Beyond(f"watermarks.{number}.slide_config", say("a watermark that moves"))
        if watermark.image is not None and watermark.image.background:
            yield Beyond(f"watermarks.{number}.image.background", say("an image under the video"))


def _says_something(config: o.TransConfig | None) -> bool:
    """Whether anything but the service's own defaults is set (ci-templates §5)."""
    if config is None:
        return False
    usual = {None, False, "none", "0"}
    plain = [
        name
        for name in config.__struct_fields__
        if name not in {"kept", "hls_encrypt", "dash_encrypt", "aigc_metadata"}
    ]
    encrypts = bool(config.hls_encrypt and config.hls_encrypt.is_hls_encrypt) or bool(
        config.dash_encrypt and config.dash_encrypt.is_encrypt
    )
    return encrypts or config.aigc_metadata is not None or any(getattr(config, n) not in usual for n in plain)


def _problem(beyond: Beyond) -> Problem:
    path, what, instead = beyond.path, beyond.what, beyond.instead
    if instead:
        told = say(
            "The local cloud cannot do {what}. Use {instead}, or submit to an account.", what=what, instead=instead
        )
        fix = Fix(say("Use {instead} instead", instead=instead), set_field(path, instead))
    else:
        told = say("The local cloud cannot do {what}. Remove it, or submit to an account.", what=what)
        fix = Fix("Remove it", set_field(path, instead))
    return Problem("local-cannot", path, "error", told, fix)


@rule("local-cannot")
def find_unsupported(view: View) -> Iterator[Problem]:
    if view.target is not None and view.target.local:
        yield from unsupported(view.composition, view.known)


_read = lru_cache(maxsize=4096)(read_address)


@rule("local-address")
def find_addresses_it_cannot_read(view: View) -> Iterator[Problem]:
    """The local cloud reads its own objects and nothing else."""
    if view.target is None or not view.target.local:
        return
    address = write_address("BUCKET", "REGION", "NAME")
    for tile in view.shown:
        if tile.url and _read(tile.url) is None:
            told = say(
                "The local cloud cannot read the address of {tile}. Bring the video into the bucket; its address is "
                "then {address}.",
                tile=view.label(tile),
                address=address,
            )
            yield Problem("local-address", f"tiles.{tile.id}.url", "error", told)
    for number, watermark in view.inline_watermarks:
        url = watermark.image and watermark.image.url
        if url and read_address(url, IMAGE_HOSTS) is None:
            told = say(
                "The local cloud cannot read the address of the image of watermark {number}. Bring the image into the "
                "bucket; its address is then {address}.",
                number=number + 1,
                address=address,
            )
            yield Problem("local-address", f"watermarks.{number}.image.url", "error", told)


@rule("local-no-callback")
def find_unsent_callback(view: View) -> Iterator[Problem]:
    """The local cloud calls this computer itself and hosts that the user allowed; it renders all the same."""
    callback = view.composition.callback
    if view.target is None or not view.target.local or callback == "no":
        return
    if (view.composition.callback_type or "").strip().lower() == "tdmq":
        yield Problem(
            "local-no-callback",
            "callback_type",
            "warning",
            "The local cloud does not tell the message queue (TDMQ) when the job has ended; it keeps the message.",
            Fix("Remove the queue", lambda c: c.replace(callback_type=None, callback_mq=None)),
        )
    elif callback and not is_loopback(_host(callback)):
        yield Problem(
            "local-no-callback",
            "callback",
            "warning",
            "When the job has ended the local cloud calls only this computer and hosts that its settings allow "
            "(allowed_hosts); for others it keeps the message.",
            Fix("Remove the address", set_field("callback", None)),
        )


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
