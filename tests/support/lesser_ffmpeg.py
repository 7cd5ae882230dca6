"""An FFmpeg that was built without some of its parts: the true one, whose lists leave them out."""

from __future__ import annotations

import shlex
from pathlib import Path

from tilewright.media.ffmpeg import Ffmpeg, find_ffmpeg


def lesser_ffmpeg(path: Path, *without: str, lists: str = "-encoders|-muxers|-filters") -> Ffmpeg:
    """Write it to ``path``. ``without`` are names of FFmpeg's in these ``lists``."""
    real = find_ffmpeg()
    program, names = shlex.quote(real.path), "|".join(without)
    path.write_text(
        f"""#!/bin/sh
case "$2" in
    {lists}) {program} "$@" | grep -vE '^ *[^ ]+ +({names}) ' ;;
    *) exec {program} "$@" ;;
esac
"""
    )
    path.chmod(0o700)
    return Ffmpeg(str(path), real.version)
