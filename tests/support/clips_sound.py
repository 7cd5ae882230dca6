"""Small real sounds for tests, and what is heard in a result, sample by sample."""

from __future__ import annotations

import array
import functools
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import imageio_ffmpeg

from support.clips import clips_folder, ffmpeg
from support.pictures import tone_level

OWN_LEVEL = -18.06
"""dB of these tones and of those of ``support.clips``: amplitude 1/8."""

_ENCODERS = {
    "wav": ["-c:a", "pcm_s16le"],
    "mp3": ["-c:a", "libmp3lame", "-b:a", "192k"],
    "m4a": ["-c:a", "aac", "-b:a", "192k"],
    "flac": ["-c:a", "flac"],
    "ogg": ["-c:a", "libvorbis", "-b:a", "160k"],
    "opus": ["-c:a", "libopus", "-b:a", "160k"],
    "amr": ["-c:a", "libopencore_amrnb", "-ar", "8000", "-ac", "1"],
}

SOUNDS = tuple(_ENCODERS)


@functools.cache
def tune(pitch: float, seconds: float, ending: str = "wav", *, channels: int = 2, rate: int = 44100) -> Path:
    """A file with a tone of amplitude 1/8, the same in every channel."""
    path = clips_folder() / f"tune-{pitch:g}-{seconds:g}-{channels}-{rate}.{ending}"
    voices = "|".join([f"sin(2*PI*{pitch}*t)/8"] * channels)
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    source = f"aevalsrc={voices}:s={rate}:c={layout}:d={seconds}"
    ffmpeg("-f", "lavfi", "-i", source, *_ENCODERS[ending], str(path))
    return path


def heard(path: Path, rate: int = 44100, *, track: int = 0) -> list[array.array[float]]:
    """The samples of each channel at ``rate``, as a player plays them."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-i", str(path), "-map", f"0:a:{track}"]
    count = _channels(path)
    done = subprocess.run([*command, "-ar", str(rate), "-f", "f32le", "-"], capture_output=True, check=True, timeout=60)
    every = array.array("f", done.stdout)
    return [every[channel::count] for channel in range(count)]


def _channels(path: Path) -> int:
    import av

    with av.open(str(path)) as container:
        return container.streams.audio[0].codec_context.channels


def level(samples: Sequence[float], pitch: float, start: float, end: float, rate: int = 44100) -> float:
    """dB of a tone between two moments in seconds."""
    return tone_level(samples[round(start * rate) : round(end * rate)], rate, pitch)


def onset(samples: Sequence[float], rate: int = 44100, least: float = 0.01) -> float:
    """Seconds until something is heard."""
    return next(number for number, sample in enumerate(samples) if abs(sample) > least) / rate


def loudest(samples: Sequence[float], start: float, end: float, rate: int = 44100) -> float:
    return max((abs(sample) for sample in samples[round(start * rate) : round(end * rate)]), default=0.0)


@functools.cache
def flash_and_beep(ending: str = "mp4", *options: str) -> Path:
    """One second of 30 pictures a second: white from the 15th on, and from the same moment on a tone of 1000 Hz."""
    name = re.sub(r"\W+", "-", " ".join(("flash", *options)))
    path = clips_folder() / f"{name}.{ending}"
    picture = "color=c=black:s=64x64:r=30:d=1,drawbox=c=white:t=fill:enable='gte(t,0.49)'"
    sound = "aevalsrc=gte(t\\,0.5)*sin(2*PI*1000*t)/8:s=48000:d=1,aformat=channel_layouts=stereo"
    inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound]
    encoding = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ar", "44100"]
    ffmpeg(*inputs, *encoding, *options, str(path))
    return path


@functools.cache
def surround(layout: str = "5.1") -> Path:
    """Each channel has a tone of its own: 400, 500, 600, 50, 800 and 900 Hz."""
    path = clips_folder() / f"surround-{layout}.mkv"
    voices = "|".join(f"sin(2*PI*{pitch}*t)/8" for pitch in (400, 500, 600, 50, 800, 900))
    sound = ["-f", "lavfi", "-i", f"aevalsrc={voices}:s=48000:c={layout}:d=1"]
    ffmpeg(*_still(1), *sound, *_SMALL, "-c:a", "flac", str(path))
    return path


@functools.cache
def two_tracks() -> Path:
    """400 Hz in the first sound track, 900 Hz in the second."""
    path = clips_folder() / "two-tracks.mp4"
    tracks = [item for pitch in (400, 900) for item in ("-i", str(tune(pitch, 1)))]
    ffmpeg(*_still(1), *tracks, "-map", "0:v", "-map", "1:a", "-map", "2:a", *_SMALL, "-c:a", "aac", str(path))
    return path


@functools.cache
def late_sound() -> Path:
    """A second of picture; its sound begins at half of it."""
    path = clips_folder() / "late-sound.mp4"
    late = ["-itsoffset", "0.5", "-i", str(tune(400, 0.5))]
    ffmpeg(*_still(1), *late, "-map", "0:v", "-map", "1:a", *_SMALL, "-c:a", "aac", str(path))
    return path


@functools.cache
def telephone() -> Path:
    """Sound in one channel at 8000 Hz."""
    path = clips_folder() / "telephone.mkv"
    ffmpeg(*_still(1), "-i", str(tune(400, 1, channels=1, rate=8000)), *_SMALL, "-c:a", "pcm_s16le", str(path))
    return path


def _still(seconds: float) -> list[str]:
    return ["-f", "lavfi", "-i", f"color=c=gray:s=64x64:r=10:d={seconds}"]


_SMALL = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]


def unknown(path: Path, kind: str, folder: Path) -> Path:
    """A Matroska file whose first track of that codec is of one that nobody knows."""
    data = path.read_bytes()
    assert kind.encode() in data
    result = folder / "unknown.mkv"
    result.write_bytes(data.replace(kind.encode(), kind[:2].encode() + b"Z" * (len(kind) - 2), 1))
    return result
