"""All options of a request: what `Transcode`, `Watermark`, `Output` and their members carry.

Field by field after ci-templates §2–§8 and ci-jobs §1. ``None`` means absent: the service's default holds.
Names of services' elements are in `wire.request`; ranges are in `model.ranges`, dependencies in `checks`.
"""

from __future__ import annotations

from .value import Element, Number, Whole


class Clip(Element, frozen=True):
    """`ClipConfig`: pieces of hls and dash. ``duration`` in seconds, default 5."""

    duration: Number | None = None


class Container(Element, frozen=True):
    """`Container`: the file format, `mp4`, `hls`, `WebM` … (ci-templates §2.1)."""

    format: str | None = None
    clip: Clip | None = None


class Video(Element, frozen=True):
    """`Transcode.Video` (ci-templates §3). ``width`` × ``height`` is the frame: even, 128–4096 pixels.

    ``bitrate`` kbps or ``"auto"``; ``crf`` (0, 51]; ``fps`` (0, 60]; ``gop`` frames; ``bufsize`` Kb;
    ``maxrate`` kbps; ``rotate`` degrees [0, 360); ``crop`` is ``width:height:left:top``.
    """

    codec: str | None = None
    width: Whole | None = None
    height: Whole | None = None
    fps: Number | None = None
    remove: bool | None = None
    profile: str | None = None
    bitrate: Whole | str | None = None
    crf: Number | None = None
    gop: Whole | None = None
    preset: str | None = None
    bufsize: Whole | None = None
    maxrate: Whole | None = None
    pixfmt: str | None = None
    long_short_mode: bool | None = None
    rotate: Number | None = None
    roi: str | None = None
    crop: str | None = None
    interlaced: bool | None = None


class Audio(Element, frozen=True):
    """`Transcode.Audio` (ci-templates §4). ``samplerate`` Hz, ``bitrate`` kbps [8, 1000]."""

    codec: str | None = None
    samplerate: Whole | None = None
    bitrate: Whole | None = None
    channels: Whole | None = None
    remove: bool | None = None
    keep_two_tracks: bool | None = None
    switch_track: bool | None = None
    sample_format: str | None = None


class HlsEncrypt(Element, frozen=True):
    """`HlsEncrypt`: the switch is spelled `IsHlsEncrypt` (ci-templates §15, no. 9)."""

    is_hls_encrypt: bool | None = None
    uri_key: str | None = None

    def __repr__(self) -> str:
        """Without the key: a failure that prints values must not tell it."""
        return f"HlsEncrypt(is_hls_encrypt={self.is_hls_encrypt}, …)"


class DashEncrypt(Element, frozen=True):
    is_encrypt: bool | None = None
    uri_key: str | None = None

    def __repr__(self) -> str:
        """Without the key, as that of ``HlsEncrypt``."""
        return f"DashEncrypt(is_encrypt={self.is_encrypt}, …)"


class AigcMetadata(Element, frozen=True):
    """`AIGCMetadata`: marks of generated content (ci-templates §5)."""

    label: str | None = None
    content_producer: str | None = None
    produce_id: str | None = None
    reserved_code1: str | None = None
    content_propagator: str | None = None
    propagate_id: str | None = None
    reserved_code2: str | None = None


class TransConfig(Element, frozen=True):
    """`TransConfig` (ci-templates §5)."""

    adj_dar_method: str | None = None
    is_check_reso: bool | None = None
    reso_adj_method: str | None = None
    is_check_video_bitrate: bool | None = None
    video_bitrate_adj_method: str | None = None
    is_check_audio_bitrate: bool | None = None
    audio_bitrate_adj_method: str | None = None
    is_check_video_fps: bool | None = None
    video_fps_adj_method: str | None = None
    delete_metadata: bool | None = None
    is_hdr2sdr: bool | None = None
    transcode_index: str | None = None
    hls_encrypt: HlsEncrypt | None = None
    dash_encrypt: DashEncrypt | None = None
    aigc_metadata: AigcMetadata | None = None


class TimeInterval(Element, frozen=True):
    """`TimeInterval`: the part of the finished composition that is kept (A24); seconds."""

    start: Number | None = None
    duration: Number | None = None


class EffectConfig(Element, frozen=True):
    """`EffectConfig`: fades of background music; times in seconds, over 0 (ci-templates §7)."""

    enable_start_fadein: bool | None = None
    start_fadein_time: Number | None = None
    enable_end_fadeout: bool | None = None
    end_fadeout_time: Number | None = None
    enable_bgm_fade: bool | None = None
    bgm_fade_time: Number | None = None


class AudioMix(Element, frozen=True):
    """`AudioMix` or one `AudioMixArray`: background music (ci-templates §7)."""

    audio_source: str | None = None
    mix_mode: str | None = None
    replace_original: bool | None = None
    effect_config: EffectConfig | None = None


class Transcode(Element, frozen=True):
    """`Transcode`: how the result is encoded (ci-templates §1)."""

    container: Container | None = None
    video: Video | None = None
    audio: Audio | None = None
    trans_config: TransConfig | None = None
    time_interval: TimeInterval | None = None
    audio_mix: AudioMix | None = None
    audio_mix_array: tuple[AudioMix, ...] = ()


class SlideConfig(Element, frozen=True):
    slide_mode: str | None = None
    x_slide_speed: Whole | None = None
    y_slide_speed: Whole | None = None


class WatermarkImage(Element, frozen=True):
    """`Watermark.Image` (ci-templates §8.3). ``transparency`` is the opacity in percent, 100 = solid."""

    url: str | None = None
    mode: str | None = None
    width: Number | None = None
    height: Number | None = None
    transparency: Number | None = None
    background: bool | None = None


class WatermarkText(Element, frozen=True):
    """`Watermark.Text` (ci-templates §8.4). ``font_color`` is ``0xRRGGBB``; ``font_size`` pixels."""

    text: str | None = None
    font_size: Number | None = None
    font_type: str | None = None
    font_color: str | None = None
    transparency: Number | None = None


class Watermark(Element, frozen=True):
    """`Watermark` (ci-templates §8). ``dx`` and ``dy``: percent or pixels, by ``loc_mode``; times in seconds."""

    type: str | None = None
    loc_mode: str | None = None
    dx: Number | None = None
    dy: Number | None = None
    pos: str | None = None
    start_time: Number | None = None
    end_time: Number | None = None
    slide_config: SlideConfig | None = None
    image: WatermarkImage | None = None
    text: WatermarkText | None = None


class Output(Element, frozen=True):
    """`Output`: where the result goes. ``object`` may contain `${ext}` and `${jobid}` (ci-jobs §1.6)."""

    region: str | None = None
    bucket: str | None = None
    object: str | None = None


class MqConfig(Element, frozen=True):
    """`CallBackMqConfig` (ci-jobs §1.7)."""

    mq_region: str | None = None
    mq_mode: str | None = None
    mq_name: str | None = None
