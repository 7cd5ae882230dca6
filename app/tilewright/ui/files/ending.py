"""The end of a window: what is not saved is asked about once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..unread import REQUEST

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .files import Files


class Ending:
    """Whether a window may close. ``is_unwanted``: the user does not want what is not saved."""

    def __init__(self, files: Files, bench: Workbench) -> None:
        self._files = files
        self._document, self._unread, self._line = bench.session.document, bench.unread, bench.line
        self._may_close = self._is_waiting = self._drops_text = False
        self.is_unwanted = False

    def allows(self, close: Callable[[], object]) -> bool:
        """Whether the window may close now. If not, ``close`` runs when it may: what is typed is read first, and what
        is not saved is asked about.
        """
        files = self._files
        self._document.finish_typing()
        if self._line.is_busy and not self._may_close:
            self._line.when_settled(close, once="close", is_last=True)
            return False
        if self._may_close:
            self._line.run_edits()
        self._document.settle()
        if not files.is_saving and (self._may_close or not (files.has_unsaved or self._loses_text)):
            return True
        if not self._is_waiting:
            self._is_waiting = True
            files.when_saved(lambda: self._ask(close))
        return False

    def skip_question(self) -> None:
        """The window may close; what is not saved is kept for the next start."""
        self._may_close = True

    @property
    def has_unread_text(self) -> bool:
        """Whether there is text of the request that is no part of the composition, as it cannot be read."""
        return any(field.page == REQUEST for field in self._unread.fields)

    @property
    def _loses_text(self) -> bool:
        return self.has_unread_text and not self._drops_text

    def _ask(self, close: Callable[[], object]) -> None:
        def keep() -> None:
            self._may_close = True
            close()

        def discard() -> None:
            self.is_unwanted = True
            keep()

        def drop_text() -> None:
            self._drops_text = True
            self._ask(close)

        self._is_waiting = False
        if self._loses_text and not self._may_close:
            self._files.questions.unread_text(drop_text)
        elif self._files.has_unsaved and not self._may_close:
            self._files.questions.closing(keep, discard, close)
        else:
            close()
