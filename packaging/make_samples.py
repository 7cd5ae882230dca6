"""Draws the four sample clips of Tilewright: resources/samples/*.mp4.

    .venv/bin/python packaging/make_samples.py [FOLDER]

Every picture is drawn with Pillow at twice its size, every sound is computed here, FFmpeg only encodes. One thread
and no time stamps: the same versions of FFmpeg and Pillow make the same bytes.
"""

from __future__ import annotations

import array
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
from sample_scenes import (
    Sheet,
    draw_ball,
    draw_landscape,
    draw_slides,
    draw_teacher,
    sing_ball,
    sing_landscape,
    sing_slides,
    sing_teacher,
)

RATE = 25
SAMPLES = 44_100


@dataclass(frozen=True)
class Clip:
    name: str
    seconds: int
    draw: Callable[[float], Sheet]
    sing: Callable[[float], float]
    is_stereo: bool = True


CLIPS = (
    Clip("teacher", 8, draw_teacher, sing_teacher, is_stereo=False),
    Clip("slides", 7, draw_slides, sing_slides),
    Clip("ball", 5, draw_ball, sing_ball),
    Clip("landscape", 8, draw_landscape, sing_landscape),
)


def write_sound(clip: Clip, path: Path) -> None:
    end = clip.seconds * SAMPLES
    fade = SAMPLES // 10
    samples = array.array("h")
    for number in range(end):
        level = clip.sing(number / SAMPLES) * min(1.0, (end - number) / fade)
        samples.extend([round(max(-1.0, min(1.0, level)) * 32767)] * (2 if clip.is_stereo else 1))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2 if clip.is_stereo else 1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes(samples.tobytes())


def write_clip(clip: Clip, folder: Path) -> Path:
    width, height = clip.draw(0).size
    output = folder / f"{clip.name}.mp4"
    with tempfile.TemporaryDirectory() as temporary:
        sound = Path(temporary) / "sound.wav"
        write_sound(clip, sound)
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error"]
        command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(RATE), "-i", "pipe:0"]
        command += ["-i", str(sound), "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
        command += ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"]
        command += ["-c:v", "libx264", "-preset", "veryslow", "-crf", "24", "-g", "50", "-threads", "1"]
        command += ["-c:a", "aac", "-b:a", "96k", "-map_metadata", "-1", "-movflags", "+faststart"]
        command += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", str(output)]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
            assert encoder.stdin is not None
            for number in range(clip.seconds * RATE):
                encoder.stdin.write(clip.draw(number / RATE).finish())
            encoder.stdin.close()
        if encoder.returncode:
            raise SystemExit(f"FFmpeg failed on {clip.name} (code {encoder.returncode}).")
    return output


def main() -> None:
    default = Path(__file__).resolve().parents[1] / "resources" / "samples"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    folder.mkdir(parents=True, exist_ok=True)
    for clip in CLIPS:
        path = write_clip(clip, folder)
        print(f"{path.name}: {clip.seconds} s, {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
