"""Jobs of the local cloud that FFmpeg cannot make: bad files, settings it refuses, a machine without room.

Where a file alone cannot bring it about, another command line is given to FFmpeg: what it says then is its own.
"""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.clips import clip, ffmpeg
from support.clips_colour import bright
from support.failure_cases import FFMPEG
from support.lesser_ffmpeg import lesser_ffmpeg
from support.local_cloud import Caller, job_request, local_cloud
from tilewright.failures.explain import explain, explain_error
from tilewright.localcloud import blobs
from tilewright.media.ffmpeg import Ffmpeg, FfmpegFailed, Limits, find_ffmpeg, run
from tilewright.wire.jobs import Job


@dataclass(frozen=True)
class Instead:
    """An FFmpeg that gets ``put`` for ``wanted``, or ``before`` all else, or runs the line ``script`` of the shell, in
    which REAL is the true one.
    """

    wanted: str = ""
    put: str = ""
    before: str = ""
    script: str = ""

    def write(self, path: Path) -> Path:
        real = shlex.quote(find_ffmpeg().path)
        lines = ["#!/bin/sh", f'[ "$1" = -version ] && exec {real} -version']
        if self.script:
            lines.append(self.script.replace("REAL", f"{real} -hide_banner -nostdin -loglevel warning -y"))
        else:
            lines += ["for arg do", "shift", f'[ "$arg" = "{self.wanted}" ] && arg="{self.put}"', 'set -- "$@" "$arg"']
            lines += ["done", f'exec {real} {self.before} "$@"']
        path.write_text("\n".join([*lines, ""]))
        path.chmod(0o700)
        return path


SOURCE = "-f lavfi -i testsrc2=s=320x180:d=0.2"

INSTEAD = {
    "encoder-missing": Instead("libx264", "libnothing"),
    "decoder-missing": Instead(before="-c:v nothing"),
    "pixel-format": Instead(script=f"exec REAL {SOURCE} -vf format=yuv999 -c:v libx264 -f null -"),
    "codec-in-container": Instead(script=f"exec REAL {SOURCE} -c:v rawvideo -f mp4 /dev/null"),
    "odd-size": Instead(script=f"exec REAL {SOURCE} -vf scale=321:181 -pix_fmt yuv420p -c:v libx264 -f null -"),
    "option-refused": Instead(script=f"exec REAL {SOURCE} -c:v libx264 -preset nonsense -f null -"),
    "video-vanished": Instead(before="-i /nowhere/a.mp4"),
    "no-memory": Instead(before="-max_alloc 5000"),
    "no-room": Instead(script=f"exec REAL {SOURCE} -c:v libx264 -f matroska /dev/full"),
    "killed": Instead(script="kill -KILL $$"),
    "took-too-long": Instead(script="kill -XCPU $$"),
    "grew-too-large": Instead(script="kill -XFSZ $$"),
    "renderer-failed": Instead(script="exit 3"),
}


def cut() -> bytes:
    """A recording that was broken off: its table of contents was to be written at the end."""
    return clip("silent").read_bytes()[:24] + b"\0\0\0\0mdat" + b"x" * 5000


FILES = {
    "video-incomplete": cut,
    "video-damaged": lambda: b"hello" * 1000,
    "nothing-to-show": lambda: clip("sound-only").read_bytes(),
}


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with local_cloud(tmp_path / "cloud") as cloud:
        yield Caller(cloud.endpoint)


def failed(caller: Caller, data: bytes) -> Job:
    """The job on one video, which is ``data``, at its end."""
    assert caller.put("a.mp4", data).status == 200
    job = caller.wait(caller.submit(job_request(caller.url("a.mp4"))).job_id)
    assert job.state == "Failed"
    return job


@pytest.mark.parametrize("expected", INSTEAD)
def test_that_what_ffmpeg_says_is_explained(
    expected: str, caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = INSTEAD[expected].write(tmp_path / "ffmpeg")
    data = clip("silent").read_bytes()
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(program))
    job = failed(caller, data)
    failure = explain(job.code, job.message, where="job")
    assert failure.id == expected, job.message
    if expected != "no-room":  # which no source brings about
        assert job.message.endswith("The sources were a.mp4.")
    assert str(tmp_path / "cloud") not in failure.words, "where the local cloud keeps a file says nothing to anybody"


