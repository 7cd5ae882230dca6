"""The sound of a result as an FFmpeg graph: all sources added, each at its own level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..model.options import Audio
from ..model.source import Source

DEFAULT_RATE: Final = 44100
"""Hz (ci-templates §4)."""

DEFAULT_CHANNELS: Final = 2
DEFAULT_BITRATE: Final = 128
"""kbps; the API names no default for either: the usual ones (assumed)."""

_LIMITER = "alimiter=limit=1:level=disabled:latency=1"
"""Touches only what would clip: no make-up gain, and its look-ahead is taken back."""


def is_sound_kept(audio: Audio | None) -> bool:
    """Whether the result may have sound: without `Audio`, or with its `Remove`, it has none (ci-templates §1)."""
    return audio is not None and not audio.remove


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of a result: ``graph`` is its part of FFmpeg's, empty for none, and ``arguments`` take what comes out
    of that and encode it.
    """

    graph: str = ""
    arguments: tuple[str, ...] = ()


def mix(sources: Mapping[int, Source], audio: Audio | None, start: float, end: float) -> Sound:
    """The first sound track of each input (A23) together, from ``start`` to ``end`` seconds; none without ``sources``,
    which are those that are heard, by FFmpeg's numbers of their inputs.

    Sounds are added without lowering any (A22); a limiter guards against clipping. Sound that starts late starts
    late, and silence follows what ends early, so that the track is as long as the picture.
    """
    if not sources:
        return Sound()
    audio = audio or Audio()
    return Sound(_graph(sources, audio, start, end), ("-map", "[sound]", *_encoder(audio)))


def _encoder(audio: Audio) -> tuple[str, ...]:
    """``Bitrate`` in kbps. The graph gives the rate and the channels."""
    return ("-c:a", "aac", "-b:a", f"{audio.bitrate or DEFAULT_BITRATE}k")


def _graph(sources: Mapping[int, Source], audio: Audio, start: float, end: float) -> str:
    rate, channels = audio.samplerate or DEFAULT_RATE, audio.channels or DEFAULT_CHANNELS
    parts = [f"[{number}:a:0]{_voice(source, rate, channels)}[a{number}]" for number, source in sources.items()]
    pads = "".join(f"[a{number}]" for number in sources)
    mix = f"amix=inputs={len(sources)}:normalize=0:duration=longest," if len(sources) > 1 else ""
    can_clip = len(sources) > 1 or any(source.channels > channels for source in sources.values())
    limit = f"{_LIMITER}," if can_clip else ""
    # The silence has an end of its own: FFmpeg sometimes does not stop an endless one (seen with 9.0.2).
    cut = f"apad=whole_dur={end:.6f},atrim=start={start:.6f}:end={end:.6f},asetpts=PTS-STARTPTS"
    layout = "mono" if channels == 1 else "stereo"
    return ";".join([*parts, f"{pads}{mix}{limit}{cut},aformat=sample_rates={rate}:channel_layouts={layout}[sound]"])


def _voice(source: Source, rate: int, channels: int) -> str:
    """One source at the rate and the channels of the result, from second 0 on, without a change of level.

    FFmpeg's own conversion lowers mono by 3 dB in stereo, and raises in mono what both sides share.
    """
    resample = f"aresample={rate}:async=1:first_pts=0"
    if channels == 1:
        fold = "pan=mono|c0=c0" if source.channels == 1 else "aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1"
    else:
        fold = "pan=stereo|c0=c0|c1=c0" if source.channels == 1 else "aformat=channel_layouts=stereo"
    return f"{resample},{fold},aformat=sample_fmts=fltp"
