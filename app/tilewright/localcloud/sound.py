"""The sound of a result as an FFmpeg graph: all sources and the background music added, each at its own level."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from ..checks.able_sound import bitrates
from ..checks.asked import audio_codec_of, container_of, video_codec_of
from ..model.codecs import channels_for, sample_rates_for, spelled, usual_sample_rate
from ..model.lack import Lack
from ..model.options import Audio, Transcode
from ..model.source import Source
from ..text import say
from .music import Music, fade, repeat

DEFAULT_CHANNELS: Final = 2
DEFAULT_BITRATE: Final = 128
"""kbps; the API names no default for either: the usual ones, or the nearest that the codec has (assumed)."""

_ENCODERS: Final = {
    "aac": "aac",
    "mp3": "libmp3lame",
    "flac": "flac",
    "amr": "libopencore_amrnb",
    "Vorbis": "libvorbis",
    "opus": "libopus",
    "pcm_s16le": "pcm_s16le",
}
_QUALITY: Final = "4"
"""Of Vorbis where it has no bitrates: about 128 kbps at the usual rates (assumed)."""

_LOSSLESS: Final = ("flac", "pcm_s16le")

_LAYOUTS: Final = {1: "mono", 2: "stereo", 4: "4.0", 5: "5.0", 6: "5.1", 8: "7.1"}
"""The loudspeakers that a number of channels means (assumed, A49): the usual ones of each."""

_LAME: Final = ((176, 0.95), (208, 0.97), (240, 0.98))
"""Up to how many kbps LAME lowers everything it encodes to which part of its level (its presets; 3.100 measured)."""

_LIMITER = "alimiter=limit=1:level=disabled:latency=1,asetpts=N/SR/TB"
"""Touches only what would clip: no make-up gain, and its look-ahead is taken back. Its last samples come with a later
time (seen with FFmpeg 9.0.2): all are counted. What comes here begins at second 0 and has no gaps.
"""


def is_sound_kept(audio: Audio | None) -> bool:
    """Whether the result may have sound: without `Audio`, or with its `Remove`, it has none (ci-templates §1)."""
    return audio is not None and not audio.remove


def what_is_missing(transcode: Transcode, encoders: Collection[str]) -> Lack | None:
    """What an FFmpeg with these ``encoders`` lacks to encode the sound; ``None`` for nothing."""
    codec = audio_codec_of(transcode) or "aac"
    if _ENCODERS[codec] in encoders:
        return None
    told = say(
        "The FFmpeg of this computer has no encoder for {codec} ({encoder}). Choose another sound codec, or another "
        "FFmpeg.",
        codec=codec,
        encoder=_ENCODERS[codec],
    )
    return Lack("transcode.audio.codec", told)


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound of a result: ``graph`` is its part of FFmpeg's, empty for none, and ``arguments`` take what comes out
    of that and encode it.
    """

    graph: str = ""
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Form:
    """What the encoder is given: ``codec`` as the service spells it, ``rate`` in Hz, ``layout`` of ``channels``;
    ``bitrate`` in kbps is ``None`` where a quality is chosen, or nothing is lost.
    """

    codec: str
    rate: int
    channels: int
    bitrate: int | None

    @property
    def layout(self) -> str:
        # flac has places for four loudspeakers of which two stand behind, and no others.
        return "quad" if self.codec == "flac" and self.channels == 4 else _LAYOUTS[self.channels]

    @property
    def lowered(self) -> float:
        """The part of a sound's level that the encoder leaves of it."""
        if self.codec != "mp3" or self.bitrate is None:
            return 1.0
        return next((part for most, part in _LAME if self.bitrate <= most), 1.0)


def mix(
    sources: Mapping[int, Source],
    transcode: Transcode,
    start: float,
    end: float,
    music: Mapping[int, Music] | None = None,
) -> Sound:
    """The first sound track of each input (A23) together, from ``start`` to ``end`` seconds, and the ``music`` from the
    beginning of the result on; none without both. Keys are FFmpeg's numbers of the inputs, ``sources`` those that are
    heard.

    Sounds are added without lowering any (A22); a limiter guards against clipping. Sound that starts late starts
    late, and silence follows what ends early, so that the track is as long as the picture. With ``KeepTwoTracks`` the
    second track of a source that is alone becomes another one of the result (A94).
    """
    music = music or {}
    if not sources and not music:
        return Sound()
    form = _form_of(transcode)
    if music:
        return Sound(
            f"{_with_music(sources, music, form, start, end)}[sound]", ("-map", "[sound]", *_encoder(transcode, form))
        )
    graph, taken = f"{_graph(sources, form, start, end)}[sound]", ["-map", "[sound]"]
    if second := _second_track(sources, transcode, form):
        graph += f";{second},{_cut(start, end)},{_written(form)}[second]"
        taken += ["-map", "[second]"]
    return Sound(graph, (*taken, *_encoder(transcode, form)))


def _second_track(sources: Mapping[int, Source], transcode: Transcode, form: _Form) -> str:
    """From the second sound track of the only source to an open pad; empty where none is to be kept."""
    is_kept = transcode.audio is not None and transcode.audio.keep_two_tracks
    if not is_kept or len(sources) > 1 or video_codec_of(transcode) == "H.265":  # ci-templates §4
        return ""
    ((number, source),) = sources.items()
    limit = f",{_LIMITER}" if source.second_channels > form.channels else ""
    if not source.second_channels:
        return ""
    return f"[{number}:a:{source.second_track}]{_voice(source.second_channels, form)}{limit}"