def test_that_an_ffmpeg_that_cannot_turn_a_high_dynamic_range_is_told_by_name(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bright((180, 90, 60), "smpte2084").read_bytes()
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", lesser_ffmpeg(tmp_path / "ffmpeg", "zscale").path)
    job = failed(caller, data)
    assert "high dynamic range (HDR)" in job.message
    assert "zscale" in job.message
    assert explain(job.code, job.message, where="job").id == "filter-missing"


@pytest.mark.parametrize("expected", FILES)
def test_that_a_bad_file_is_explained(expected: str, caller: Caller) -> None:
    job = failed(caller, FILES[expected]())
    failure = explain(job.code, job.message, where="job")
    assert failure.id == expected, job.message
    assert "a.mp4" in failure.words


def test_that_a_machine_without_ffmpeg_is_explained(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = clip("silent").read_bytes()
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "nothing"))
    job = failed(caller, data)
    assert explain(job.code, job.message, where="job").id == "renderer-missing"


def test_that_a_rendering_that_stands_still_is_explained(tmp_path: Path) -> None:
    script = Instead(script="echo out_time_us=100000; exec sleep 30").write(tmp_path / "ffmpeg")
    with pytest.raises(FfmpegFailed) as caught:
        run(Ffmpeg(str(script), "9"), [], duration=1.0, limits=Limits(stall_seconds=0.3))
    failure = explain_error(caught.value)
    assert failure is not None
    assert failure.id == "stalled"


def damaged(start: float, size: int) -> bytes:
    """A video with ``size`` bytes that mean nothing, from that part of it on."""
    data = bytearray(clip("plain").read_bytes())
    place = int(len(data) * start)
    data[place : place + size] = random.Random(7).randbytes(size)
    return bytes(data)


