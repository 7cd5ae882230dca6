"""FFmpeg's command as a shell runs it: the video of the local cloud, picture for picture, with its watermarks."""

from __future__ import annotations

import io
import subprocess
import tracemalloc
from pathlib import Path
from types import MappingProxyType

import pytest
from PIL import Image

from support import clips
from support.builders import ACCOUNT, composition, tile, url
from support.forker import run
from support.local_cloud import Caller, local_cloud
from support.shell import shell
from support.watermarks import image_mark, plain_image, text_mark
from tilewright.errors import OutputExists
from tilewright.files.compositions import save
from tilewright.media.probe import probe
from tilewright.model.composition import Composition
from tilewright.model.source import Known
from tilewright.usecases import ffmpeg_form
from tilewright.usecases.ffmpeg_form import AtHand, as_ffmpeg
from tilewright.usecases.make import request_text
from tilewright.usecases.workplace import Workplace


def decoded(path: Path) -> list[str]:
    """A sum of each picture and each piece of sound, with their times."""
    argv = [clips.imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "framemd5", "-"]
    return subprocess.run(argv, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()


def marked(logo: str = "https://x-1250000009.cos.ap-shanghai.myqcloud.com/logo.png") -> Composition:
    return composition(
        tile("a", 0, 0, 160, 90),
        tile("b", 160, 0, 160, 90),
        size=(320, 180),
        watermarks=(text_mark("Class 수업"), image_mark(logo)),
    )


def moving(count: int, size: tuple[int, int] = (40, 24)) -> bytes:
    """An animated image of so many pictures."""
    pictures = [Image.new("RGB", size, (10 * number % 256, 90, 200)) for number in range(count)]
    made = io.BytesIO()
    pictures[0].save(made, "GIF", save_all=True, append_images=pictures[1:], duration=100, loop=0)
    return made.getvalue()


def test_that_the_printed_command_makes_the_video_of_the_local_cloud(tmp_path: Path) -> None:
    folder = Workplace.open().home / "local-cloud"
    path, pictures, there = tmp_path / "lesson.tilewright", tmp_path / "marks", tmp_path / "there"
    pictures.mkdir()
    with local_cloud(folder) as cloud:
        caller = Caller(cloud.endpoint)
        caller.put("input/a.mp4", clips.clip("rotated").read_bytes())
        caller.adopt("input/b.mp4", clips.clip("plain"))
        caller.put("input/logo.png", plain_image(40, 20, (200, 40, 40, 128)))
        caller.put("input/moving.gif", moving(5))
        logo, gif = caller.url("input/logo.png"), caller.url("input/moving.gif")
        made = marked(logo).replace(watermarks=(*marked(logo).watermarks, image_mark(gif, "BottomRight")))
        job = caller.wait(caller.submit(request_text(made)).job_id)
        assert job.state == "Success", job
        (tmp_path / "cloud.mp4").write_bytes(caller.get("output/lesson.mp4").body)
    save(path, made, replace=False)
    without = run("xml", path, "--as", "ffmpeg").expect()
    assert "--pictures FOLDER" in without.err
    done = run("xml", path, "--as", "ffmpeg", "--pictures", pictures).expect()
    assert done.err == ""
    assert sorted(one.name for one in pictures.iterdir()) == [f"watermark-{number}.rgba" for number in (1, 2, 3)]
    assert "# Writes lesson-job.mp4 into the current folder; a file of that name is not replaced.\n" in done.out
    ran = shell(done.out, there)
    assert ran.code == 0, ran.err
    assert decoded(there / "lesson-job.mp4") == decoded(tmp_path / "cloud.mp4")
    assert run("xml", path, "--as", "ffmpeg", "--pictures", pictures).expect().out == done.out


def test_that_pictures_of_an_animated_watermark_are_written_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All together may take half a gigabyte."""
    monkeypatch.setattr(ffmpeg_form, "MOST_BYTES", 1 << 20)  # read at once
    (tmp_path / "moving.gif").write_bytes(moving(50, (320, 180)))
    mark = image_mark("https://x-1250000009.cos.ap-shanghai.myqcloud.com/moving.gif", dx=0, dy=0)
    made = composition(tile("a", 0, 0, 320, 180), size=(320, 180), watermarks=(mark,))
    known = Known(MappingProxyType({url("a"): probe(clips.clip("plain"))}))
    at_hand = AtHand(known, MappingProxyType({mark.image.url: tmp_path / "moving.gif"} if mark.image else {}))
    size = 50 * 320 * 180 * 4
    for _ in range(2):  # the second time they are there already
        tracemalloc.start()
        try:
            as_ffmpeg(made, at_hand, tmp_path)
            assert tracemalloc.get_traced_memory()[1] < size / 2
        finally:
            tracemalloc.stop()
        assert (tmp_path / "watermark-1.rgba").stat().st_size == size
    with (tmp_path / "watermark-1.rgba").open("ab") as file:
        file.write(b"more")
    with pytest.raises(OutputExists):
        as_ffmpeg(made, at_hand, tmp_path)


def test_that_a_picture_of_another_watermark_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    save(path, marked().replace(tiles=(tile("a", 0, 0, 160, 90, url="https://h.example/plain.mp4"),)), replace=False)
    (tmp_path / "plain.mp4").symlink_to(clips.clip("plain"))
    (tmp_path / "watermark-1.rgba").write_bytes(b"another")
    wrong = run("xml", path, "--as", "ffmpeg", "--pictures", tmp_path, "--files", tmp_path).expect(2)
    assert "watermark-1.rgba already exists" in wrong.err
    assert wrong.out == ""
    assert (tmp_path / "watermark-1.rgba").read_bytes() == b"another"
    absent = run("xml", path, "--as", "ffmpeg", "--pictures", tmp_path / "no", "--files", tmp_path).expect(2)
    assert "The folder" in absent.err


def test_that_videos_of_any_address_are_taken_from_a_folder(tmp_path: Path) -> None:
    path, videos = tmp_path / "lesson.tilewright", tmp_path / "it's here"
    videos.mkdir()
    (videos / "a.mp4").symlink_to(clips.clip("plain"))
    made = composition(tile("a", 0, 0, 160, 128, url=url("a", ACCOUNT)), size=(160, 128))
    save(path, made, replace=False)
    done = run("xml", path, "--as", "ffmpeg", "--files", videos).expect()
    assert done.err == ""
    ran = shell(done.out, tmp_path / "there")
    assert ran.code == 0, ran.err
    assert (tmp_path / "there" / "lesson-job.mp4").is_file()


def test_that_nobody_need_be_told_of_a_command(tmp_path: Path) -> None:
    """Words about the end of a job that no service takes change nothing in what FFmpeg makes."""
    path = tmp_path / "lesson.tilewright"
    (tmp_path / "a.mp4").symlink_to(clips.clip("plain"))
    made = composition(tile("a", 0, 0, 160, 128, url=url("a", ACCOUNT)), size=(160, 128))
    save(path, made, replace=False)
    usual = run("xml", path, "--as", "ffmpeg", "--files", tmp_path).expect().out
    save(path, made.replace(callback_type="TDMQ", callback_format="YAML"), replace=True)
    assert run("xml", path, "--as", "ffmpeg", "--files", tmp_path).expect().out == usual


def test_that_a_video_of_which_nothing_is_known_is_asked_for_in_words_of_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    save(path, composition(tile("a", url=url("a", ACCOUNT))), replace=False)
    for more in ((), ("--files", tmp_path)):
        done = run("xml", path, "--as", "ffmpeg", *more).expect(2)
        assert "a.mp4" in done.err
        assert "--files FOLDER" in done.err
        assert "wait" not in done.err


@pytest.mark.parametrize("option", ["--files", "--pictures"])
def test_that_a_folder_is_wanted_for_ffmpeg_only(option: str, tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    save(path, composition(), replace=False)
    for more in ((), ("--as", "curl")):
        assert "--as ffmpeg" in run("xml", path, option, tmp_path, *more).expect(2).err


def test_that_one_file_of_the_folder_never_stands_for_two_videos(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    (tmp_path / "a.mp4").symlink_to(clips.clip("plain"))
    addresses = [f"https://one-1250000009.cos.ap-shanghai.myqcloud.com/cam{number}/a.mp4" for number in (1, 2)]
    tiles = [tile("a", 0, 0, 160, 128, url=addresses[0]), tile("b", 160, 0, 160, 128, url=addresses[1])]
    save(path, composition(*tiles, size=(320, 128)), replace=False)
    said = run("xml", path, "--as", "ffmpeg", "--files", tmp_path).expect(2).err
    assert all(address in said for address in addresses)
    save(path, composition(tiles[0], tile("b", 160, 0, 160, 128, url=addresses[0]), size=(320, 128)), replace=True)
    run("xml", path, "--as", "ffmpeg", "--files", tmp_path).expect()
