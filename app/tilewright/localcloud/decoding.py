"""How the processors are shared out among the decoders of a job."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from .layers import Layer

MOST_THREADS: Final = 16
"""For one decoder; FFmpeg warns of more."""


def processors() -> int:
    """How many this process may use, at least one; what it starts may use the same."""
    affinity: Callable[[int], Collection[int]] | None = getattr(os, "sched_getaffinity", None)  # Linux has it
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def decoder_threads(layers: Iterable[Layer], count: int) -> Mapping[str, int]:
    """By Url, for videos that are seen: how many threads decode each, of ``count`` processors.

    FFmpeg alone would take as many as there are processors for each of them. With several inputs they stand in each
    other's way: each input has a thread of its own already, and pictures that wait in all those threads take memory.
    So each gets its share by the pixels that it decodes in a second, rounded up. docs/performance.md has what that
    saves.
    """
    work: dict[str, float] = {}
    for layer in layers:
        found = layer.source
        work[layer.url] = max(1, found.coded_width * found.coded_height) * (found.fps or 1.0)
    whole = sum(work.values())
    return {url: min(MOST_THREADS, math.ceil(count * part / whole)) for url, part in work.items()}
