"""Which codecs, sample rates, channels and settings go together: one home for rules and for what a form may offer.

Words are the service's, as its tables spell them; arguments are taken in any case, as nobody says whether the service
minds it (ci-templates §16). An absent or unknown word means: nothing is known to be impossible, so all there is.
"""

from __future__ import annotations

from typing import NamedTuple

from .ranges import SAMPLE_RATES
from .spelling import spelled as spelled  # at home there, and wanted here beside its words

VIDEO_CODECS = ("H.264", "H.265", "VP8", "VP9", "AV1")
"""`Video.Codec` (ci-templates §3)."""

AUDIO_CODECS = ("aac", "mp3", "flac", "amr", "Vorbis", "opus", "pcm_s16le")
"""`Audio.Codec` (ci-templates §4)."""


class Codecs(NamedTuple):
    """What a kind of file can hold; the first of each is the usual one. ``video`` is empty for sound files."""

    video: tuple[str, ...]
    audio: tuple[str, ...]


_BOTH = ("aac", "mp3")
CONTAINERS: dict[str, Codecs] = {
    "mp4": Codecs(("H.264", "H.265", "AV1"), _BOTH),
    "hls": Codecs(("H.264", "H.265"), _BOTH),
    "mkv": Codecs(("H.264", "H.265"), _BOTH),
    "ts": Codecs(("H.264",), _BOTH),
    "flv": Codecs(("H.264",), _BOTH),
    "avi": Codecs(("H.264",), _BOTH),
    "mov": Codecs(("H.264",), _BOTH),
    "dash": Codecs(("H.264",), ("aac",)),
    "WebM": Codecs(("VP8", "VP9", "AV1"), ("Vorbis", "opus")),
    "aac": Codecs((), ("aac",)),
    "adts": Codecs((), ("aac",)),
    "m4a": Codecs((), ("aac",)),
    "mp3": Codecs((), ("mp3",)),
    "flac": Codecs((), ("flac",)),
    "amr": Codecs((), ("amr",)),
    "wav": Codecs((), ("pcm_s16le",)),
}
"""`Container.Format` and what goes into it (ci-templates §2.1). AV1 in hls and mkv is `DISPUTED`, so not here."""

DISPUTED = frozenset({("hls", "AV1"), ("mkv", "AV1")})
"""One table of the service lists these, another does not (ci-templates §15, no. 5)."""

CLIPPED_CONTAINERS = ("hls", "dash")
"""Kinds of file that come in pieces: `ClipConfig` is for them alone (ci-templates §2)."""

PRESETS: dict[str, tuple[str, ...]] = {
    "H.264": ("veryfast", "fast", "medium", "slow", "slower"),
    "H.265": (),
    "VP8": ("good", "realtime"),
    "VP9": (),
    "AV1": (),
}
"""`Video.Preset` (ci-templates §3.1). For AV1 see `DISPUTED_AV1_PRESETS`."""

DISPUTED_AV1_PRESETS = ("5", "4", "universal", "medium")
"""Two tables of the service disagree about them; best left out (ci-templates §15, no. 6)."""

PROFILES = ("baseline", "main", "high", "auto")
"""`Video.Profile`, for H.264 alone (ci-templates §3)."""

PIXEL_FORMATS: dict[str, tuple[str, ...]] = {
    "H.264": ("yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuvj422p", "yuvj444p", "auto"),
    "H.265": ("yuv420p", "yuv420p10le", "auto"),
    "VP8": (),
    "VP9": (),
    "AV1": (),
}
"""`Video.Pixfmt` (ci-templates §3)."""

NOT_FOR: dict[str, frozenset[str]] = {
    "bufsize": frozenset({"VP8", "VP9"}),
    "maxrate": frozenset({"VP8", "VP9"}),
    "long_short_mode": frozenset({"VP8", "VP9", "AV1"}),
    "roi": frozenset({"VP8", "VP9"}),
    "crop": frozenset({"H.265", "AV1"}),
    "interlaced": frozenset({"H.265", "AV1"}),
}
"""Fields of `Video` and the codecs that have nothing of the kind (ci-templates §3.1)."""

ROI = ("none", "low", "medium", "high")
"""`Video.Roi` (ci-templates §3)."""

_OPUS_RATES = (8000, 16000, 24000, 48000)
_MP3_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
_MP3_RATES_IN = {"flv": (22050, 44100), "mp4": (16000, 22050, 24000, 32000, 44100, 48000)}

