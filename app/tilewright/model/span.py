"""How long the result is."""

from __future__ import annotations

from collections.abc import Iterable

from .composition import Composition
from .options import Transcode, Watermark
from .source import Known, transcode_in_force


def kept_span(transcode: Transcode | None, durations: Iterable[float]) -> tuple[float, float]:
    """Start and end of the result, in seconds of the finished composition.

    It lasts as long as its longest source (A21), and `TimeInterval` keeps a part of it (A24): that of the ``transcode``
    parameters in force. The end lies before the start when nothing is left. ``durations`` are those of the sources
    shown; ``ValueError`` when there is none.
    """
    total = max(durations)
    cut = transcode.time_interval if transcode else None
    start = float(cut.start or 0) if cut else 0.0
    return start, min(total, start + float(cut.duration)) if cut and cut.duration else total


def known_length(composition: Composition, known: Known) -> float | None:
    """Seconds of the result; 0 when nothing is left.

    ``None`` while the length of a source is not known, or what a template keeps.
    """
    transcode = transcode_in_force(composition, known)
    if composition.transcode_template_id and transcode is None:
        return None
    sources = [known.sources.get(tile.url) for tile in composition.shown]
    durations = [source.duration for source in sources if source]
    if not durations or len(durations) < len(sources):
        return None
    start, end = kept_span(transcode, durations)
    return max(0.0, end - start)


def is_ever_seen(watermark: Watermark, length: float | None) -> bool:
    """Whether its times leave anything of it in a result of ``length`` seconds, ``None`` while that is not known.

    Times count from the beginning of the result (assumed); the end alone does not belong to it.
    """
    start, end = float(watermark.start_time or 0), watermark.end_time
    return (end is None or (end > start and end > 0)) and (length is None or start < length or length == 0)
