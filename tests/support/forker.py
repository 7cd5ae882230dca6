"""Real processes of the command line that start in milliseconds: a process that has everything imported forks each.

``forker()`` starts that process; ``Forker.start`` is one command, in a process of its own. ``run`` and
``run_killed_at`` do what those of ``support.cli`` do, by one such process for all tests.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from support.cli import Done


@dataclass
class Command:
    """A command that runs, or ran, in a process of its own."""

    forker: Forker
    number: int
    pid: int
    out: Path
    err: Path
    struck: Path
    """There once its disk began to fail."""

    def kill(self) -> None:
        """End it as no program can prevent; nothing happens if it is over."""
        with contextlib.suppress(ProcessLookupError):
            if not self.forker.hear(self.is_over, 0):
                os.kill(self.pid, signal.SIGKILL)

    def is_over(self) -> bool:
        return self.number in self.forker.ended

    def wait(self, seconds: float = 120) -> Done:
        """How it ended: as a code of the system, so minus the number of a signal."""
        if not self.forker.hear(self.is_over, seconds):
            self.kill()
            raise AssertionError(f"does not end; said: {self.err.read_text('utf-8', 'replace')[-2000:]}")
        code = self.forker.ended[self.number]
        return Done(code, self.out.read_text("utf-8", "replace"), self.err.read_text("utf-8", "replace"))


class Forker:
    """Starts commands. ``folder`` takes what they say."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process, self._folder = process, folder
        self._heard = b""
        self._started: dict[int, int] = {}
        self._count = 0
        self.ended: dict[int, int] = {}

    def start(
        self,
        *args: str | Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        kill_at: tuple[str, int] | None = None,
        disk_fails_at: tuple[str, int] | None = None,
    ) -> Command:
        """Start a verb with the environment of the test and ``env`` over it.

        With ``kill_at`` it kills itself when it comes to that point for the n-th time. With ``disk_fails_at`` no file
        can grow from there on: each write is refused by the system (RLIMIT_FSIZE).
        """
        self._count += 1
        number = self._count
        out, err, struck = (self._folder / f"{number}.{what}" for what in ("out", "err", "struck"))
        out.touch()  # a command may be killed before it opens them
        err.touch()
        asked = {
            "number": number,
            "args": [str(arg) for arg in args],
            "env": {**os.environ, **(env or {})},
            "cwd": str(cwd or Path.cwd()),
            "out": str(out),
            "err": str(err),
            "kill_at": kill_at,
            "disk_fails_at": disk_fails_at,
            "struck": str(struck),
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        assert self.hear(lambda: number in self._started, 30), "the process that forks is silent"
        return Command(self, number, self._started[number], out, err, struck)

    def run(self, *args: str | Path, env: Mapping[str, str] | None = None) -> Done:
        return self.start(*args, env=env).wait()

    def hear(self, is_so: Callable[[], bool], seconds: float) -> bool:
        """Listen until ``is_so``, for ``seconds`` at most; whether it is."""
        assert self._process.stdout is not None
        end = time.monotonic() + seconds
        while not is_so():
            if not select.select([self._process.stdout], [], [], max(0.0, end - time.monotonic()))[0]:
                return False
            more = os.read(self._process.stdout.fileno(), 65536)
            assert more, "the process that forks has ended"
            *lines, self._heard = (self._heard + more).split(b"\n")
            for line in lines:
                number, what, value = json.loads(line)
                (self._started if what == "started" else self.ended)[number] = value
        return True


@contextlib.contextmanager
def forker(folder: Path) -> Iterator[Forker]:
    folder.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, str(Path(__file__).with_name("forking.py"))]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Forker(process, folder)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(20)


@functools.cache
def _of_all_tests() -> Forker:
    held = contextlib.ExitStack()
    folder = Path(tempfile.mkdtemp(prefix="tw-said-"))
    held.callback(shutil.rmtree, folder, ignore_errors=True)
    made = held.enter_context(forker(folder))
    atexit.register(held.close)
    return made


def run(*args: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None, timeout: float = 120) -> Done:
    """As ``support.cli.run``, but quick."""
    return _of_all_tests().start(*args, cwd=cwd, env=env).wait(timeout)


def start(*args: str | Path, env: Mapping[str, str] | None = None) -> Command:
    """As ``run``, without waiting for its end."""
    return _of_all_tests().start(*args, env=env)


def run_killed_at(point: str, *args: str | Path, count: int = 1, env: Mapping[str, str] | None = None) -> Done:
    """As ``support.cli.run_killed_at``, but quick."""
    return _of_all_tests().start(*args, env=env, kill_at=(point, count)).wait()
