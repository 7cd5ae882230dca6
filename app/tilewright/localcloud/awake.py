"""The computer does not fall asleep while a job runs, where the system has a program that sees to it.

That program holds its lock for as long as a command of ours runs: `cat`, which ends when we close what it reads from,
and also when we are killed. Nothing is left behind.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import subprocess
import sys
import threading
from types import TracebackType

log = logging.getLogger(__name__)

_GRACE = 1.0
"""Seconds for it to end."""


def _command() -> list[str]:
    """What keeps the system awake; empty where nothing is known that does."""
    if sys.platform == "linux" and (found := shutil.which("systemd-inhibit")):
        why = ["--who=Tilewright", "--why=A video is being made."]
        return [found, "--what=sleep:idle", "--mode=block", *why, "cat"]
    if sys.platform == "darwin" and (found := shutil.which("caffeinate")):
        return [found, "-i", "cat"]
    return []


class Awake:
    """Each running job holds it, in a ``with`` block; the first one starts the program and the last one ends it.

    Where it fails it is not tried again, and one line in the log says so: a computer that falls asleep renders later.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._jobs = 0
        self._is_useless = False
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> None:
        with self._turn:
            self._jobs += 1
            if self._jobs == 1 and not self._is_useless:
                self._start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._turn:
            self._jobs -= 1
            if self._jobs == 0:
                self._end()

    def _start(self) -> None:
        command = _command()
        try:
            if command:
                self._child = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={"PATH": os.defpath, "LC_ALL": "C"},
                    start_new_session=True,
                )
        except OSError:
            command = []
        if not command:
            self._give_up()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with child:
            if child.stdin is not None:
                with contextlib.suppress(OSError):
                    child.stdin.close()
            try:
                child.wait(_GRACE)
            except subprocess.TimeoutExpired:
                child.kill()
        if child.returncode:  # the system refused, or it does not do what is known of it
            self._give_up()

    def _give_up(self) -> None:
        self._is_useless = True
        log.info("Nothing keeps this computer awake while videos are made.")
