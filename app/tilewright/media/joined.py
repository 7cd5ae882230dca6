"""Several files read as one, one after the other: the pieces of a video are a video."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO


class Joined(io.BufferedIOBase):
    """A seekable file for reading; one of ``paths`` is open at a time. Raises ``OSError`` as files do."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._ends = [*accumulate(path.stat().st_size for path in paths)]
        self._place = 0
        self._number = -1
        self._file: BinaryIO | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._ends[-1] if self._ends else 0}[whence]
        self._place = max(0, start + offset)
        return self._place

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes, fewer at the end only; all that is left for -1."""
        made = bytearray()
        while size is None or size < 0 or len(made) < size:
            piece = self._read_some(-1 if size is None or size < 0 else size - len(made))
            if not piece:
                break
            made += piece
        return bytes(made)

    def _read_some(self, size: int) -> bytes:
        number = bisect_right(self._ends, self._place)
        if number >= len(self._paths):
            return b""
        if number != self._number or self._file is None:
            self._leave()
            self._file, self._number = self._paths[number].open("rb"), number
        self._file.seek(self._place - (self._ends[number - 1] if number else 0))
        piece = self._file.read(size)
        self._place += len(piece)
        return piece

    def _leave(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def close(self) -> None:
        self._leave()
        super().close()
