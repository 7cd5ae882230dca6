"""The facts about a video, read from the file itself, which may be hostile, broken or lying."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final

import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..errors import Damaged, Refused
from ..model.source import HLG, PQ, Source
from ..text import say
from .kinds import MAX_SECONDS
from .length import measure_length
from .opening import BROKEN, check_size, choose_video, is_decodable, opened_video, picture_tracks
from .workers import Memory

_SAMPLE_PACKETS: Final = 150
_SAMPLE_SECONDS: Final = 5
_REORDERED: Final = 16
"""Pictures at the end of a sample whose neighbours may not have been read: H.264's largest reorder depth."""

_FASTEST: Final = 1000
"""Pictures a second; a quicker rate is a clock."""

_MEMORY: Final = Memory(512 << 20)
"""For all videos that are probed at the same time: four of 8192 × 8192 pixels in 10 bits took 1.9 GB (0.5 GB now)."""


def probe(opened: Path | BinaryIO, name: str = "") -> Source:
    """Read the facts about a video: some of its first packets and the last ones, and one picture.

    ``opened`` is a path, or a seekable file object for anything remote; ``name`` is what messages call it.
    Raises ``Absent``, ``Refused`` (not a video, or beyond the limits of design/security.md 1) or ``Damaged``.
    """
    name = name or (opened.name if isinstance(opened, Path) else say("the video"))
    with contextlib.ExitStack() as memory, opened_video(opened, name) as container:  # it goes after the decoder
        video = choose_video(container, name)
        memory.enter_context(_MEMORY.taken(_needs(video)))
        return _read_source(container, video, name)


def _needs(video: VideoStream) -> int:
    """Bytes for a picture and a decoder's own one, as far as the header tells."""
    codec = video.codec_context
    bits = codec.format.padded_bits_per_pixel if codec.format else 24
    return 2 * codec.width * codec.height * bits // 8


def _read_source(container: InputContainer, video: VideoStream, name: str) -> Source:
    tracks = [(number, track) for number, track in enumerate(container.streams.audio) if is_decodable(track)]
    audio = tracks[0][1] if tracks else None  # A23
    frame, times = _read_beginning(container, video)
    if frame is None:
        raise Damaged(say("No picture of {name} can be decoded.", name=name), BROKEN)
    check_size(frame.width, frame.height, name)
    duration = measure_length(container, video, audio, name)
    if not 0 < duration <= MAX_SECONDS:
        raise Refused(
            say("{name} is {duration:.0f} seconds long.", name=name, duration=duration),
            say("At most {most:.0f} seconds are accepted.", most=MAX_SECONDS),
        )
    found = replace(
        _describe(container, video, audio, frame, times, duration), picture_track=picture_tracks(container).index(video)
    )
    if tracks:
        found = replace(found, sound_track=tracks[0][0])
    if len(tracks) > 1:
        number, second = tracks[1]
        found = replace(found, second_channels=second.codec_context.channels, second_track=number)
    return found


def _read_beginning(container: InputContainer, video: VideoStream) -> tuple[VideoFrame | None, list[Fraction]]:
    """The first picture, and the times of the pictures of the first seconds, in order."""
    frame: VideoFrame | None = None
    times: list[Fraction] = []
    for packet in container.demux(video):
        if frame is None:
            frame = (None if times else _read_alone(packet, video)) or next(_decode(packet), None)
        if packet.pts is not None and packet.time_base is not None:
            times.append(packet.pts * packet.time_base)
        if frame and (len(times) >= _SAMPLE_PACKETS or (times and times[-1] - times[0] > _SAMPLE_SECONDS)):
            return frame, sorted(times)[:-_REORDERED]
    return frame, sorted(times)


def _read_alone(packet: av.Packet[VideoStream], video: VideoStream) -> VideoFrame | None:
    """The picture of a key packet, without those that a decoder waits for to put pictures in order: to decode them is
    half of the work. ``None`` where that does not do; the decoder is as before then.
    """
    if not packet.is_keyframe:
        return None
    decoder = video.codec_context
    found = list(_decode(packet))
    with contextlib.suppress(av.error.FFmpegError):
        found += decoder.decode(None)
    if not found:
        decoder.flush_buffers()
    return next(iter(found), None)


