"""What is told of a failure, and what an entry of the catalogue consists of."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Where
from ..text import Text

ACCOUNTS = "file.accounts"
ASK_NOW = "jobs.ask-now"
REOPEN = "jobs.reopen"
RETRY = "jobs.retry"
SEND_ANYWAY = "jobs.send-anyway"
SHOW_FIELD = "jobs.show-field"
SAVE_AS = "jobs.save-as"
"""Commands of the window that can be a cure."""

SOURCES = "tiles.*.url"
"""The field of a failure about one of the videos; which one, only the words tell (``usecases.failing.field_of``)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure as a user is told it.

    ``id`` is stable, as in ``keys-unknown``. ``what`` happened, ``why`` (the likely causes) and ``cure`` (what the user
    does) are whole sentences. ``field`` is the path of the composition's field to change, as in ``Problem``, with ``*``
    where any of a list may be meant; empty when none is. ``button`` is the id of the window's command that helps, empty
    without one. ``words`` are those of the service, of FFmpeg or of the ledger, as they came; what
    others said is English.
    """

    id: str
    what: Text
    why: Text
    cure: Text
    field: str = ""
    button: str = ""
    words: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the catalogue knows more than that something failed."""
        return self.id != "unexplained"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning, and how it is recognised.

    ``codes`` are those of the service or of our errors, ``says`` regular expressions for what stands in the message.
    With ``at`` both count only there. ``is_ours``: we noted it ourselves, and the noted message says nothing more.
    """

    id: str
    what: Text
    why: Text
    cure: Text
    field: str = ""
    button: str = ""
    codes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    at: tuple[Where, ...] = ()
    is_ours: bool = False
