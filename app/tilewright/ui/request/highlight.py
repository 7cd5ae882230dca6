"""Colours for the XML of a request: names stand out from values, brackets stand back."""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from ..theme import tokens

_TAG = re.compile(r"(</?|<\?)([\w.:-]+)?([^<>]*?)(/?\?*>)")
_COMMENT = re.compile(r"<!--.*?-->")


class XmlColours(QSyntaxHighlighter):
    """Line by line; our own writing never breaks a tag over two lines."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._names, self._brackets, self._comments = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        self.take_look()

    def take_look(self) -> None:
        """Use the colours of the look in force."""
        self._names.setForeground(tokens.colour("accent_text"))
        self._brackets.setForeground(tokens.colour("text_3"))
        self._comments.setForeground(tokens.colour("text_3"))
        self._comments.setFontItalic(True)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for found in _TAG.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), self._brackets)
            if found.group(2):
                self.setFormat(found.start(2), found.end(2) - found.start(2), self._names)
        for found in _COMMENT.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), self._comments)
