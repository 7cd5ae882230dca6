"""Commands for a shell, run as they were copied, where `ffmpeg` is ours."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support import clips
from support.cli import Done


def shell(text: str, folder: Path) -> Done:
    """Run ``text`` in ``folder``, which is made where it is not there."""
    ours = folder / "bin" / "ffmpeg"
    ours.parent.mkdir(parents=True, exist_ok=True)
    if not ours.exists():
        ours.symlink_to(clips.imageio_ffmpeg.get_ffmpeg_exe())
    environment = {"PATH": f"{ours.parent}:{os.defpath}"}
    done = subprocess.run(
        ["sh", "-c", text], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)
