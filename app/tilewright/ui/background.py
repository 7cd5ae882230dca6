"""All work that takes time. It runs in threads of this file's making; what it tells arrives in the UI thread.

Work is a use case: a generator of typed events that is given ``wait``, which sleeps and says whether to stop. The
command line runs the same generators in a ``for`` loop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ..errors import AppError, LocalTrouble
from ..text import say

log = logging.getLogger(__name__)

Wait = Callable[[float], bool]
Work = Callable[[Wait], Iterable[object]]
_What = Literal["event", "done", "failed"]


class Task:
    """Work that was asked for. ``cancel`` stops it at its next event or wait; nothing arrives from it afterwards."""

    def __init__(
        self,
        work: Work,
        on_event: Callable[[object], None] | None,
        on_done: Callable[[], None] | None,
        on_failed: Callable[[AppError], None] | None,
    ) -> None:
        self.work, self.on_event, self.on_done, self.on_failed = work, on_event, on_done, on_failed
        self._stop = threading.Event()
        self.is_running = True
        self.is_standing = False

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep, and say whether to stop; for the work itself."""
        return self._stop.wait(seconds)

    def cancel(self) -> None:
        self._stop.set()
        self.is_running = False


class Bell:
    """Rung in the UI thread, heard by standing work: once, however often it was rung meanwhile."""

    def __init__(self) -> None:
        self._is_rung = threading.Event()

    def ring(self) -> None:
        self._is_rung.set()

    def heard(self) -> bool:
        """Whether it was rung since this was called last; for the work itself."""
        is_rung = self._is_rung.is_set()
        if is_rung:
            self._is_rung.clear()
        return is_rung


class Background(QObject):
    """Owner of all worker threads of the window. It lives in the UI thread, and all callbacks run there.

    Tasks of one ``lane`` run one after another in the order asked for; a task without a lane has a thread of its own.
    """

    _arrived = Signal(object, str, object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guard = threading.Lock()
        self._lanes: dict[str, deque[Task]] = {}
        self._threads: set[threading.Thread] = set()
        self._tasks: set[Task] = set()
        self._is_closed = False
        self._closing = threading.Event()
        self._held: list[tuple[Task, str]] | None = None
        # A method of a QObject of the UI thread: Qt brings what a worker emits over to that thread.
        self._arrived.connect(self._on_arrived)

    def run(
        self,
        work: Work,
        *,
        on_event: Callable[[object], None] | None = None,
        on_done: Callable[[], None] | None = None,
        on_failed: Callable[[AppError], None] | None = None,
        lane: str = "",
        is_standing: bool = False,
        is_first: bool = False,
    ) -> Task:
        """Start ``work`` in the background. One of ``on_done`` and ``on_failed`` comes last, unless it is cancelled.

        What ``is_standing`` goes on as long as the window is open, and does not count as being busy. What ``is_first``
        is a part of opening the window, and waits for no `release`; it has no lane.
        """
        task = Task(work, on_event, on_done, on_failed)
        task.is_standing = is_standing
        if self._is_closed:
            task.cancel()
            return task
        self._tasks.add(task)
        if self._held is not None and not is_first:
            self._held.append((task, lane))
        else:
            self._begin(task, lane)
        return task

    def hold(self) -> None:
        """What is asked for from now on waits for `release`: while a window opens, nothing competes with it. It is not
        only a matter of waiting: threads that take turns at the interpreter cost the UI thread twice its own time.
        """
        if self._held is None:
            self._held = []

    def release(self) -> None:
        held, self._held = self._held or [], None
        for task, lane in held:
            self._begin(task, lane)

    def _begin(self, task: Task, lane: str) -> None:
        with self._guard:
            queue = self._lanes.get(lane) if lane else None
            if queue is not None:
                queue.append(task)
                return
            if lane:
                self._lanes[lane] = deque([task])
            thread = threading.Thread(target=self._work_lane if lane else self._work_one, args=(lane or task,))
            thread.name, thread.daemon = f"tilewright-{lane or 'work'}", True
            self._threads.add(thread)
        thread.start()

    def wait(self, seconds: float) -> bool:
        """Sleep in a worker's thread, and say whether the window is closing."""
        return self._closing.wait(seconds)

    @property
    def is_busy(self) -> bool:
        return any(task.is_running and not task.is_standing for task in self._tasks)

    def close(self, timeout: float = 5.0) -> bool:
        """Cancel everything and wait for the threads, ``timeout`` seconds in all; whether all of them ended."""
        self._is_closed, self._held = True, None
        self._closing.set()
        for task in tuple(self._tasks):
            task.cancel()
        end = time.monotonic() + timeout
        with self._guard:
            threads = tuple(self._threads)
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        late = [thread.name for thread in threads if thread.is_alive()]
        if late:
            log.warning("Still running at the end: %s", ", ".join(late))
        return not late

    # In a worker's thread

    def _work_one(self, task: Task) -> None:
        try:
            self._perform(task)
        finally:
            self._forget_thread()

    def _work_lane(self, lane: str) -> None:
        try:
            while True:
                with self._guard:
                    queue = self._lanes[lane]
                    if not queue:
                        del self._lanes[lane]
                        return
                    task = queue.popleft()
                self._perform(task)
        finally:
            self._forget_thread()

    def _forget_thread(self) -> None:
        with self._guard:
            self._threads.discard(threading.current_thread())

    def _perform(self, task: Task) -> None:
        try:
            for event in () if task.is_cancelled else task.work(task.wait):
                self._tell(task, "event", event)
                if task.wait(0):
                    break
        except AppError as error:
            self._tell(task, "failed", error)
        except Exception:
            log.exception("Work in the background failed")
            hint = say("Try again; if it happens again, report it with the file tilewright.log.")
            self._tell(task, "failed", LocalTrouble("Tilewright made a mistake and stopped this work.", hint))
        else:
            self._tell(task, "done", None)

    def _tell(self, task: Task, what: _What, value: object) -> None:
        try:
            self._arrived.emit(task, what, value)
        except RuntimeError:  # the window is gone already
            log.debug("Nobody is there any more for %s", what)

    # In the UI thread

    def _on_arrived(self, task: Task, what: _What, value: object) -> None:
        if what != "event":
            self._tasks.discard(task)
        if task.is_cancelled:
            return
        if what == "event" and task.on_event:
            task.on_event(value)
        if what != "event":
            task.is_running = False
        if what == "done" and task.on_done:
            task.on_done()
        if what == "failed" and isinstance(value, AppError):
            if task.on_failed:
                task.on_failed(value)
            else:
                log.info("Work in the background ended: %s", value)
        if all(task.is_standing for task in self._tasks):
            self.idle.emit()
