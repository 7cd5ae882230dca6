"""The same compositions rendered by everybody: cases, the best command by hand, and the commands of the rivals.

All get the same sources, the same place of each tile, all sounds added, and the same wishes of x264 and AAC: quality
25, preset `medium`, profile `high`, 30 pictures a second, 128 kbit/s.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from support.clips import ffmpeg
from tilewright.layout.rect import Rect
from tilewright.media.ffmpeg import find_ffmpeg

ROOT = Path(__file__).parents[2]
RATE = 30
CRF = 25
PRESET = "medium"
SOUND = 128
"""kbit/s."""


@dataclass(frozen=True)
class Case:
    """A frame, and where the videos lie in it, the later ones on top."""

    name: str
    frame: tuple[int, int]
    rects: tuple[Rect, ...]

    @property
    def is_even(self) -> bool:
        return not any(side % 2 for rect in self.rects for side in rect)

    @property
    def is_apart(self) -> bool:
        return not any(one.cut(other) for n, one in enumerate(self.rects) for other in self.rects[:n])


def _grid(columns: int, frame: tuple[int, int]) -> tuple[Rect, ...]:
    width, height = frame[0] // columns, frame[1] // columns
    return tuple(Rect(x * width, y * height, width, height) for y in range(columns) for x in range(columns))


CASES = (
    Case("2x2", (1280, 720), _grid(2, (1280, 720))),
    Case("3x3", (1920, 1080), _grid(3, (1920, 1080))),
    Case("picture-in-picture", (1280, 720), (Rect(0, 0, 1280, 720), Rect(940, 520, 320, 180))),
    Case("16-tiles", (1920, 1080), _grid(4, (1920, 1080))),
    Case("odd-offsets", (1280, 720), tuple(Rect(1 + x * 640, 1 + y * 360, 637, 357) for y in (0, 1) for x in (0, 1))),
)
"""All of sources of 720p. In pytest, `-k 3x3` runs one alone."""


def make_sources(folder: Path, count: int, seconds: float, size: str = "1280x720") -> list[Path]:
    """Videos that move, each in colours of its own and with a tone of its own; those that are there already stay.

    They say what their colours mean: programs guess differently.
    """
    paths = [folder / f"source-{number}.mp4" for number in range(count)]
    for number, path in enumerate(paths):
        if path.is_file():
            continue
        picture = f"testsrc2=s={size}:r={RATE}:d={seconds}"
        sound = f"sine=f={pitch(number)}:d={seconds}"
        ffmpeg(
            *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound),
            *("-vf", f"hue=h={23 * number},{_NAMED}", "-c:v", "libx264", "-preset", "veryfast", "-g", "30"),
            *("-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", str(path.with_suffix(".part.mp4"))),
        )
        path.with_suffix(".part.mp4").rename(path)
    return paths


def pitch(number: int) -> int:
    """Of the tone of a source, in Hz."""
    return 330 + 110 * number


_NAMED = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"


def by_hand(case: Case, sources: Sequence[Path], out: Path) -> list[str]:
    """The command of somebody who knows FFmpeg well and wants every tile where it was placed: one stack where nothing
    overlaps, colours at full size only for odd places, and no more threads for the decoders than there is to do.
    """
    threads = ("-threads", str(math.ceil((os.cpu_count() or 1) / len(sources))))
    inputs = [part for path in sources for part in (*threads, "-i", str(path))]
    full = "" if case.is_even else ",format=yuv444p"
    parts = [
        f"[{n}:v]scale={rect.width}:{rect.height}:flags=bicubic{full},setsar=1[v{n}]"
        for n, rect in enumerate(case.rects)
    ]
    pads = "".join(f"[v{n}]" for n in range(len(case.rects)))
    if case.is_apart:
        places = "|".join(f"{rect.x}_{rect.y}" for rect in case.rects)
        pad = f",pad={case.frame[0]}:{case.frame[1]}:0:0" if not case.is_even else ""
        parts.append(f"{pads}xstack=inputs={len(case.rects)}:layout={places}:fill=black{pad},format=yuv420p[v]")
    else:
        (_, top) = case.rects
        parts.append(f"{pads}overlay=x={top.x}:y={top.y}:format=yuv420,format=yuv420p[v]")
    sounds = "".join(f"[{n}:a]" for n in range(len(sources)))
    parts.append(f"{sounds}amix=inputs={len(sources)}:normalize=0,alimiter=level=0[a]")
    return [
        *(find_ffmpeg().path, "-v", "error", "-nostdin", "-y", *inputs, "-filter_complex", ";".join(parts)),
        *("-map", "[v]", "-map", "[a]", *ENCODERS, "-movflags", "+faststart", str(out)),
    ]


ENCODERS = (
    *("-c:v", "libx264", "-crf", str(CRF), "-preset", PRESET, "-profile:v", "high", "-r", str(RATE)),
    *("-c:a", "aac", "-b:a", f"{SOUND}k", "-ar", "44100"),
)


def encoders_alone(made: Path, log: Path) -> float:
    """Seconds of processors that it takes to encode what ``made`` shows, by FFmpeg, without decoding it."""
    command = [find_ffmpeg().path, "-v", "error", "-nostdin", "-i", str(made)]
    again = [*command, *ENCODERS, "-f", "mp4", "-y", os.devnull]
    return spend(again, log).processors - spend([*command, "-f", "null", "-"], log).processors


def by_gstreamer(case: Case, sources: Sequence[Path], out: Path) -> list[str] | None:
    program = shutil.which("gst-launch-1.0")
    if program is None:
        return None
    places = " ".join(
        f"sink_{n}::xpos={rect.x} sink_{n}::ypos={rect.y} sink_{n}::width={rect.width} sink_{n}::height={rect.height}"
        f" sink_{n}::zorder={n + 1}"
        for n, rect in enumerate(case.rects)
    )
    size = f"width={case.frame[0]},height={case.frame[1]}"
    # In I420 it moves what lies at odd places by a pixel.
    pixels = "I420" if case.is_even else "Y444"
    back = "" if case.is_even else " videoconvert ! video/x-raw,format=I420 ! queue !"
    picture = (
        f"compositor name=c background=black {places} ! video/x-raw,format={pixels},{size},framerate={RATE}/1 ! queue !"
        f"{back}"
        f" x264enc pass=qual quantizer={CRF} speed-preset={PRESET} key-int-max=250 vbv-buf-capacity=0 !"
        " video/x-h264,profile=high ! queue !"
        f" mp4mux name=m faststart=true ! filesink location={out}"
    )
    sound = (
        "audiomixer name=a ! audioconvert ! audioresample ! audio/x-raw,rate=44100,channels=2 !"
        f" avenc_aac bitrate={SOUND * 1000} ! aacparse ! queue max-size-time=0 max-size-buffers=0 ! m."
    )
    # The encoder looks more than a second ahead: queues that hold a second only would wait for each other.
    wait = "queue max-size-time=0 max-size-buffers=0 max-size-bytes=200000000"
    inputs = [
        f"filesrc location={path} ! qtdemux name=d{n} d{n}.video_0 ! {wait} ! avdec_h264 ! queue !"
        f" c.sink_{n} d{n}.audio_0 ! {wait} ! aacparse ! avdec_aac ! audioconvert ! audioresample ! queue ! a."
        for n, path in enumerate(sources)
    ]
    return [program, "-q", *" ".join([picture, sound, *inputs]).split()]


def by_melt(case: Case, sources: Sequence[Path], out: Path, seconds: float) -> list[str] | None:
    """A file for `melt` beside ``out``, and the command that renders it on all processors."""
    program = shutil.which("melt") or shutil.which("melt-7")
    if program is None:
        return None
    last = round(seconds * RATE) - 1
    width, height = case.frame
    producers = [
        f"<producer id='p{n}' out='{last}'><property name='mlt_service'>avformat</property>"
        f"<property name='resource'>{_escaped(str(path))}</property></producer>"
        for n, path in enumerate(sources)
    ]
    black = (
        f"<producer id='black' out='{last}'><property name='mlt_service'>color</property>"
        "<property name='resource'>black</property></producer>"
    )
    is_full = case.rects[0] == Rect(0, 0, width, height)  # then it is the ground itself
    names = [*([] if is_full else ["black"]), *(f"p{n}" for n in range(len(sources)))]
    tracks = "".join(f"<track producer='{name}'/>" for name in names)
    joins = "".join(
        f"<transition out='{last}'><property name='mlt_service'>composite</property>"
        f"<property name='a_track'>0</property><property name='b_track'>{n}</property>"
        f"<property name='geometry'>{rect.x}/{rect.y}:{rect.width}x{rect.height}:100</property>"
        "<property name='distort'>1</property><property name='progressive'>1</property></transition>"
        f"<transition out='{last}'><property name='mlt_service'>mix</property>"
        f"<property name='a_track'>0</property><property name='b_track'>{n}</property>"
        "<property name='sum'>1</property><property name='always_active'>1</property></transition>"
        for n, rect in enumerate(case.rects[1:] if is_full else case.rects, 1)
    )
    profile = (
        f"<profile width='{width}' height='{height}' progressive='1' sample_aspect_num='1' sample_aspect_den='1'"
        f" display_aspect_num='16' display_aspect_den='9' frame_rate_num='{RATE}' frame_rate_den='1' colorspace='709'/>"
    )
    text = (
        f"<mlt LC_NUMERIC='C'>{profile}{black}{''.join(producers)}"
        f"<tractor id='all' out='{last}'><multitrack>{tracks}</multitrack>{joins}</tractor></mlt>"
    )
    script = out.with_suffix(".mlt")
    script.write_text(text, "utf-8")
    return [
        *(program, "-silent", str(script), "-consumer", f"avformat:{out}", "terminate_on_pause=1"),
        *("vcodec=libx264", f"crf={CRF}", f"preset={PRESET}", "vprofile=high", "pix_fmt=yuv420p", "f=mp4"),
        *("acodec=aac", f"ab={SOUND}k", "ar=44100", "movflags=+faststart", f"real_time=-{os.cpu_count() or 1}"),
    ]


def _escaped(text: str) -> str:
    return quoteattr(text)[1:-1]


_MOVIEPY = """
import sys
from moviepy import CompositeVideoClip, VideoFileClip