def _form_of(transcode: Transcode) -> _Form:
    audio = transcode.audio or Audio()
    codec, container = audio_codec_of(transcode) or "aac", container_of(transcode)
    rates, channels = sample_rates_for(codec, container), channels_for(codec, container)
    usual = usual_sample_rate(codec)
    rate = audio.samplerate or (usual if usual in rates else rates[0])
    count = audio.channels or (DEFAULT_CHANNELS if DEFAULT_CHANNELS in channels else channels[0])
    return _Form(codec, rate, count, _bitrate(audio, codec, rate, count))


def _bitrate(audio: Audio, codec: str, rate: int, channels: int) -> int | None:
    possible = bitrates(codec, rate, channels)
    if codec in _LOSSLESS or possible is None:
        return None
    # One that was lowered to that of the sources may be less than the encoder takes (A42).
    return min(max(possible.low, audio.bitrate or DEFAULT_BITRATE), possible.high)


def _encoder(transcode: Transcode, form: _Form) -> tuple[str, ...]:
    """The graph gives the rate and the channels."""
    arguments = ["-c:a", _ENCODERS[form.codec]]
    if form.bitrate is not None:
        arguments += ["-b:a", f"{form.bitrate}k"]
    elif form.codec not in _LOSSLESS:
        arguments += ["-q:a", _QUALITY]
    if wish := _sample_format(transcode, form.codec):
        arguments += ["-sample_fmt", wish]
    return tuple(arguments)


def _sample_format(transcode: Transcode, codec: str) -> str:
    """The numbers that the encoder gets. In a file nothing tells planar ones from others: flac and amr have one of
    both. Without a wish flac has 16 bits, as discs have (assumed); the others have one way only that matters.
    """
    wish = (transcode.audio and transcode.audio.sample_format) or ""
    if codec == "flac":
        return "s32" if (wish or "s16").lower().startswith("s32") else "s16"
    return (spelled(wish, ("fltp", "s16p", "s32p")) or "") if codec == "mp3" else ""


def _graph(sources: Mapping[int, Source], form: _Form, start: float, end: float) -> str:
    limit = f"{_LIMITER}," if _can_clip(sources, form) else ""
    return f"{_added(sources, form)}{limit}{_cut(start, end)},{_written(form)}"


def _cut(start: float, end: float) -> str:
    """The silence has an end of its own: FFmpeg sometimes does not stop an endless one (seen with 9.0.2)."""
    return f"apad=whole_dur={end:.6f},atrim=start={start:.6f}:end={end:.6f},asetpts=PTS-STARTPTS"


def _with_music(
    sources: Mapping[int, Source], music: Mapping[int, Music], form: _Form, start: float, end: float
) -> str:
    """Each piece begins with the result, so that the videos are cut before it is added."""
    length = end - start
    parts, pads = [], []
    if sources:
        parts.append(f"{_added(sources, form)}atrim=start={start:.6f}:end={end:.6f},asetpts=PTS-STARTPTS[videos]")
        pads.append("[videos]")
    for number, piece in music.items():
        voice = f"aresample={form.rate},{_fold(piece.sound.channels, form)}"
        trimmed = f"atrim=end={length:.6f}{fade(piece, length)}"
        parts.append(f"{repeat(piece, length, number)},{voice},{trimmed}[m{number}]")
        pads.append(f"[m{number}]")
    added = f"amix=inputs={len(pads)}:normalize=0:duration=longest," if len(pads) > 1 else ""
    cut = f"apad=whole_dur={length:.6f},atrim=end={length:.6f}"
    return ";".join([*parts, f"{''.join(pads)}{added}{_LIMITER},{cut},{_written(form)}"])


def _added(sources: Mapping[int, Source], form: _Form) -> str:
    """From the inputs to an open pad that has the sounds of all together."""
    parts = [
        f"[{number}:a:{source.sound_track}]{_voice(source.channels, form)}[a{number}]"
        for number, source in sources.items()
    ]
    pads = "".join(f"[a{number}]" for number in sources)
    added = f"amix=inputs={len(sources)}:normalize=0:duration=longest," if len(sources) > 1 else ""
    return ";".join([*parts, f"{pads}{added}"])


def _can_clip(sources: Mapping[int, Source], form: _Form) -> bool:
    return len(sources) > 1 or any(source.channels > form.channels for source in sources.values())


def _written(form: _Form) -> str:
    """Raised by what the encoder will lower."""
    raised = f"volume={1 / form.lowered:.6f}," if form.lowered < 1 else ""
    return f"{raised}aformat=sample_rates={form.rate}:channel_layouts={form.layout}"


def _voice(channels: int, form: _Form) -> str:
    """A track of so many ``channels`` at the rate and with those of the result, from second 0 on, at its own level."""
    return f"aresample={form.rate}:async=1:first_pts=0,{_fold(channels, form)}"


def _fold(channels: int, form: _Form) -> str:
    """From ``channels`` to those of the result; mono is heard left and right, and so is stereo in more (A49).

    FFmpeg's own conversion lowers mono by 3 dB in stereo, and raises in mono what both sides share.
    """
    if form.channels == 1:
        fold = "pan=mono|c0=c0" if channels == 1 else "aformat=channel_layouts=stereo,pan=mono|c0=0.5*c0+0.5*c1"
    elif channels == 1:
        fold = f"pan={form.layout}|c0=c0|c1=c0"
    else:
        fold = f"aformat=channel_layouts={form.layout}"
    return f"{fold},aformat=sample_fmts=fltp"
