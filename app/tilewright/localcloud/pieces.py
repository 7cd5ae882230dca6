"""How many pieces a result may have: answers name each of them, and a listing that nobody can read is no listing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..wire import xml
from ..wire.jobs import LARGEST_PAGE, ResultFile, size_of_results
from .job_failed import JobFailed
from .store import Place

MOST_PIECES: Final = 10_000
"""Of one result (A74)."""

MOST_NAMES: Final = xml.LARGEST * 3 // 4
"""Bytes that the names of its files and their sums may take of an answer (A74)."""


MOST_OF_AN_ANSWER: Final = LARGEST_PAGE
"""Bytes that they may take together with what is echoed of the request (A74)."""


def check_count(pieces: float) -> None:
    """Raise ``JobFailed`` when a result has more pieces than it may."""
    if pieces > MOST_PIECES:
        raise JobFailed("InvalidArgument", f"The result has more than {MOST_PIECES} pieces. Ask for longer ones.")


def check_names(place: Place, keys: Iterable[str], echo: int) -> None:
    """Raise ``JobFailed`` when an answer cannot name all files of a result, the playlist and its pieces, beside the
    request, which takes ``echo`` bytes of it.
    """
    files = [ResultFile(*place, key, md5="0" * 32) for key in keys]
    check_count(len(files) - 1)
    if (size := size_of_results(files)) > MOST_NAMES or size + echo > MOST_OF_AN_ANSWER:
        told = "The names of all pieces are too long for an answer. Ask for longer pieces, or for a shorter name."
        raise JobFailed("InvalidArgument", told)
