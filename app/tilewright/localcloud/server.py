"""The local cloud as one thing: store, queue, worker and server together; and `serve`, which runs it in a process."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..durable import make_private
from ..model.target import LOCAL_BUCKET, LOCAL_REGION
from ..wire.signature import Keys
from .access import Access
from .blobs import Blobs
from .callbacks import Callbacks
from .connection import Loopback
from .database import DATABASE_NAME, Database
from .home import ENDPOINT_NAME, Endpoint, Watch, read_endpoint, take, write_endpoint
from .local_settings import LocalSettings, SettingsFile
from .made_templates import MadeTemplates
from .parts import Parts
from .production import produce
from .queue import MOST_WAITING, Queue
from .room import Room
from .sending import PAUSES, Sender
from .service import Service
from .store import Place, Store
from .templates import FOLDER, Templates
from .uploads import ABANDONED, Uploads
from .worker import Produce, Worker

log = logging.getLogger(__name__)

TURN = 0.2
"""Seconds between two looks whether to end."""

CLOSE_WITHIN = 8.0
"""Seconds for ending the calls and the rendering."""


class LocalCloud:
    """A running service on a folder that the caller has locked. ``close`` ends every thread it started."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        bucket: str = LOCAL_BUCKET,
        region: str = LOCAL_REGION,
        clock: Callable[[], float] = time.time,
        produce: Produce = produce,
        embedded: bool = False,
        most_waiting: int = MOST_WAITING,
        callback_pauses: Sequence[float] = PAUSES,
        jobs_at_a_time: int | None = None,
    ) -> None:
        keys = Keys("local" + secrets.token_hex(12), secrets.token_hex(24))
        place = Place(bucket, region)
        with contextlib.ExitStack() as undo:
            path, blobs = make_private(folder) / DATABASE_NAME, Blobs(folder)
            self.database = Database(path, lambda: _set_aside(blobs))
            undo.callback(self.database.close)
            self.store = Store(self.database, blobs)
            settings = _settings_of(folder, jobs_at_a_time)
            self._callbacks = callbacks = Callbacks(self.database, settings, clock)
            self.queue = Queue(self.database, clock, most_waiting, callbacks.note)
            room = Room(self.store, settings)
            self.store.blobs.check_room = room.check
            uploads = Uploads(self.store, room.check)
            made = MadeTemplates(self.database)
            templates = Templates(folder / FOLDER, made)
            parts = Parts(self.store, uploads, room, self.queue, callbacks, templates, made, settings)
            service = Service(parts, Access(keys, clock), place, lambda: self._server.port)
            self._server = Loopback(service, port, self.database.identity, clock)
            undo.callback(self._server.server_close)
            self.store.recover()
            uploads.forget_abandoned(clock() - ABANDONED)
            self.store.host(place)
            self._worker = Worker(self.queue, self.store, produce, settings, room, callbacks.complete)
            self._sender = Sender(callbacks, callback_pauses)
            undo.pop_all()
        self.endpoint = Endpoint(
            f"http://127.0.0.1:{self._server.port}", bucket, region, keys.secret_id, keys.secret_key, embedded
        )

    def start(self) -> None:
        """Take calls and render, jobs of the last time first."""
        self._worker.start()
        self._sender.start()
        self._server.start()

    def accepted_posts(self) -> list[bytes]:
        """The bodies of all submissions ever accepted, in order: tests count them."""
        return self.queue.accepted_posts()

    @property
    def is_busy(self) -> bool:
        """Whether a job waits or runs, somebody is connected, or is still to be told of the end of a job."""
        if self._server.connections > 0 or self.queue.open_count() > 0:
            return True
        return self._callbacks.are_open()

    @property
    def last_used(self) -> float:
        """When somebody connected last, by the monotonic clock: most calls are over before anybody looks."""
        return self._server.last_used

    def close(self, timeout: float = CLOSE_WITHIN) -> None:
        """End calls, rendering and threads. A job under way waits for the next start."""
        self._server.close(timeout)
        has_ended = self._worker.close(timeout)
        if self._sender.close(timeout) and has_ended:
            self.store.keep_used()
            self.database.close()


def serve(
    data: Path,
    *,
    port: int = 0,
    bucket: str = LOCAL_BUCKET,
    region: str = LOCAL_REGION,
    on_ready: Callable[[Endpoint], None] = lambda endpoint: None,
    idle_end: float | None = None,
    jobs_at_a_time: int | None = None,
    should_stop: Callable[[float], bool],
) -> None:
    """Run the local cloud of the folder ``data`` until it is told to end, or was idle for ``idle_end`` seconds.

    ``should_stop(seconds)`` waits at most so long and says whether to end. ``on_ready`` is called when calls are
    answered and ``endpoint.json`` is written. ``jobs_at_a_time``, 1 to 8, wins over the folder's settings. Raises
    ``LocalTrouble`` when the folder is served already or the port is taken.
    """
    data = Path(os.path.abspath(data))  # noqa: PTH100 (links in the path stay)
    with take(data, should_stop):
        (data / ENDPOINT_NAME).unlink(missing_ok=True)
        cloud = LocalCloud(
            data,
            port=port,
            bucket=bucket,
            region=region,
            embedded=idle_end is not None,
            jobs_at_a_time=jobs_at_a_time,
        )
        try:
            cloud.start()
            write_endpoint(data, cloud.endpoint, os.getpid())
            log.info("The local cloud of %s answers at %s.", data, cloud.endpoint.address)
            on_ready(cloud.endpoint)
            _wait(cloud, Watch(data, cloud.endpoint), idle_end, should_stop)
        finally:
            _withdraw(data, cloud.endpoint)
            cloud.close()


def _set_aside(blobs: Blobs) -> None:
    if aside := blobs.set_aside():
        log.warning("The database of the local cloud is empty: what it may have named lies in %s now.", aside)


def _settings_of(folder: Path, jobs_at_a_time: int | None) -> Callable[[], LocalSettings]:
    read = SettingsFile(folder).read
    if jobs_at_a_time is None:
        return read
    return lambda: replace(read(), jobs_at_a_time=jobs_at_a_time)


def _wait(cloud: LocalCloud, watch: Watch, idle_end: float | None, should_stop: Callable[[float], bool]) -> None:
    last_busy = time.monotonic()
    while not should_stop(TURN):
        if not watch.is_ours():  # it also says again where calls are answered
            log.info("The folder was taken away; the local cloud ends.")
            return
        if cloud.is_busy:
            last_busy = time.monotonic()
        last_busy = max(last_busy, cloud.last_used)
        if idle_end is not None and time.monotonic() - last_busy >= idle_end and _leave(cloud, watch, should_stop):
            log.info("Nobody needed the local cloud for %s seconds; it ends.", idle_end)
            return


def _leave(cloud: LocalCloud, watch: Watch, should_stop: Callable[[float], bool]) -> bool:
    """Be found no more; whether nobody came in the last moment. Who did found a service, and will be answered."""
    before = cloud.last_used
    _withdraw(watch.folder, cloud.endpoint)
    return should_stop(TURN) or (cloud.last_used == before and not cloud.is_busy)


def _withdraw(folder: Path, endpoint: Endpoint) -> None:
    """Nobody shall find a service that is ending."""
    with contextlib.suppress(OSError):
        if read_endpoint(folder) == endpoint:
            (folder / ENDPOINT_NAME).unlink()
