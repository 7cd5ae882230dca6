"""A renderer that tests hold up: a local cloud given one makes no videos, and its jobs end when the test says so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tilewright.localcloud.production import JobFailed
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.store import Store
from tilewright.media.ffmpeg import Stopped


class Gate:
    """Renders nothing: each job waits until ``open`` and then has the content ``made``, or fails as told."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.seen: list[str] = []
        self.fails: dict[str, JobFailed] = {}
        self.running = 0
        self.most_running = 0

    def __call__(
        self, job: QueuedJob, store: Store, output: Path, *, on_progress: Callable[[float], None], **rest: Any
    ) -> None:
        self.running += 1
        self.most_running = max(self.running, self.most_running)
        self.seen.append(job.id)
        try:
            while not self.opened.wait(0.01):
                if rest["should_stop"]():
                    raise Stopped("stopped")
            if job.id in self.fails:
                raise self.fails[job.id]
            on_progress(0.5)
            output.write_bytes(b"made")
        finally:
            self.running -= 1
