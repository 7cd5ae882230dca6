"""The local cloud in a process of its own, without the command line: `serve --data FOLDER [--embedded] [--point NAME]`.

With ``--point NAME:N`` the process kills itself when it comes to that point for the N-th time.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tilewright import points
from tilewright.localcloud import process
from tilewright.localcloud.home import Endpoint, find

COMMAND = (sys.executable, str(Path(__file__).resolve()))


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], Endpoint]]:
    """A process that serves ``folder``, and where it answers; killed afterwards if it still runs."""
    with subprocess.Popen([*COMMAND, "serve", "--data", str(folder), *options]) as running:
        try:
            end = time.monotonic() + 20
            while (endpoint := find(folder)) is None:
                assert running.poll() is None, f"the service ended with {running.returncode}"
                assert time.monotonic() < end, "the service does not answer"
                time.sleep(0.02)
            yield running, endpoint
        finally:
            running.kill()


def _die_at(name: str, count: int) -> None:
    left = count

    def listener(point: str) -> None:
        nonlocal left
        if point == name:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    points.listen(listener)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("verb")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--point", default="")
    parser.add_argument("--idle", type=float, default=process.IDLE_END)
    asked = parser.parse_args()
    process.IDLE_END = asked.idle
    if asked.point:
        name, _, count = asked.point.partition(":")
        _die_at(name, int(count or 1))
    process.serve_here(asked.data, embedded=asked.embedded)


if __name__ == "__main__":
    main()
