"""Colours as numbers: which matrix a result has, and how those of a source are turned into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..layout.rect import Rect
from ..model.source import Source

_SD_MATRICES: Final = ("", "bt470bg", "smpte170m")
"""What a source says of its colours when they are BT.601 or it says nothing."""

_SCALE_NAMES = {
    "bt470bg": "bt601",
    "smpte170m": "bt601",
    "fcc": "fcc",
    "smpte240m": "smpte240m",
    "bt2020nc": "bt2020",
    "bt2020c": "bt2020",
}


@dataclass(frozen=True, slots=True)
class Colours:
    """Those of a result; ``matrix`` by FFmpeg's name, empty when the result says as little as its sources."""

    matrix: str

    @property
    def label(self) -> str:
        """Names the colours without touching them, so that FFmpeg inserts no conversion of its own."""
        name = self.matrix or "unknown"
        return f"setparams=range=tv:color_primaries={name}:color_trc={name}:colorspace={name}"

    def options_for(self, source: Source) -> str:
        """How `scale` has to turn colours; a source that does not say is taken by its size, as players do (assumed)."""
        matrix = source.matrix or _guess(source)
        if self.matrix != "bt709" or matrix == "bt709":
            return "out_range=tv"
        given = "" if matrix == "gbr" else f"in_color_matrix={_SCALE_NAMES.get(matrix, 'auto')}:"
        return f"{given}out_color_matrix=bt709:out_range=tv"

    def matrix_for_scale(self, frame: Rect) -> str:
        """The matrix by the name that `scale` knows; for a result that does not say, what players guess."""
        matrix = self.matrix or _guess(frame)
        return _SCALE_NAMES.get(matrix, matrix)


def colours_of(sources: Sequence[Source]) -> Colours:
    """The colours of the result: BT.709, unless every source is BT.601 or says nothing.

    Then the numbers stay as they are, and the result says as little: players guess for it what they guess for
    the sources.
    """
    matrices = {source.matrix for source in sources}
    if not matrices.issubset(_SD_MATRICES):
        return Colours("bt709")
    return Colours("" if "" in matrices or not matrices else "smpte170m")


def _guess(picture: Source | Rect) -> str:
    is_hd = max(picture.width, picture.height) >= 1280 or min(picture.width, picture.height) > 576
    return "bt709" if is_hd else "smpte170m"
