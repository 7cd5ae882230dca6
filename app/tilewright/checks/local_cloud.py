"""What the local cloud of this release cannot render, for the checks and for the local cloud itself: by tables, one
module (`able_…`) for each part of a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from ..errors import WrongUse
from ..model.composition import Composition
from ..model.music import heard_pieces
from ..model.names import shortened
from ..model.options import Audio, Transcode, TransConfig, Watermark
from ..model.problem import Fix, Problem
from ..model.source import Known, transcode_in_force
from ..model.template import Template, copy_inline
from ..model.watermark_words import is_image, lettering
from ..text import Text, say
from ..wire.address import IMAGE_HOSTS, read_address, write_address
from ..wire.hosts import is_loopback
from .able import Beyond
from .able_files import beyond_files
from .able_picture import beyond_conversion, beyond_picture
from .able_sound import beyond_music, beyond_sound, beyond_tracks
from .able_watermarks import beyond_watermarks
from .asked import has_picture, has_sound
from .letters import told_of_letters, without_letters
from .mending import set_field
from .registry import View, rule
from .requests import refused
from .unreadable import unknown_elements

_WITHOUT_EFFECT = frozenset({"QueueId", "CallBackKafkaConfig"})
"""Elements of `Request` that no value stands for and that change nothing in the result (ci-jobs §1.1): where the job
waits, and whom else it tells.
"""


def unsupported(composition: Composition, known: Known | None = None) -> list[Problem]:
    """What of ``composition`` the local cloud cannot render; empty when it can render all of it.

    Of a template that is not among what is ``known`` nothing is said, unless the local cloud has none of that id.
    """
    known = known or Known()
    if composition.transcode_template_id:
        found = list(_of_template(composition, composition.transcode_template_id, known))
    else:
        found = [_problem(beyond) for beyond in _of_transcode(composition, composition.transcode or Transcode())]
    if composition.watermark_template_ids:
        for template_id in composition.watermark_template_ids:
            found += _of_watermark_template(composition, template_id, known)
    else:
        found += [_problem(beyond) for beyond in beyond_watermarks(composition.watermarks)]
    return [*found, *_of_nothing(composition, known), *_of_unknown(composition)]


def _of_nothing(composition: Composition, known: Known) -> Iterator[Problem]:
    """The local cloud renders sound alone, but there must be some."""
    transcode = transcode_in_force(composition, known)
    if transcode is None or has_picture(transcode):
        return
    if not heard_pieces(transcode) and not (composition.keep_audio_track and has_sound(transcode)):
        yield Problem(
            "local-cannot",
            "keep_audio_track",
            "error",
            say("The result would have neither picture nor sound. Keep the sound of the videos, or the picture."),
            _cure_of_nothing(composition, transcode, known),
        )


def _cure_of_nothing(composition: Composition, transcode: Transcode, known: Known) -> Fix:
    """Sound that a template leaves out can be kept only in a copy of it."""
    template_id = composition.transcode_template_id
    if template_id and not has_sound(transcode):
        return _copy(Template(template_id, transcode=transcode), known)
    return Fix("Keep the sound", _hear)


def _hear(composition: Composition) -> Composition:
    transcode = composition.transcode
    if transcode is not None and not composition.transcode_template_id and not has_sound(transcode):
        audio = (transcode.audio or Audio()).replace(remove=None)
        composition = composition.replace(transcode=transcode.replace(audio=audio))
    return composition.replace(keep_audio_track=True)


def _of_unknown(composition: Composition) -> Iterator[Problem]:
    """Elements that nobody here reads: they might ask for anything. Those that a template overrules ask for nothing."""
    overruled = tuple(
        path
        for path, ids in (
            ("transcode.", composition.transcode_template_id),
            ("watermarks.", composition.watermark_template_ids),
        )
        if ids
    )
    for found in unknown_elements(composition):
        if not found.path.startswith(overruled) and found.path not in _WITHOUT_EFFECT:
            told = say(
                "The local cloud does not know <{name}>. Remove it, or submit to an account.",
                name=shortened(found.name),
            )
            yield Problem("local-cannot", found.path, "error", told, found.fix)


def _of_template(composition: Composition, template_id: str, known: Known) -> Iterator[Problem]:
    transcode = known.templates.get(template_id)
    if transcode is not None:
        template = Template(template_id, transcode=transcode)
        alone = composition.replace(transcode=transcode, transcode_template_id=None)
        yield from _in_template("transcode", list(_of_transcode(composition, transcode)), alone, template, known)
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
        alone = composition.replace(watermarks=(watermark,), watermark_template_ids=())
        yield from _in_template("watermarks", list(beyond_watermarks((watermark,))), alone, template, known)
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


def _in_template(
    member: str, found: Sequence[Beyond], alone: Composition, template: Template, known: Known
) -> Iterator[Problem]:
    """What is too much, and what else is refused, of ``member`` in a composition that has what the template contains in
    the place of its id. Only a copy of the template can be changed.
    """
    name = known.template_names.get(template.id) or template.id
    sentences = [
        say(
            "The template {template} wants {what}, which the local cloud cannot do.{why} Copy its values and change "
            "them, or submit to an account.",
            template=name,
            what=beyond.what,
            why=_why(beyond),
        )
        for beyond in found
    ]
    told = tuple(beyond.path for beyond in found)
    sentences += [
        say(
            "What the template {template} contains is refused. {reason} Copy its values and change them, or take "
            "another template.",
            template=name,
            reason=problem.sentence,
        )
        for problem in refused(alone)
        if problem.path.startswith(f"{member}.") and not problem.path.startswith(told)
    ]
    path = "transcode_template_id" if member == "transcode" else "watermark_template_ids"
    for sentence in sentences:
        yield Problem("local-cannot", path, "error", sentence, _copy(template, known))


def _copy(template: Template, known: Known) -> Fix:
    return Fix("Copy its values", lambda composition: _copied(composition, template, known))


def _copied(composition: Composition, template: Template, known: Known) -> Composition:
    """The copy; as it was where another id stands in the way, which has a problem of its own."""
    try:
        return copy_inline(composition, template, known.watermark_templates)
    except WrongUse:
        return composition


def _of_transcode(composition: Composition, transcode: Transcode) -> Iterator[Beyond]:
    for find in (beyond_files, beyond_picture, beyond_sound, beyond_conversion, beyond_music):
        yield from find(transcode)
    yield from beyond_tracks(composition, transcode)


def _problem(beyond: Beyond) -> Problem:
    path, what, instead = beyond.path, beyond.what, beyond.instead
    if instead:
        told = say(
            "The local cloud cannot do {what}.{why} Use {instead}, or submit to an account.",
            what=what,
            why=_why(beyond),
            instead=instead,
        )
        fix = Fix(say("Use {instead} instead", instead=instead), set_field(path, instead))
    else:
        told = say(
            "The local cloud cannot do {what}.{why} Remove it, or submit to an account.", what=what, why=_why(beyond)
        )
        fix = Fix("Remove it", set_field(path, instead))
    return Problem("local-cannot", path, "error", told, fix)


def _why(beyond: Beyond) -> Text:
    """The reason with a space before it; empty where there is none to tell."""
    return say(" {reason}", reason=beyond.why) if beyond.why else Text("")


@rule("local-cannot")
def find_unsupported(view: View) -> Iterator[Problem]:
    if view.is_local:
        yield from unsupported(view.composition, view.known)


_read = lru_cache(maxsize=4096)(read_address)


@rule("local-address")
def find_addresses_it_cannot_read(view: View) -> Iterator[Problem]:
    """The local cloud reads its own objects and nothing else."""
    if not view.is_local:
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
    for path, piece in heard_pieces(view.inline):
        if piece.audio_source and _read(piece.audio_source) is None:
            told = say(
                "The local cloud cannot read the address of the background music. Bring it into the bucket; its "
                "address is then {address}.",
                address=address,
            )
            yield Problem("local-address", f"{path}.audio_source", "error", told)
    for number, watermark in view.inline_watermarks:
        url = watermark.image.url if watermark.image and is_image(watermark) else None
        if url and read_address(url, IMAGE_HOSTS) is None:
            told = say(
                "The local cloud cannot read the address of the image of watermark {number}. Bring the image into the "
                "bucket; its address is then {address}.",
                number=number + 1,
                address=address,
            )
            yield Problem("local-address", f"watermarks.{number}.image.url", "error", told)


@rule("local-letters")
def find_letters_it_cannot_draw(view: View) -> Iterator[Problem]:
    """Boxes would be drawn in their place (A29)."""
    if not view.is_local:
        return
    for number, watermark in view.inline_watermarks:
        if letters := _missing_letters(watermark, view.known):
            path = f"watermarks.{number}.text.text"
            yield Problem(
                "local-letters", path, "error", told_of_letters(number + 1, letters), _spare(path, watermark, letters)
            )
    for number, template_id in enumerate(view.composition.watermark_template_ids):
        found = view.known.watermark_templates.get(template_id)
        if found is not None and (letters := _missing_letters(found, view.known)):
            told = say(
                "What the template {template} contains is refused. {reason} Copy its values and change them, or take "
                "another template.",
                template=view.known.template_names.get(template_id) or template_id,
                reason=told_of_letters(number + 1, letters),
            )
            copy = _copy(Template(template_id, watermark=found), view.known)
            yield Problem("local-letters", f"watermark_template_ids.{number}", "error", told, copy)


def _missing_letters(watermark: Watermark, known: Known) -> str:
    text = lettering(watermark)
    return known.missing_letters.get(text, "") if text else ""


def _spare(path: str, watermark: Watermark, letters: str) -> Fix | None:
    """Without them, if anything is left to be read."""
    rest = without_letters((watermark.text and watermark.text.text) or "", letters).strip()
    return Fix("Leave these letters out", set_field(path, rest)) if rest else None


@rule("local-turned")
def find_turn(view: View) -> Iterator[Problem]:
    """The canvas shows the frame as it is composed."""
    video = view.inline.video if view.inline and has_picture(view.inline) else None
    if not view.is_local or video is None or not video.rotate or video.rotate % 90:
        return
    width, height = (video.height, video.width) if video.rotate % 180 else (video.width, video.height)
    if width and height and 0 < video.rotate < 360:
        told = say(
            "The local cloud turns the finished picture by {angle:g} degrees to the right (Rotate), its "
            "watermarks, too; the result is {width} × {height} pixels large.",
            angle=video.rotate,
            width=width,
            height=height,
        )
        fix = Fix("Leave it out", set_field("transcode.video.rotate", None))
        yield Problem("local-turned", "transcode.video.rotate", "note", told, fix, "A44")


@rule("local-no-callback")
def find_unsent_callback(view: View) -> Iterator[Problem]:
    """The local cloud calls this computer itself and hosts that the user allowed; it renders all the same. A warning:
    the address is for the account, and a try here must not cost it (ADR 0017).
    """
    callback = view.composition.callback
    if not view.is_local or callback == "no":
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


@rule("local-hdr")
def find_high_dynamic_range(view: View) -> Iterator[Problem]:
    """What the service makes of such a source without `IsHdr2Sdr` is not documented; here it is always turned (A55)."""
    transcode = transcode_in_force(view.composition, view.known)
    config = transcode.trans_config if transcode else None
    if not view.is_local or transcode is None or not has_picture(transcode) or (config and config.is_hdr2sdr):
        return
    bright = [tile for tile in view.shown if (known := view.known.sources.get(tile.url)) and known.is_hdr]
    if bright:
        told = say(
            "{tile} has a high dynamic range (HDR). The local cloud turns it for ordinary screens; what an account "
            "does without “Turn HDR into SDR” is not documented.",
            tile=view.label(bright[0]),
        )
        fix = None if view.composition.transcode_template_id else Fix("Turn HDR into SDR", _turn_hdr)
        yield Problem("local-hdr", "transcode.trans_config.is_hdr2sdr", "note", told, fix, "A55")


def _turn_hdr(composition: Composition) -> Composition:
    transcode = composition.transcode or Transcode()
    config = (transcode.trans_config or TransConfig()).replace(is_hdr2sdr=True)
    return composition.replace(transcode=transcode.replace(trans_config=config))
