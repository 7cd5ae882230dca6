"""The room of a local cloud on its disk: what its contents take, how much is kept free, and what may go."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from ..errors import AppError, DiskFull
from ..text import say
from ..wire import xml
from .local_settings import LocalSettings
from .store import Place, Store

FLOOR = 500 << 20
"""Bytes of the disk that are kept free where the user set nothing; a twentieth of it on a small one."""

_MIB = 1 << 20
_ENDED = ("Success", "Failed", "Cancel")


def free_and_kept(folder: Path, settings: LocalSettings) -> tuple[int, int]:
    """Bytes that are free on the disk of ``folder``, and bytes that a local cloud there keeps free of them."""
    disk = shutil.disk_usage(folder)
    return disk.free, min(FLOOR, disk.total // 20) if settings.free_floor is None else settings.free_floor


class Room:
    """Threads may share it. The disk is asked anew each time: that costs microseconds."""

    def __init__(self, store: Store, settings: Callable[[], LocalSettings]) -> None:
        self._store = store
        self._settings = settings

    def state(self) -> tuple[int, int]:
        """Bytes of the disk that are free, and bytes that are kept free; no bounds where the disk does not tell."""
        try:
            return free_and_kept(self._store.blobs.folder, self._settings())
        except OSError:
            return sys.maxsize, 0

    def check(self, coming: int = 0) -> None:
        """Raise ``DiskFull`` when less than what is kept free would be left after ``coming`` bytes."""
        free, floor = self.state()
        if free - coming < floor:
            raise _full(free, floor)

    def check_running(self) -> None:
        """Raise ``DiskFull`` when a job that runs has to end: it may use half of what is kept free."""
        free, floor = self.state()
        if free < floor // 2:
            raise _full(free, floor)

    def shortage(self) -> str:
        """The sentence why no job is started; empty when there is room."""
        try:
            self.check()
        except DiskFull as error:
            return error.message
        return ""

    def work(self) -> int:
        """Bytes of files that are being written, also of those in folders: results in pieces."""
        sizes = 0
        for folder, _, names in os.walk(self._store.blobs.work):
            for name in names:
                with contextlib.suppress(FileNotFoundError):  # it was finished meanwhile
                    sizes += Path(folder, name).stat().st_size
        return sizes

    def is_named(self, place: Place, key: str) -> bool:
        """Whether a job that waits or runs names the object, or may: a text that has bucket and key counts."""
        with self._store.database.read() as rows:
            found = rows.execute("SELECT request, resolved FROM job WHERE state NOT IN (?, ?, ?)", _ENDED).fetchall()
        return any(_names(bytes(row["resolved"] or row["request"]), place, key) for row in found)


def _names(request: bytes, place: Place, key: str) -> bool:
    """As it is read, whatever its encoding is and wherever comments stand in a value. What cannot be read may name it.

    Most need no parser: it takes 40 times as long, and others wait for the database.
    """
    try:
        if xml.is_plain(request):
            text = request.decode("ascii")
        else:
            text = "\n".join(map(xml.text_of, xml.parse(request, "The request").iter()))
    except AppError:
        return True
    text = unquote(text)
    return f"/{key}" in text and place.bucket in text


def _full(free: int, floor: int) -> DiskFull:
    return DiskFull(
        say(
            "No room left on the disk: {free} MiB are free, of which the local cloud leaves {floor} MiB alone.",
            free=max(0, free) // _MIB,
            floor=-(-floor // _MIB),
        ),
        "Free some space and try again.",
    )
