"""Which watermarks the local cloud draws: all but those that move in a way that is not documented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.options import Watermark
from ..model.watermark_words import slide_of
from ..text import say
from .able import Beyond


def beyond_watermarks(watermarks: Sequence[Watermark]) -> Iterator[Beyond]:
    for number, watermark in enumerate(watermarks):
        slide = watermark.slide_config
        if slide is not None and slide.slide_mode and slide_of(watermark) is None:
            what, why = say("a watermark that moves in a way of its own"), say("Only ScrollFromLeft is documented.")
            yield Beyond(f"watermarks.{number}.slide_config", what, why=why)
