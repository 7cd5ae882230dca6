"""What the FFmpeg of this computer was built without: the local cloud renders with it, and refuses what needs that."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.lack import asked_of_ffmpeg, find_lack
from ..model.problem import Problem
from ..text import say
from .registry import View, rule


@rule("local-ffmpeg")
def find_what_is_missing(view: View) -> Iterator[Problem]:
    """It was looked for where FFmpeg can be asked (``known.lacks``); here it is told at the field that needs it."""
    known, template_id = view.known, view.composition.transcode_template_id
    if not view.is_local or not known.lacks:
        return
    asked = asked_of_ffmpeg(view.composition, known.templates, known.watermark_templates)
    lack = find_lack(asked, known.lacks) if asked is not None else None
    if lack is None:
        return
    if template_id and lack.path.startswith("transcode."):
        told = say(
            "What the template {template} contains is refused. {reason}",
            template=known.template_names.get(template_id) or template_id,
            reason=lack.sentence,
        )
        yield Problem("local-ffmpeg", "transcode_template_id", "error", told)
    else:
        yield Problem("local-ffmpeg", lack.path, "error", lack.sentence)
