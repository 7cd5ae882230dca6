"""What comes in on one connection: heads of a bounded size, bodies to their last byte, and nobody who sends slowly."""

from __future__ import annotations

import re
import socket
import time
from http.client import LineTooLong
from io import BufferedIOBase, RawIOBase
from typing import TYPE_CHECKING, Protocol

from .exchange import Fault

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

IDLE = 30.0
"""Seconds without a byte after which a connection is closed."""

HEAD_TIME = 10.0
"""Seconds from the first byte of a request to the end of its head."""

BODY_TIME = 30.0
"""Seconds of waiting for a body in which ``BODY_RATE`` bytes a second must have come, or its end."""

BODY_RATE = 1024

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;[^\r\n]*)?\r?\n")
_LONGEST_LINE = 1024
"""Bytes of a line that tells the size of a chunk, or follows the last one."""

_MOST_TRAILERS = 100


class TooSlow(Exception):
    """A request began to come in, and does not get on."""


class Incoming(RawIOBase):
    """The bytes of ``connection``: raises ``TimeoutError`` when no request begins, ``TooSlow`` when one gets stuck.

    Only the time in which the caller has to be waited for counts.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._has_begun = False
        self._left = IDLE
        self._came: int | None = None

    def expect_head(self) -> None:
        """The next request may begin now, or never."""
        self._has_begun, self._left, self._came = False, IDLE, None

    def expect_body(self) -> None:
        self._left, self._came = BODY_TIME, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        began = time.monotonic()
        self._connection.settimeout(max(0.001, min(self._left, IDLE)))
        try:
            count = self._connection.recv_into(buffer)
        except TimeoutError as error:
            if not self._has_begun:
                raise
            raise TooSlow from error
        finally:
            self._connection.settimeout(IDLE)
        self._left -= time.monotonic() - began
        if not self._has_begun:
            self._has_begun, self._left = True, HEAD_TIME
        elif self._came is not None:
            self._came += count
            if self._came >= BODY_TIME * BODY_RATE:
                self._left, self._came = BODY_TIME, 0
        return count


class Head:
    """Reads the lines of a request's head; more than ``left`` bytes in all are refused."""

    def __init__(self, file: BufferedIOBase, left: int) -> None:
        self._file = file
        self._left = left

    def readline(self, limit: int = -1) -> bytes:
        line = self._file.readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            raise LineTooLong("header")
        return line


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Chunks:
    """A body in chunks; raises ``ValueError`` for what is none. (Werkzeug's reader tells of memory that is not its
    own when a chunk ends early.)
    """

    def __init__(self, file: BufferedIOBase) -> None:
        self._file = file
        self._left = 0
        self._is_over = False

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of one chunk; none at the end."""
        if not self._left and not self._is_over:
            found = _CHUNK.fullmatch(self._file.readline(_LONGEST_LINE))
            if found is None:
                raise ValueError("no size of a chunk")
            self._left = int(found[1], 16)
            if not self._left:
                self._is_over = True
                self._pass_trailers()
        if self._is_over:
            return b""
        piece = self._file.read(min(size, self._left))
        self._left -= len(piece)
        if not piece or (not self._left and self._file.readline(2) not in {b"\r\n", b"\n"}):
            raise ValueError("a chunk without its end")
        return piece

    def _pass_trailers(self) -> None:
        for _ in range(_MOST_TRAILERS):
            line = self._file.readline(_LONGEST_LINE)
            if line in {b"\r\n", b"\n"}:
                return
            if not line.endswith(b"\n"):
                break
        raise ValueError("no end of the body")


class Body:
    """The body of a request, and no byte of the next one."""

    def __init__(self, file: BufferedIOBase, length: int | None) -> None:
        self._file: _Readable = _Chunks(file) if length is None else file
        self._left = length
        self.is_read = length == 0

    def read(self, size: int) -> bytes:
        if self.is_read or self._left == -1:
            return b""
        try:
            wanted = size if self._left is None else min(size, self._left)
            piece = self._file.read(wanted)
        except TooSlow as error:
            raise Fault(400, "RequestTimeout", "The body comes too slowly.") from error
        except (OSError, ValueError) as error:
            raise Fault(400, "IncompleteBody", "The body ended early or is not readable.") from error
        if self._left is not None:
            if not piece:
                raise Fault(400, "IncompleteBody", "The body is shorter than its Content-Length.")
            self._left -= len(piece)
        self.is_read = not piece if self._left is None else self._left == 0
        return piece
