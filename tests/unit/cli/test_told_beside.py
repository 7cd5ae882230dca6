"""What `new` and `xml` say on stderr of a composition that has problems; their result stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import ACCOUNT, composition, tile, url
from support.clips import clip
from support.forker import run
from support.local_cloud import local_cloud
from tilewright.files.compositions import open_composition, save
from tilewright.usecases.make import request_text


@pytest.fixture
def cloud(home: Path) -> Iterator[None]:
    with local_cloud(home / "local-cloud"):
        yield


@pytest.mark.usefixtures("cloud")
def test_that_new_tells_of_a_frame_that_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    done = run("new", clip("plain"), "--size", "321x241", "-o", path).expect()
    assert "Error: The frame is 321 pixels wide; it must be an even number." in done.err
    assert "Error: The frame is 241 pixels high; it must be an even number." in done.err
    assert f"`tilewright check {path}` lists" in done.err
    assert done.out == f"{path}\n"


@pytest.mark.usefixtures("cloud")
def test_that_new_tells_which_tiles_a_layout_stretches_and_what_keeps_their_proportions(tmp_path: Path) -> None:
    videos = [clip("plain"), clip("hd")]
    done = run("new", *videos, "--layout", "side-by-side", "-o", tmp_path / "a.tilewright").expect()
    for name in ("plain.mp4", "hd.mp4"):
        assert f"Warning: {name} is stretched:" in done.err
    assert "`--layout auto` keeps the proportions of every video" in done.err
    best = run("new", *videos, "--layout", "auto", "-o", tmp_path / "b.tilewright").expect()
    assert "stretched" not in best.err
    assert "--layout" not in best.err


@pytest.mark.usefixtures("cloud")
def test_that_new_tells_nothing_where_all_is_well_or_it_shall_be_quiet(tmp_path: Path) -> None:
    well = run("new", clip("plain"), "--size", "320x240").expect()
    assert "Warning" not in well.err
    assert "check" not in well.err
    quiet = run("new", clip("plain"), "--size", "321x241", "--quiet").expect()
    assert quiet.err == ""


@pytest.mark.usefixtures("cloud")
def test_that_of_many_problems_the_first_are_told_and_how_many_more_there_are() -> None:
    done = run("new", *[clip("plain")] * 8, "--layout", "portrait-stack", "--size", "1280x720").expect()
    assert done.err.count("Warning: ") == 5
    assert "… and 11 more." in done.err


def test_that_xml_tells_how_many_errors_there_are_and_how_to_see_them(tmp_path: Path) -> None:
    path = tmp_path / "my lesson.tilewright"
    wrong = composition(tile("a", name="a:b"), size=(1281, 721))
    save(path, wrong, replace=False)
    for more in ((), ("--pretty",), ("--as", "curl")):
        done = run("xml", path, *more).expect()
        assert done.err == f"Note: it has 3 errors, so `submit` would refuse it. See them: tilewright check '{path}'\n"
    assert run("xml", path).out.encode().rstrip(b"\n") == request_text(wrong).rstrip(b"\n")
    assert run("xml", path, "--quiet").expect().err == ""
    one = tmp_path / "one.tilewright"
    save(one, composition(size=(1281, 720)), replace=False)
    assert "Note: it has 1 error, so" in run("xml", one).expect().err
    fine = tmp_path / "fine.tilewright"
    save(fine, composition(tile("a", url=url("a", ACCOUNT))), replace=False)
    open_composition(str(fine))
    assert "local" not in run("xml", fine, env={"TILEWRIGHT_PROFILE": "unknown"}).expect().err
