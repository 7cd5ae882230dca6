"""FFmpeg as a child process: progress, stopping, limits, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tilewright.errors import FfmpegFailed, FfmpegMissing
from tilewright.media.ffmpeg import (
    LOG_LIMIT,
    Ffmpeg,
    Limits,
    Stopped,
    encoders,
    filters,
    find_ffmpeg,
    muxers,
    pixel_formats,
    run,
)

ENDLESS = ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-f", "null", "-"]


def _short(output: Path, seconds: float = 1.0) -> list[str]:
    return ["-f", "lavfi", "-t", str(seconds), "-i", "testsrc2=s=320x240:r=30", "-f", "mpegts", str(output)]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def fake(tmp_path: Path) -> Ffmpeg:
    """A program in FFmpeg's place; tests write its script."""
    return Ffmpeg(str(tmp_path / "fake"), "0")


def write_script(fake: Ffmpeg, script: str) -> None:
    path = Path(fake.path)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)


def test_that_ffmpeg_is_found_with_its_version() -> None:
    ffmpeg = find_ffmpeg()
    assert Path(ffmpeg.path).is_file()
    assert int(ffmpeg.version.split(".")[0]) >= 5


@pytest.mark.parametrize("script", [None, "exit 1", "echo something else"], ids=["absent", "failing", "another"])
def test_that_an_ffmpeg_that_does_not_run_is_told_with_the_cure(
    script: str | None, fake: Ffmpeg, monkeypatch: pytest.MonkeyPatch
) -> None:
    if script:
        write_script(fake, script)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", fake.path)
    with pytest.raises(FfmpegMissing, match=fake.path) as caught:
        find_ffmpeg()
    assert "IMAGEIO_FFMPEG_EXE" in caught.value.hint


LISTS = """case "$2 $3" in
"-encoders ") printf ' ------\\n V....D libx264 H.264\\n';;
"-filters ") printf ' ... crop V->V Crop.\\n';;
"-muxers ") printf ' E mp4 MP4\\n';;
"-h encoder=libx264") printf '    Supported pixel formats: yuv420p gray\\n';;
esac"""


def lists_of(ffmpeg: Ffmpeg) -> list[set[str]]:
    return [{*encoders(ffmpeg)}, {*filters(ffmpeg)}, {*muxers(ffmpeg)}, {*pixel_formats(ffmpeg, "libx264")}]


@pytest.mark.parametrize("failure", ["exit 1", "exit 0"], ids=["fails", "tells nothing"])
def test_that_a_list_that_was_not_told_is_asked_for_again_and_one_that_was_is_not(
    failure: str, fake: Ffmpeg, tmp_path: Path
) -> None:
    able, asked = tmp_path / "able", tmp_path / "asked"
    write_script(fake, f"echo $2 >> {asked}; test -e {able} || {failure}\n{LISTS}")
    assert lists_of(fake) == [set(), set(), set(), set()]
    able.touch()
    told = [{"libx264"}, {"crop"}, {"mp4"}, {"yuv420p", "gray"}]
    assert [lists_of(fake), lists_of(fake)] == [told, told]
    assert len(asked.read_text().split()) == 8


