"""Each bad input: the right exit code, a sentence that names the thing and the cure, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from support.builders import composition, tile, url
from support.cli import Done, command
from support.clips import clip, ffmpeg
from support.forker import run
from tilewright.model.composition import Composition
from tilewright.model.document import encode
from tilewright.wire.request import write_request

NOBODY = "http://127.0.0.1:9"


def saved(folder: Path, value: Composition, name: str = "g.tilewright") -> Path:
    path = folder / name
    path.write_bytes(encode(value))
    return path


def refused(done: Done, code: int, *words: str) -> None:
    """The exit code, every one of ``words`` in the sentence, and no traceback."""
    done.expect(code)
    for word in words:
        assert word in done.err, done.err
    assert done.err.startswith(("tilewright: ", "usage: ", "Note: ", "Warning: ")) or "tilewright: " in done.err


def only_what_was_there(folder: Path, *names: str) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")


def concat_script(path: Path) -> None:
    path.write_text("ffconcat version 1.0\nfile /etc/passwd\n")


def session_description(path: Path) -> None:
    path.write_text("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n")


def picture(path: Path) -> None:
    Image.new("RGB", (64, 64)).save(path, "PNG")


def text(path: Path) -> None:
    path.write_text("this is no video\n" * 50)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    data = clip("plain").read_bytes()
    path.write_bytes(data[: len(data) // 3])


def sound_only(path: Path) -> None:
    path.write_bytes(clip("sound-only").read_bytes())


def huge(path: Path) -> None:
    """More pixels a side than we accept."""
    ffmpeg("-f", "lavfi", "-i", "color=s=8200x16:r=5:d=0.4", "-c:v", "libx264", "-preset", "ultrafast", str(path))


@pytest.mark.parametrize(
    "write", [playlist, concat_script, session_description, picture, text, empty, half, sound_only, huge]
)
def test_that_what_is_no_video_is_refused_by_name(tmp_path: Path, write: Callable[[Path], None]) -> None:
    video = tmp_path / "lesson.mp4"
    write(video)
    refused(run("new", video, "-o", tmp_path / "g.tilewright"), 2, "lesson.mp4")
    only_what_was_there(tmp_path, "lesson.mp4")
    assert run("bucket", "ls").expect().out == ""


@pytest.mark.parametrize("name", ["lesson.m3u8", "lesson.mpd", "lesson.sdp", "lesson.ffconcat"])
def test_that_a_list_of_other_files_is_refused_whatever_its_name(tmp_path: Path, name: str) -> None:
    video = tmp_path / name
    playlist(video)
    refused(run("new", video, "-o", tmp_path / "g.tilewright"), 2, name)


@pytest.mark.parametrize("verb", ["new", "check", "xml", "render", "submit", "import"])
def test_that_an_absent_file_is_told(tmp_path: Path, verb: str) -> None:
    output = ["-o", str(tmp_path / "o")] if verb in {"new", "render", "import"} else []
    refused(run(verb, tmp_path / "no.tilewright", *output), 2, "no.tilewright")
    only_what_was_there(tmp_path)


def _newer() -> bytes:
    return encode(composition()).replace(b'"format": 1', b'"format": 7')


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ("empty",)),
        (b"hello", ("neither",)),
        (b'{"format": 1, "composition": {"tiles": 5}}', ("cannot be read", "tiles")),
        (_newer(), ("newer Tilewright", "Install")),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Request>&x;</Request>', ("document type",)),
        (b"<Request><Tag>Transcode</Tag><Operation/></Request>", ("Transcode",)),
        (b"<a>" * 100, ("nested",)),
        (b"<Request>", ("not well-formed",)),
        (b" " * (5 * 1024 * 1024), ("4 MiB",)),
    ],
)
@pytest.mark.parametrize("verb", ["check", "xml", "render"])
def test_that_a_damaged_or_refused_document_is_told(
    tmp_path: Path, verb: str, content: bytes, words: tuple[str, ...]
) -> None:
    path = tmp_path / "g.tilewright"
    path.write_bytes(content)
    output = ["-o", str(tmp_path / "o.mp4")] if verb == "render" else []
    refused(run(verb, path, *output), 2, "g.tilewright", *words)
    only_what_was_there(tmp_path, "g.tilewright")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--layout", "hexagon"], ("hexagon",)),
        (["--layout", "side-by-side"], ("side-by-side", "2")),
        (["--size", "huge"], ("huge",)),
        (["--size", "0x0"], ("0",)),
        (["--gap", "9000"], ("gap",)),
        (["--gap", "-5"], ("-5",)),
        (["--profile", "school"], ("school", "local")),
    ],
)
def test_that_a_wrong_wish_is_told(tmp_path: Path, arguments: list[str], words: tuple[str, ...]) -> None:
    video = clip("silent")
    refused(run("new", video, video, video, *arguments, "-o", tmp_path / "g.tilewright"), 2, *words)
    only_what_was_there(tmp_path)


@pytest.mark.parametrize("arguments", [["new"], ["render", "x"], ["jobs", "--colour"], ["fetch", "j1"]])
def test_that_wrong_use_exits_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert "usage: tilewright" in done.err


def test_that_outputs_are_never_overwritten_and_need_their_folder(tmp_path: Path) -> None:
    path = saved(tmp_path, composition())
    mine = tmp_path / "mine"
    mine.write_text("mine")
    for verb in ("render", "import"):
        refused(run(verb, path, "-o", mine), 2, "already exists", "--force")
        refused(run(verb, path, "-o", tmp_path / "no" / "o"), 2, "does not exist")
    refused(run("new", clip("silent"), "-o", mine), 2, "already exists")
    assert mine.read_text() == "mine"
    only_what_was_there(tmp_path, "g.tilewright", "mine")


@pytest.mark.parametrize("verb", ["status", "cancel", "fetch"])
def test_that_an_unknown_job_is_told(tmp_path: Path, verb: str) -> None:
    output = ["-o", str(tmp_path / "o.mp4")] if verb == "fetch" else []
    refused(run(verb, "j123", *output), 2, "j123", "tilewright jobs")


def test_that_a_folder_that_takes_no_files_is_told_before_any_work(tmp_path: Path) -> None:
    path = saved(tmp_path, composition())
    for verb, given in (("new", clip("silent")), ("render", path), ("import", path)):
        refused(run(verb, given, "-o", "/proc/made"), 6, "/proc/made", "permissions")
    assert run("bucket", "ls").expect().out == ""
    only_what_was_there(tmp_path, "g.tilewright")


def test_that_names_that_no_file_can_have_are_told(tmp_path: Path) -> None:
    path, long = saved(tmp_path, composition()), tmp_path / ("x" * 300)
    for arguments in (["render", path, "-o", long], ["new", clip("silent"), "-o", long], ["check", long]):
        refused(run(*arguments), 2, "too long")
    refused(run("new", clip("silent"), "-o", "-"), 2, "-o")


def test_that_documents_beyond_the_limits_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    deep = tmp_path / "deep.tilewright"
    deep.write_bytes(b'{"format": 1, "composition": {"x": ' + b"[" * 5000 + b"]" * 5000 + b"}}")
    refused(run("check", deep), 2, "deep.tilewright", "32")
    many = tmp_path / "many.xml"
    many.write_bytes(write_request(composition(*[tile(f"t{n}") for n in range(1001)])))
    refused(run("import", many, "-o", tmp_path / "many.tilewright"), 2, "1001")
    only_what_was_there(tmp_path, "deep.tilewright", "many.xml")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this machine has no /dev/full")
def test_that_a_full_disk_under_the_output_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, composition())
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command("xml", path), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 6
    assert b"cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr


def test_that_problems_stop_check_submit_and_render_with_1(tmp_path: Path) -> None:
    path = saved(tmp_path, composition(tile("a", url=url("a"), width=0), size=(1281, 720)))
    checked = run("check", path, "--json").expect(1)
    codes = {record["code"] for record in checked.records}
    assert {"tile-size", "frame-odd", "source-absent"} <= codes
    assert all(record["sentence"].endswith(".") for record in checked.records)
    refused(run("submit", path), 1, "Nothing was submitted")
    stopped = run("submit", path, "--json").expect(1)
    assert {record["code"] for record in stopped.records} == codes
    refused(run("render", path, "-o", tmp_path / "o.mp4"), 1, "No video was made")
    assert run("jobs").expect().out == ""
    only_what_was_there(tmp_path, "g.tilewright")


def test_that_strict_makes_warnings_count(tmp_path: Path) -> None:
    made = tmp_path / "g.tilewright"
    run("new", clip("silent"), "--size", "640x360", "--layout", "single", "-o", made).expect()
    run("check", made).expect()  # 4:3 in a 16:9 frame is squeezed, and there is no sound to keep
    assert "tile-squeezed" in run("check", made, "--strict").expect(1).out


def test_that_a_service_that_is_not_there_is_told_with_4(tmp_path: Path) -> None:
    keys = {"TILEWRIGHT_ENDPOINT": NOBODY, "TILEWRIGHT_SECRET_ID": "i", "TILEWRIGHT_SECRET_KEY": "sesame"}
    refused(run("bucket", "ls", env=keys), 4, "127.0.0.1:9")
    done = run("submit", saved(tmp_path, composition()), env=keys)
    assert done.code in {1, 4}
    assert "sesame" not in done.err


def test_that_an_endpoint_without_keys_is_told(tmp_path: Path) -> None:
    refused(run("bucket", "ls", env={"TILEWRIGHT_ENDPOINT": NOBODY}), 5, "TILEWRIGHT_SECRET_ID")
    refused(run("bucket", "ls", env={"TILEWRIGHT_ENDPOINT": "nonsense"}), 2, "TILEWRIGHT_ENDPOINT")


@pytest.mark.parametrize("option", [("--bucket", "lessons"), ("--bucket", "a/b-1250000000"), ("--region", "../x")])
def test_that_a_bucket_that_no_host_can_be_is_not_served(tmp_path: Path, option: tuple[str, str]) -> None:
    refused(run("serve", "--data", tmp_path / "cloud", *option, timeout=20), 2, option[1])
    only_what_was_there(tmp_path)


def test_that_a_machine_without_ffmpeg_is_told_with_6(tmp_path: Path) -> None:
    nothing = {"IMAGEIO_FFMPEG_EXE": str(tmp_path / "no-ffmpeg")}
    made = tmp_path / "g.tilewright"
    run("new", clip("silent"), "-o", made).expect()
    refused(run("render", made, "-o", tmp_path / "o.mp4", env=nothing), 6, "FFmpeg", "IMAGEIO_FFMPEG_EXE")
    done = run("doctor", env=nothing).expect(6)
    assert "missing ffmpeg" in " ".join(done.out.split())


def test_that_a_home_that_cannot_be_made_is_told_with_6() -> None:
    nowhere = {"TILEWRIGHT_HOME": "/proc/tilewright"}
    refused(run("jobs", env=nowhere), 6, "/proc/tilewright")
    found = {each["name"]: each for each in run("doctor", "--json", env=nowhere).expect(6).records}
    assert (found["home"]["state"], found["ffmpeg"]["state"]) == ("missing", "good")
    assert "/proc/tilewright" in found["home"]["sentence"]
    assert "TILEWRIGHT_HOME" in found["home"]["cure"]


def test_that_a_source_that_went_away_ends_the_job_or_the_check(tmp_path: Path) -> None:
    video = tmp_path / "gone.mp4"
    video.write_bytes(clip("silent").read_bytes())
    made = tmp_path / "g.tilewright"
    run("new", video, "--size", "640x360", "-o", made).expect()
    video.write_bytes(b"changed")
    done = run("render", made, "-o", tmp_path / "o.mp4")
    # Where the file system can clone, the object lives on; elsewhere the reference has lost its file.
    if done.code:
        refused(done, 1, "gone.mp4")
        assert not (tmp_path / "o.mp4").exists()


def test_that_a_wrong_key_is_refused_with_5(tmp_path: Path, home: Path) -> None:
    run("bucket", "ls").expect()
    endpoint = json.loads((home / "local-cloud" / "endpoint.json").read_text())
    wrong = {
        "TILEWRIGHT_ENDPOINT": endpoint["endpoint"],
        "TILEWRIGHT_SECRET_ID": endpoint["secret_id"],
        "TILEWRIGHT_SECRET_KEY": "wrong",
    }
    refused(run("bucket", "ls", env=wrong), 5, "SecretKey")
    path = saved(tmp_path, composition())
    assert run("submit", path, env=wrong).code in {1, 5}


def test_that_a_template_without_its_frame_still_gives_its_xml(tmp_path: Path) -> None:
    path = tmp_path / "r.xml"
    path.write_bytes(write_request(composition(tile("a"), size=None)))
    assert "<Url>" in run("xml", path).expect().out
    run("check", path).expect(1)


def test_that_a_file_for_the_window_is_opened_before_anything_is_said(tmp_path: Path) -> None:
    refused(run("compose"), 2, "compose")
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    refused(run("compose", env=nowhere), 2, "compose")
    refused(run(saved(tmp_path, composition()), env=nowhere), 6, "no display", "tilewright render")


def test_that_output_into_a_closed_pipe_is_no_failure() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command("layouts"), stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert b"Traceback" not in done.stderr