out, crf, preset, sound, rate, width, height, *rest = sys.argv[1:]
clips = []
while rest:
    path, x, y, w, h = rest[:5]
    rest = rest[5:]
    clips.append(VideoFileClip(path).resized((int(w), int(h))).with_position((int(x), int(y))))
made = CompositeVideoClip(clips, size=(int(width), int(height)))
made.write_videofile(
    out, fps=int(rate), codec="libx264", preset=preset, audio_codec="aac", audio_bitrate=sound, audio_fps=44100,
    ffmpeg_params=["-crf", crf, "-profile:v", "high", "-movflags", "+faststart"], logger=None,
)
"""


def by_moviepy(case: Case, sources: Sequence[Path], out: Path) -> list[str] | None:
    python = ROOT / "build" / "rivals" / "bin" / "python"
    if not python.is_file():
        return None
    wishes = [out, CRF, PRESET, f"{SOUND}k", RATE, *case.frame]
    tiles = [word for path, rect in zip(sources, case.rects, strict=True) for word in (path, *rect)]
    return [str(python), "-c", _MOVIEPY, *map(str, (*wishes, *tiles))]


def x264_options(path: Path) -> dict[str, str]:
    """What x264 was asked for, as it writes itself into the picture: all but numbers of threads, and what has no effect
    without a highest rate.
    """
    found = re.search(rb"x264 - core [^\0]*options: ([ -~]+)", path.read_bytes())
    assert found, path
    options = dict(word.split("=", 1) for word in found[1].decode("ascii").split())
    idle = {"nal_hrd": "none", "filler": "0"}
    return {name: value for name, value in options.items() if name not in _THREADS and idle.get(name) != value}


_THREADS = {"threads", "lookahead_threads"}


@dataclass(frozen=True)
class Spent:
    """Of one process: seconds by the clock and of processors, and its peak memory in bytes."""

    wall: float
    processors: float
    memory: int


def spend(command: Sequence[str], log: Path) -> Spent:
    """Run ``command`` at the priority that the local cloud gives to FFmpeg; fails with what it said."""
    began = time.monotonic()
    with log.open("wb") as said:
        child = subprocess.Popen(
            ["nice", "-n", "5", *command], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    assert child.returncode == 0, f"{command}\n{log.read_text('utf-8', 'replace')[-2000:]}"
    unit = 1 if sys.platform == "darwin" else 1024
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)
