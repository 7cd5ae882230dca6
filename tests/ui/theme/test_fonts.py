"""Type: what FFmpeg or the service said is shown as it was said, sign by sign."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

from tilewright.ui.theme.fonts import font
from tilewright.ui.theme.theme import Theme

ROLES = ("body", "body_medium", "body_strong", "caption", "caption_strong", "label", "title", "mono")


def painted(text: str, role: str) -> QImage:
    image = QImage(QSize(160, 32), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font(role))
    painter.drawText(4, 22, text)
    painter.end()
    return image


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("said", "other"), [("0x5581", "0×5581"), ("321x240", "321×240"), ("a -> b", "a → b")])
def test_that_no_sign_is_shown_as_another(theme: Theme, role: str, said: str, other: str) -> None:
    assert painted(said, role) != painted(other, role)
