"""The one place where users are told something: what happened, and what to do."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ..errors import AppError
from ..failures.entry import ACCOUNTS
from ..failures.explain import explain_error
from .words import tell, tr

log = logging.getLogger(__name__)

Kind = Literal["note", "success", "warning", "error"]


@dataclass(frozen=True)
class Message:
    """Something to say. ``button`` and ``run`` are the one thing that can be done about it, if there is one.

    ``about`` is what was tried: "add", "open", "save", "submit". An error goes when the same is tried again.
    """

    kind: Kind
    sentence: str
    hint: str = ""
    button: str = ""
    run: Callable[[], None] | None = None
    about: str = ""


def without_commands(text: str) -> str:
    """``text`` without what it advises for the command line: nobody has one in the window."""
    sentences = re.split(r"(?<=[.!?])(?= )|(?<=[。！？])", text)  # the second as Chinese writes it
    return "".join(sentence for sentence in sentences if not re.search(r"`| --[a-z]", f" {sentence}")).strip()


class Report(QObject):
    """Views show what is ``said``; whoever has something to tell calls one of the methods.

    An error stands until it is sent away, until the same is tried again, or until what it is about is not open any
    more: ``over`` tells which errors that are. ``wanted`` names the command that the button of an error stands for.
    """

    said = Signal(object)
    over = Signal(str)
    wanted = Signal(str)

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
        about: str = "",
    ) -> None:
        self.said.emit(Message(kind, sentence, hint, button, run, about))

    def end(self, *abouts: str) -> None:
        """What was told of the last try does not hold any more."""
        for about in abouts:
            self.over.emit(about)

    def error(self, error: AppError, about: str = "") -> None:
        """Tell a failure in its own words."""
        log.info("Told: %s", error)
        self._last = error.message
        failure = explain_error(error)
        hint = without_commands(tell(error.hint)) or (tell(failure.cure) if failure else "")
        button, run = "", None
        if failure is not None and failure.button == ACCOUNTS:
            button, run = tr("Accounts…"), lambda: self.wanted.emit(ACCOUNTS)
        self.said.emit(Message("error", tell(error.message), hint, button, run, about))

    def error_once(self, error: AppError) -> None:
        """Tell a failure unless it is what was told last: several had to do with the same trouble."""
        if error.message != self._last:
            self.error(error)

    def success(
        self,
        sentence: str,
        hint: str = "",
        *,
        button: str = "",
        run: Callable[[], None] | None = None,
        about: str = "",
    ) -> None:
        self.said.emit(Message("success", sentence, hint, button, run, about))
