"""Files that come with the program: `resources/` of a checkout, or its copy inside the installed package."""

from __future__ import annotations

from pathlib import Path

from .errors import StorageError
from .text import say

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file or folder of `resources/`, e.g. ``resource("samples", "sample.tilewright")``."""
    for root in (_PACKAGE / "resources", _PACKAGE.parents[1] / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise StorageError(
        say("A file of Tilewright itself is missing: {name}.", name="/".join(parts)), "Install Tilewright again."
    )
