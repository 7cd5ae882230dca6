"""A window to which a thousand videos are added at once, with a clock on its UI thread: FILE [PROFILE_MS].

What the background would find out of each video is made up, so that all of it comes as fast as it can. FILE gets the
dearest events, worst first; with PROFILE_MS events above it are profiled, worst last, to stdout.
"""

from __future__ import annotations

import contextlib
import cProfile
import gc
import json
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QTimer

from support.builders import source, url
from support.event_clock import EventClock
from tilewright.media.picture import Picture
from tilewright.ui.application import make_application
from tilewright.ui.theme.theme import Theme
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench
from tilewright.usecases import make, pictures
from tilewright.usecases.events import Added
from tilewright.usecases.workplace import Workplace

MANY = 1000
LIMIT = 60.0
"""Seconds after which something is wrong."""


class Profiled(EventClock):
    """Prints what events spend their time on that take longer than ``above`` seconds, unless that is 0."""

    above = 0.0

    def _on_begin(self, receiver: int, event: int) -> None:
        super()._on_begin(receiver, event)
        self._profile = cProfile.Profile(time.thread_time)
        if self.above:
            self._profile.enable()

    def _on_end(self, spent: float) -> None:
        self._profile.disable()
        super()._on_end(spent)
        if self.above and spent > self.above:
            pstats.Stats(self._profile).sort_stats("cumtime").print_stats(30)


def found(videos: Sequence[str], _: Any) -> Iterator[Added]:
    for number in range(MANY):
        yield Added(f"{number}.mp4", url(f"{number}"), source())


def seen(_: str, __: Any, ___: Path, longest: int) -> Picture:
    size = (longest, longest * 9 // 16)
    return Picture(*size, bytes(3 * size[0] * size[1]))


@contextlib.contextmanager
def no_service(*_: object) -> Iterator[object]:
    yield SimpleNamespace(client=None)


def main(report: Path, above_ms: float = 0.0) -> None:
    make.add_videos, pictures.picture_of = found, seen  # type: ignore[assignment]
    Workplace.service = no_service  # type: ignore[assignment, method-assign]
    application = make_application()
    clock = Profiled(application)
    window = MainWindow(Workbench(Workplace.open(), Theme(application, "light")))
    window.show()
    window.panels.fill_now()
    bench = window.bench
    bench.page_wanted.emit("frame", "")
    bench.page_wanted.emit("tile", "")

    def run_until(look: Callable[[], bool]) -> None:
        end = time.monotonic() + LIMIT
        timer = QTimer(interval=20)
        timer.timeout.connect(
            lambda: application.exit(0 if look() else 1) if look() or time.monotonic() > end else None
        )
        timer.start()
        if application.exec():
            raise TimeoutError

    def is_done() -> bool:
        return len(bench.pictures._kept) == MANY and not bench.background.is_busy and not bench.adding.is_busy

    waited = iter(range(40))
    run_until(lambda: next(waited, None) is None)  # the inspector makes its pages
    gc.collect()
    gc.freeze()
    clock.clear()
    clock.above = above_ms / 1000
    begin = time.thread_time()
    bench.adding.add(["any"])
    run_until(is_done)
    waited = iter(range(20))
    run_until(lambda: next(waited, None) is None)
    spent = time.thread_time() - begin
    report.write_text(json.dumps({"seconds": round(spent, 2), "events": clock.worst}), "utf-8")
    bench.files.ending.skip_question()
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(float, sys.argv[2:]))