def _decode(packet: av.Packet[VideoStream]) -> Iterator[VideoFrame]:
    """Pictures of a packet; a broken one has none, later ones may."""
    try:
        yield from packet.decode()
    except av.error.InvalidDataError:
        return


def _describe(
    container: InputContainer,
    video: VideoStream,
    audio: AudioStream | None,
    frame: VideoFrame,
    times: Sequence[Fraction],
    duration: float,
) -> Source:
    aspect = video.sample_aspect_ratio or Fraction(1)
    rotation = round(-frame.rotation / 90) * 90 % 360  # PyAV counts counter-clockwise
    width, height = displayed_size(frame.width, frame.height, aspect, rotation)
    return Source(
        width=width,
        height=height,
        duration=duration,
        coded_width=frame.width,
        coded_height=frame.height,
        sample_aspect=aspect,
        rotation=rotation,
        fps=float(_choose_rate(video, times)),
        variable_rate=_is_variable(times, video.time_base),
        video_codec=video.codec_context.codec.canonical_name,
        pixel_format=frame.format.name,
        bit_depth=frame.format.components[0].bits,
        matrix=_matrix(frame),
        transfer=transfer_of(frame),
        audio_codec=audio.codec_context.codec.canonical_name if audio else "",
        channels=audio.codec_context.channels if audio else 0,
        samplerate=audio.codec_context.sample_rate if audio else 0,
        container=_container_name(container),
        size=container.size,
        video_bitrate=_bitrate(container, video),
        audio_bitrate=_bitrate(container, audio) if audio else 0,
    )


def _bitrate(container: InputContainer, stream: VideoStream | AudioStream) -> int:
    """In kbps, that of the whole file where the stream does not tell (Matroska, WebM)."""
    return round((stream.bit_rate or container.bit_rate or 0) / 1000)


def displayed_size(width: int, height: int, aspect: Fraction, rotation: int) -> tuple[int, int]:
    """The size on a screen with square pixels: the width is stretched, then the picture is turned (A7)."""
    if aspect > 0:
        width = max(1, round(width * aspect))
    return (height, width) if rotation % 180 else (width, height)


def _matrix(frame: VideoFrame) -> str:
    """The colour matrix by FFmpeg's name, empty when the file says none. Red, green and blue need none, and many files
    that hold them do not say so.
    """
    if frame.format.is_rgb or frame.format.has_palette:
        return "gbr"
    return _MATRICES.get(int(frame.colorspace), "")


_MATRICES = {0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020c"}
"""`AVCOL_SPC_…` of FFmpeg's pixfmt.h, which are those of ITU-T H.273."""


def transfer_of(frame: VideoFrame) -> str:
    """`Source.transfer`."""
    return _TRANSFERS.get(int(frame.color_trc), "")


_TRANSFERS = {16: PQ, 18: HLG}
"""`AVCOL_TRC_…` of FFmpeg's pixfmt.h, which are those of ITU-T H.273."""


def _container_name(container: InputContainer) -> str:
    name = container.format.name.split(",")[0]
    is_quicktime = container.metadata.get("major_brand", "qt").startswith("qt")
    return "mp4" if name == "mov" and not is_quicktime else name


def _choose_rate(video: VideoStream, times: Sequence[Fraction]) -> Fraction:
    """The average rate; some containers (dv, old avi) name their clock instead, which is no rate of pictures."""
    named = video.average_rate or video.guessed_rate
    return named if named and named <= _FASTEST else _average_rate(times) or Fraction(0)


def _average_rate(times: Sequence[Fraction]) -> Fraction:
    if len(times) < 2 or times[-1] == times[0]:
        return Fraction(0)
    return (len(times) - 1) / (times[-1] - times[0])


def _is_variable(times: Sequence[Fraction], tick: Fraction | None) -> bool:
    """Whether pictures come at uneven times; the rounding of a container to its ticks does not count."""
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(times) if later > earlier)
    if len(gaps) < 2:
        return False
    rounding = max(2 * (tick or Fraction(0)), Fraction(21, 10_000), gaps[len(gaps) // 2] / 10)
    return gaps[-1] - gaps[0] > rounding
