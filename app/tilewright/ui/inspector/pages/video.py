"""The page of the picture's encoding (ci-templates §2, §3)."""

from __future__ import annotations

from collections.abc import Sequence

from ....checks.registry import View
from ....model.options import Video
from ....model.ranges import BITRATE, CRF, FPS, GOP
from ...words import tr
from ..entry import Entry, Pair, Section, off_by_template
from ..kinds import Number, choice
from ..page import Page, register
from ..preset_card import PresetCard
from ..template_line import TRANSCODE_TAG, TemplateLine

FORMATS = (
    ("mp4", "mp4"),
    ("hls", "hls"),
    ("WebM", "WebM"),
    ("mkv", "mkv"),
    ("mov", "mov"),
    ("flv", "flv"),
    ("ts", "ts"),
    ("avi", "avi"),
    ("dash", "dash"),
)
CODECS = ("H.264", "H.265", "VP8", "VP9", "AV1")
PIXEL_FORMATS = (
    "yuv420p",
    "yuv422p",
    "yuv444p",
    "yuvj420p",
    "yuvj422p",
    "yuvj444p",
    "yuv420p10le",
    "auto",
)


def _video(view: View) -> Video:
    transcode = view.composition.transcode
    return (transcode.video if transcode else None) or Video()


def _codec(view: View) -> str:
    transcode = view.composition.transcode
    container = transcode.container if transcode else None
    usual = "VP8" if container and (container.format or "").lower() == "webm" else "H.264"
    return _video(view).codec or usual


def _off_crf(view: View) -> str:
    video = _video(view)
    if video.crf is None and video.bitrate is not None:
        return off_by_template(view) or tr("Off because Bitrate is set.")
    return off_by_template(view)


def _off_bitrate(view: View) -> str:
    return off_by_template(view) or (tr("Off because Crf is set.") if _video(view).crf is not None else "")


def _off_profile(view: View) -> str:
    return off_by_template(view) or ("" if _codec(view) == "H.264" else tr("Off because only H.264 has profiles."))


def _off_preset(view: View) -> str:
    codec = _codec(view)
    if codec in {"H.265", "VP9"}:
        return off_by_template(view) or tr("Off because {codec} has no presets.").format(codec=codec)
    return off_by_template(view)


def _off_pixels(view: View) -> str:
    codec = _codec(view)
    if codec in {"VP8", "VP9", "AV1"}:
        return off_by_template(view) or tr("Off because {codec} has a fixed one.").format(codec=codec)
    return off_by_template(view)


@register
class VideoPage(Page):
    id = "video"
    icon = "clapperboard"
    order = 30
    prefixes = ("transcode.video", "transcode.container", "transcode_template_id", "transcode")

    @classmethod
    def title(cls) -> str:
        return tr("Video")

    def subtitle(self) -> str:
        return tr("How the picture is encoded")

    def sections(self) -> Sequence[Section]:
        template = Entry(
            "transcode_template_id",
            tr("Template id"),
            name=tr("Transcode template id"),
            hint=tr("It replaces the frame, the video and the sound set here."),
            element="TranscodeTemplateId",
        )
        return (
            Section("", (lambda: PresetCard(self.bench, self.habits),)),
            Section(tr("File"), (self._format(), self._codec())),
            Section(tr("Quality"), (Pair(*self._quality()), self._rate())),
            Section(tr("For experts"), (Pair(*self._profile()), Pair(*self._gop())), is_advanced=True),
            Section(tr("Template"), (template, lambda: TemplateLine(self.bench, TRANSCODE_TAG))),
        )

    def _format(self) -> Entry:
        return Entry(
            "transcode.container.format",
            tr("File format"),
            choice(*FORMATS, absent=tr("Not set")),
            hint=tr("mp4 plays everywhere."),
            element="Transcode.Container.Format",
            off=off_by_template,
        )

    def _codec(self) -> Entry:
        return Entry(
            "transcode.video.codec",
            tr("Codec"),
            choice(*CODECS, absent=tr("Default: H.264, or VP8 in WebM")),
            name=tr("Video codec"),
            hint=tr("H.265 is smaller and dearer, and fewer players know it."),
            element="Transcode.Video.Codec",
            off=off_by_template,
        )

    def _quality(self) -> tuple[Entry, Entry]:
        crf = Entry(
            "transcode.video.crf",
            tr("Quality (Crf)"),
            Number().within(CRF),
            hint=tr("Lower is sharper and larger."),
            usual=lambda view, _: None if _video(view).bitrate is not None else 25,
            element="Transcode.Video.Crf",
            off=_off_crf,
        )
        bitrate = Entry(
            "transcode.video.bitrate",
            tr("Bitrate"),
            Number(is_whole=True, words=("auto",)).within(BITRATE),
            name=tr("Video bitrate"),
            unit=tr("kbit/s"),
            default=tr("Not set"),
            hint=tr("Higher is sharper and larger."),
            element="Transcode.Video.Bitrate",
            off=_off_bitrate,
        )
        return crf, bitrate

    def _rate(self) -> Entry:
        rate = Number().within(FPS)
        return Entry(
            "transcode.video.fps",
            tr("Frames a second (Fps)"),
            rate,
            hint=f"{rate.range_words}.",
            default=tr("As the fastest source"),
            element="Transcode.Video.Fps",
            off=off_by_template,
        )

    def _profile(self) -> tuple[Entry, Entry]:
        profile = Entry(
            "transcode.video.profile",
            tr("Profile"),
            choice(
                ("high", tr("high")),
                ("main", tr("main")),
                ("baseline", tr("baseline")),
                ("auto", tr("auto")),
                absent=tr("Default"),
            ),
            hint=tr("Default: high"),
            element="Transcode.Video.Profile",
            off=_off_profile,
        )
        preset = Entry(
            "transcode.video.preset",
            tr("Encoder preset"),
            choice("veryfast", "fast", "medium", "slow", "slower", "good", "realtime", absent=tr("Default")),
            hint=tr("Default: medium"),
            element="Transcode.Video.Preset",
            off=_off_preset,
        )
        return profile, preset

    def _gop(self) -> tuple[Entry, Entry]:
        gop = Entry(
            "transcode.video.gop",
            tr("Keyframe every (Gop)"),
            Number(is_whole=True).within(GOP),
            unit=tr("frames"),
            default=tr("Default"),
            element="Transcode.Video.Gop",
            off=off_by_template,
        )
        pixels = Entry(
            "transcode.video.pixfmt",
            tr("Pixel format"),
            choice(*PIXEL_FORMATS, absent=tr("Default")),
            element="Transcode.Video.Pixfmt",
            off=_off_pixels,
        )
        return gop, pixels
