"""A text that somebody wants as a file: a request as it was sent, an answer as it came."""

from __future__ import annotations

from pathlib import Path

from ..durable import write_whole
from ..files.compositions import require_free


def save_text(path: Path, text: bytes, *, replace: bool = False) -> None:
    """Write ``text`` to ``path``, whole or not at all. Raises ``OutputExists`` unless ``replace``; ``StorageError``."""
    require_free(path, replace=replace)
    write_whole(path, text, replace=replace)
