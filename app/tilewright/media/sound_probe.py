"""The facts about a file of sound, such as background music, which may be hostile, broken or lying as a video may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import av.error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from ..errors import Absent, Damaged, Refused
from ..text import say
from .kinds import MAX_STREAMS, guess_kind, location
from .opening import BROKEN, first_sound

DEMUXERS: Final = ("mp3", "aac", "wav", "flac", "ogg", "amr", "mov", "matroska")
"""FFmpeg's names of the containers that are opened for their sound. No playlist, for the reasons of `kinds`."""

_OPEN_OPTIONS: Final = {"protocol_whitelist": "file", "format_whitelist": ",".join(DEMUXERS)}
_KINDS: Final = say("Accepted are mp3, aac, m4a, wav, flac, ogg, opus, amr, and the sound of mp4, mov, mkv and webm.")

_SHORTEST: Final = 0.1
"""Seconds; what is shorter is no music, and repeating it would be endless work."""

_MOST_CHANNELS: Final = 16


@dataclass(frozen=True, slots=True)
class SoundFile:
    """``channels``, ``samplerate`` in Hz, and ``samples`` of one channel that FFmpeg decodes: all of the file, or as
    many as were asked for. ``track`` is which track of sound they are from, from 0: those of kinds that nobody can
    decode are counted and passed over.
    """

    channels: int
    samplerate: int
    samples: int
    track: int = 0

    @property
    def seconds(self) -> float:
        return self.samples / self.samplerate


def sound_arguments(path: Path) -> list[str]:
    """FFmpeg's arguments that open ``path`` as an input, and nothing else than it."""
    return [*(item for name, value in _OPEN_OPTIONS.items() for item in (f"-{name}", value)), "-i", location(path)]


def probe_sound(path: Path, name: str, most: float) -> SoundFile:
    """Decode the first sound track of ``path`` that can be, and count its samples, until ``most`` seconds are there.

    Counted, because headers lie and encoders add silence that not every header tells. ``name`` is what messages call
    the file. Raises ``Absent``, ``Refused`` (no sound, or of a kind that is not opened) or ``Damaged``.
    """
    start = _read_start(path, name)
    try:
        with av.open(
            location(path), mode="r", container_options=dict(_OPEN_OPTIONS), metadata_errors="replace"
        ) as container:
            return _count(container, name, most)
    except (av.error.FFmpegError, ValueError, OverflowError, EOFError) as error:
        kind = guess_kind(start)
        if kind == "playlist":
            told = say("{name} is a playlist or a description, not a sound.", name=name)
            raise Refused(told, "Choose the sound itself.") from error
        if kind == "picture":
            raise Refused(say("{name} is a picture, not a sound.", name=name), _KINDS) from error
        told = say("{name} is not a sound of a kind that Tilewright opens, or is broken.", name=name)
        raise Damaged(told, say("{broken} {kinds}", broken=BROKEN, kinds=_KINDS)) from error


def _read_start(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise Absent(
            say("{name} cannot be read: {reason}.", name=name, reason=error.strerror),
            "Check the name and the permissions.",
        ) from error
    if not start:
        raise Damaged(say("{name} is empty.", name=name), BROKEN)
    return start


def _count(container: InputContainer, name: str, most: float) -> SoundFile:
    if len(container.streams) > MAX_STREAMS:
        raise Refused(
            say("{name} holds {count} streams.", name=name, count=len(container.streams)),
            say("At most {most} are accepted.", most=MAX_STREAMS),
        )
    stream = first_sound(container)
    if stream is None:
        raise Refused(say("{name} holds no sound.", name=name), _KINDS)
    samples = rate = channels = 0
    for frame in _frames(container, stream):
        rate, channels = rate or frame.sample_rate, channels or frame.layout.nb_channels
        samples += frame.samples
        if rate and samples >= most * rate:
            break
    if not samples or not rate:
        raise Damaged(say("No sound of {name} can be decoded.", name=name), BROKEN)
    if channels > _MOST_CHANNELS:
        raise Refused(
            say("{name} has {count} channels.", name=name, count=channels),
            say("At most {most} are accepted.", most=_MOST_CHANNELS),
        )
    if samples < min(_SHORTEST, most) * rate:
        raise Refused(
            say("{name} is shorter than {least} seconds.", name=name, least=_SHORTEST), "Choose a longer sound."
        )
    return SoundFile(channels, rate, samples, container.streams.audio.index(stream))


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """What FFmpeg decodes, too: a broken packet has nothing, later ones may."""
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue
