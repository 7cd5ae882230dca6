"""What a template contains, as lines for people: the names of the console (ci-templates §13), then the service's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..text import Text, say
from .options import Transcode, Watermark
from .template import Template
from .value import Element

YES, NO = say("yes"), say("no")


@dataclass(frozen=True, slots=True)
class Content:
    """One line: what it is about, and the value. ``path`` is the field's, as problems name it."""

    path: str
    label: Text
    value: str


_LABELS = {
    "container.format": say("File format"),
    "container.clip.duration": say("Length of a piece"),
    "video.codec": say("Video codec"),
    "video.fps": say("Frame rate"),
    "video.remove": say("Picture left out"),
    "video.profile": say("Profile"),
    "video.bitrate": say("Video bitrate"),
    "video.crf": say("Quality (Crf)"),
    "video.gop": say("Frames between key frames"),
    "video.preset": say("Encoder preset"),
    "video.bufsize": say("Buffer"),
    "video.maxrate": say("Highest bitrate"),
    "video.pixfmt": say("Pixel format"),
    "video.long_short_mode": say("Longer side to the width"),
    "video.rotate": say("Turned"),
    "video.roi": say("Region of interest"),
    "video.crop": say("Cropped"),
    "video.interlaced": say("Interlaced"),
    "audio.codec": say("Audio codec"),
    "audio.samplerate": say("Sample rate"),
    "audio.bitrate": say("Audio bitrate"),
    "audio.channels": say("Channels"),
    "audio.remove": say("Sound left out"),
    "audio.keep_two_tracks": say("Both sound tracks kept"),
    "audio.switch_track": say("Sound tracks switched"),
    "audio.sample_format": say("Sample format"),
    "trans_config.adj_dar_method": say("Fitting another aspect (AdjDarMethod)"),
    "trans_config.is_check_reso": say("Resolution of the source checked (IsCheckReso)"),
    "trans_config.reso_adj_method": say("If the source is smaller (ResoAdjMethod)"),
    "trans_config.is_check_video_bitrate": say("Video bitrate of the source checked (IsCheckVideoBitrate)"),
    "trans_config.video_bitrate_adj_method": say("If that is lower (VideoBitrateAdjMethod)"),
    "trans_config.is_check_audio_bitrate": say("Audio bitrate of the source checked (IsCheckAudioBitrate)"),
    "trans_config.audio_bitrate_adj_method": say("If that of the sound is lower (AudioBitrateAdjMethod)"),
    "trans_config.is_check_video_fps": say("Frame rate of the source checked (IsCheckVideoFps)"),
    "trans_config.video_fps_adj_method": say("If the rate is lower (VideoFpsAdjMethod)"),
    "trans_config.delete_metadata": say("Metadata left out"),
    "trans_config.is_hdr2sdr": say("HDR turned into SDR"),
    "trans_config.transcode_index": say("Stream that is used (TranscodeIndex)"),
    "time_interval.start": say("Kept from"),
    "time_interval.duration": say("Kept length"),
    "audio_mix.mix_mode": say("Mix mode"),
    "audio_mix.replace_original": say("Replace the original sound"),
    "audio_mix.effect_config.enable_start_fadein": say("Fade in"),
    "audio_mix.effect_config.start_fadein_time": say("Fade-in time"),
    "audio_mix.effect_config.enable_end_fadeout": say("Fade out"),
    "audio_mix.effect_config.end_fadeout_time": say("Fade-out time"),
    "audio_mix.effect_config.enable_bgm_fade": say("Fade between pieces"),
    "audio_mix.effect_config.bgm_fade_time": say("Time between pieces"),
    "type": say("Kind"),
    "pos": say("Place"),
    "loc_mode": say("Offsets"),
    "dx": say("Horizontal offset"),
    "dy": say("Vertical offset"),
    "start_time": say("Shown from"),
    "end_time": say("Shown until"),
    "slide_config.slide_mode": say("Movement"),
    "slide_config.x_slide_speed": say("Horizontal speed"),
    "slide_config.y_slide_speed": say("Vertical speed"),
    "image.url": say("Image"),
    "image.mode": say("Size of the image"),
    "image.width": say("Width of the image"),
    "image.height": say("Height of the image"),
    "image.transparency": say("Opacity of the image"),
    "image.background": say("Image under the video"),
    "text.text": say("Text"),
    "text.font_size": say("Size of the letters"),
    "text.font_type": say("Font"),
    "text.font_color": say("Colour of the letters"),
    "text.transparency": say("Opacity of the text"),
}
_FRAME = say("Frame")
_ENCRYPTION = say("Encryption")
_MARKED = say("Marked as generated (AIGCMetadata)")
_MUSIC = say("Background music")


