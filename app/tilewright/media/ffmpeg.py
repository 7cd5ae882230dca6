"""FFmpeg as a child process: found, run with limits, watched, ended. Rendering uses it, nothing else does."""

from __future__ import annotations

import collections
import contextlib
import functools
import logging
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import AppError, DiskFull, FfmpegFailed, FfmpegMissing
from ..text import say

if sys.platform == "linux":
    import resource

log = logging.getLogger(__name__)

LOG_LIMIT: Final = 64 * 1024
"""Bytes of FFmpeg's messages that are kept: the last ones."""

TURN: Final = 0.1
"""Seconds between two questions whether to stop."""

GRACE: Final = 2.0
"""Seconds between asking FFmpeg to end and killing it."""

_CURE = say("Install Tilewright again, or name an FFmpeg in the environment variable IMAGEIO_FFMPEG_EXE.")


class Stopped(AppError):
    """The run was ended because its owner wished so."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """An FFmpeg that was seen running. ``version`` is its own word for it, as in ``9.0.2``."""

    path: str
    version: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use (design/security.md 1): bytes of address space, seconds of CPU, bytes of one output file.

    ``stall_seconds`` without progress, once there was some, count as a hang of FFmpeg.
    """

    address_space: int = 24 << 30
    cpu_seconds: int = 48 * 3600
    output_bytes: int = 64 << 30
    stall_seconds: float = 300.0


def find_ffmpeg() -> Ffmpeg:
    """The FFmpeg to render with: imageio-ffmpeg's own, or that of IMAGEIO_FFMPEG_EXE; ``FfmpegMissing``."""
    try:
        import imageio_ffmpeg  # late: only who runs FFmpeg needs it

        path = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise FfmpegMissing("There is no FFmpeg on this computer that Tilewright can use.", _CURE) from error
    return Ffmpeg(path, _version(path, _stamp(path)))


_Stamp = tuple[int, ...]


def _stamp(path: str) -> _Stamp:
    """What tells a program from another one that takes its place; empty for a name that is looked for in PATH."""
    try:
        found = Path(path).stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@functools.lru_cache(maxsize=8)
