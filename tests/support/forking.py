"""The process behind ``support.forker``: it imports the program once, and each command is a fork of it.

It reads commands from stdin, one JSON object a line, and tells on stdout which process each became and how that ended.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import resource
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

import tilewright

Job = dict[str, Any]

LATE = ("requests", "av", "PIL.Image")
"""What the program imports when it first needs it."""


def serve() -> None:
    for module in pkgutil.walk_packages(tilewright.__path__, "tilewright."):
        if ".ui" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in LATE:
        importlib.import_module(name)
    gc.freeze()  # a fork that looks for garbage would copy all of it
    woken, waking = os.pipe()  # gets a byte for each end of a child
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: dict[int, int] = {}
    heard, is_open = b"", True
    while is_open or children:
        ready, _, _ = select.select([woken, 0] if is_open else [woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
        for pid in list(children):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                tell(children.pop(pid), "ended", os.waitstatus_to_exitcode(status))
        if 0 in ready:
            piece = os.read(0, 1 << 20)
            is_open = bool(piece)
            *lines, heard = (heard + piece).split(b"\n")
            for line in lines:
                job = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    become(job, (woken, waking))
                children[pid] = job["number"]
                tell(job["number"], "started", pid)


def tell(*news: object) -> None:
    os.write(1, json.dumps(news).encode() + b"\n")


def become(job: Job, pipe: tuple[int, int]) -> None:
    """Be the command; never returns."""
    code, writers = 70, list[int]()
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in pipe:
            os.close(descriptor)
        os.environ.clear()
        os.environ.update(job["env"])
        os.chdir(job["cwd"])
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        for number, name, how in ((0, os.devnull, os.O_RDONLY), (1, job["out"], flags), (2, job["err"], flags)):
            descriptor = os.open(name, how, 0o600)
            os.dup2(descriptor, number)
            os.close(descriptor)
        if job["disk_fails_at"]:
            writers = say_through_pipes()
        listen(job["kill_at"], job["disk_fails_at"], Path(job["struck"]))
        from tilewright.__main__ import main

        code = main(job["args"])
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        wait_for(writers)
        os._exit(code)


def say_through_pipes() -> list[int]:
    """Other processes, told by their ids, write to the files what this one says: soon its own files cannot grow."""
    writers = []
    for number in (1, 2):
        reading, writing = os.pipe()
        writer = os.fork()
        writers.append(writer)
        if writer == 0:
            os.close(writing)
            while piece := os.read(reading, 65536):
                os.write(number, piece)
            os._exit(0)
        os.close(reading)
        os.dup2(writing, number)
        os.close(writing)
    return writers


def wait_for(writers: list[int]) -> None:
    """Until they have written all, unless somebody else holds their pipes as well."""
    if writers:
        os.closerange(1, 3)
    end = time.monotonic() + 5
    while writers and time.monotonic() < end:
        writers = [writer for writer in writers if os.waitpid(writer, os.WNOHANG) == (0, 0)]
        time.sleep(0.005)


def listen(kill_at: list[object] | None, fails_at: list[object] | None, struck: Path) -> None:
    """``struck`` is made when the disk begins to fail."""
    from tilewright import points

    counts: dict[str, int] = {}

    def listener(name: str) -> None:
        counts[name] = counts.get(name, 0) + 1
        if [name, counts[name]] == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if [name, counts[name]] == fails_at:
            struck.touch()
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    if kill_at or fails_at:
        points.listen(listener)


if __name__ == "__main__":
    serve()
