"""What people call each field of a composition: in the form, in lists of problems and changes, in what a template
contains. The words are those of the service's console (ci-templates §13); this is their only home.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..text import Text, say


@dataclass(frozen=True, slots=True)
class FieldWords:
    """``label`` is seen above the field, under the heading of its section; ``name`` says which one it is where it
    stands alone. One that ``needs_name`` is told by it also in a list that names its page.
    """

    label: Text
    name: Text
    needs_name: bool = False

    @property
    def in_lists(self) -> Text:
        return self.name if self.needs_name else self.label


def _so(label: Text, name: Text | None = None, *, needs_name: bool = False) -> FieldWords:
    return FieldWords(label, name or label, needs_name)


_THEN = say("Then")

_TILES = {
    "tiles.*.x": _so(say("X")),
    "tiles.*.y": _so(say("Y")),
    "tiles.*.width": _so(say("Width")),
    "tiles.*.height": _so(say("Height")),
    "tiles.*.url": _so(say("Source file URL")),
    "tiles.*.name": _so(say("Name"), say("Name of the tile")),
    "tiles.*.locked": _so(say("Locked")),
    "tiles.*.hidden": _so(say("Hidden")),
    "tiles.*.group": _so(say("Group")),
}
_VIDEO = {
    "transcode.container": _so(say("Container format")),
    "transcode.container.format": _so(say("Container format")),
    "transcode.container.clip": _so(say("Length of a piece")),
    "transcode.container.clip.duration": _so(say("Length of a piece"), say("Length of a piece of the file")),
    "transcode.video.width": _so(say("Width"), say("Width of the frame")),
    "transcode.video.height": _so(say("Height"), say("Height of the frame")),
    "transcode.video.fps": _so(say("Video frame rate")),
    "transcode.video.codec": _so(say("Encoding format"), say("Video encoding format")),
    "transcode.video.crf": _so(say("Quality (CRF)")),
    "transcode.video.bitrate": _so(say("Bitrate"), say("Video bitrate")),
    "transcode.video.profile": _so(say("Encoding level")),
    "transcode.video.preset": _so(say("Encoder preset")),
    "transcode.video.gop": _so(say("Max frames between key frames")),
    "transcode.video.pixfmt": _so(say("Pixel format")),
    "transcode.video.maxrate": _so(say("Peak bitrate"), say("Peak video bitrate")),
    "transcode.video.bufsize": _so(say("Buffer size")),
    "transcode.video.roi": _so(say("Region of interest")),
    "transcode.video.rotate": _so(say("Rotation")),
    "transcode.video.crop": _so(say("Free crop")),
    "transcode.video.interlaced": _so(say("Interlaced")),
    "transcode.video.long_short_mode": _so(say("Long short mode")),
    "transcode.video.remove": _so(say("Leave the picture out")),
    "transcode.time_interval": _so(say("Transcoding duration")),
    "transcode.time_interval.start": _so(say("From"), say("Kept part: start"), needs_name=True),
    "transcode.time_interval.duration": _so(say("Length"), say("Kept part: length"), needs_name=True),
    "transcode_template_id": _so(say("Template id"), say("Transcode template id")),
}
_SOUND = {
    "keep_audio_track": _so(say("Keep the sound of the sources")),
    "transcode.audio.remove": _so(say("Leave the sound out")),
    "transcode.audio.codec": _so(say("Encoding format"), say("Sound encoding format")),
    "transcode.audio.channels": _so(say("Sound channels")),
    "transcode.audio.samplerate": _so(say("Sample rate")),
    "transcode.audio.bitrate": _so(say("Audio bitrate")),
    "transcode.audio.keep_two_tracks": _so(say("Keep two tracks")),
    "transcode.audio.switch_track": _so(say("Switch tracks")),
    "transcode.audio.sample_format": _so(say("Sample format")),
    "transcode.audio_mix": _so(say("Background music")),
    "transcode.audio_mix.audio_source": _so(say("Address"), say("Address of the music"), needs_name=True),
    "transcode.audio_mix.mix_mode": _so(say("Mix mode")),
    "transcode.audio_mix.replace_original": _so(say("Replace the original sound")),
    "transcode.audio_mix.effect_config": _so(say("Fade in and out")),
    "transcode.audio_mix.effect_config.enable_start_fadein": _so(say("Fade in")),
    "transcode.audio_mix.effect_config.start_fadein_time": _so(say("Fade-in time")),
    "transcode.audio_mix.effect_config.enable_end_fadeout": _so(say("Fade out")),
    "transcode.audio_mix.effect_config.end_fadeout_time": _so(say("Fade-out time")),
    "transcode.audio_mix.effect_config.enable_bgm_fade": _so(say("Fade between pieces")),
    "transcode.audio_mix.effect_config.bgm_fade_time": _so(say("Time between pieces")),
}
_WATERMARKS = {
    "watermarks.*.type": _so(say("Watermark type")),
    "watermarks.*.text": _so(say("Text")),
    "watermarks.*.text.text": _so(say("Watermark text")),
    "watermarks.*.text.font_type": _so(say("Font"), say("Font of the text")),
    "watermarks.*.text.font_size": _so(say("Font size")),
    "watermarks.*.text.font_color": _so(say("Font color")),
    "watermarks.*.text.transparency": _so(say("Opacity"), say("Opacity of the text")),
    "watermarks.*.image": _so(say("Image")),
    "watermarks.*.image.url": _so(say("Address"), say("Address of the image"), needs_name=True),
    "watermarks.*.image.mode": _so(say("Watermark dimensions")),
    "watermarks.*.image.width": _so(say("Width"), say("Width of the image")),
    "watermarks.*.image.height": _so(say("Height"), say("Height of the image")),
    "watermarks.*.image.transparency": _so(say("Opacity"), say("Opacity of the image")),
    "watermarks.*.image.background": _so(say("Image layer")),
    "watermarks.*.pos": _so(say("Origin point")),
    "watermarks.*.dx": _so(say("Horizontal offset")),
    "watermarks.*.dy": _so(say("Vertical offset")),
    "watermarks.*.loc_mode": _so(say("Offset method")),
    "watermarks.*.start_time": _so(say("From"), say("Watermark from")),
    "watermarks.*.end_time": _so(say("To"), say("Watermark to")),
    "watermarks.*.slide_config": _so(say("Watermark sliding")),
    "watermarks.*.slide_config.slide_mode": _so(say("Watermark sliding")),
    "watermarks.*.slide_config.x_slide_speed": _so(say("Speed across"), say("Speed of the watermark across")),
    "watermarks.*.slide_config.y_slide_speed": _so(say("Speed down"), say("Speed of the watermark down")),
    "watermark_template_ids": _so(say("Watermark template ids")),
}
_JOB = {
    "output.object": _so(say("Destination filename")),
    "output.bucket": _so(say("Destination bucket")),
    "output.region": _so(say("Region"), say("Region of the result")),
    "exact_name": _so(say("Write exactly this name")),
    "callback": _so(say("Callback URL")),
    "callback_type": _so(say("Goes to"), say("Kind of callback")),
    "callback_format": _so(say("Format"), say("Format of the callback")),
    "callback_mq": _so(say("Message queue")),
    "callback_mq.mq_region": _so(say("Region"), say("Region of the message queue"), needs_name=True),
    "callback_mq.mq_mode": _so(say("Mode"), say("Mode of the message queue"), needs_name=True),
    "callback_mq.mq_name": _so(say("Name"), say("Name of the message queue"), needs_name=True),
    "job_level": _so(say("Priority"), say("Priority of the job")),
    "user_data": _so(say("Note"), say("Note sent with the job")),
}
_CONFIG = {
    "adj_dar_method": _so(say("Resolution adjustment mode")),
    "delete_metadata": _so(say("Remove metadata")),
    "is_hdr2sdr": _so(say("Turn HDR into SDR")),
    "is_check_reso": _so(say("Check source resolution")),
    "reso_adj_method": _so(_THEN, say("Check source resolution: then"), needs_name=True),
    "is_check_video_bitrate": _so(say("Check source video bitrate")),
    "video_bitrate_adj_method": _so(_THEN, say("Check source video bitrate: then"), needs_name=True),
    "is_check_audio_bitrate": _so(say("Check source audio bitrate")),
    "audio_bitrate_adj_method": _so(_THEN, say("Check source audio bitrate: then"), needs_name=True),
    "is_check_video_fps": _so(say("Check source frame rate")),
    "video_fps_adj_method": _so(_THEN, say("Check source frame rate: then"), needs_name=True),
    "transcode_index": _so(say("Stream of the source")),
    "hls_encrypt": _so(say("Encrypt hls")),
    "hls_encrypt.is_hls_encrypt": _so(say("Encrypt hls")),
    "hls_encrypt.uri_key": _so(say("Key of hls")),
    "dash_encrypt": _so(say("Encrypt dash")),
    "dash_encrypt.is_encrypt": _so(say("Encrypt dash")),
    "dash_encrypt.uri_key": _so(say("Key of dash")),
    "aigc_metadata": _so(say("AI-generated content")),
    "aigc_metadata.label": _so(say("Label"), say("Label of AI-generated content"), needs_name=True),
    "aigc_metadata.content_producer": _so(say("Content producer")),
    "aigc_metadata.produce_id": _so(say("Production id")),
    "aigc_metadata.reserved_code1": _so(say("Reserved code 1")),
    "aigc_metadata.content_propagator": _so(say("Content propagator")),
    "aigc_metadata.propagate_id": _so(say("Propagation id")),
    "aigc_metadata.reserved_code2": _so(say("Reserved code 2")),
}


def _folded(path: str) -> str:
    """Problems about unreadable values have the service's spelling of a name."""
    return path.replace("_", "").lower()


_ALL = {
    _folded(path): words
    for path, words in (
        *_TILES.items(),
        *_VIDEO.items(),
        *_SOUND.items(),
        *_WATERMARKS.items(),
        *_JOB.items(),
        *((f"transcode.trans_config.{name}", words) for name, words in _CONFIG.items()),
    )
}


def words_of(path: str) -> FieldWords | None:
    """The words of the field at ``path``, in which an owner may be ``*`` or its own id or number; none for what is no
    field that people set.
    """
    parts = path.split(".")
    if parts[0] in {"tiles", "watermarks"} and len(parts) > 1:
        parts[1] = "*"
    return _found(".".join(parts))


@functools.lru_cache(maxsize=4096)
def _found(path: str) -> FieldWords | None:
    parts = _folded(path).split(".")
    if parts[:2] == ["transcode", "audiomixarray"]:
        parts = ["transcode", "audiomix", *(part for part in parts[2:3] if not part.isdigit()), *parts[3:]]
    return _ALL.get(".".join(parts))
