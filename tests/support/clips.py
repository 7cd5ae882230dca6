"""Small real videos for tests, made with FFmpeg once a session: phone-like rotated, anamorphic, silent, 10-bit …

``clip("rotated")`` is the path of a named clip; ``card(...)`` makes a card of four plain colours, whose edges and
corners can be found again in a composed picture. The files are shared: copy one before changing it.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

Colour = tuple[int, int, int]

RED: Colour = (200, 40, 40)
GREEN: Colour = (40, 180, 60)
BLUE: Colour = (50, 70, 210)
YELLOW: Colour = (210, 190, 50)

QUADRANTS: tuple[Colour, Colour, Colour, Colour] = (RED, GREEN, BLUE, YELLOW)
"""Top left, top right, bottom left, bottom right of the displayed picture."""


@functools.cache
def clips_folder() -> Path:
    """Where they lie until the session ends."""
    folder = Path(tempfile.mkdtemp(prefix="tilewright-clips-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def ffmpeg(*arguments: str) -> None:
    """Run the FFmpeg that Tilewright renders with; fails loudly with its last words."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(f"FFmpeg failed on {arguments}: {done.stderr[-2000:]}")


def _video(size: str = "320x240", rate: str = "30", seconds: float = 2) -> list[str]:
    return ["-f", "lavfi", "-t", str(seconds), "-i", f"testsrc2=s={size}:r={rate}"]


def _tone(pitch: float, seconds: float = 2, *, channels: int = 2, rate: int = 48000) -> list[str]:
    """A sine of amplitude 1/8 (-18 dB), the same in every channel."""
    voices = "|".join([f"sin(2*PI*{pitch}*t)/8"] * channels)
    layout = "mono" if channels == 1 else "stereo"
    return ["-f", "lavfi", "-t", str(seconds), "-i", f"aevalsrc={voices}:s={rate}:c={layout}"]


_H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-g", "15", "-pix_fmt", "yuv420p"]
_HEVC10 = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p10le"]
_AAC = ["-c:a", "aac", "-b:a", "160k"]

_THINNED = "select='lt(t,1)+gte(t,1)*not(mod(n,3))+eq(n,89)'"
"""30 pictures a second for one second, then 10."""

_NAMED: dict[str, tuple[str, list[str]]] = {
    "plain": ("mp4", [*_video(), *_tone(440), *_H264, *_AAC]),
    "short": ("mp4", [*_video(seconds=1), *_tone(660, 1), *_H264, *_AAC]),
    "long": ("mp4", [*_video(seconds=4, rate="25"), *_tone(550, 4), *_H264, *_AAC]),
    "hd": ("mp4", [*_video("1280x720"), *_tone(330), *_H264, *_AAC]),
    "silent": ("mp4", [*_video(), *_H264]),
    "mono": ("mp4", [*_video(), *_tone(880, channels=1, rate=22050), *_H264, *_AAC]),
    "anamorphic": ("mp4", [*_video("240x240"), *_tone(440), "-vf", "setsar=4/3", *_H264, *_AAC]),
    "ten-bit": (
        "mp4",
        [*_video(), *_tone(440), *_HEVC10, "-tag:v", "hvc1", *_AAC],
    ),
    "full-range": ("mp4", [*_video(), *_H264[:-2], "-pix_fmt", "yuvj420p", "-strict", "unofficial"]),
    "variable": (
        "mp4",
        [*_video(seconds=3), *_tone(440, 3), "-vf", _THINNED, "-fps_mode", "vfr", *_H264, *_AAC],
    ),
    "late-picture": ("mp4", [*_video(seconds=1.5), *_tone(440), "-vf", "setpts=PTS+0.5/TB", *_H264, *_AAC]),
    "long-sound": ("mp4", [*_video(seconds=1), *_tone(440, 3), *_H264, *_AAC]),
    "matroska": ("mkv", [*_video(), *_tone(440), *_H264, *_AAC]),
    "webm": ("webm", [*_video(rate="15"), "-c:v", "libvpx", "-b:v", "300k", "-deadline", "realtime"]),
    "transport": ("ts", [*_video(), *_tone(440), *_H264, *_AAC]),
    "flash": ("flv", [*_video(), *_tone(440, rate=44100), *_H264, *_AAC]),
    "avi": ("avi", [*_video(), *_tone(440), "-c:v", "mpeg4", "-c:a", "mp3"]),
    "program": ("mpg", [*_video(rate="25"), *_tone(440), "-c:v", "mpeg2video", "-c:a", "mp2"]),
    "ogg": ("ogg", [*_video(rate="25"), *_tone(440), "-c:v", "libtheora", "-c:a", "libvorbis"]),
    "sound-only": ("m4a", [*_tone(440), *_AAC]),
    "loud": ("mp4", [*_video(), *_tone(440), "-af", "volume=7.6", *_H264, *_AAC]),
}

