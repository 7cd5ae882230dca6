"""The fields of the page Video (ci-templates §2, §3, §6), called as the service's console calls them (§13)."""

from __future__ import annotations

from ...checks.registry import View
from ...model import codecs
from ...model.ranges import BITRATE, BUFSIZE, CRF, FPS, GOP, MAXRATE
from ..words import tr
from .encoding import codec_of, container_of, off_unless_file, off_unless_taken, video_of, words
from .entry import Entry, label_of, off_by_template
from .kinds import Flag, Kind, Number, choice, worded


def container() -> tuple[Entry, Entry]:
    """The kind of file, and how long its pieces are where it comes in pieces."""
    file_format = Entry(
        "transcode.container.format",
        kind=choice(*(name for name, held in codecs.CONTAINERS.items() if held.video), absent=tr("Not set")),
        hint=tr("mp4 plays everywhere."),
        element="Transcode.Container.Format",
        choices=lambda _: words(name for name, held in codecs.CONTAINERS.items() if held.video),
        off=off_by_template,
    )
    path = "transcode.container.clip.duration"
    pieces = Entry(
        path,
        kind=Number(low=0, is_open=True),
        unit=tr("s"),
        usual=lambda _, __: 5,
        hint=tr("A player begins and jumps at the start of a piece."),
        element="Transcode.Container.ClipConfig.Duration",
        off=off_unless_file(codecs.CLIPPED_CONTAINERS, path),
        tells_parent=True,
        is_advanced=True,
    )
    return file_format, pieces


def codec() -> Entry:
    return Entry(
        "transcode.video.codec",
        kind=choice(*codecs.VIDEO_CODECS, absent=tr("Default: H.264, or VP8 in WebM")),
        hint=tr("H.265 is smaller and dearer, and fewer players know it."),
        element="Transcode.Video.Codec",
        choices=lambda view: words(codecs.codecs_for(container_of(view)).video or codecs.VIDEO_CODECS),
        off=off_by_template,
    )


def _off_beside(path: str) -> str:
    return tr("Off because {field} is set.").format(field=label_of(path))


def _off_crf(view: View) -> str:
    video = video_of(view)
    is_off = video.crf is None and video.bitrate is not None
    return off_by_template(view) or (_off_beside("transcode.video.bitrate") if is_off else "")


def _off_bitrate(view: View) -> str:
    return off_by_template(view) or (_off_beside("transcode.video.crf") if video_of(view).crf is not None else "")


def quality() -> tuple[Entry, Entry]:
    """By quality, or by size."""
    crf = Entry(
        "transcode.video.crf",
        kind=Number().within(CRF),
        hint=tr("Lower is sharper and larger."),
        usual=lambda view, _: None if video_of(view).bitrate is not None else 25,
        element="Transcode.Video.Crf",
        off=_off_crf,
    )
    bitrate = Entry(
        "transcode.video.bitrate",
        kind=Number(is_whole=True, words=("auto",)).within(BITRATE),
        unit=tr("kbit/s"),
        hint=tr("Higher is sharper and larger."),
        element="Transcode.Video.Bitrate",
        off=_off_bitrate,
    )
    return crf, bitrate


def rate() -> Entry:
    kind = Number().within(FPS)
    return Entry(
        "transcode.video.fps",
        kind=kind,
        hint=tr("More is smoother and larger. {range}.").format(range=kind.range_words()),
        unit=tr("a second"),
        default=tr("As the fastest source"),
        element="Transcode.Video.Fps",
        off=off_by_template,
    )


def span() -> tuple[Entry, Entry]:
    """The part of the finished picture that is kept (A24)."""
    start = Entry(
        "transcode.time_interval.start",
        kind=Number(low=0, is_time=True),
        unit=tr("s"),
        usual=lambda _, __: 0,
        hint=tr("What is before it is cut off. Also takes 1:30"),
        element="Transcode.TimeInterval.Start",
        off=off_by_template,
        tells_parent=True,
    )
    duration = Entry(
        "transcode.time_interval.duration",
        kind=Number(low=0, is_time=True),
        unit=tr("s"),
        default=tr("To the end"),
        hint=tr("What is after it is cut off."),
        element="Transcode.TimeInterval.Duration",
        off=off_by_template,
    )
    return start, duration


