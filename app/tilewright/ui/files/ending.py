"""The end of a window: what is not saved is asked about once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .files import Files


class Ending:
    """Whether a window may close. ``is_unwanted``: the user does not want what is not saved."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._may_close = self._is_waiting = False
        self.is_unwanted = False

    def allows(self, close: Callable[[], object]) -> bool:
        """Whether the window may close now. If not, the user is asked, and ``close`` runs when it may."""
        files = self._files
        if not files.is_saving and (self._may_close or not files.has_unsaved):
            return True
        if not self._is_waiting:
            self._is_waiting = True
            files.when_saved(lambda: self._ask(close))
        return False

    def skip_question(self) -> None:
        """The window may close; what is not saved is kept for the next start."""
        self._may_close = True

    def _ask(self, close: Callable[[], object]) -> None:
        def keep() -> None:
            self._may_close = True
            close()

        def discard() -> None:
            self.is_unwanted = True
            keep()

        self._is_waiting = False
        if self._files.has_unsaved and not self._may_close:
            self._files.questions.closing(keep, discard, close)
        else:
            close()