_ROTATED = {"rotated": 90, "rotated-180": 180, "rotated-270": 270}
"""Clockwise degrees by which a player turns the stored picture, as phones write them."""

NAMES = (*_NAMED, *_ROTATED)


@functools.cache
def clip(name: str) -> Path:
    """The path of a clip of ``NAMES``.

    Each has 320×240 pixels, 30 frames/s, 2 s and a tone of 440 Hz in stereo, but for what its name says.
    """
    if name in _ROTATED:
        return turned(clip("plain"), _ROTATED[name])
    ending, arguments = _NAMED[name]
    path = clips_folder() / f"{name}.{ending}"
    ffmpeg(*arguments, str(path))
    return path


@functools.cache
def turned(path: Path, clockwise: int) -> Path:
    """A copy whose display matrix turns the picture by ``clockwise`` degrees; the stored pictures are the same."""
    result = path.with_name(f"{path.stem}-turned-{clockwise}{path.suffix}")
    ffmpeg("-display_rotation", str(-clockwise), "-i", str(path), "-c", "copy", str(result))
    return result


@functools.cache
def noise(pixels: str = "yuv420p", size: str = "320x180") -> Path:
    """One picture of sharp edges and noise, stored without loss in that pixel format."""
    path = clips_folder() / f"noise-{pixels}-{size}.mp4"
    picture = f"testsrc2=s={size}:r=10:d=0.1,noise=alls=70:allf=u:all_seed=1"
    coder = ("libx265", "-x265-params", "log-level=error:lossless=1") if "10" in pixels else ("libx264", "-qp", "0")
    ffmpeg(
        "-f",
        "lavfi",
        "-i",
        picture,
        "-pix_fmt",
        pixels,
        "-strict",
        "unofficial",
        "-c:v",
        *coder,
        "-preset",
        "ultrafast",
        str(path),
    )
    return path


@dataclass(frozen=True)
class Card:
    """A card of four colours. ``width`` × ``height`` is the stored picture; ``rotation`` degrees clockwise to show it.

    ``colours`` are the quadrants of the stored picture: top left, top right, bottom left, bottom right.
    ``pitch`` in Hz, ``None`` for no sound.
    """

    width: int = 160
    height: int = 120
    colours: tuple[Colour, Colour, Colour, Colour] = QUADRANTS
    seconds: float = 1.0
    rate: Fraction = Fraction(10)
    pitch: float | None = None
    rotation: int = 0
    sample_aspect: Fraction = Fraction(1)
    codec: str = "h264"


@functools.cache
def card(wish: Card) -> Path:
    """The path of the video of a card."""
    number = card.cache_info().currsize
    picture = clips_folder() / f"card-{number}.png"
    draw_card(wish.width, wish.height, wish.colours).save(picture)
    path = clips_folder() / f"card-{number}.mp4"
    rate = f"{wish.rate.numerator}/{wish.rate.denominator}"
    inputs = ["-loop", "1", "-framerate", rate, "-t", str(wish.seconds), "-i", str(picture)]
    if wish.pitch is not None:
        inputs += _tone(wish.pitch, wish.seconds)
    aspect = f"{wish.sample_aspect.numerator}/{wish.sample_aspect.denominator}"
    ffmpeg(*inputs, "-vf", f"setsar={aspect}", *_codec(wish.codec), *_AAC, str(path))
    return turned(path, wish.rotation) if wish.rotation else path


def _codec(name: str) -> Sequence[str]:
    if name == "hevc10":
        return [*_HEVC10, "-x265-params", "log-level=error:lossless=1"]
    return ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-g", "10", "-pix_fmt", "yuv420p"]


def draw_card(width: int, height: int, colours: tuple[Colour, Colour, Colour, Colour]) -> Image.Image:
    """Four plain quadrants, split at half the width and half the height."""
    image = Image.new("RGB", (width, height))
    right, down = width // 2, height // 2
    corners = [(0, 0), (right, 0), (0, down), (right, down)]
    for colour, corner in zip(colours, corners, strict=True):
        image.paste(colour, (*corner, width, height))
    return image
