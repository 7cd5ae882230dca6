"""Colours as numbers: which matrix a result has, and how those of a source are turned into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..layout.rect import Rect
from ..model.source import Source, matrix_by_size

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
        given = source.colour_matrix
        if _name_for_scale(given) == self.name_for_scale:
            return "out_range=tv"
        known = "" if given == "gbr" else f"in_color_matrix={_name_for_scale(given)}:"
        return f"{known}out_color_matrix={self.name_for_scale}:out_range=tv"


def colours_of(sources: Sequence[Source], frame: Rect) -> Colours:
    """The colours of a result that shows ``sources``: BT.601 if all of them have it, else BT.709.

    The result names them, unless no source does and a picture of the frame's size is taken for what it is: then it
    says as little as its sources, and any player shows both alike.
    """
    given = {_name_for_scale(source.colour_matrix) for source in sources}
    guessed = matrix_by_size(frame.width, frame.height)
    if not any(source.matrix for source in sources) and given <= {_name_for_scale(guessed)}:
        return Colours(guessed, is_named=False)
    return Colours("smpte170m" if given == {"bt601"} else "bt709", is_named=True)


def _name_for_scale(matrix: str) -> str:
    return _SCALE_NAMES.get(matrix, matrix)
