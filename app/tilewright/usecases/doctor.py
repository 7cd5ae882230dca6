"""What works on this machine, what is missing, and the cure."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .. import settings
from ..accounts.profile import LOCAL
from ..assets import resource
from ..errors import AppError, StorageError, WrongUse
from ..jobs.machine import this_machine
from ..jobs.owner import why_not_ours
from ..jobs.rows import LEDGER_NAME
from ..media.ffmpeg import find_ffmpeg
from .local_cloud import taken

ROOM_FOR_A_VIDEO = 200 * 1024 * 1024
"""Bytes that should be free beside what the local cloud leaves alone: a first video takes a few MiB, its sources and
work files less than this.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. Only ``missing`` keeps a first video from being made."""

    name: str
    state: Literal["good", "note", "missing"]
    sentence: str
    cure: str = ""


def examine(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look at everything that making a first video needs; nothing raises, nothing is changed but a file tried."""
    yield _python()
    home = _guarded("home", lambda: _home(settings.home(environment)))
    yield home
    if home.state != "missing":  # what follows lies in it
        yield _guarded("settings", lambda: _settings(environment))
        yield _guarded("jobs", lambda: _jobs(settings.home(environment)))
        yield _guarded("disk", lambda: _disk(settings.home(environment)))
        yield _guarded("store", lambda: _store(settings.home(environment) / "local-cloud"))
    for name, look in (
        ("ffmpeg", _ffmpeg),
        ("media", _media),
        ("loopback", _loopback),
    ):
        yield _guarded(name, look)
    yield _typefaces()
    yield _display()


def can_make_a_video(findings: list[Finding]) -> bool:
    return all(finding.state != "missing" for finding in findings)


def _guarded(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except StorageError as error:
        return Finding(name, "missing", error.message, _ANOTHER_HOME if name == "home" else error.hint)
    except AppError as error:
        return Finding(name, "missing", error.message, error.hint)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        return Finding("python", "note", f"Python {version} was never tried.", "Use Python 3.11 to 3.14.")
    return Finding("python", "good", f"Python {version}.")


def _home(home: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"tried")
    except OSError as error:
        return Finding("home", "missing", f"{home} cannot be written: {error.strerror}.", _ANOTHER_HOME)
    return Finding("home", "good", f"Files of the program are in {home}.")


_ANOTHER_HOME = "Set TILEWRIGHT_HOME to a folder that you may write to."


def _settings(environment: Mapping[str, str]) -> Finding:
    """The first video is made on the local cloud, whatever profile is in use."""
    found = settings.load(settings.home(environment))
    name = settings.profile_name(found, None, environment)
    try:
        profile = found.profile(name)
    except WrongUse as error:
        asks = f"default_profile in {settings.path_in(settings.home(environment))} asks for it."
        if environment.get(settings.PROFILE):
            asks = f"The variable {settings.PROFILE} asks for it."
        cure = f"{error.hint} Change that, or say --profile {LOCAL.name}.".lstrip()
        return Finding("settings", "note", f"{error.message} {asks}", cure)
    if profile.local:
        return Finding("settings", "good", "Jobs go to the local cloud.")
    return Finding("settings", "good", f"Jobs go to {name}: the bucket {profile.bucket} in {profile.region}.")


def _jobs(home: Path) -> Finding:
    if reason := why_not_ours(home / LEDGER_NAME, this_machine(settings.state_folder())):
        return Finding("jobs", "missing", reason.message, reason.hint)
    return Finding("jobs", "good", "Jobs are sent from here, each once.")


def _disk(home: Path) -> Finding:
    from ..localcloud.local_settings import SettingsFile
    from ..localcloud.room import free_and_kept
    from .scratch import parts_folder

    free, kept = free_and_kept(home, SettingsFile(home / "local-cloud").read())
    said = f"{free / 1024**3:.1f} GiB are free, of which the local cloud leaves {kept >> 20} MiB alone."
    if size := taken(home / "local-cloud"):
        said += f" It takes {-(-size >> 20)} MiB itself."
    if left := taken(parts_folder(home)):
        said += f" What rehearsals fetch, or left, takes {-(-left >> 20)} MiB;"
        said += " `tilewright bucket clean --profile local --yes` removes what they left."
    if (lacking := kept + ROOM_FOR_A_VIDEO - free) > 0:
        return Finding("disk", "missing", said, f"Free at least {-(-lacking >> 20)} MiB.")
    return Finding("disk", "good", said)


def _store(folder: Path) -> Finding:
    """What the local cloud has: it goes on without its settings, but not without its database."""
    from ..localcloud import blobs, database, local_settings

    path, contents = folder / database.DATABASE_NAME, folder / "blobs"
    if not database.check(path) and (left := taken(contents)):
        told = f"{path} is absent or empty: nothing names what lies in {contents}, {-(-left >> 20)} MiB, any more."
        cure = "Put a copy of it back, if you have one, before you use the local cloud: it sets those contents aside."
        return Finding("store", "note", told, cure)
    try:
        local_settings.check(folder)
    except AppError as error:
        return Finding("store", "note", f"{error.message} So the usual ones are in use.", error.hint)
    if aside := blobs.set_aside_in(folder):
        told = (
            f"{taken(aside[-1]) / 1024**3:.1f} GiB of contents, which no database names any more, lie in {aside[-1]}."
        )
        return Finding("store", "note", told, "Delete that folder when you miss nothing.")
    return Finding("store", "good", f"The local cloud keeps what it has in {folder}.")


def _ffmpeg() -> Finding:
    found = find_ffmpeg()
    return Finding("ffmpeg", "good", f"FFmpeg {found.version} renders.")


def _media() -> Finding:
    from ..media.probe import probe  # late: it brings PyAV along

    clip = next(iter(sorted(resource("samples").glob("*.mp4"))))
    facts = probe(clip, clip.name)
    return Finding("media", "good", f"Videos can be read ({clip.name}: {facts.width} × {facts.height}).")


def _loopback() -> Finding:
    try:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
    except OSError as error:
        return Finding(
            "loopback", "missing", f"No port of 127.0.0.1 can be opened: {error.strerror}.", "Allow local connections."
        )
    return Finding("loopback", "good", "The local cloud can listen on 127.0.0.1.")


def _typefaces() -> Finding:
    """Without a typeface of the system, the local cloud refuses Chinese, Japanese and Korean watermarks."""
    from ..checks.letters import NO_TYPEFACE
    from ..media.typefaces import find_cjk_font

    found = find_cjk_font()
    if found is None:
        told = "No typeface with Chinese, Japanese and Korean letters was found."
        return Finding("typefaces", "note", told, NO_TYPEFACE)
    return Finding("typefaces", "good", f"Watermarks in Chinese, Japanese and Korean use {found.name}.")


def _display() -> Finding:
    if not settings.has_display():
        return Finding("display", "note", "There is no display; the command line does everything without one.")
    return Finding("display", "good", "There is a display.")