def _version(path: str, _: _Stamp) -> str:
    try:
        done = subprocess.run(
            [path, "-version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_environment(),
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise FfmpegMissing(say("The FFmpeg at {path} cannot be run.", path=path), _CURE) from error
    words = done.stdout.decode("utf-8", "replace").split()
    if words[:2] != ["ffmpeg", "version"] or len(words) < 3:
        raise FfmpegMissing(say("The program at {path} is not FFmpeg.", path=path), _CURE)
    return words[2].lstrip("n").split("-")[0]


def encoders(ffmpeg: Ffmpeg) -> frozenset[str]:
    """The encoders it was built with, by FFmpeg's names; empty when it does not tell."""
    _, line, table = _listed(ffmpeg, "-encoders").partition(" ------\n")
    return frozenset(row.split()[1] for row in table.splitlines() if len(row.split()) > 1) if line else frozenset()


def filters(ffmpeg: Ffmpeg) -> frozenset[str]:
    """The filters it was built with, by FFmpeg's names; empty when it does not tell."""
    rows = [row.split() for row in _listed(ffmpeg, "-filters").splitlines()]
    return frozenset(row[1] for row in rows if len(row) > 2 and "->" in row[2])


def muxers(ffmpeg: Ffmpeg) -> frozenset[str]:
    """The kinds of files that it can write, by FFmpeg's names; empty when it does not tell."""
    rows = [row.split() for row in _listed(ffmpeg, "-muxers").splitlines()]
    return frozenset(row[1] for row in rows if len(row) > 1 and row[0] in _WRITES)


_WRITES: Final = ("E", "DE", "Ed")
"""How a row begins of what can be written; some releases mark devices in it."""


def pixel_formats(ffmpeg: Ffmpeg, encoder: str) -> frozenset[str]:
    """The formats of pixels that one of its ``encoders`` takes, by FFmpeg's names; empty when it does not tell."""
    found = _PIXELS.search(_listed(ffmpeg, "-h", f"encoder={encoder}"))
    return frozenset(found[1].split()) if found else frozenset()


_PIXELS: Final = re.compile(r"Supported pixel formats: (.*)")


def drops_packets(ffmpeg: Ffmpeg) -> bool:
    """Whether its filter ``noise`` of encoded streams leaves out those packets that an expression chooses."""
    return re.search(r"^\s*-drop\s", _listed(ffmpeg, "-h", "bsf=noise"), re.MULTILINE) is not None


def _listed(ffmpeg: Ffmpeg, *what: str) -> str:
    """What it tells when it is asked for ``what``; empty when it tells nothing, which is asked again the next time."""
    try:
        return _told(ffmpeg.path, _stamp(ffmpeg.path), *what)
    except (OSError, subprocess.SubprocessError) as error:
        log.info("%s does not tell its %s: %s", ffmpeg.path, " ".join(what), error)
        return ""


@functools.lru_cache(maxsize=64)
def _told(path: str, _: _Stamp, *what: str) -> str:
    """Raises ``OSError``, ``SubprocessError``, which are not kept."""
    done = subprocess.run(
        [path, "-hide_banner", *what],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(),
        timeout=30,
        check=True,
    )
    if not done.stdout.strip():
        raise subprocess.SubprocessError("it says nothing")
    return done.stdout.decode("utf-8", "replace")


def run(
    ffmpeg: Ffmpeg,
    args: Sequence[str],
    *,
    duration: float = 0.0,
    on_progress: Callable[[float], None] = lambda seconds: None,
    should_stop: Callable[[], bool] = lambda: False,
    limits: Limits = Limits(),
    on_start: Callable[[int], None] = lambda pid: None,
    on_message: Callable[[str], None] = lambda line: None,
    folder: Path | None = None,
) -> str:
    """Run FFmpeg with ``args``, from the first input to the output file, until it ends; its messages, the last ones.

    ``on_progress`` gets seconds of output, only rising and never above ``duration`` (0: unknown, no upper end).
    ``on_start`` gets the process id, ``on_message`` each line that FFmpeg says, also those of which nothing is kept.
    Names in ``args`` that are no whole paths are those of files in ``folder``.
    Raises ``Stopped`` within about ``GRACE`` seconds of ``should_stop()``,
    ``FfmpegFailed`` with the end of FFmpeg's messages, ``DiskFull``, ``FfmpegMissing``. What it wrote stays: the
    output is the caller's temporary file.
    """
    command = [*_prefix(), _wherever_it_runs(ffmpeg.path), "-hide_banner", "-nostdin", "-nostats"]
    command += ["-loglevel", "warning", "-progress", "pipe:1", *args]
    with _child(command, folder) as child:
        _restrain(child.pid, limits)
        on_start(child.pid)
        log = _follow(child, _Progress(duration, on_progress, limits.stall_seconds), _Lines(on_message), should_stop)
    if child.returncode:
        raise _failure(child.returncode, log)
    if duration:
        on_progress(duration)
    return log


def _wherever_it_runs(path: str) -> str:
    """A name without a folder is looked for by the system."""
    has_folder = os.path.dirname(path)  # noqa: PTH120 (a Path forgets the ./ of ./ffmpeg)
    return str(Path(path).absolute()) if has_folder else path


def _prefix() -> list[str]:
    """FFmpeg dies with the thread that runs it, through util-linux's setpriv, which becomes FFmpeg itself.

    Where it is missing (macOS, some small systems), and when the parent is killed in the milliseconds before setpriv
    has arranged it, FFmpeg works on to its end; the local cloud therefore also notes the process id and ends an
    orphan at its next start.
    """
    setpriv = shutil.which("setpriv", path="/usr/bin:/bin") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _environment() -> dict[str, str]:
    """What the child sees: nothing of ours, so no secret either. The encoder of AV1 is to tell errors alone."""
    kept = {"SYSTEMROOT": os.environ["SYSTEMROOT"]} if "SYSTEMROOT" in os.environ else {}
    return {"PATH": os.defpath, "LC_ALL": "C", "SVT_LOG": "1", **kept}


@contextlib.contextmanager
def _child(command: Sequence[str], folder: Path | None) -> Iterator[subprocess.Popen[bytes]]:
    """Start ``command``; at the end of the block, however it comes, the process is gone."""
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            cwd=folder,
            start_new_session=True,  # Ctrl+C at the terminal is the parent's to handle
        )
    except OSError as error:
        raise FfmpegMissing(say("FFmpeg cannot be started: {reason}.", reason=error.strerror), _CURE) from error
    with child:
        try:
            yield child
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _restrain(pid: int, limits: Limits) -> None:
    """Low priority and limits, set from outside right after the start; elsewhere than on Linux none are set.

    When memory runs out, it is FFmpeg that ends and not the program that started it.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):
        os.setpriority(os.PRIO_PROCESS, pid, max(5, os.getpriority(os.PRIO_PROCESS, pid)))
        with contextlib.suppress(OSError):
            Path(f"/proc/{pid}/oom_score_adj").write_text("500", "ascii")
        for kind, most in (
            (resource.RLIMIT_AS, limits.address_space),
            (resource.RLIMIT_CPU, limits.cpu_seconds),
            (resource.RLIMIT_FSIZE, limits.output_bytes),
            (resource.RLIMIT_CORE, 0),
        ):
            hard = resource.prlimit(pid, kind)[1]
            limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(pid, kind, (limit, limit))


class _Progress:
    """Reads the lines of `-progress` and tells seconds that only rise."""

    def __init__(self, duration: float, tell: Callable[[float], None], stall: float) -> None:
        self._duration = duration
        self._stall = stall
        self._deadline: float | None = None
        self._tell = tell
        self._told = -1.0
        self._rest = b""

    def feed(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            name, _, value = line.partition(b"=")
            if name == b"out_time_us" and value.strip().isdigit():  # else N/A, or a negative first time stamp
                self._advance(int(value) / 1_000_000)

    def check(self) -> None:
        """Raise ``FfmpegFailed`` if nothing has risen for too long."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise FfmpegFailed(
                say("FFmpeg made no progress for {seconds:.0f} seconds.", seconds=self._stall), "Try again."
            )

    def _advance(self, seconds: float) -> None:
        if seconds > self._told:
            self._told = seconds
            self._deadline = time.monotonic() + self._stall if seconds > 0 else None
            self._tell(min(seconds, self._duration) if self._duration else seconds)


