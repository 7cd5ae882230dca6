"""Waiting for what must come: by condition and with a limit, never for a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

STEP = 0.03
"""Seconds between two looks."""


def wait_for(look: Callable[[], Found], what: str | Callable[[], str], seconds: float = 20.0) -> Found:
    """What ``look`` returns as soon as it is true; ``AssertionError`` saying ``what`` was waited for in vain."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:g} s in vain for {what if isinstance(what, str) else what()}")
        time.sleep(STEP)
