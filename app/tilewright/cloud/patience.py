"""Answers that trickle: a peer that sends a byte now and then never lets a read time out, and never ends."""

from __future__ import annotations

import http.client
import io
import time
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

LEAST_RATE = 100
"""Bytes a second that an answer must bring, on average, once it takes long."""


class Patient(HTTPAdapter):
    """Repeats nothing, and gives an answer up that takes longer than ``seconds`` and comes slower than ``LEAST_RATE``.

    Head and body alike: the reading then fails as for a time-out.
    """

    def __init__(self, seconds: float) -> None:
        self._pools = _pools(seconds)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **named: Any) -> Any:
        manager = super().proxy_manager_for(*args, **named)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(seconds: float) -> dict[str, type[HTTPConnectionPool]]:
    """Pools whose connections read answers that way."""

    class Answer(http.client.HTTPResponse):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            self.fp = io.BufferedReader(_Watched(self.fp.detach(), seconds))

    class Plain(HTTPConnection):
        response_class = Answer

    class Safe(HTTPSConnection):
        response_class = Answer

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SafePool(HTTPSConnectionPool):
        ConnectionCls = Safe

    return {"http": PlainPool, "https": SafePool}


class _Watched(io.RawIOBase):
    """What comes over a socket; raises ``TimeoutError`` when it takes too long and is too little."""

    def __init__(self, inner: io.RawIOBase, seconds: float) -> None:
        super().__init__()
        self._inner = inner
        self._seconds = seconds
        self._began = time.monotonic()
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        read = self._inner.readinto(buffer)
        self._count += read or 0
        taken = time.monotonic() - self._began
        if read and taken > self._seconds and self._count < taken * LEAST_RATE:
            raise TimeoutError("the answer trickles")
        return read

    def close(self) -> None:
        self._inner.close()
        super().close()
