"""Whether a file of the user is a copy of what is in the bucket."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from .bring import is_content, is_of_parts

if TYPE_CHECKING:
    from ..cloud.client import Client
    from ..cloud.objects import ObjectFacts

log = logging.getLogger(__name__)

_PIECE = 1 << 20
"""Bytes that are compared at a time."""


def is_there(path: Path, size: int) -> bool:
    """Whether ``path`` is a file of so many bytes."""
    try:
        return path.is_file() and path.stat().st_size == size
    except OSError:
        return False


def is_copy(path: Path, client: Client, key: str, there: ObjectFacts) -> bool:
    """Whether the file is the object ``there``, by its ETag or, where that is none of the content (A105), byte by byte.
    Raises ``Damaged`` when the object is replaced meanwhile.
    """
    if not is_there(path, there.size):
        return False
    try:
        return is_content(path, there) or (is_of_parts(there) and _has_bytes(path, client, key, there))
    except OSError as error:
        log.info("%s cannot be compared: %s", path, error)
        return False


def _has_bytes(path: Path, client: Client, key: str, there: ObjectFacts) -> bool:
    """Ends at the first piece that differs."""
    with path.open("rb") as ours, client.open(key, there) as theirs:
        while piece := theirs.read(_PIECE):
            if ours.read(_PIECE) != piece:
                return False
        return not ours.read(1)
