"""An object of the bucket as a file: reads the parts that are wanted, whole blocks at a time."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 512 * 1024
"""Bytes asked for at a time: a probe jumps between both ends of a file, a player reads on."""

_KEPT = 16


class RangedReader(io.RawIOBase):
    """Seekable, read-only. ``read_range(start, end)`` gives the bytes from ``start`` up to before ``end``.

    Keeps the last 16 blocks, so that going back and forth asks nothing twice. Errors of ``read_range`` pass through.
    """

    def __init__(self, size: int, read_range: Callable[[int, int], bytes]) -> None:
        super().__init__()
        self._size = size
        self._read_range = read_range
        self._position = 0
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("negative position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        number, skip = divmod(self._position, BLOCK)
        if self._position >= self._size or not view:
            return 0
        piece = self._block(number)[skip : skip + len(view)]
        view[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def _block(self, number: int) -> bytes:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        block = self._read_range(number * BLOCK, min((number + 1) * BLOCK, self._size))
        self._blocks[number] = block
        if len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)
        return block