def test_that_a_video_damaged_inside_fails_the_job_by_name_and_the_next_one_runs(caller: Caller) -> None:
    """FFmpeg itself goes on over it and ends well."""
    job = failed(caller, damaged(1 / 3, len(clip("plain").read_bytes()) // 3))
    assert job.code == "ResourceDownloadFailed"
    assert re.search(r"The source a\.mp4 is damaged: \d+ of about 60 pictures cannot be decoded\.", job.message), job
    assert explain(job.code, job.message, where="job").id == "video-damaged"
    assert job_log(caller, job.job_id)
    caller.put("b.mp4", clip("short").read_bytes())
    assert caller.wait(caller.submit(job_request(caller.url("b.mp4"))).job_id).state == "Success"


@pytest.mark.parametrize("kind", ["mkv", "ts"])
def test_that_a_hole_in_a_video_fails_the_job_by_name(kind: str, caller: Caller, tmp_path: Path) -> None:
    """FFmpeg finds the next place at which it can go on, and says little."""
    whole = tmp_path / f"whole.{kind}"
    ffmpeg("-i", str(clip("long")), "-c", "copy", str(whole))
    data = bytearray(whole.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = random.Random(5).randbytes(third)
    for name, content, state in (("whole", whole.read_bytes(), "Success"), ("holed", bytes(data), "Failed")):
        assert caller.put(f"{name}.{kind}", content).status == 200
        job = caller.wait(caller.submit(job_request(caller.url(f"{name}.{kind}"))).job_id)
        assert job.state == state, job
    assert job.code == "ResourceDownloadFailed"
    assert job.message.startswith(f"The source holed.{kind} is damaged: ")
    assert explain(job.code, job.message, where="job").id == "video-damaged"


@pytest.mark.parametrize(
    ("start", "told"), [(1000, "seconds in it are missing"), (0, "its clock goes back by 2.0 seconds")]
)
def test_that_a_recording_whose_clock_jumps_fails_the_job_at_once(
    start: int, told: str, caller: Caller, tmp_path: Path
) -> None:
    """Two recordings one after the other in a file: the first begins at the second ``start``, the other at none. From
    1000 back it looks as if the clock had run out, after 26 hours, and as if the film were as long.
    """
    parts = [tmp_path / "1.ts", tmp_path / "2.ts"]
    for part, begin in zip(parts, (start, 0), strict=True):
        ffmpeg("-i", str(clip("plain")), "-c", "copy", "-output_ts_offset", str(begin), str(part))
    caller.put("a.ts", b"".join(part.read_bytes() for part in parts))
    job = caller.wait(caller.submit(job_request(caller.url("a.ts"))).job_id)
    assert (job.state, job.code) == ("Failed", "ResourceDownloadFailed"), job
    assert job.message.startswith("The source a.ts is damaged: ")
    assert told in job.message
    assert explain(job.code, job.message, where="job").id == "video-damaged"


def test_that_a_picture_lost_now_and_then_fails_no_job(caller: Caller) -> None:
    caller.put("a.mp4", damaged(0.5, 200))
    job = caller.wait(caller.submit(job_request(caller.url("a.mp4"))).job_id)
    assert job.state == "Success", job
    assert "corrupt decoded frame" in job_log(caller, job.job_id)


def test_that_a_recording_that_lost_packets_on_the_way_is_rendered(caller: Caller, tmp_path: Path) -> None:
    """A broadcast of 4 Mbit/s without one packet in a thousand: many pictures have a spot, and all can be watched."""
    whole = tmp_path / "whole.ts"
    noisy = "testsrc2=s=640x360:r=25:d=8,noise=alls=40:allf=t"
    encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "4M", "-maxrate", "4M", "-bufsize", "4M", "-g", "50"]
    ffmpeg("-f", "lavfi", "-i", noisy, *encoder, "-pix_fmt", "yuv420p", str(whole))
    data, chance = whole.read_bytes(), random.Random(3)
    packets = [data[at : at + 188] for at in range(0, len(data), 188)]
    assert len(packets) > 15_000
    kept = [packet for number, packet in enumerate(packets) if number < 50 or chance.random() >= 0.001]
    caller.put("a.ts", b"".join(kept))
    job = caller.wait(caller.submit(job_request(caller.url("a.ts"))).job_id)
    assert job.state == "Success", job
    assert job_log(caller, job.job_id).count("corrupt decoded frame") > 10


def job_log(caller: Caller, job_id: str) -> str:
    return caller.call("GET", f"/jobs/{job_id}", {"tilewright-log": ""}, host=caller.ci_host).body.decode()


def test_that_a_file_that_changes_while_it_is_read_fails_the_job_by_name(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "_FICLONE", 0)  # no copy of the file, wherever this runs
    file = tmp_path / "mine.mp4"
    file.write_bytes(clip("long").read_bytes())
    assert caller.adopt("in/a.mp4", file).status == 200
    job = caller.submit(job_request(caller.url("in/a.mp4"), size=(1280, 720)))
    caller.wait(job.job_id, until=lambda seen: seen.state == "Running" and bool(seen.progress))
    with file.open("r+b") as changing:
        changing.truncate(1000)
    job = caller.wait(job.job_id)
    assert (job.state, job.code) == ("Failed", "ResourceDownloadFailed"), job
    assert job.message == "The source in/a.mp4 changed while it was rendered."
    assert explain(job.code, job.message, where="job").id == "video-changed"


def test_that_a_file_that_goes_while_it_is_read_is_read_to_its_end(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "_FICLONE", 0)
    file = tmp_path / "mine.mp4"
    file.write_bytes(clip("long").read_bytes())
    caller.adopt("in/a.mp4", file)
    body = job_request(caller.url("in/a.mp4"), size=(1280, 720))
    job = caller.submit(body)
    caller.wait(job.job_id, until=lambda seen: seen.state == "Running" and bool(seen.progress))
    file.unlink()
    assert caller.wait(job.job_id).state == "Success"
    job = caller.wait(caller.submit(body).job_id)
    assert (job.state, job.code) == ("Failed", "ResourceNotFound"), job
    assert "in/a.mp4" in job.message


def test_that_every_case_of_ffmpeg_is_in_the_table() -> None:
    assert {*INSTEAD, *FILES, "renderer-missing", "stalled", "video-changed", "gave-up", "filter-missing"} == FFMPEG
