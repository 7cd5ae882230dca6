"""What this computer cannot do for the local cloud, which works on it and refuses what needs that."""

from __future__ import annotations

from ..checks import refused, unsupported
from ..errors import FfmpegMissing
from ..model.composition import Composition
from ..model.lack import asked_of_ffmpeg, noted
from ..model.source import Known
from .letters import know_letters, texts_of


def know_computer(composition: Composition, known: Known) -> Known:
    """With the letters that no typeface has, and with what FFmpeg was built without. Not in the UI thread."""
    if texts := texts_of(composition, known):
        known = know_letters(texts, known)
    return know_ffmpeg(composition, known)


def know_ffmpeg(composition: Composition, known: Known) -> Known:
    """With what the FFmpeg of this computer lacks for ``composition``; where there is none at all, nothing. What is
    refused for other reasons is not looked at, as by the local cloud. FFmpeg is started a few times when it is asked
    first, and every tile is looked at: not in the UI thread.
    """
    from ..localcloud.at_hand import what_is_missing  # late: it brings the renderer along
    from ..media.ffmpeg import find_ffmpeg

    asked = asked_of_ffmpeg(composition, known.templates, known.watermark_templates)
    if asked is None or not asked.tiles or refused(asked) or unsupported(asked):
        return known
    try:
        lack = what_is_missing(asked, find_ffmpeg())
    except FfmpegMissing:
        return known
    return known.joined(Known(lacks=noted(asked, lack))) if lack is not None else known
