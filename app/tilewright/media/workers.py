"""Several videos read at the same time: most of it is FFmpeg's work, which leaves Python free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

AT_A_TIME: Final = 4
"""Each has a picture in memory, of 100 MB at most. More are no faster: the processors are busy then."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def side_by_side(make: Callable[[_Given], _Made], given: Sequence[_Given]) -> list[_Made]:
    """What ``make`` makes of each, in their order, a few at a time; no thread is left when this returns or raises.

    Of what they raise the first in order counts; what was not begun by then is left out.
    """
    if len(given) < 2:
        return [make(one) for one in given]
    with ThreadPoolExecutor(min(AT_A_TIME, len(given)), "side-by-side") as threads:
        return list(threads.map(make, given))
