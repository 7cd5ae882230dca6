"""What the local cloud of this release cannot render, for the checks and for the local cloud itself: by tables, one
module (`able_…`) for each part of a request.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..errors import WrongUse
from ..model.composition import Composition
from ..model.options import Transcode, TransConfig
from ..model.problem import Fix, Problem
from ..model.source import Known, transcode_in_force
from ..model.template import Template, copy_inline
from ..text import say
from ..wire.address import IMAGE_HOSTS, read_address, write_address
from .able import Beyond
from .able_files import beyond_files
from .able_picture import beyond_conversion, beyond_picture
from .able_sound import beyond_music, beyond_sound
from .able_watermarks import beyond_watermarks
from .mending import set_field
from .registry import View, rule


def unsupported(composition: Composition, known: Known | None = None) -> list[Problem]:
    """What of ``composition`` the local cloud cannot render; empty when it can render all of it.

    Of a template that is not among what is ``known`` nothing is said, unless the local cloud has none of that id.
    """
    known = known or Known()
    if composition.transcode_template_id:
        found = list(_of_template(composition, composition.transcode_template_id, known))
    else:
        found = [_problem(beyond) for beyond in _of_transcode(composition.transcode or Transcode())]
    if composition.watermark_template_ids:
        for template_id in composition.watermark_template_ids:
            found += _of_watermark_template(composition, template_id, known)
    else:
        found += [_problem(beyond) for beyond in beyond_watermarks(composition.watermarks)]
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
        for beyond in beyond_watermarks((watermark,)):
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


def _of_transcode(transcode: Transcode) -> Iterator[Beyond]:
    for find in (beyond_files, beyond_picture, beyond_sound, beyond_conversion, beyond_music):
        yield from find(transcode)


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
    """The local cloud of this release tells nobody when a job ends; it renders all the same. A warning: the address is
    for the account, and a try here must not cost it (ADR 0017).
    """
    callback = view.composition.callback
    if view.target is None or not view.target.local or callback == "no":
        return
    if (view.composition.callback_type or "").strip().lower() == "tdmq":
        yield Problem(
            "local-no-callback",
            "callback_type",
            "warning",
            "The local cloud does not tell the message queue (TDMQ) when the job has ended.",
            Fix("Remove the queue", lambda c: c.replace(callback_type=None, callback_mq=None)),
        )
    elif callback:
        yield Problem(
            "local-no-callback",
            "callback",
            "warning",
            "The local cloud does not call the address that shall be told when the job has ended.",
            Fix("Remove the address", set_field("callback", None)),
        )


@rule("local-hdr")
def find_high_dynamic_range(view: View) -> Iterator[Problem]:
    """What the service makes of such a source without `IsHdr2Sdr` is not documented; here it is always turned (A55)."""
    transcode = transcode_in_force(view.composition, view.known)
    config = transcode.trans_config if transcode else None
    if view.target is None or not view.target.local or transcode is None or (config and config.is_hdr2sdr):
        return
    bright = [tile for tile in view.shown if (known := view.known.sources.get(tile.url)) and known.is_hdr]
    if bright:
        told = say(
            "{tile} has a high dynamic range (HDR). The local cloud turns it for ordinary screens; what an account "
            "does without “Turn HDR into SDR” is not documented.",
            tile=view.label(bright[0]),
        )
        fix = None if view.composition.transcode_template_id else Fix("Turn HDR into SDR", _turn_hdr)
        yield Problem("local-hdr", "transcode.trans_config.is_hdr2sdr", "note", told, fix)


def _turn_hdr(composition: Composition) -> Composition:
    transcode = composition.transcode or Transcode()
    config = (transcode.trans_config or TransConfig()).replace(is_hdr2sdr=True)
    return composition.replace(transcode=transcode.replace(trans_config=config))
