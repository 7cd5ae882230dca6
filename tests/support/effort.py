"""How much is done, other than in time: that is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls_of(act: Callable[[], object]) -> int:
    """How often ``act`` calls anything that is written in Python."""
    calls = 0

    def on_event(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


def lines_of(act: Callable[[], object]) -> int:
    """How many lines written in Python ``act`` runs."""
    lines = 0

    def on_line(_: FrameType, event: str, __: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return on_line

    before = sys.gettrace()
    sys.settrace(on_line)
    try:
        act()
    finally:
        sys.settrace(before)
    return lines
