"""Facts about a result in words: as they were found in the file, or as the service names them."""

from __future__ import annotations

from fractions import Fraction

from ...model.source import Source
from ..windows.summary import clock
from ..words import tr

Facts = tuple[tuple[str, str], ...]
"""Names and values, to be shown one below the other."""


def facts_in_words(source: Source) -> Facts:
    """What people want to know of a video; what is not known is left out."""
    picture = ", ".join(filter(None, (source.video_codec, source.pixel_format)))
    rate = tr("{rate} a second").format(rate=f"{source.fps:.3f}".rstrip("0").rstrip(".")) if source.fps else ""
    found = (
        (tr("Length"), f"{clock(source.duration)} ({source.duration:.2f} s)"),
        (tr("Size"), f"{source.width} × {source.height}"),
        (tr("Frames"), rate),
        (tr("Picture"), picture),
        (tr("Sound"), _sound(source)),
        (tr("File"), " · ".join(filter(None, (source.container, size_in_words(source.size))))),
    )
    return tuple((name, value) for name, value in found if value)


def _sound(source: Source) -> str:
    if not source.has_sound:
        return tr("none")
    channels = tr("1 channel") if source.channels == 1 else tr("{count} channels").format(count=source.channels)
    rate = tr("{rate} Hz").format(rate=source.samplerate) if source.samplerate else ""
    return ", ".join(filter(None, (source.audio_codec, channels, rate)))


def size_in_words(size: int) -> str:
    """``18.2 MB``; empty for what is not known."""
    if size <= 0:
        return ""
    if size < 1_000_000:
        return tr("{size} kB").format(size=max(1, round(size / 1000)))
    return tr("{size} MB").format(size=f"{size / 1_000_000:.1f}")


def facts_of_service(media_info: tuple[tuple[str, str, str], ...]) -> Facts:
    """What people want to know first, as far as it can be made out; then all by the service's own names, each with the
    part that it belongs to.
    """
    source = _source_of(media_info)
    words = facts_in_words(source) if source is not None else ()
    return (*words, *((f"{part} · {name}", value) for part, name, value in media_info))


def _source_of(media_info: tuple[tuple[str, str, str], ...]) -> Source | None:
    """The facts of the first picture and the first sound; ``None`` where there is no picture, or it is not said how
    large. Any value may be missing, and all are text (ci-jobs §5).
    """
    told: dict[tuple[str, str], str] = {}
    for part, name, value in media_info:
        told.setdefault((part, name), value)
    try:
        width, height = int(told["Video", "Width"]), int(told["Video", "Height"])
        aspect = Fraction(told.get(("Video", "Sar"), "1").replace(":", "/")) or Fraction(1)
        width = max(1, round(width * aspect))
        is_turned = round(float(told.get(("Video", "Rotation"), "0")) / 90) % 2 == 1
        found = Source(
            height if is_turned else width,
            width if is_turned else height,
            float(told["Format", "Duration"]),
            fps=float(Fraction(told.get(("Video", "AvgFps"), "0"))),
            video_codec=told.get(("Video", "CodecName"), ""),
            pixel_format=told.get(("Video", "PixFormat"), ""),
            audio_codec=told.get(("Audio", "CodecName"), ""),
            channels=int(told.get(("Audio", "Channel"), "0")),
            samplerate=int(told.get(("Audio", "SampleRate"), "0")),
            size=int(told.get(("Format", "Size"), "0")),
        )
    except (KeyError, ValueError, ZeroDivisionError, OverflowError):
        return None
    is_likely = 0 <= found.duration < 1e6 and 0 <= found.fps < 1e4 and max(found.width, found.height, found.size) < 1e15
    return found if is_likely else None
