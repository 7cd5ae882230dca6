"""Exchanging two tiles of a layout."""

from __future__ import annotations

from ..errors import WrongUse
from ..model.composition import Composition
from ..model.source import Known
from .align import swap
from .applying import lay_out_again
from .frame import Spacing, layout_to_keep


def swap_in_layout(composition: Composition, known: Known, one: str, other: str, spacing: Spacing) -> Composition:
    """`swap`, after which all tiles lie in the layout still in which they lay: places may follow the proportions of the
    sources, as in ``auto``, and another order of those gives other places. What was fitted into its cell is so again.
    """
    after = swap(composition, known, one, other)
    if after is composition or composition.tile(one).hidden or composition.tile(other).hidden:
        return after
    name = layout_to_keep(composition, known, spacing)
    if name is None:
        return after
    gap, margin, _, even, layouts = spacing
    try:
        return lay_out_again(after, known, name, gap, margin, even=even, layouts=layouts)
    except WrongUse:  # in this order they have no room there
        return after