class _Lines:
    """Cuts what comes in pieces into lines; of one that is too long only the beginning is told."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._rest = b""

    def feed(self, data: bytes) -> None:
        *lines, rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._tell(line.decode("utf-8", "replace"))
        self._rest = rest[:LOG_LIMIT]


def _follow(child: subprocess.Popen[bytes], progress: _Progress, lines: _Lines, should_stop: Callable[[], bool]) -> str:
    """Read both pipes until the child closes them; the end of its messages. Raises ``Stopped``."""
    log: collections.deque[bytes] = collections.deque()
    with selectors.DefaultSelector() as selector:
        for pipe in (child.stdout, child.stderr):
            if pipe is not None:
                selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            if should_stop():
                raise Stopped("The rendering was stopped.")
            progress.check()
            for key, _ in selector.select(TURN):
                data = os.read(key.fd, 65536)
                if not data:
                    selector.unregister(key.fileobj)
                elif key.fileobj is child.stdout:
                    progress.feed(data)
                else:
                    _keep(log, data)
                    lines.feed(data)
    _wait(child, should_stop)
    return b"".join(log)[-LOG_LIMIT:].decode("utf-8", "replace").strip()


def _keep(log: collections.deque[bytes], data: bytes) -> None:
    log.append(data)
    size = sum(map(len, log))
    while size - len(log[0]) >= LOG_LIMIT:
        size -= len(log.popleft())


def _wait(child: subprocess.Popen[bytes], should_stop: Callable[[], bool]) -> None:
    while True:
        try:
            child.wait(TURN)
        except subprocess.TimeoutExpired:
            if should_stop():
                raise Stopped("The rendering was stopped.") from None
        else:
            return


def _failure(status: int, log: str) -> FfmpegFailed | DiskFull:
    """What to tell of a run that ended with ``status``; a full disk and too little memory have their own cures."""
    if "No space left on device" in log or "Disk quota exceeded" in log:
        return DiskFull("No room left on the disk to write the video.", "Free some space and try again.")
    hint = say("One of the videos may be damaged; the end of FFmpeg's messages tells more.")
    if "Cannot allocate memory" in log:
        hint = say("Use fewer or smaller videos, or a smaller frame.")
    return FfmpegFailed(_reason(status), hint, log=log)


def _reason(status: int) -> str:
    if status == -signal.SIGXCPU:
        return say("FFmpeg used more computing time than it may.")
    if status == -signal.SIGXFSZ:
        return say("FFmpeg wrote a larger file than it may.")
    if status < 0:
        return say("FFmpeg was ended by signal {number}.", number=-status)
    return say("FFmpeg ended with an error (code {status}).", status=status)