def contents(template: Template) -> tuple[Content, ...]:
    """What ``template`` sets, in the order of the request; nothing for one that was not read.

    Keys of an encryption, and where they are, are never among it.
    """
    if template.transcode is not None:
        return tuple(_of_transcode(template.transcode))
    return tuple(_leaves(template.watermark, "", template.watermark)) if template.watermark is not None else ()


def told_frame(width: int | None, height: int | None) -> Text:
    """A frame in words; a side that nobody states follows the sources, which `VideoSynthesis` does not take."""
    if width is None and height is None:
        return say("not stated")
    if height is None:
        return say("{width} px wide, height not stated", width=width)
    if width is None:
        return say("{height} px high, width not stated", height=height)
    return say("{width} × {height}", width=width, height=height)


def _of_transcode(transcode: Transcode) -> Iterator[Content]:
    yield from _leaves(transcode.container, "container", None)
    video = transcode.video
    if video is not None:
        yield Content("video.width", _FRAME, told_frame(video.width, video.height))
        yield from _leaves(video.replace(width=None, height=None), "video", None)
    yield from _leaves(transcode.audio, "audio", None)
    config = transcode.trans_config
    if config is not None:
        yield from _leaves(
            config.replace(hls_encrypt=None, dash_encrypt=None, aigc_metadata=None), "trans_config", None
        )
        if config.hls_encrypt is not None and config.hls_encrypt.is_hls_encrypt:
            yield Content("trans_config.hls_encrypt", _ENCRYPTION, say("of HLS"))
        if config.dash_encrypt is not None and config.dash_encrypt.is_encrypt:
            yield Content("trans_config.dash_encrypt", _ENCRYPTION, say("of DASH"))
        if config.aigc_metadata is not None:
            yield Content("trans_config.aigc_metadata", _MARKED, config.aigc_metadata.label or YES)
    yield from _leaves(transcode.time_interval, "time_interval", None)
    for music in (transcode.audio_mix, *transcode.audio_mix_array):
        if music is not None:
            yield Content("audio_mix", _MUSIC, music.audio_source or YES)
            yield from _leaves(music.replace(audio_source=None), "audio_mix", None)


def _leaves(value: Element | None, path: str, watermark: Watermark | None) -> Iterator[Content]:
    """The fields of ``value`` that are set, those of its members among them."""
    if value is None:
        return
    for name in value.__struct_fields__:
        found, at = getattr(value, name), f"{path}.{name}".lstrip(".")
        if isinstance(found, Element):
            yield from _leaves(found, at, watermark)
        elif found is not None and at in _LABELS:
            yield Content(at, _LABELS[at], _told(at, found, watermark))


def _told(path: str, value: Any, watermark: Watermark | None) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    number = f"{value:g}" if isinstance(value, float) else str(value)
    return _with_unit(path, number, watermark) if isinstance(value, int | float) else number


def _with_unit(path: str, number: str, watermark: Watermark | None) -> str:
    if path.endswith("bitrate") or path == "video.maxrate":
        return say("{number} kbit/s", number=number)
    if path == "audio.samplerate":
        return say("{number} Hz", number=number)
    if path == "video.fps":
        return say("{number} per second", number=number)
    if path == "video.bufsize":
        return say("{number} kbit", number=number)
    if path == "video.rotate":
        return say("{number}°", number=number)
    if path in {"dx", "dy"}:
        is_share = watermark is not None and watermark.loc_mode == "Relativity"
        return say("{number} %", number=number) if is_share else say("{number} px", number=number)
    if path in {"image.width", "image.height"}:
        image = watermark.image if watermark is not None else None
        is_share = image is not None and image.mode == "Proportion"
        return say("{number} %", number=number) if is_share else say("{number} px", number=number)
    if path.endswith("transparency"):
        return say("{number} %", number=number)
    if path == "text.font_size":
        return say("{number} px", number=number)
    return say("{number} s", number=number) if path.endswith(("duration", "start", "_time")) else number
