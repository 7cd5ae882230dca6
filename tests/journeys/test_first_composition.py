"""From videos to one composed video, with the verbs that a user types."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.cli import Done, run
from support.clips import clip
from tilewright.media.probe import probe

STRANGE = ("rotated", "anamorphic", "mono", "silent", "variable", "ten-bit")


def videos(*names: str) -> list[Path]:
    return [clip(name) for name in names]


def make(tmp_path: Path, *names: str, size: str = "640x360", layout: str = "2x2") -> Path:
    composition = tmp_path / "g.tilewright"
    run("new", *videos(*names), "--size", size, "--layout", layout, "-o", composition).expect()
    return composition


def rects(done: Done) -> list[tuple[int, ...]]:
    root = ElementTree.fromstring(done.out)
    return [
        tuple(int(splice.findtext(name, "-1")) for name in ("X", "Y", "Width", "Height"))
        for splice in root.iter("SpliceInfo")
    ]


def test_that_four_videos_become_one(tmp_path: Path) -> None:
    composition = make(tmp_path, "rotated", "mono", "silent", "variable")
    checked = run("check", composition).expect()
    assert "error" not in checked.out
    shown = run("xml", composition, "--pretty").expect()
    assert rects(shown) == [(0, 0, 320, 180), (320, 0, 320, 180), (0, 180, 320, 180), (320, 180, 320, 180)]
    out = tmp_path / "out.mp4"

    done = run("render", composition, "-o", out).expect()

    assert done.out.strip() == str(out)
    facts = probe(out)
    longest = max(probe(video).duration for video in videos("rotated", "mono", "silent", "variable"))
    assert (facts.width, facts.height, facts.has_sound) == (640, 360, True)
    assert facts.duration == pytest.approx(longest, abs=0.08)


def test_that_rendering_the_same_again_makes_no_second_job_and_never_overwrites(tmp_path: Path) -> None:
    composition = make(tmp_path, "mono", "silent", layout="side-by-side")
    first, second = tmp_path / "1.mp4", tmp_path / "2.mp4"
    run("render", composition, "-o", first).expect()
    run("render", composition, "-o", second).expect()
    assert first.read_bytes() == second.read_bytes()
    assert len(run("jobs", "--json").expect().records) == 1
    refused = run("render", composition, "-o", first).expect(2)
    assert "already exists" in refused.err
    run("render", composition, "-o", first, "--force").expect()


def test_that_the_same_file_is_brought_once_and_another_of_its_name_gets_a_number(tmp_path: Path) -> None:
    one, other = tmp_path / "1" / "clip.mp4", tmp_path / "2" / "clip.mp4"
    for path, name in ((one, "mono"), (other, "silent")):
        path.parent.mkdir()
        path.write_bytes(clip(name).read_bytes())
    run("new", one, one, other, "-o", tmp_path / "a.tilewright").expect()
    run("new", one, "-o", tmp_path / "b.tilewright").expect()
    keys = [record["key"] for record in run("bucket", "ls", "--json").expect().records]
    assert sorted(keys) == ["input/clip-2.mp4", "input/clip.mp4"]


def test_that_a_submitted_job_can_be_asked_listed_and_fetched(tmp_path: Path) -> None:
    composition = make(tmp_path, "mono", "silent", layout="side-by-side")
    submitted = run("submit", composition, "--wait", "--json").expect().records[-1]
    assert submitted["state"] == "success"
    name = submitted["job"][:6]
    assert run("status", name, "--json").expect().records[-1]["state"] == "success"
    assert [job["job"] for job in run("jobs", "--json").expect().records] == [submitted["job"]]
    out = tmp_path / "o.mp4"
    run("fetch", name, "-o", out).expect()
    assert probe(out).width == 640
    assert submitted["result"] == submitted["output"].replace("${ext}", "mp4")
    again = run("submit", composition, "--json").expect()
    assert again.records[-1]["job"] == submitted["job"]
    renewed = run("submit", composition, "--again", "--wait", "--json").expect()
    assert renewed.records[-1]["job"] != submitted["job"]


def test_that_without_a_display_the_first_video_is_made(tmp_path: Path) -> None:
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = run(cwd=tmp_path, env=nowhere).expect()
    assert done.out.strip().endswith("first-video.mp4")
    assert "no display" in done.err
    facts = probe(tmp_path / "first-video.mp4")
    assert facts.has_sound
    run(cwd=tmp_path, env=nowhere).expect()
    assert (tmp_path / "first-video-2.mp4").is_file()


def test_that_a_video_that_changed_is_brought_again(tmp_path: Path) -> None:
    video, made = tmp_path / "a.mp4", tmp_path / "a.tilewright"
    video.write_bytes(clip("silent").read_bytes())
    run("new", video, "--size", "640x360", "-o", made).expect()
    video.write_bytes(clip("mono").read_bytes())
    run("new", video, "--size", "640x360", "-o", made, "--force").expect()
    run("render", made, "-o", tmp_path / "o.mp4").expect()
    assert probe(tmp_path / "o.mp4").has_sound


def test_that_videos_whose_names_are_no_utf8_are_taken(tmp_path: Path) -> None:
    video, made = tmp_path / os.fsdecode(b"le\xe7on.mp4"), tmp_path / "a.tilewright"
    video.write_bytes(clip("silent").read_bytes())
    run("new", video, "--size", "640x360", "-o", made).expect()
    assert [record["key"] for record in run("bucket", "ls", "--json").expect().records] == ["input/le_on.mp4"]
    run("render", made, "-o", tmp_path / "o.mp4").expect()
    video.write_bytes(b"changed")
    run("check", made)  # no traceback, whatever it finds


def test_that_a_home_is_for_its_owner_only(tmp_path: Path, home: Path) -> None:
    mask = os.umask(0o022)
    try:
        run("render", make(tmp_path, "mono", "silent", layout="side-by-side"), "-o", tmp_path / "o.mp4").expect()
    finally:
        os.umask(mask)
    below = [home, *home.rglob("*")]
    assert any(path.name == "tilewright.log" for path in below)
    assert any(path.name == "service.log" for path in below)
    open_to_others = {str(path.relative_to(home)): oct(path.stat().st_mode) for path in below if _is_open(path)}
    assert open_to_others == {}


def _is_open(path: Path) -> bool:
    return path.stat().st_mode & 0o777 != (0o700 if path.is_dir() else 0o600)


def test_that_a_dry_run_sends_and_notes_nothing(tmp_path: Path) -> None:
    composition = make(tmp_path, "mono")
    assert run("submit", composition, "--dry-run", "--json").expect().records[-1]["event"] == "dry-run"
    assert run("jobs").expect().out == ""


@pytest.mark.parametrize("sample", ["submit-request.xml", "submit-request-inline.constructed.xml"])
def test_that_a_sample_is_imported_and_written_back_unchanged(tmp_path: Path, sample: str) -> None:
    path = Path(__file__).resolve().parents[1] / "golden" / "reference" / "jobs" / sample
    composition = tmp_path / "seed.tilewright"
    run("import", path, "-o", composition).expect()
    written = run("xml", composition).expect().out
    assert ElementTree.canonicalize(written, strip_text=True) == ElementTree.canonicalize(
        path.read_text(), strip_text=True
    )
    piped = run("xml", "-", stdin=path.read_bytes()).expect().out
    assert piped == written


def test_that_strange_videos_are_all_shown_and_heard(tmp_path: Path) -> None:
    composition = make(tmp_path, *STRANGE, layout="3x3")
    out = tmp_path / "out.mp4"
    run("render", composition, "-o", out).expect()
    assert probe(out).duration == pytest.approx(max(probe(video).duration for video in videos(*STRANGE)), abs=0.08)
