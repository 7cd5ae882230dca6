"""Every text a user sees goes through here, so that it can be translated."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ..assets import resource
from ..errors import StorageError

CONTEXT = "Tilewright"


def load_translations(application: QCoreApplication) -> None:
    """Take the catalogues of the user's language: ours, ``resources/translations/tilewright_<locale>.qm``, and Qt's
    own. Without one, words stay as they are written.
    """
    places = [("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))]
    with contextlib.suppress(StorageError):  # there are none
        places.append(("tilewright", str(resource("translations"))))
    for name, folder in places:
        translator = QTranslator(application)
        if translator.load(QLocale(), name, "_", folder):
            application.installTranslator(translator)
        else:
            translator.deleteLater()


def tr(text: str) -> str:
    """``text`` in the user's language, or as it is.

    Numbers and names are put in afterwards: ``tr("{count} tiles").format(count=4)``, so that a translation can move
    them.
    """
    return QCoreApplication.translate(CONTEXT, text)
