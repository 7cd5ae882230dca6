"""What people call a layout, in a word or two; its own title says it in full."""

from __future__ import annotations

from ...layout.gallery import Layout
from ..words import tell, tr


def short_title(layout: Layout) -> str:
    """As it stands below a thumbnail."""
    if layout.is_own:
        return layout.name
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
    return titles[layout.name]


def full_title(layout: Layout) -> str:
    if not layout.is_own:
        return tell(layout.title)
    told = tr("{name}. {title}. It keeps its own distances, whatever gap and margin are")
    return told.format(name=layout.name, title=tell(layout.title))
