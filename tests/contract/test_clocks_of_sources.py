"""Recordings whose time stamps leap: one that only pauses is rendered as it is, others fail the job by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import ACCOUNT, composition, tile, url
from support.clips import clip, ffmpeg
from support.clips_sound import heard, loudest
from support.forker import run
from support.local_cloud import Caller, job_request, local_cloud
from support.pictures import read_levels
from support.shell import shell
from tilewright.failures.explain import explain
from tilewright.files.compositions import save
from tilewright.wire.jobs import Job

START, END, LENGTH = 2, 14, 16
"""Of a pause that is longer than FFmpeg believes, and of the recording in which it is, in seconds."""

PICTURE = ["-f", "lavfi", "-i", f"color=red:s=128x128:r=10:d={LENGTH}"]
BLUE = f"drawbox=c=blue:t=fill:enable='gte(t,{END})'"
SOUND = ["-f", "lavfi", "-i", f"sine=440:d={LENGTH}:r=8000"]
ENCODERS = ["-c:v", "mpeg2video", "-c:a", "aac", "-fps_mode", "passthrough"]


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with local_cloud(tmp_path / "cloud") as cloud:
        yield Caller(cloud.endpoint)


def job_of(caller: Caller, *names: str, cut: str = "", keeps_sound: bool = True) -> Job:
    """At its end; its result is `out.mp4`."""
    body = job_request(*map(caller.url, names), key="out.mp4", size=(128 * len(names), 128)).decode()
    body = body.replace("<Transcode>", f"<Transcode><TimeInterval>{cut}</TimeInterval>" if cut else "<Transcode>")
    if not keeps_sound:
        body = body.replace("<KeepAudioTrack>true", "<KeepAudioTrack>false")
    return caller.wait(caller.submit(body.encode()).job_id)


def result(caller: Caller, folder: Path) -> Path:
    path = folder / "out.mp4"
    path.write_bytes(caller.get("out.mp4").body)
    return path


def is_blue(path: Path, at: float) -> bool:
    """Not red, of its two colours."""
    found = read_levels(path, at).getpixel((64, 64))
    assert isinstance(found, tuple)
    return found[1] > found[2]


def paused(folder: Path, stream: str) -> bytes:
    """A recording that is red, and blue from ``END`` on; its pictures or its sound pause before that."""
    path, kept = folder / "paused.ts", f"select='not(between(t,{START},{END - 0.01}))'"
    filters = {"picture": ["-vf", f"{BLUE},{kept}"], "sound": ["-vf", BLUE, "-af", f"a{kept}"]}[stream]
    ffmpeg(*PICTURE, *SOUND, *filters, *ENCODERS, str(path))
    return path.read_bytes()


def recorded(folder: Path, begin: float, seconds: float = 2) -> bytes:
    """A recording whose clock shows ``begin`` at its start."""
    path = folder / f"{begin}.ts"
    ffmpeg("-t", str(seconds), "-i", str(clip("plain")), "-c", "copy", "-output_ts_offset", str(begin), str(path))
    return path.read_bytes()


def coloured(folder: Path, colour: str, begin: float, seconds: float = 4) -> bytes:
    """A recording without sound, in one colour, whose clock shows ``begin`` at its start."""
    path = folder / f"{colour}-{begin}.ts"
    picture = f"color={colour}:s=128x128:r=10:d={seconds}"
    ffmpeg("-f", "lavfi", "-i", picture, "-c:v", "mpeg2video", "-output_ts_offset", str(begin), str(path))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("stream", "keeps_sound"),
    [("picture", True), ("picture", False), ("sound", True), pytest.param("sound", False, marks=pytest.mark.full)],
)
def test_that_a_long_pause_of_one_stream_stays_where_it_is(
    stream: str, keeps_sound: bool, caller: Caller, tmp_path: Path
) -> None:
    """What comes behind it is neither moved forward nor is the job refused: the clock runs on."""
    caller.put("a.ts", paused(tmp_path, stream))
    job = job_of(caller, "a.ts", keeps_sound=keeps_sound)
    assert job.state == "Success", job
    path = result(caller, tmp_path)
    assert [is_blue(path, at) for at in (START - 0.5, END - 0.5, END + 0.5, LENGTH - 0.5)] == [False, False, True, True]
    if keeps_sound:
        samples = heard(path)[0]
        loud = [loudest(samples, at, at + 0.5) > 0.05 for at in (START - 1, START + 3, END - 1, END + 0.5)]
        assert loud == ([True] * 4 if stream == "picture" else [True, False, False, True])


@pytest.mark.full
def test_that_a_printed_command_leaves_a_pause_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(paused(tmp_path, "picture"))
    made = composition(tile("a", 0, 0, 128, 128, url=url("a", ACCOUNT)), size=(128, 128))
    save(tmp_path / "lesson.tilewright", made, replace=False)
    ran = shell(
        run("xml", tmp_path / "lesson.tilewright", "--as", "ffmpeg", "--files", tmp_path).expect().out, tmp_path
    )
    assert ran.code == 0, ran.err
    assert [is_blue(tmp_path / "lesson-job.mp4", at) for at in (END - 0.5, END + 0.5)] == [False, True]


def is_refused(job: Job, told: str) -> bool:
    """Whether it failed, since its source `a.ts` is as ``told``."""
    is_explained = job.state == "Failed" and explain(job.code, job.message, where="job").id == "video-damaged"
    return is_explained and f"The source a.ts is damaged: {told}" in job.message


@pytest.mark.parametrize("other", ["", "b.mp4"])
@pytest.mark.parametrize("count", [2, 3])
def test_that_recordings_put_one_after_the_other_are_told_as_such(
    count: int, other: str, caller: Caller, tmp_path: Path
) -> None:
    """Also beside a video that is as long as all of them, where nothing would be cut off."""
    caller.put("a.ts", recorded(tmp_path, 0) * count)
    caller.put("b.mp4", clip("long").read_bytes())
    job = job_of(caller, "a.ts", *filter(None, [other]))
    assert is_refused(job, f"its clock goes back by {2 * (count - 1)}.0 seconds, as if recordings had been put "), job


def test_that_recordings_that_overlap_a_little_are_rendered(caller: Caller, tmp_path: Path) -> None:
    caller.put("a.ts", recorded(tmp_path, 0) + recorded(tmp_path, 1.7))
    assert job_of(caller, "a.ts").state == "Success"


def test_that_only_what_is_shown_of_a_recording_must_be_there(caller: Caller, tmp_path: Path) -> None:
    """Of one that goes on a minute later: what comes behind the gap is shown where it is."""
    caller.put("a.ts", coloured(tmp_path, "red", 0) + coloured(tmp_path, "blue", 60))
    assert is_refused(job_of(caller, "a.ts"), "56.")
    for cut in ("<Start>0</Start><Duration>62</Duration>", "<Start>30</Start><Duration>33</Duration>"):
        assert "seconds in it are missing" in job_of(caller, "a.ts", cut=cut).message
    for cut, is_late in (
        ("<Start>0</Start><Duration>3</Duration>", False),
        ("<Start>61</Start><Duration>2</Duration>", True),
    ):
        job = job_of(caller, "a.ts", cut=cut)
        assert job.state == "Success", job
        assert is_blue(result(caller, tmp_path), 1.0) == is_late


def test_that_what_comes_behind_the_end_of_what_is_shown_is_no_matter(caller: Caller, tmp_path: Path) -> None:
    caller.put("a.ts", recorded(tmp_path, 0) * 2)
    assert job_of(caller, "a.ts", cut="<Start>0</Start><Duration>1</Duration>").state == "Success"


def test_that_pictures_whose_time_stamps_strayed_are_shown_where_they_belong(caller: Caller, tmp_path: Path) -> None:
    """The clock leaps there and back: FFmpeg is to take it for what it is."""
    stray, nothing = coloured(tmp_path, "red", 1000, 0.3), (b"\x47\x1f\xff\x10" + b"\xff" * 184) * 2000
    parts = (coloured(tmp_path, "red", 0), nothing, stray, nothing, coloured(tmp_path, "blue", 4))
    caller.put("a.ts", b"".join(parts))  # so far apart that the length of it is told right
    job = job_of(caller, "a.ts")
    assert job.state == "Success", job
    assert [is_blue(result(caller, tmp_path), at) for at in (3.5, 5.5)] == [False, True]
