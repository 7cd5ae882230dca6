"""Colours as numbers: which matrix a result has, and how those of a source are turned into it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..layout.rect import Rect
from ..model.source import Source, matrix_by_size
from ..text import say

_SCALE_NAMES: Final = {
    "bt470bg": "bt601",
    "smpte170m": "bt601",
    "fcc": "fcc",
    "smpte240m": "smpte240m",
    "bt2020nc": "bt2020",
    "bt2020c": "bt2020",
}
"""What `scale` calls a matrix, where it has another name than in files."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Those of a result: ``matrix`` by FFmpeg's name, and whether the result names it."""

    matrix: str
    is_named: bool

    @property
    def label(self) -> str:
        """Names the colours without touching them, so that FFmpeg inserts no conversion of its own."""
        name = self.matrix if self.is_named else "unknown"
        return f"setparams=range=tv:color_primaries={name}:color_trc={name}:colorspace={name}"

    @property
    def name_for_scale(self) -> str:
        return _name_for_scale(self.matrix)

    def options_for(self, source: Source) -> str:
        """How `scale` has to turn the numbers of ``source``."""
        if source.is_hdr:
            return f"{'out_color_matrix=bt2020:' if source.matrix == 'gbr' else ''}out_range=tv"
        given = source.colour_matrix
        if _name_for_scale(given) == self.name_for_scale:
            return "out_range=tv"
        known = "" if given == "gbr" else f"in_color_matrix={_name_for_scale(given)}:"
        return f"{known}out_color_matrix={self.name_for_scale}:out_range=tv"


def what_is_missing(sources: Iterable[Source], filters: Collection[str]) -> str:
    """The sentence that tells that an FFmpeg with these ``filters`` cannot ``tone_map`` a source; empty when it can."""
    missing = [name for name in _TURNING if name not in filters]
    if not missing or not any(source.is_hdr for source in sources):
        return ""
    return say(
        "The FFmpeg of this computer cannot turn a high dynamic range (HDR) for ordinary screens: it has no filter "
        "{name}. Use another FFmpeg.",
        name=missing[0],
    )


_TURNING: Final = ("zscale", "tonemap")
"""The filters of ``tone_map`` that an FFmpeg may be built without."""


def tone_map(source: Source) -> list[str]:
    """Filters that turn a picture of high dynamic range, in limited range, into one for an ordinary screen (A55), as
    ``media.dynamic_range`` does; its colours are BT.709's then. None for other sources.
    """
    if not source.is_hdr:
        return []
    matrix = "bt2020nc" if source.matrix == "gbr" else source.colour_matrix
    given = f"matrixin={matrix}:primariesin=bt2020:transferin={source.transfer}:rangein=tv"
    return [
        "format=yuv444p10le",
        f"zscale={given}:transfer=linear:npl=100",
        "format=gbrpf32le",
        "zscale=primaries=bt709",
        "tonemap=hable:desat=0:peak=10",
        "zscale=transfer=bt709:matrix=bt709:range=tv",
    ]


def colours_of(sources: Sequence[Source], frame: Rect) -> Colours:
    """The colours of a result that shows ``sources``: BT.601 if all of them have it, else BT.709, as after `tone_map`.

    The result names them, unless no source does and a picture of the frame's size is taken for what it is: then it
    says as little as its sources, and any player shows both alike.
    """
    given = {"bt709" if source.is_hdr else _name_for_scale(source.colour_matrix) for source in sources}
    guessed = matrix_by_size(frame.width, frame.height)
    if not any(source.matrix or source.is_hdr for source in sources) and given <= {_name_for_scale(guessed)}:
        return Colours(guessed, is_named=False)
    return Colours("smpte170m" if given == {"bt601"} else "bt709", is_named=True)


def _name_for_scale(matrix: str) -> str:
    return _SCALE_NAMES.get(matrix, matrix)
