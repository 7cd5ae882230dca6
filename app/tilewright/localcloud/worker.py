"""The threads that render: as many jobs at a time as the user wants, one usually, in the order of the queue."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from ..errors import AppError, DiskFull
from ..media.ffmpeg import Stopped, find_ffmpeg
from ..points import reach
from ..wire.jobs import size_of_echo
from ..wire.request import read_request
from . import readings
from .awake import Awake
from .container import Kind, beside, kind_of, type_of_piece
from .job_failed import JobFailed
from .local_settings import MOST_AT_A_TIME, LocalSettings
from .pieces import check_names, check_whole, result_of
from .queue import Queue, QueuedJob, Result
from .room import Room
from .store import Entry, Facts, Store, forget_blobs, write_object
from .sums import MOST_AT_ONCE, OnSums, Sums, new_etag, unheard
from .told import media_info_of, media_info_of_pieces

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds before the queue is tried again after the disk or the database failed."""

STEP = 0.25
"""Seconds between two notes of progress."""


class Produce(Protocol):
    """Renders a job and gives what FFmpeg said, if anything; see ``production.produce``."""

    def __call__(
        self,
        job: QueuedJob,
        store: Store,
        output: Path,
        *,
        on_progress: Callable[[float], None],
        on_start: Callable[[int], None],
        on_end: Callable[[], None],
        should_stop: Callable[[], bool],
    ) -> str | None: ...


class Worker:
    """``settings`` are asked before each job: a change holds for the next one, those under way are left alone.
    ``on_sums`` is that of `Sums`.
    """

    def __init__(
        self,
        queue: Queue,
        store: Store,
        produce: Produce,
        settings: Callable[[], LocalSettings] = LocalSettings,
        room: Room | None = None,
        on_sums: OnSums = unheard,
    ) -> None:
        self._queue = queue
        self._store = store
        self._produce = produce
        self._settings = settings
        self._room = room or Room(store, settings)
        self._sums = Sums(store, on_sums)
        self._full = ""
        self._making: list[str] = []  # ids of jobs whose result is being made, the youngest last
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._awake = Awake()
        self._threads = [
            threading.Thread(target=self._run, args=(number,), name=f"localcloud-worker-{number}", daemon=True)
            for number in range(MOST_AT_A_TIME)
        ]

    def start(self) -> None:
        for job_id, child in self._queue.recover():
            if end_orphan(child):
                log.info("Ended the FFmpeg that was left behind by job %s.", job_id)
        self._sums.start()
        for thread in self._threads:
            thread.start()

    def close(self, timeout: float) -> bool:
        """End the threads; jobs under way are stopped and wait again. Whether all ended within ``timeout`` seconds."""
        end = time.monotonic() + timeout
        self._stop.set()
        with self._queue.changed:
            self._queue.changed.notify_all()
        alive = [thread for thread in self._threads if thread.is_alive()]
        for thread in alive:
            thread.join(max(0.0, end - time.monotonic()))
        has_ended = self._sums.close(max(0.0, end - time.monotonic()))
        return has_ended and not any(thread.is_alive() for thread in alive)

    def _run(self, number: int) -> None:
        with contextlib.suppress(AppError):  # whether there is one is the job's to tell
            find_ffmpeg()  # asks it once; the less lies between a job's beginning and FFmpeg's start, the surer a
            # job is the reason when the service dies there each time (queue.MOST_ATTEMPTS)
        while not self._stop.is_set():
            try:
                self._serve_next(number)
            except AppError as error:
                log.error("The queue waits: %s", error)  # noqa: TRY400 (the sentence is enough)
                self._stop.wait(PAUSE)
            except Exception:  # the edge of the thread: the service goes on
                log.exception("The queue waits after an unexpected error.")
                self._stop.wait(PAUSE)

    def _serve_next(self, number: int) -> None:
        """Serve the next job, or wait for one for a moment."""
        is_wanted = number < self._settings().jobs_at_a_time and not self._room.shortage()
        job = self._queue.claim() if is_wanted else None
        if job is not None:
            with self._awake:
                self._serve(job)
            return
        with self._queue.changed:
            if not self._stop.is_set() and not (is_wanted and self._queue.has_waiting()):
                self._queue.changed.wait(1.0)

    def _serve(self, job: QueuedJob) -> None:
        output = self._store.blobs.temporary()
        with self._guard:
            self._making.append(job.id)
        try:
            before = readings.look_before(job, self._store)
            said = self._produce(
                job,
                self._store,
                output,
                on_progress=_Notes(self._queue, job.id),
                on_start=lambda pid: self._queue.note_child(job.id, child_name(pid)),
                on_end=lambda: self._forget_child(job),
                should_stop=lambda: self._stop.is_set() or self._has_to_end(job),
            )
            reach("localcloud.render.done")
            self._leave(job)  # it cannot end early any more
            self._finish(job, output, said or "", before)
        except Stopped:
            if self._stop.is_set():
                self._queue.give_back(job.id)
            else:
                self._fail(job, output, "InternalError", self._full)
        except JobFailed as error:
            self._fail(job, output, error.code, str(error), error.log)
        except AppError as error:
            self._fail(job, output, "InternalError", str(error))
        except Exception as error:
            if self._stop.is_set():  # threads cannot be begun any more where the program ends: the job is not at fault
                log.info("Job %s waits again, as the service ends: %s", job.id, error)
                self._queue.give_back(job.id)
                return
            log.exception("Job %s failed unexpectedly.", job.id)
            self._fail(job, output, "InternalError", "The local cloud has an error of its own; its log tells more.")
        finally:
            _remove(output)
            self._leave(job)

    def _forget_child(self, job: QueuedJob) -> None:
        try:
            self._queue.note_child(job.id, None)
        except AppError as error:
            log.warning("That FFmpeg has ended for job %s was not noted: %s", job.id, error)

    def _leave(self, job: QueuedJob) -> None:
        with self._guard:
            if job.id in self._making:
                self._making.remove(job.id)

    def _has_to_end(self, job: QueuedJob) -> bool:
        """Whether the disk is nearly full: a job under way fails before it is (ci-jobs has no code for it).

        The youngest does, alone: what it wrote is gone before the next one is asked, and may be room enough.
        """
        with self._guard:
            if self._making[-1:] != [job.id]:
                return False
            try:
                self._room.check_running()
            except DiskFull as error:
                self._full = str(error)
                return True
            return False

    def _fail(self, job: QueuedJob, output: Path, code: str, message: str, said: str = "") -> None:
        """Record the failure; when even that finds no room, again and again until it does.

        What was made of the result goes first: on a full disk that is the room.
        """
        log.info("Job %s failed: %s", job.id, message)
        _remove(output)
        while True:
            try:
                self._queue.fail(job.id, code, message, said)
                return
            except AppError as error:
                log.error("Job %s waits for its end to be recorded: %s", job.id, error)  # noqa: TRY400
            if self._stop.wait(PAUSE):
                return

    def _finish(self, job: QueuedJob, output: Path, said: str, before: readings.Blobs) -> None:
        """Move the result in: objects and state change in one commit, so nobody sees the one without the other."""
        wanted = read_request(job.wanted).composition
        kind = kind_of(wanted.transcode)
        place, key = result_of(job, wanted)
        made = list(_parts(output, key, kind))
        if kind.has_pieces:
            check_whole(made[0][0])
            check_names(place, [name for _, name, _ in made], size_of_echo(job.request))
        media_info = media_info_of_pieces(output) if kind.has_pieces else media_info_of(output)
        entries: list[Entry] = []
        is_small = sum(path.stat().st_size for path, _, _ in made) <= MOST_AT_ONCE
        try:
            for path, name, content_type in made:
                blob, md5 = self._store.blobs.take(path, reads=is_small)
                entries.append(Entry(name, blob, md5 or new_etag(blob.size), Facts(content_type), time.time()))
            _remove(output)  # of pieces an empty folder is left
            reach("localcloud.result.written")
            with self._store.database.write() as rows:
                readings.keep(rows, job.id, before, self._store)
                gone = [left for one in entries for left in forget_blobs(rows, write_object(rows, place, one))]
                self._queue.keep_log(rows, job.id, said)
                self._queue.succeed(
                    rows, job.id, [Result(place, one.key, one.etag, one.etag) for one in entries], media_info
                )
        except BaseException:
            self._store.discard(one.blob for one in entries)
            raise
        reach("localcloud.result.committed")
        if not is_small:
            self._sums.add(job.id)
        self._store.discard(gone)


