"""Real processes of the command line that start in milliseconds: a process that has everything imported forks each.

``forker()`` starts that process; ``Forker.start`` is one command, in a process of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from support.cli import Done


@dataclass
class Command:
    """A command that runs, or ran, in a process of its own."""

    pid: int
    out: Path
    err: Path
    _over: threading.Event = field(default_factory=threading.Event)
    _code: int = 0

    def kill(self) -> None:
        """End it as no program can prevent; nothing happens if it is over."""
        with contextlib.suppress(ProcessLookupError):
            if not self._over.is_set():
                os.kill(self.pid, signal.SIGKILL)

    def ended(self, code: int) -> None:
        self._code = code
        self._over.set()

    def wait(self, seconds: float = 120) -> Done:
        """How it ended: as a code of the system, so minus the number of a signal."""
        if not self._over.wait(seconds):
            self.kill()
            raise AssertionError(f"does not end; said: {self.err.read_text('utf-8', 'replace')[-2000:]}")
        return Done(self._code, self.out.read_text("utf-8", "replace"), self.err.read_text("utf-8", "replace"))


class Forker:
    """Starts commands. ``folder`` takes what they say."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder = process, folder
        self._commands: dict[int, Command] = {}
        self._started: dict[int, int] = {}
        self._news = threading.Condition()
        self._count = 0
        self._reader = threading.Thread(target=self._read, name="forker")
        self._reader.start()

    def start(
        self,
        *args: str | Path,
        env: Mapping[str, str] | None = None,
        kill_at: tuple[str, int] | None = None,
        disk_fails_at: tuple[str, int] | None = None,
    ) -> Command:
        """Start a verb with the environment of the test and ``env`` over it.

        With ``kill_at`` it kills itself when it comes to that point for the n-th time. With ``disk_fails_at`` no file
        can grow from there on: each write is refused by the system (RLIMIT_FSIZE).
        """
        with self._news:
            self._count += 1
            number = self._count
        out, err = self._folder / f"{number}.out", self._folder / f"{number}.err"
        asked = {
            "number": number,
            "args": [str(arg) for arg in args],
            "env": {**os.environ, **(env or {})},
            "out": str(out),
            "err": str(err),
            "kill_at": kill_at,
            "disk_fails_at": disk_fails_at,
        }
        assert self._process.stdin is not None
        with self._news:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            assert self._news.wait_for(lambda: number in self._started, 30), "the process that forks is silent"
            command = Command(self._started[number], out, err)
            self._commands[number] = command
            self._news.notify_all()
        return command

    def run(self, *args: str | Path, env: Mapping[str, str] | None = None) -> Done:
        return self.start(*args, env=env).wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            number, what, value = json.loads(line)
            with self._news:
                if what == "started":
                    self._started[number] = value
                    self._news.notify_all()
                else:
                    self._news.wait_for(lambda number=number: number in self._commands, 30)
                    self._commands.pop(number).ended(value)


@contextlib.contextmanager
def forker(folder: Path) -> Iterator[Forker]:
    folder.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, str(Path(__file__).with_name("forking.py"))]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        made = Forker(process, folder)
        try:
            yield made
        finally:
            assert process.stdin is not None
            process.stdin.close()
            made._reader.join(20)
            process.wait(20)
