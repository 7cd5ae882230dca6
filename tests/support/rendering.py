"""Compositions rendered to files by the code under test, without the service around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tilewright.layout.rect import Rect
from tilewright.localcloud.music import Music
from tilewright.localcloud.render import Input, render_args, result_duration
from tilewright.media.ffmpeg import find_ffmpeg, run
from tilewright.media.probe import probe
from tilewright.model.composition import Composition, Tile
from tilewright.model.options import Audio, TimeInterval, Transcode, Video

EXACT = Video(crf=1, pixfmt="yuv444p")
"""Close to lossless: what the encoder cannot blur is the renderer's doing."""

QUICK = Video(preset="veryfast")


def compose(
    frame: tuple[int, int],
    tiles: Sequence[tuple[Path, Rect | None]],
    *,
    video: Video = QUICK,
    audio: Audio | None = None,
    sound: bool | None = None,
    interval: TimeInterval | None = None,
) -> tuple[Composition, Mapping[str, Input]]:
    """A composition of files, and the files by the Urls of its tiles; ``None`` leaves a tile's size to its source."""
    urls = {path: f"https://studio-1250000000.cos.local.myqcloud.com/input/{path.name}" for path, _ in tiles}
    made = tuple(
        Tile(id=f"t{number}", url=urls[path])
        if rect is None
        else Tile(id=f"t{number}", url=urls[path], x=rect.x, y=rect.y, width=rect.width, height=rect.height)
        for number, (path, rect) in enumerate(tiles, 1)
    )
    transcode = Transcode(
        video=video.replace(width=frame[0], height=frame[1]),
        audio=audio or (Audio() if sound else None),
        time_interval=interval,
    )
    inputs = {url: Input(path, probe(path)) for path, url in urls.items()}
    return Composition(tiles=made, transcode=transcode, keep_audio_track=sound), inputs


def render(composition: Composition, inputs: Mapping[str, Input], output: Path, music: Sequence[Music] = ()) -> Path:
    duration = result_duration(composition, inputs)
    run(find_ffmpeg(), render_args(composition, inputs, output, (), music), duration=duration)
    return output
