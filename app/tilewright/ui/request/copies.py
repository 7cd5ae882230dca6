"""The request on the clipboard, in forms for other hands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from ..background import Wait
from ..words import tell, tr

if TYPE_CHECKING:
    from ...usecases.request_forms import Form, Kind
    from ..workbench import Workbench


class Copies(QObject):
    """Made in the background, of the composition as it is shown. ``with_mark``: XML has examples of what jobs get."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.with_mark = False

    def copy(self, kind: Kind) -> None:
        """Put that form on the clipboard, and say what it is. What is being typed is a part of it."""
        # of several, the last is what would be on the clipboard in the end
        self._bench.when_settled(lambda: self._copy(kind), once="copy")

    def _copy(self, kind: Kind) -> None:
        composition, target = self._bench.session.document.wished, self._bench.session.target
        known, workplace, with_mark = self._bench.session.known, self._bench.workplace, self.with_mark

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.request_forms import as_curl, as_python, as_xml

            if kind == "ffmpeg":
                from ...usecases.ffmpeg_form import as_ffmpeg, find_at_hand

                yield as_ffmpeg(composition, find_at_hand(composition, workplace, known, target.profile))
            elif kind == "xml":
                yield as_xml(composition, with_mark=with_mark)
            else:
                yield (as_curl if kind == "curl" else as_python)(composition, target)

        self._bench.background.run(
            work, on_event=lambda form: self._take(kind, form), on_failed=self._bench.report.error, lane="copies"
        )

    def _take(self, kind: Kind, form: Form | object) -> None:
        from ...usecases.request_forms import Form

        if not isinstance(form, Form):
            return
        QGuiApplication.clipboard().setText(form.text)
        hints = [self._missing()] if kind == "xml" else []
        hints += [tell(note) for note in form.notes]
        if any(field.page == "request" for field in self._bench.unread.fields):
            hints.append(tr("Your text is not in it, as it cannot be read."))
        self._bench.report.say(self._told(kind), " ".join(hints))

    def _told(self, kind: Kind) -> str:
        if kind == "curl":
            return tr("A script for curl is copied. It takes the keys from the environment.")
        if kind == "python":
            return tr("A script for Python is copied. It takes the keys from the environment.")
        if kind == "ffmpeg":
            return tr("FFmpeg's command of the local renderer is copied.")
        return tr("The request is copied as it is sent.")

    def _missing(self) -> str:
        return missing(with_mark=self.with_mark)


def missing(*, with_mark: bool) -> str:
    """What Submit will add to the request, or will put in the place of."""
    if with_mark:
        return tr("Its mark and number are examples: each job gets its own.")
    return tr("The mark of the job, and the number in its output's name, come with Submit.")
