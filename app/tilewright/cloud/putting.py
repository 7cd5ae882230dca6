"""How a file is put; apart from the transfers, so that asking for one does not need requests at once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..wire.own_names import ORIGIN_HEADER

TAKEN = frozenset({"FileAlreadyExists", "PreconditionFailed"})
"""Codes of a refusal to replace what has the key."""

SINGLE_LIMIT = 32 * 1024 * 1024
"""Bytes up to which a file goes in one piece."""

PART = 16 * 1024 * 1024
"""Bytes of a part of a file that does not go in one piece (ci-jobs §6: 1 MB to 5 GB)."""

_PARTS = 9_000
"""How many a file has at most; the service takes 10 000."""


def part_length(size: int) -> int:
    """Bytes of each part, but for the last, of a file of ``size`` bytes that goes in parts."""
    return max(PART, -(-size // _PARTS))


@dataclass(frozen=True)
class How:
    """How a file is put. ``by_reference``: the local cloud may take it where it lies.

    ``instead_of``: ``None`` replaces whatever has the key; ``""`` nothing (``x-cos-forbid-overwrite``, which COS
    takes with PUT Object and Complete Multipart Upload, not in a bucket with versions); an ETag that version only
    (the local cloud alone). A refusal is ``Rejected`` with a code of ``TAKEN``.
    ``origin`` is kept with it: the ETag of the object of an account that the file is a copy of.
    """

    by_reference: bool = True
    instead_of: str | None = None
    origin: str = ""

    @property
    def kept(self) -> dict[str, str]:
        """Headers that become part of the object."""
        return {ORIGIN_HEADER: self.origin} if self.origin else {}

    @property
    def headers(self) -> dict[str, str]:
        """Headers of what the object may replace."""
        if self.instead_of is None:
            return {}
        return {"if-match": f'"{self.instead_of}"'} if self.instead_of else {"x-cos-forbid-overwrite": "true"}


OVER_ANYTHING = How()


def shown_name(path: Path) -> str:
    """The name of ``path`` for a sentence, also when it is no UTF-8."""
    return os.fsencode(path.name).decode("utf-8", "replace")
