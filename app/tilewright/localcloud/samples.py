"""Two watermark templates to try: the service documents no official ones (ci-templates §12), so these are none, and
their names say so.
"""

from __future__ import annotations

from ..model.options import Watermark, WatermarkText
from ..model.template import CUSTOM, WATERMARK_TAG, Template

_TEXT = WatermarkText(text="Sample", font_size=30, font_type="simhei.ttf", font_color="0xFFFFFF", transparency=100)

SAMPLE_TEMPLATES: tuple[Template, ...] = (
    Template(
        id="t1sampletexttopright",
        name="Sample-text-top-right",
        tag=WATERMARK_TAG,
        category=CUSTOM,
        watermark=Watermark(type="Text", loc_mode="Absolute", dx=20, dy=20, pos="TopRight", text=_TEXT),
    ),
    Template(
        id="t1sampletextbottomleft",
        name="Sample-text-bottom-left",
        tag=WATERMARK_TAG,
        category=CUSTOM,
        watermark=Watermark(
            type="Text", loc_mode="Relativity", dx=3, dy=4, pos="BottomLeft", text=_TEXT.replace(transparency=60)
        ),
    ),
)
