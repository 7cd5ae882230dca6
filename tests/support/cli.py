"""The command line as users start it: a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.turned_away import NO_SANDBOX

_KILLED = Path(__file__).with_name("killed_cli.py")
_TURNED_AWAY = Path(__file__).with_name("turned_away.py")


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON objects of stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    def expect(self, code: int = 0) -> Done:
        """Itself, if the exit code is ``code`` and nobody saw a traceback."""
        assert "Traceback" not in self.err, self.err
        assert self.code == code, f"exit {self.code}, expected {code}\nout: {self.out}\nerr: {self.err}"
        return self


def command(*args: str | Path) -> list[str]:
    return [sys.executable, "-m", "tilewright", *map(str, args)]


def run(
    *args: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    timeout: float = 120,
) -> Done:
    """Run a verb with the environment of the test (its TILEWRIGHT_HOME) and ``env`` over it."""
    return _run(command(*args), cwd, env, stdin, timeout)


def run_killed_at(
    point: str, *args: str | Path, count: int = 1, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Done:
    """Run a verb that kills itself with SIGKILL when it reaches the named point for the ``count``-th time."""
    argv = [sys.executable, str(_KILLED), point, str(count), *map(str, args)]
    return _run(argv, cwd, env, None, 120)


def run_turned_away(*args: str | Path, env: Mapping[str, str]) -> Done:
    """Run a verb whose every connection is turned away by the system; skips the test where that cannot be had."""
    done = _run([sys.executable, str(_TURNED_AWAY), *map(str, args)], None, env, None, 120)
    if done.code == NO_SANDBOX:
        pytest.skip("this system has no filter of calls")
    return done


def was_killed(done: Done) -> bool:
    return done.code == -signal.SIGKILL


def _run(argv: list[str], cwd: Path | None, env: Mapping[str, str] | None, stdin: bytes | None, timeout: float) -> Done:
    done = subprocess.run(
        argv,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        input=stdin if stdin is not None else b"",
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
