"""Every text a user sees goes through here, so that it can be translated."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = "Tilewright"


def tr(text: str) -> str:
    """``text`` in the user's language, or as it is.

    Numbers and names are put in afterwards: ``tr("{count} tiles").format(count=4)``, so that a translation can move
    them.
    """
    return QCoreApplication.translate(CONTEXT, text)
