"""A language in which every text that a translator is given stands between brackets, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from support.catalogue import texts
from tilewright.text import Text
from tilewright.ui.words import CONTEXT

OPEN, CLOSE = "⟦", "⟧"

BREAK = "\u200b"
"""Where a long word may be broken."""

AS_IT_IS = re.compile(r"[\W\d_]*|[a-z0-9_.-]+\.(?:mp4|ttf|png)|Tilewright|local|H\.26[45]|MP4|px|fps|Auto|Ctrl.*|[A-Z]")
"""Numbers, names of things and of keys: the same in every language."""

OF_QT = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""What Qt puts into docks and tab bars; it has a catalogue of its own."""


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


def texts_of(window: QWidget) -> set[tuple[str, str]]:
    """What can be read and heard in ``window``, with who says it; without what is the same in every language."""
    found: set[tuple[str, str]] = set()
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.objectName().startswith(OF_QT):
            continue
        who = f"{type(widget).__name__} {widget.objectName()}"
        texts = [widget.toolTip(), widget.accessibleName()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        found.update((who, text.replace(BREAK, "")) for text in texts if text)
    found.update((f"action {action.objectName()}", action.text()) for action in window.findChildren(QAction))
    return {(who, text) for who, text in found if not AS_IT_IS.fullmatch(text)}


def english(texts: Iterable[str], own: Iterable[str] = ()) -> set[str]:
    """The lines of ``texts`` that are not translated, without ``own``: names of the user's or the service's."""
    names = set(own)
    lines = {line for text in texts for line in text.replace(BREAK, "").splitlines()}
    return {line for line in lines if OPEN not in line and line not in names and not AS_IT_IS.fullmatch(line)}
