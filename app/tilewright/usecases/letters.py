"""Which letters of watermarks this computer cannot draw: the local cloud, which is on it, refuses them."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from ..model.composition import Composition
from ..model.source import Known
from ..model.template import watermarks_in_force
from ..model.watermark_words import lettering

Lettering = tuple[str, str]
"""A text and the word for its face, as ``watermark_words.lettering`` gives them."""


def texts_of(composition: Composition, known: Known) -> tuple[Lettering, ...]:
    """Those of its watermarks, or of its templates as far as they are known, each once."""
    found = watermarks_in_force(composition, known.watermark_templates)
    texts = (lettering(watermark) for watermark in found if watermark is not None)
    return tuple(dict.fromkeys(text for text in texts if text))


def know_letters(texts: Iterable[Lettering], known: Known | None = None) -> Known:
    """With the letters of ``texts`` that no typeface of this computer has. Looks at its files: not in the UI thread."""
    from ..media.text_picture import letters_without_glyph  # late: it brings Pillow along

    found = {text: letters for text in texts if (letters := letters_without_glyph(*text))}
    return (known or Known()).joined(Known(missing_letters=MappingProxyType(found)))