def _parts(output: Path, key: str, kind: Kind) -> Iterator[tuple[Path, str, str]]:
    """The files of a result with their keys and content types; a playlist comes before its pieces."""
    if not kind.has_pieces:
        yield output, key, kind.content_type
        return
    playlist = f".{kind.ending}"
    for path in sorted(output.iterdir(), key=lambda one: (one.suffix != playlist, one.name)):
        if path.suffix == playlist:
            yield path, key, kind.content_type
        else:
            yield path, beside(key, path.name), type_of_piece(path)


class _Notes:
    """Takes the part that is done and notes whole percents now and then; one that cannot be noted costs no video."""

    def __init__(self, queue: Queue, job_id: str) -> None:
        self._queue = queue
        self._job_id = job_id
        self._percent = 0
        self._next = 0.0

    def __call__(self, part: float) -> None:
        percent = int(part * 100)
        if percent > self._percent and time.monotonic() >= self._next:
            try:
                self._queue.note_progress(self._job_id, percent)
            except AppError as error:
                log.warning("The progress of job %s was not noted: %s", self._job_id, error)
            self._percent = percent
            self._next = time.monotonic() + STEP


def child_name(pid: int) -> str:
    """A process by id and start time, so that another one that got its id later is never taken for it."""
    return f"{pid} {_start_of(pid)}"


def _start_of(pid: int) -> str:
    if sys.platform != "linux":
        return ""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def end_orphan(child: str) -> bool:
    """Kill the process that ``child_name`` named if it still runs. Where start times are unknown: never."""
    pid, _, start = child.partition(" ")
    if not start or not pid.isdigit() or _start_of(int(pid)) != start:
        return False
    try:
        os.kill(int(pid), signal.SIGKILL)
    except OSError:
        return False
    return True


def _remove(output: Path) -> None:
    """Where even that fails the job's end is recorded all the same; the next start clears the rest away."""
    try:
        if output.is_dir():
            shutil.rmtree(output)
        else:
            output.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s was not removed: %s", output, error)
