"""A desktop for one test: a screen in memory, a window manager, a session bus and the bus of assistive technology.

Everything that was started on it has ended when it closes, also what was started by others on its behalf (the
registry of assistive technology is started by its bus): each process of a desktop has the desktop's sign in its
environment.
"""

from __future__ import annotations

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
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.waiting import wait_for

SCREEN = (1600, 1000)
SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that the distribution's package of AT-SPI belongs to."""

_SIGN = "TILEWRIGHT_TEST_DESKTOP"
_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_PACKAGES = {"Xvfb": "xvfb", "openbox": "openbox", "dbus-daemon": "dbus-daemon", "xdotool": "xdotool"}
_STRANGERS = (
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "QT_QPA_PLATFORM",
    "QT_SCALE_FACTOR",
    "AT_SPI_BUS_ADDRESS",
    "NO_AT_BRIDGE",
)
"""What the machine that runs the tests may have set and a desktop must not inherit."""


class Desktop:
    """``environment`` is for whatever is to run on it; ``start`` runs something and ends it with the desktop."""

    def __init__(self, folder: Path, screen: tuple[int, int] = SCREEN) -> None:
        self.folder, self.screen = folder, screen
        self.user = folder / "user"
        self._runtime = folder / "run"
        self._log = folder / "log"
        for path in (self.user / "Videos", self._runtime, self._log, folder / "bin"):
            path.mkdir(parents=True, mode=0o700)
        # What a desktop opens files with: here it only notes which.
        opener = folder / "bin" / "xdg-open"
        opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{self._log}/opened"\n', "ascii")
        opener.chmod(0o700)
        self._sign = uuid.uuid4().hex
        self._children: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {
            **{name: value for name, value in os.environ.items() if name not in _STRANGERS},
            _SIGN: self._sign,
            "HOME": str(self.user),
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "XDG_RUNTIME_DIR": str(self._runtime),
            "XDG_CONFIG_HOME": str(self.user / ".config"),
            "XDG_VIDEOS_DIR": str(self.user / "Videos"),
            "GSETTINGS_BACKEND": "memory",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LC_ALL": "C.UTF-8",
        }

    # Life

    def open(self) -> None:
        launcher = require_programs()
        self.environment["DISPLAY"] = ":" + self._start_screen()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._start_bus()
        self.start([launcher, "--launch-immediately"])
        self.start(["openbox", "--sm-disable"])
        wait_for(lambda: list(self._runtime.glob("at-spi/bus*")), "the bus of assistive technology")
        # The bus would start it when it is first asked for, and nobody would be there to see it end.
        self.start([Path(launcher).with_name("at-spi2-registryd")])
        # Fails until a window manager has said what it can do.
        wait_for(lambda: self.run("xdotool", "get_desktop").returncode == 0, "the window manager")

    def close(self) -> None:
        """End everything that runs here, newest first."""
        for child in reversed(self._children):
            end(child)
        with contextlib.suppress(AssertionError):
            wait_for(lambda: not self._tell_all(signal.SIGTERM), "", 3)
        wait_for(lambda: not self._tell_all(signal.SIGKILL), "the processes of the desktop to end", 5)

    def _tell_all(self, number: signal.Signals) -> list[int]:
        found = self.processes()
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        return found

    def processes(self) -> list[int]:
        """Whatever was started on this desktop, by whomever, and is still running."""
        sign = f"{_SIGN}={self._sign}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if sign in (path / "environ").read_bytes().split(b"\0"):
                    found.append(int(path.name))
        return found

    # Running things

    def start(
        self, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, pass_fds: tuple[int, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Start a program that goes on; what it says is in ``said``. It is ended with the desktop."""
        with self._file(Path(command[0]).name).open("ab") as output:
            child = subprocess.Popen(
                list(map(str, command)),
                env={**self.environment, **(env or {})},
                cwd=self.user,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._children.append(child)
        return child

    def start_tilewright(self, *arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        return self.start([sys.executable, "-m", "tilewright", *arguments], env=env)

    def start_talking(self, command: Sequence[str | Path], name: str) -> Talk:
        """Start a program that is spoken with over its stdin and stdout; ``name`` is for ``said``."""
        with self._file(name).open("ab") as output:
            child = subprocess.Popen(
                list(map(str, command)),
                env=self.environment,
                cwd=self.user,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                bufsize=0,
                start_new_session=True,
            )
        self._children.append(child)
        return Talk(child, lambda: self.said(name))

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run something short, whatever its exit code."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30, check=False)

    def said(self, program: str = Path(sys.executable).name) -> str:
        """What ``program``, the Python of the tests when not told otherwise, has written so far."""
        file = self._file(program)
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def opened(self) -> list[str]:
        """The addresses of the files that were given to the desktop to be opened."""
        file = self._log / "opened"
        return file.read_text("utf-8").splitlines() if file.exists() else []

    def _file(self, program: str) -> Path:
        return self._log / f"{program}.log"

    def picture(self, path: Path) -> None:
        """A picture of the whole screen, for whoever looks into a failure."""
        script = (
            "import sys; from PySide6.QtGui import QGuiApplication; a = QGuiApplication([]);"
            "a.primaryScreen().grabWindow(0).save(sys.argv[1])"
        )
        self.run(sys.executable, "-c", script, str(path))

    # The parts

    def _start_screen(self) -> str:
        width, height = self.screen
        screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset", "-dpi", "96"]
        with _told() as (fd, read):
            self.start(["Xvfb", "-displayfd", str(fd), *screen], pass_fds=(fd,))
            return read()

    def _start_bus(self) -> str:
        with _told() as (fd, read):
            self.start(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={fd}"], pass_fds=(fd,))
            return read()


class Talk:
    """A child that is spoken with, one JSON object a line."""

    def __init__(self, child: subprocess.Popen[bytes], complaint: Callable[[], str]) -> None:
        self.child, self._complaint = child, complaint
        self._heard = b""

    def say(self, **what: object) -> None:
        assert self.child.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # its end is told by `hear`
            self.child.stdin.write(json.dumps(what).encode() + b"\n")

    def hear(self, seconds: float = 20.0) -> dict[str, Any]:
        """The next object it says."""
        assert self.child.stdout is not None
        end = time.monotonic() + seconds
        while b"\n" not in self._heard:
            ready, _, _ = select.select([self.child.stdout], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"nothing was heard for {seconds:g} s; {self._complaint()}"
            more = os.read(self.child.stdout.fileno(), 65536)
            assert more, f"it ended: {self._complaint()}"
            self._heard += more
        line, self._heard = self._heard.split(b"\n", 1)
        heard: dict[str, Any] = json.loads(line)
        return heard


class _Line:
    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer

    def __call__(self) -> str:
        """The first line that the child writes; ``AssertionError`` if it ends without."""
        os.close(self._writer)
        self._writer = -1
        with os.fdopen(os.dup(self._reader), encoding="ascii") as stream:
            line = stream.readline().strip()
        assert line, "a part of the desktop ended before it had begun"
        return line

    def close(self) -> None:
        for fd in (self._reader, self._writer):
            if fd >= 0:
                os.close(fd)


@contextlib.contextmanager
def _told() -> Iterator[tuple[int, _Line]]:
    reader, writer = os.pipe()
    line = _Line(reader, writer)
    try:
        yield writer, line
    finally:
        line.close()


def end(child: subprocess.Popen[bytes]) -> None:
    """End a child if it has not ended yet; it is gone afterwards, and its pipes are closed."""
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def require_programs() -> str:
    """The launcher of the bus of assistive technology; fails with the cure when anything is missing."""
    missing = [package for program, package in _PACKAGES.items() if shutil.which(program) is None]
    launcher = next((path for path in _LAUNCHERS if os.access(path, os.X_OK)), "")
    if not launcher:
        missing.append("at-spi2-core")
    if not _has_assistive_client():
        missing += ["python3-gi", "gir1.2-atspi-2.0"]
    if missing:
        pytest.fail(
            f"This test needs a virtual desktop, and these system packages are missing: {' '.join(missing)}. "
            "`packaging/test --prepare` installs them, or says how.",
            pytrace=False,
        )
    return launcher


@functools.cache
def _has_assistive_client() -> bool:
    """Whether the system's Python has what the client of assistive technology is written with."""
    look = "import gi; gi.require_version('Atspi', '2.0')"
    with contextlib.suppress(OSError):
        return subprocess.run([SYSTEM_PYTHON, "-c", look], capture_output=True, check=False).returncode == 0
    return False


@contextlib.contextmanager
def desktop(screen: tuple[int, int] = SCREEN) -> Iterator[Desktop]:
    """A desktop that runs; afterwards nothing of it is left."""
    folder = Path(tempfile.mkdtemp(prefix="tw-desk-"))
    made = Desktop(folder, screen)
    try:
        made.open()
        yield made
    finally:
        try:
            made.close()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
