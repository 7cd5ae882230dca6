"""The local cloud as the work of a whole process: the verb `serve`, by hand or embedded."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from ..model.target import LOCAL_BUCKET, LOCAL_REGION
from .home import IDLE_END, Endpoint
from .server import serve


def serve_here(
    data: Path,
    *,
    port: int = 0,
    bucket: str = LOCAL_BUCKET,
    region: str = LOCAL_REGION,
    embedded: bool = False,
    jobs_at_a_time: int | None = None,
    on_ready: Callable[[Endpoint], None] = lambda endpoint: None,
) -> None:
    """Run the local cloud of the folder ``data`` in this process, from its main thread, until a signal ends it.

    ``embedded``: started on need by window or command line; it ends itself when nobody needs it, and Ctrl+C at a
    terminal is not for it. Raises as ``server.serve`` does.
    """
    ending = threading.Event()
    with _ended_by_signals(ending, embedded=embedded), _private_files():
        serve(
            data,
            port=port,
            bucket=bucket,
            region=region,
            on_ready=on_ready,
            idle_end=IDLE_END if embedded else None,
            jobs_at_a_time=jobs_at_a_time,
            should_stop=ending.wait,
        )


@contextlib.contextmanager
def _private_files() -> Iterator[None]:
    """What the service and its FFmpeg write is for the owner only (security 5), also while it is being made."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def _ended_by_signals(ending: threading.Event, *, embedded: bool) -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        ending.set()

    wishes: dict[int, Callable[[int, FrameType | None], None] | signal.Handlers] = {signal.SIGTERM: end}
    wishes[signal.SIGINT] = signal.SIG_IGN if embedded else end
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # else `nohup` wants so
        wishes[signal.SIGHUP] = signal.SIG_IGN if embedded else end
    before = {number: signal.signal(number, wish) for number, wish in wishes.items()}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old if old is not None else signal.SIG_DFL)