EVERY_CHANNELS = (1, 2, 4, 5, 6, 8)
CHANNELS: dict[str, tuple[int, ...]] = {
    "aac": EVERY_CHANNELS,
    "flac": EVERY_CHANNELS,
    "mp3": (1, 2),
    "opus": (1, 2),
    "Vorbis": (2,),
    "amr": (1,),
    "pcm_s16le": (1, 2),
}
"""`Audio.Channels` (ci-templates §4.3)."""

SAMPLE_FORMATS: dict[str, tuple[str, ...]] = {
    "aac": ("fltp",),
    "flac": ("s16", "s32", "s16p", "s32p"),
    "mp3": ("fltp", "s16p", "s32p"),
    "opus": ("s16",),
    "Vorbis": ("fltp",),
    "amr": ("s16", "s16p"),
    "pcm_s16le": ("s16",),
}
"""`Audio.SampleFormat` (ci-templates §4.3)."""


def codecs_for(container: str | None) -> Codecs:
    """What may be in a file of that kind (ci-templates §2.1)."""
    known = spelled(container, CONTAINERS)
    return CONTAINERS[known] if known else Codecs(VIDEO_CODECS, AUDIO_CODECS)


def is_audio_only(container: str | None) -> bool:
    """Whether such a file holds no picture, so no composition (ci-templates §2.1)."""
    return not codecs_for(container).video


def usual_video_codec(container: str | None) -> str:
    """What the service takes when no codec is named (ci-templates §3); the reference's word for all but WebM."""
    return "VP8" if spelled(container, CONTAINERS) == "WebM" else "H.264"


def usual_audio_codec(container: str | None) -> str:
    """What the service takes when no codec is named (ci-templates §4); in a file of sound, its own (A31)."""
    known = spelled(container, CONTAINERS)
    return CONTAINERS[known].audio[0] if known else "aac"


def usual_sample_rate(codec: str | None) -> int:
    """Hz that the service takes when none is named; not legal for amr, which must name 8000 (ci-templates §4.1)."""
    return 48000 if spelled(codec, AUDIO_CODECS) == "opus" else 44100


def sample_rates_for(codec: str | None, container: str | None = None) -> tuple[int, ...]:
    """Hz that the codec takes in that kind of file (ci-templates §4.1, §4.2); those of mp3 depend on it."""
    known = spelled(codec, AUDIO_CODECS)
    if known == "mp3":
        return _MP3_RATES_IN.get(spelled(container, CONTAINERS) or "", _MP3_RATES)
    return {"opus": _OPUS_RATES, "amr": (8000,)}.get(known or "", SAMPLE_RATES)


def channels_for(codec: str | None, container: str | None = None) -> tuple[int, ...]:
    """Numbers of channels (ci-templates §4.3); dash has no 8 (ci-templates §15, no. 19)."""
    known = spelled(codec, AUDIO_CODECS)
    some = CHANNELS[known] if known else EVERY_CHANNELS
    return tuple(n for n in some if n != 8) if spelled(container, CONTAINERS) == "dash" else some


def sample_formats_for(codec: str | None) -> tuple[str, ...]:
    known = spelled(codec, AUDIO_CODECS)
    return SAMPLE_FORMATS[known] if known else _all_of(SAMPLE_FORMATS)


def presets_for(codec: str | None) -> tuple[str, ...]:
    """Empty for a codec that takes no preset, and for AV1, where the service's tables disagree."""
    known = spelled(codec, VIDEO_CODECS)
    return PRESETS[known] if known else _all_of(PRESETS)


def profiles_for(codec: str | None) -> tuple[str, ...]:
    """H.264 alone has profiles (ci-templates §3)."""
    return PROFILES if spelled(codec, VIDEO_CODECS) in {"H.264", None} else ()


def pixel_formats_for(codec: str | None) -> tuple[str, ...]:
    known = spelled(codec, VIDEO_CODECS)
    return PIXEL_FORMATS[known] if known else _all_of(PIXEL_FORMATS)


def takes(codec: str | None, field: str) -> bool:
    """Whether the codec has a field of `Video` at all (ci-templates §3.1): ``takes("VP9", "maxrate")``."""
    known = spelled(codec, VIDEO_CODECS)
    choices = {"preset": presets_for, "profile": profiles_for, "pixfmt": pixel_formats_for}.get(field)
    if choices is not None:
        return bool(choices(codec))
    return known not in NOT_FOR.get(field, frozenset())


def _all_of(table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in table.values() for word in words))
