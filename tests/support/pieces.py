"""Results in pieces: requests for them, and what a player sees of one."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from support.builders import composition, tile, transcode
from support.local_cloud import Caller
from tilewright.model.composition import Composition
from tilewright.model.options import Clip, Container, Output


def in_pieces(caller: Caller, container: str, seconds: float | None, **video: Any) -> Composition:
    """Two seconds of `input/a.mp4` in a frame of 160×128."""
    made = transcode((160, 128), preset="veryfast", **video)
    clipped = Container(format=container, clip=Clip(duration=seconds) if seconds else None)
    output = Output(region=caller.region, bucket=caller.bucket, object="out 100%/a lesson $1.${ext}")
    shown = tile("a", 0, 0, 160, 128).replace(url=caller.url("input/a.mp4"))
    return composition(shown, transcode=made.replace(container=clipped), output=output)


def joined(playlist: Path, *options: str) -> Path:
    """The video as a player with these ``options`` sees it, without a change, in one file."""
    whole = playlist.with_suffix(".mkv")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *options, "-i", str(playlist)]
    done = subprocess.run([*command, "-c", "copy", str(whole)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return whole
