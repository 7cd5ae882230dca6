"""Every text a user sees goes through here, so that it can be translated."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ..assets import resource
from ..errors import StorageError
from ..text import Text

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


def tell(text: str) -> str:
    """A sentence of the core (a problem, an error, an event) in the user's language, with its values in it.

    One that somebody else wrote, as the service does, is looked up as it stands. A translation that cannot take the
    values gives way to the English sentence.
    """
    if not text:
        return ""
    if not isinstance(text, Text):
        return tr(text)
    translated = tr(text.template)
    if not text.values:
        return translated
    values = {name: tell(value) if isinstance(value, Text) else value for name, value in text.values.items()}
    try:
        return translated.format_map(values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return str(text)
