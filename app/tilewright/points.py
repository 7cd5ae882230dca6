"""Named points of the path on which a job must not be lost: tests stop the program there.

A point is reached before and after every durable write, send and receive. Nobody listens in normal use.
"""

from __future__ import annotations

from collections.abc import Callable

_listener: Callable[[str], None] | None = None


def reach(name: str) -> None:
    """Say that the program is at ``name``, as in ``ledger.sending.committed``."""
    if _listener is not None:
        _listener(name)


def listen(listener: Callable[[str], None] | None) -> None:
    """Call ``listener`` at every point from now on; ``None`` ends it. It may raise or end the process."""
    global _listener
    _listener = listener
