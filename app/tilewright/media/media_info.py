"""Everything that the service tells about a media file, of each of its streams (ci-templates §9.1 to §9.4)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Stream
from av.subtitles.stream import SubtitleStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..text import say
from ..wire.media_info import AUDIO, FORMAT, SUBTITLE, VIDEO
from ..wire.results import StreamFacts
from .kinds import SOUND_OPTIONS
from .opening import check_size, check_streams, is_decodable, opened_video

_UNKNOWN: Final = "unknown"
_MICROSECONDS: Final = 1_000_000
_END: Final = 5 * _MICROSECONDS
"""Of a file, in which each of its sounds is looked for: these come in packets of less than a second."""
_LONGEST_PART: Final = 10
"""Seconds that the last part of a sound may hold; a longer end is a clock that jumped."""
_MOST_AT_END: Final = 10_000
"""Packets of sound that are read for the end of a file."""
_MOST_PACKETS: Final = 100
"""Packets that are read for the first picture, which knows how it is turned."""

_Pairs = list[tuple[str, str]]


def describe(opened: Path | BinaryIO, name: str = "") -> tuple[StreamFacts, ...]:
    """The file and its streams, in their order, each value as the service spells it: seconds and kbit/s with six
    decimals, bytes, rates and time bases as fractions. What the file does not say is left out.

    ``opened`` and the errors as in ``media.probe.probe``, but a file without a picture is none. Headers are read and
    one picture of each video, and of a transport stream its end; nothing else is measured.
    """
    name = name or (opened.name if isinstance(opened, Path) else say("the video"))
    with opened_video(opened, name, SOUND_OPTIONS) as container:
        check_streams(container, name)
        for stream in filter(is_decodable, container.streams.video):
            check_size(stream.codec_context.width, stream.codec_context.height, name)
        sounds = _sounds(container)
        described = tuple(_describe(container, stream, sounds.get(stream.index)) for stream in container.streams)
        streams = tuple(one for one in described if one is not None)
        return (_describe_file(container, len(streams), sounds.values()), *streams)


class _Span(NamedTuple):
    """Seconds."""

    start: Fraction
    length: Fraction


def _sounds(container: InputContainer) -> dict[int, _Span]:
    """When each sound of a transport stream is heard, by number. FFmpeg counts one frame of its last part, however many
    lie in it: with 64 kbps a third of a second was missing. Empty for other files, and where the end cannot be read.
    """
    if container.format.name != "mpegts":
        return {}
    told = {one.index: span for one in container.streams.audio if is_decodable(one) and (span := _told(one))}
    if not told:
        return {}
    ends: dict[int, Fraction] = {}
    try:
        container.seek((container.start_time or 0) + max(0, (container.duration or 0) - _END))
        for packet in itertools.islice(container.demux(list(container.streams.audio)), _MOST_AT_END):
            if packet.pts is not None and packet.time_base:
                end = (packet.pts + (packet.duration or 0)) * packet.time_base
                ends[packet.stream.index] = max(end, ends.get(packet.stream.index, end))
    except av.error.FFmpegError:
        return {}
    measured = {number: _Span(one.start, ends.get(number, one.start) - one.start) for number, one in told.items()}
    return {
        number: one
        for number, one in measured.items()
        if told[number].length < one.length < told[number].length + _LONGEST_PART
    }


def _told(stream: AudioStream) -> _Span | None:
    tick = stream.time_base
    if not tick or not stream.duration:
        return None
    return _Span((stream.start_time or 0) * tick, stream.duration * tick)


def _describe_file(container: InputContainer, streams: int, sounds: Iterable[_Span]) -> StreamFacts:
    start = Fraction(container.start_time or 0, _MICROSECONDS)
    told = Fraction(container.duration or 0, _MICROSECONDS)
    length = max([told, *(one.start + one.length - start for one in sounds)])
    bit_rate = container.bit_rate if length == told else container.size * 8 / length
    pairs = [
        ("NumStream", str(streams)),
        ("FormatName", container.format.name),
        ("FormatLongName", container.format.long_name),
        ("StartTime", _decimal((container.start_time or 0) / _MICROSECONDS)),
        ("Size", str(container.size)),
    ]
    if container.format.name != "mpegts":  # which has programs that nobody counts here
        pairs.append(("NumProgram", "0"))
    if length:
        pairs.append(("Duration", _decimal(length)))
    if bit_rate:
        pairs.append(("Bitrate", _decimal(bit_rate / 1000)))
    return StreamFacts(FORMAT, tuple(pairs))


def _describe(container: InputContainer, stream: Stream, measured: _Span | None) -> StreamFacts | None:
    if not is_decodable(stream):
        part = {"video": VIDEO, "audio": AUDIO}.get(stream.type)
        return StreamFacts(part, (("Index", str(stream.index)),)) if part else None
    if isinstance(stream, VideoStream):
        return StreamFacts(VIDEO, tuple(_common(stream, measured) + _of_video(container, stream)))
    if isinstance(stream, AudioStream):
        return StreamFacts(AUDIO, tuple(_common(stream, measured) + _of_audio(stream)))
    if isinstance(stream, SubtitleStream):
        return StreamFacts(SUBTITLE, (("Index", str(stream.index)), ("Language", stream.language or "und")))
    return None


def _common(stream: VideoStream | AudioStream, measured: _Span | None) -> _Pairs:
    context, tick = stream.codec_context, stream.time_base
    pairs = [
        ("Index", str(stream.index)),
        ("CodecName", context.codec.canonical_name),
        ("CodecLongName", context.codec.long_name),
        *_tag(stream),
        ("Language", stream.language or "und"),
    ]
    if tick:
        pairs += [("Timebase", _fraction(tick)), ("CodecTimeBase", _fraction(tick))]
        pairs.append(("StartTime", _decimal((stream.start_time or 0) * tick)))
        if stream.duration:
            pairs.append(("Duration", _decimal(measured.length if measured else stream.duration * tick)))
    if context.bit_rate:
        pairs.append(("Bitrate", _decimal(context.bit_rate / 1000)))
    return pairs


def _of_video(container: InputContainer, stream: VideoStream) -> _Pairs:
    context = stream.codec_context
    frame = _first_picture(container, stream)
    pairs = [
        ("Width", str(context.width)),
        ("Height", str(context.height)),
        ("HasBFrame", str(context.reorder_depth)),
        ("Level", str(context.level)),
        ("ColorPrimaries", _PRIMARIES.get(int(context.color_primaries), _UNKNOWN)),
        ("ColorTransfer", _TRANSFERS.get(int(context.color_trc), _UNKNOWN)),
        ("ColorRange", _RANGES.get(int(context.color_range), _UNKNOWN)),
        ("FieldOrder", _FIELD_ORDERS.get(int(context.field_order), _UNKNOWN)),
    ]
    if context.pix_fmt:
        pairs.append(("PixFormat", context.pix_fmt))
    if stream.profile:
        pairs.append(("Profile", stream.profile))
    if stream.sample_aspect_ratio:
        pairs.append(("Sar", _ratio(stream.sample_aspect_ratio)))
        if stream.display_aspect_ratio:
            pairs.append(("Dar", _ratio(stream.display_aspect_ratio)))
    if stream.average_rate:
        pairs.append(("AvgFps", _fraction(stream.average_rate)))
    if rate := stream.base_rate or stream.average_rate:
        pairs.append(("Fps", _decimal(rate)))
    if stream.frames:
        pairs.append(("NumFrames", str(stream.frames)))
    if frame is not None:
        pairs.append(("Rotation", _decimal(-frame.rotation % 360)))  # PyAV counts counter-clockwise
    return pairs


def _first_picture(container: InputContainer, stream: VideoStream) -> VideoFrame | None:
    """``None`` where none of the first packets has one: what the headers say is still worth telling."""
    try:
        container.seek(0)
        for number, packet in enumerate(container.demux(stream)):
            for frame in packet.decode():
                return frame
            if number >= _MOST_PACKETS:
                break
    except av.error.FFmpegError:
        pass
    return None


def _of_audio(stream: AudioStream) -> _Pairs:
    context = stream.codec_context
    pairs = [
        ("SampleRate", str(context.sample_rate)),
        ("Channel", str(context.channels)),
        ("ChannelLayout", context.layout.name),
    ]
    if context.format is not None:
        pairs.append(("SampleFmt", context.format.name))
    return pairs


def _tag(stream: VideoStream | AudioStream) -> _Pairs:
    """The four bytes by which the container names the codec, as a number and as text; what is no letter as a number
    in brackets, as FFmpeg does.
    """
    try:
        tag = stream.codec_context.codec_tag.encode("ascii")
    except UnicodeError:  # bytes that PyAV cannot give
        return []
    shown = "".join(chr(one) if chr(one).isalnum() or one in b" ._-" else f"[{one}]" for one in tag)
    return [("CodecTag", f"0x{int.from_bytes(tag, 'little'):04x}"), ("CodecTagString", shown)]


def _decimal(value: float | Fraction) -> str:
    return f"{float(value):.6f}"


def _fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}:{value.denominator}"


_PRIMARIES: Final = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 10: "smpte428",
    11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
"""FFmpeg's names of the numbers of ITU-T H.273, as are the next."""

_TRANSFERS: Final = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100", 10: "log316",
    11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084",
    17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
_RANGES: Final = {1: "tv", 2: "pc"}
_FIELD_ORDERS: Final = {1: "progressive", 2: "tt", 3: "bb", 4: "tb", 5: "bt"}
