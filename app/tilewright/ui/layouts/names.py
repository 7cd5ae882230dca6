"""What people call a layout, in a word or two; the gallery's own title says it in full."""

from __future__ import annotations

from ...layout.gallery import find_layout
from ..words import tell, tr


def short_title(name: str) -> str:
    """As it stands below a thumbnail."""
    titles = {
        "single": tr("Single"),
        "side-by-side": tr("Side by side"),
        "top-bottom": tr("Top, bottom"),
        "2x2": tr("2×2"),
        "3x3": tr("3×3"),
        "4x4": tr("4×4"),
        "1+2": tr("1+2"),
        "1+3": tr("1+3"),
        "1+5": tr("1+5"),
        "1+7": tr("1+7"),
        "pip-top-left": tr("Inset top left"),
        "pip-top-right": tr("Inset top right"),
        "pip-bottom-left": tr("Inset low left"),
        "pip-bottom-right": tr("Inset low right"),
        "speaker-right": tr("Speaker right"),
        "speaker-left": tr("Speaker left"),
        "speaker-bottom": tr("Speaker below"),
        "film-strip": tr("Film strip"),
        "portrait-stack": tr("Stack"),
        "row": tr("Row"),
        "auto": tr("Auto"),
    }
    return titles[name]


def full_title(name: str) -> str:
    return tell(find_layout(name).title)
