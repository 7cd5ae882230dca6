"""The videos in folders that are dropped or pasted: one level, by their names, as people count."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Sequence
from pathlib import Path

from ..model.endings import VIDEO_ENDINGS
from ..text import say
from .events import Found, NotAdded
from .make import is_address


def with_folders(videos: Sequence[str], most: int) -> Generator[Found | NotAdded, None, tuple[str, ...]]:
    """``videos``, with the files of a folder in its place, and at most ``most`` of them; the last event is ``Found``.

    What else lies in a folder is left out without a word; a folder without videos is told.
    """
    found: list[str] = []
    for video in videos:
        if is_address(video) or not _is_folder(video):
            found.append(video)
            continue
        name = Path(video).name or video
        try:
            inside = _videos_in(video)
        except OSError as error:
            reason = error.strerror or str(error)
            yield NotAdded(
                name,
                say("The folder {name} cannot be read: {reason}.", name=name, reason=reason),
                say("Check its permissions, or drop the files themselves."),
            )
            continue
        if not inside:
            hint = say("Only video files that lie in it directly are taken, not those in folders inside.")
            yield NotAdded(name, say("There are no videos in the folder {name}.", name=name), hint)
        found += inside
    taken = tuple(found[: max(0, most)])
    yield Found(len(taken), len(found) - len(taken))
    return taken


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False  # what it is instead is told when it is opened


def _videos_in(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if _is_video(entry)]
    return [str(Path(folder) / name) for name in sorted(names, key=_as_counted)]


def _is_video(entry: os.DirEntry[str]) -> bool:
    """By its ending; what begins with a dot is hidden, as the notes that macOS keeps beside each file."""
    if entry.name.startswith(".") or Path(entry.name).suffix.lower().removeprefix(".") not in VIDEO_ENDINGS:
        return False
    try:
        return entry.is_file()
    except OSError:
        return False


def _as_counted(name: str) -> tuple[list[str | int], str]:
    """So that lesson 2 comes before lesson 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if at % 2 else part for at, part in enumerate(parts)], name