def test_that_another_ffmpeg_in_its_place_is_asked_anew(fake: Ffmpeg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", fake.path)
    seen = []
    for version, name in (("7.0", "libx264"), ("8.0", "libx265")):
        write_script(Ffmpeg(f"{fake.path}-new", ""), f"echo ffmpeg version {version}; {LISTS.replace('libx264', name)}")
        Path(f"{fake.path}-new").replace(fake.path)
        found = find_ffmpeg()
        seen.append((found.version, {*encoders(found)}, {*encoders(fake)}))
    assert seen == [("7.0", {"libx264"}, {"libx264"}), ("8.0", {"libx265"}, {"libx265"})]


def test_that_progress_only_rises_and_ends_at_the_duration(tmp_path: Path) -> None:
    told: list[float] = []
    run(find_ffmpeg(), _short(tmp_path / "out.ts", 3), duration=3.0, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 3.0
    assert (tmp_path / "out.ts").stat().st_size > 0


def test_that_odd_progress_is_left_out(fake: Ffmpeg) -> None:
    said = r"out_time_us=N/A\nout_time_us=-5\nout_time_us=500000\nout_time_us=200000\nout_ti"
    write_script(fake, f"printf '{said}'; printf 'me_us=9000000\\n'")
    told: list[float] = []
    run(fake, [], duration=2.0, on_progress=told.append)
    assert told == [0.5, 2.0, 2.0]


def test_that_a_failure_carries_the_end_of_the_messages(tmp_path: Path) -> None:
    with pytest.raises(FfmpegFailed) as caught:
        run(find_ffmpeg(), ["-i", f"file:{tmp_path}/nowhere.mp4", "-f", "null", "-"])
    assert "No such file" in caught.value.log
    assert caught.value.hint


def test_that_only_the_last_messages_are_kept(fake: Ffmpeg) -> None:
    write_script(fake, "head -c 300000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 3")
    with pytest.raises(FfmpegFailed, match="code 3") as caught:
        run(fake, [])
    assert len(caught.value.log) <= LOG_LIMIT
    assert caught.value.log.endswith("the end")


def test_that_stopping_ends_the_child() -> None:
    pids: list[int] = []
    begin = time.monotonic()
    with pytest.raises(Stopped):
        run(find_ffmpeg(), ENDLESS, on_start=pids.append, should_stop=lambda: time.monotonic() > begin + 0.3)
    assert time.monotonic() - begin < 2.5
    assert not is_alive(pids[0])


def test_that_a_child_that_does_not_listen_is_killed(fake: Ffmpeg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tilewright.media.ffmpeg.GRACE", 0.2)
    write_script(fake, "trap '' TERM; while :; do :; done")
    pids: list[int] = []
    begin = time.monotonic()
    with pytest.raises(Stopped):
        run(fake, [], on_start=pids.append, should_stop=lambda: time.monotonic() > begin + 0.2)
    assert not is_alive(pids[0])


def test_that_an_error_while_watching_ends_the_child() -> None:
    pids: list[int] = []

    def fail(seconds: float) -> None:
        raise KeyError(seconds)

    with pytest.raises(KeyError):
        run(find_ffmpeg(), ENDLESS, on_start=pids.append, on_progress=fail)
    assert not is_alive(pids[0])


def test_that_the_child_sees_no_secret(fake: Ffmpeg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILEWRIGHT_SECRET_KEY", "hush")
    write_script(fake, f"env > {tmp_path}/seen; cat > {tmp_path}/heard")
    run(fake, [])
    assert "hush" not in (tmp_path / "seen").read_text()
    assert (tmp_path / "heard").read_text() == ""


def test_that_an_output_beyond_its_limit_fails(tmp_path: Path) -> None:
    with pytest.raises(FfmpegFailed):
        run(find_ffmpeg(), _short(tmp_path / "out.ts", 20), limits=Limits(output_bytes=50_000))
    assert (tmp_path / "out.ts").stat().st_size <= 50_000


def test_that_computing_time_is_limited(fake: Ffmpeg) -> None:
    write_script(fake, "while :; do :; done")
    with pytest.raises(FfmpegFailed, match=r"computing time|signal"):
        run(fake, [], limits=Limits(cpu_seconds=1))


def test_that_a_hang_of_ffmpeg_is_ended(fake: Ffmpeg) -> None:
    write_script(fake, "echo out_time_us=500000; while :; do echo out_time_us=500000; done")
    with pytest.raises(FfmpegFailed, match="no progress"):
        run(fake, [], limits=Limits(stall_seconds=0.3))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets these from outside")
def test_that_the_child_leaves_others_the_computer_and_is_the_first_to_go_without_memory(fake: Ffmpeg) -> None:
    write_script(fake, "sleep 0.1")
    seen: list[tuple[int, int]] = []

    def look(pid: int) -> None:
        score = int(Path(f"/proc/{pid}/oom_score_adj").read_text())
        seen.append((os.getpriority(os.PRIO_PROCESS, pid), score))

    run(fake, [], on_start=look)
    assert seen == [(max(5, os.getpriority(os.PRIO_PROCESS, 0)), 500)]


def test_that_memory_is_limited() -> None:
    graph = ["-f", "lavfi", "-t", "1", "-i", "color=s=8192x8192:r=30", "-f", "null", "-"]
    with pytest.raises(FfmpegFailed):
        run(find_ffmpeg(), graph, limits=Limits(address_space=300 << 20))


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="util-linux is not on this system: nothing ends the child")
def test_that_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    script = (
        "import sys; from tilewright.media.ffmpeg import *\n"
        "run(find_ffmpeg(), sys.argv[1:], on_start=lambda pid: print(pid, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", script, *ENDLESS], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        wait_until(lambda: is_ffmpeg(pid))  # setpriv has said what shall happen, and become FFmpeg
        assert is_alive(pid)
        parent.kill()
    wait_until(lambda: not is_alive(pid))
    assert not is_alive(pid)


def is_ffmpeg(pid: int) -> bool:
    return Path(f"/proc/{pid}/exe").resolve() == Path(find_ffmpeg().path).resolve()


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not what() and time.monotonic() < deadline:
        os.sched_yield()
