"""What is open."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...model.composition import Composition

if TYPE_CHECKING:
    from ...files.version import Version

OnDisk = Literal["same", "changed", "gone"]


@dataclass(frozen=True)
class Standing:
    """What the open composition is called, which file it belongs to, and which of it is safe.

    ``base`` is the composition that nobody would miss: what is in the file, or what was there before the first edit;
    ``None`` when it is safe nowhere. ``seen`` is the version of the file that was read or written last, ``on_disk``
    what others have done to it since. ``since`` is when it came to be so, Unix seconds of our clock.
    """

    title: str
    base: Composition | None
    path: Path | None = None
    seen: Version | None = None
    on_disk: OnDisk = "same"
    since: float = field(default_factory=time.time, compare=False)

    @property
    def name(self) -> str:
        """The title without the ending of a file: what its submissions are called."""
        return self.title.removesuffix(".tilewright")