def encoder() -> tuple[Entry, Entry, Entry, Entry]:
    """How hard the encoder works, and for whom."""
    profile = Entry(
        "transcode.video.profile",
        kind=worded("transcode.video.profile", absent=tr("Default: high")),
        hint=tr("Lower plays on older devices, and is larger."),
        element="Transcode.Video.Profile",
        off=off_unless_taken("profile", lambda _: tr("Off because only H.264 has profiles.")),
    )
    preset = Entry(
        "transcode.video.preset",
        kind=choice(*(word for found in codecs.PRESETS.values() for word in found), absent=tr("Default")),
        hint=tr("Slower makes a smaller file. Default: medium, good for VP8."),
        element="Transcode.Video.Preset",
        choices=lambda view: words(codecs.presets_for(codec_of(view))),
        off=off_unless_taken("preset", lambda name: tr("Off because {codec} has no presets.").format(codec=name)),
    )
    gop = Entry(
        "transcode.video.gop",
        kind=Number(is_whole=True).within(GOP),
        unit=tr("frames"),
        default=tr("Default"),
        hint=tr("Fewer let players jump more exactly, and make a larger file."),
        element="Transcode.Video.Gop",
        off=off_by_template,
    )
    pixels = Entry(
        "transcode.video.pixfmt",
        kind=choice(*codecs.pixel_formats_for(None), absent=tr("Default: the source's")),
        hint=tr("How finely colours are kept. yuv420p plays everywhere."),
        element="Transcode.Video.Pixfmt",
        choices=lambda view: words(codecs.pixel_formats_for(codec_of(view))),
        off=off_unless_taken("pixfmt", lambda name: tr("Off because {codec} has a fixed one.").format(codec=name)),
    )
    return profile, preset, gop, pixels


def peaks() -> tuple[Entry, Entry]:
    """How much the size may vary from moment to moment."""
    peak = Entry(
        "transcode.video.maxrate",
        kind=Number(is_whole=True).within(MAXRATE),
        unit=tr("kbit/s"),
        hint=tr("No moment needs more than this from the network."),
        element="Transcode.Video.Maxrate",
        off=off_unless_taken("maxrate"),
    )
    buffer = Entry(
        "transcode.video.bufsize",
        kind=Number(is_whole=True).within(BUFSIZE),
        unit=tr("Kb"),
        hint=tr("Over how much data the peak is measured: smaller is steadier."),
        element="Transcode.Video.Bufsize",
        off=off_unless_taken("bufsize"),
    )
    return peak, buffer


def _off_auto_or_roi(field: str, view: View) -> str:
    """Cutting and half pictures exclude an adaptive bitrate and a raised middle (ci-templates §3)."""
    reason = off_unless_taken(field)(view)
    video = video_of(view)
    if reason or getattr(video, field) is not None:
        return reason
    if video.bitrate == "auto":
        return tr("Off because Bitrate is auto.")
    return tr("Off because the region of interest is set.") if video.roi not in {None, "none"} else ""


def picture() -> tuple[Entry, ...]:
    """What is done to the picture beside its size."""
    roi = Entry(
        "transcode.video.roi",
        kind=worded("transcode.video.roi", absent=tr("Default: none")),
        hint=tr("Spends more of the file on what people look at."),
        element="Transcode.Video.Roi",
        off=off_unless_taken("roi"),
    )
    rotate = Entry(
        "transcode.video.rotate",
        kind=Number(low=0, high=360, is_below=True),
        unit=tr("°"),
        default=tr("Not turned"),
        hint=tr("Turns the whole picture. Which way is not documented."),
        element="Transcode.Video.Rotate",
        off=off_by_template,
    )
    crop = Entry(
        "transcode.video.crop",
        kind=Kind(),
        default=tr("Not cut"),
        hint=tr("Cuts a piece out: width:height:left:top, as in 1280:800:0:140"),
        element="Transcode.Video.Crop",
        off=lambda view: _off_auto_or_roi("crop", view),
    )
    interlaced = Entry(
        "transcode.video.interlaced",
        kind=Flag(),
        hint=tr("Half pictures, for old television sets."),
        element="Transcode.Video.Interlaced",
        off=lambda view: _off_auto_or_roi("interlaced", view),
    )
    sides = Entry(
        "transcode.video.long_short_mode",
        kind=Flag(),
        hint=tr("The source's longer side is fitted to the width. What that means for several is not documented."),
        element="Transcode.Video.LongShortMode",
        off=off_unless_taken("long_short_mode"),
    )
    remove = Entry(
        "transcode.video.remove",
        kind=Flag(),
        hint=tr("Then nothing is seen: it makes no sense for a composition."),
        element="Transcode.Video.Remove",
        off=off_by_template,
    )
    return roi, rotate, crop, interlaced, sides, remove


def template() -> Entry:
    return Entry(
        "transcode_template_id",
        default=tr("None"),
        elides=True,
        hint=tr("It replaces the frame, the video and the sound set here."),
        element="TranscodeTemplateId",
    )
