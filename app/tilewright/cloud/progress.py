"""A transfer as an iterator of its progress, so that use cases stay generators."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator

OnProgress = Callable[[int, int], None]


class _Abandoned(BaseException):
    """The one who watched is gone: end the transfer at its next report."""


def follow(work: Callable[[OnProgress], None]) -> Generator[tuple[int, int], None, None]:
    """Run ``work`` beside us and yield bytes done and bytes in all as it reports them; its errors pass through.

    When the iterator is closed, ``work`` is ended at its next report and waited for.
    """
    news: queue.SimpleQueue[tuple[int, int] | BaseException | None] = queue.SimpleQueue()
    abandoned = threading.Event()

    def report(done: int, total: int) -> None:
        if abandoned.is_set():
            raise _Abandoned
        news.put((done, total))

    def run() -> None:
        try:
            work(report)
        except _Abandoned:
            return
        except BaseException as error:  # noqa: BLE001 - it is raised again for the one who watches
            news.put(error)
        else:
            news.put(None)

    thread = threading.Thread(target=run, name="transfer", daemon=True)
    thread.start()
    try:
        while (item := news.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        abandoned.set()
        thread.join(timeout=60)
