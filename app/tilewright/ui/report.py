"""The one place where users are told something: what happened, and what to do."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ..errors import AppError

log = logging.getLogger(__name__)

Kind = Literal["note", "success", "warning", "error"]


@dataclass(frozen=True)
class Message:
    """Something to say. ``button`` and ``run`` are the one thing that can be done about it, if there is one."""

    kind: Kind
    sentence: str
    hint: str = ""
    button: str = ""
    run: Callable[[], None] | None = None


def without_commands(text: str) -> str:
    """``text`` without what it advises for the command line: nobody has one in the window."""
    text = re.sub(r",? or use --[a-z-]+", "", text)
    sentences = re.split(r"(?<=[.!?]) ", text)
    return " ".join(sentence for sentence in sentences if not re.search(r"`| --[a-z]", f" {sentence}"))


class Report(QObject):
    """Views show what is ``said``; whoever has something to tell calls one of the methods."""

    said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last = ""

    def say(
        self,
        sentence: str,
        hint: str = "",
        *,
        kind: Kind = "note",
        button: str = "",
        run: Callable[[], None] | None = None,
    ) -> None:
        self.said.emit(Message(kind, sentence, hint, button, run))

    def error(self, error: AppError) -> None:
        """Tell a failure in its own words."""
        log.info("Told: %s", error)
        self._last = error.message
        self.said.emit(Message("error", error.message, without_commands(error.hint)))

    def error_once(self, error: AppError) -> None:
        """Tell a failure unless it is what was told last: several had to do with the same trouble."""
        if error.message != self._last:
            self.error(error)

    def success(
        self, sentence: str, hint: str = "", *, button: str = "", run: Callable[[], None] | None = None
    ) -> None:
        self.said.emit(Message("success", sentence, hint, button, run))
