"""An FFmpeg that says more than the real one."""

from __future__ import annotations

import shlex
from pathlib import Path

from tilewright.media.ffmpeg import find_ffmpeg


def talkative(path: Path, *lines: str) -> Path:
    """The real FFmpeg, which says its arguments and ``lines`` before it works."""
    real = shlex.quote(find_ffmpeg().path)
    told = ["#!/bin/sh", f'[ "$1" = -version ] && exec {real} -version', 'echo "$@" >&2', *lines, f'exec {real} "$@"']
    path.write_text("\n".join([*told, ""]))
    path.chmod(0o700)
    return path
