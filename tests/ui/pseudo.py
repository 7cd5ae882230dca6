"""A language in which every text that a translator is given stands between brackets, and no other."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

from support.catalogue import texts
from tilewright.text import Text
from tilewright.ui.words import CONTEXT

OPEN, CLOSE = "⟦", "⟧"


class Pseudo(QTranslator):
    """What is not in the catalogue stays in English, as it would in any other language."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return f"{OPEN}{text}{CLOSE}" if context == CONTEXT and text in texts() else None

    def isEmpty(self) -> bool:
        return False


def in_pseudo(text: str) -> str:
    """What ``text`` has to be in this language."""
    if not isinstance(text, Text):
        return f"{OPEN}{text}{CLOSE}"
    values = {key: in_pseudo(value) if isinstance(value, Text) else value for key, value in text.values.items()}
    return f"{OPEN}{text.template.format_map(values) if values else text}{CLOSE}"


def words_inside(text: str) -> list[str]:
    """The strings that were put into ``text`` as they are, however deep."""
    if not isinstance(text, Text):
        return []
    values = text.values.values()
    inner = [word for value in values if isinstance(value, Text) for word in words_inside(value)]
    return [*inner, *(value for value in values if isinstance(value, str) and not isinstance(value, Text))]
