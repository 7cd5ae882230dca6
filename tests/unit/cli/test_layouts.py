"""`layouts`: the gallery and the user's own, and `new` with one of these."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import cli
from support.builders import composition, tile
from support.clips import clip
from support.forker import run
from tilewright.files.layouts import OWN_LAYOUTS, OwnLayouts
from tilewright.layout.gallery import LAYOUTS
from tilewright.layout.rect import Rect
from tilewright.model.document import encode
from tilewright.model.own_layout import OwnLayout, Place
from tilewright.usecases.own_files import save_own

WALL = OwnLayout(
    id="own-1",
    name="My wall",
    width=1280,
    height=720,
    places=(Place(x=0, y=0, width=900, height=720), Place(x=900, y=0, width=420, height=300)),
)

CONTRACT = """
single side-by-side top-bottom 2x2 3x3 4x4 1+2 1+3 1+5 1+7
pip-top-left pip-top-right pip-bottom-left pip-bottom-right
speaker-right speaker-left speaker-bottom film-strip portrait-stack auto
"""
"""The names that the product contract has; `row` is one more."""


@pytest.fixture
def own(home: Path) -> OwnLayouts:
    made = OwnLayouts(home)
    save_own(WALL, made)
    return made


def test_that_each_layout_is_listed_with_what_it_is_called_and_how_many_it_holds() -> None:
    done = run("layouts").expect()
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines] == [layout.name for layout in LAYOUTS]
    assert "1+5               6 tiles    One large, five around it" in lines
    assert "single            1 tile     One video fills the frame" in lines
    assert "auto              any number Best fit for the videos' own proportions" in lines


@pytest.mark.full
@pytest.mark.parametrize("name", [*CONTRACT.split(), "row"])
def test_that_new_takes_every_layout_of_the_contract(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tilewright"
    run("new", clip("plain"), "--layout", name, "--size", "640x360", "-o", path).expect()
    (one,) = json.loads(path.read_bytes())["composition"]["tiles"]
    frame = Rect(0, 0, 640, 360)
    assert frame.contains(Rect(one["x"], one["y"], one["width"], one["height"]))


def test_that_the_users_own_come_after_those_of_the_program(home: Path, own: OwnLayouts) -> None:
    (home / "layouts" / f"Broken{OWN_LAYOUTS.suffix}").write_bytes(b"half of")
    done = run("layouts").expect()
    assert done.out.splitlines()[-1] == "My wall           2 tiles    Your own, made in 1280 × 720"
    assert f"Broken{OWN_LAYOUTS.suffix} is no layout" in done.err
    *_, last_shipped, mine = run("layouts", "--json").expect().records
    assert (last_shipped["name"], last_shipped["own"]) == ("auto", False)
    assert mine == {"name": "My wall", "title": "Your own, made in 1280 × 720", "holds": 2, "own": True}


def test_that_new_lays_videos_out_as_the_user_saved_it(own: OwnLayouts, tmp_path: Path) -> None:
    path = tmp_path / "a.tilewright"
    videos = (clip("plain"), clip("plain"))
    done = run("new", *videos, "--layout", "My wall", "--size", "640x360", "--gap", "9", "-o", path).expect()
    assert "has distances of its own" in done.err
    tiles = json.loads(path.read_bytes())["composition"]["tiles"]
    assert [[tile[side] for side in ("x", "y", "width", "height")] for tile in tiles] == [
        [0, 0, 450, 360],
        [450, 0, 210, 150],
    ]
    unknown = run("new", clip("plain"), "--layout", "my wall").expect(2)
    assert "Did you mean “My wall”?" in unknown.err


def test_that_a_composition_gives_a_layout_that_is_replaced_only_by_force(own: OwnLayouts, tmp_path: Path) -> None:
    file = tmp_path / "a.tilewright"
    file.write_bytes(encode(composition(tile("a", 1, 2, 30, 40), tile("b", hidden=True), size=(640, 360))))
    assert run("layouts", "--save", "Corner", file).expect().out.startswith("Corner            1 tile     Your own")
    told = run("layouts", "--save", "my WALL", file).expect(2).err
    assert "There is a layout My wall already." in told
    assert "--force" in told
    assert own.read().own[1] == WALL
    run("layouts", "--save", "my WALL", file, "--force").expect()
    corner, wall = own.read().own
    assert corner.places == wall.places == (Place(x=1, y=2, width=30, height=40),)
    assert (wall.id, wall.name) == (WALL.id, "my WALL")
    assert "gallery has a layout 2x2" in run("layouts", "--save", "2x2", file, "--force").expect(2).err
    assert "needs a name" in run("layouts", "--save", " ", file).expect(2).err


def test_that_a_layout_travels_by_a_file(home: Path, own: OwnLayouts, tmp_path: Path) -> None:
    path = tmp_path / f"wall{OWN_LAYOUTS.suffix}"
    assert run("layouts", "--export", "My wall", "-o", path).expect().out == f"{path}\n"
    assert "already exists" in run("layouts", "--export", "My wall", "-o", path).expect(2).err
    run("layouts", "--export", "My wall", "-o", path, "--force").expect()
    assert "here already" in run("layouts", "--import", path).expect().err
    assert run("layouts", "--remove", "My wall", "--json").expect().records[0]["name"] == "My wall"
    assert own.read().own == ()
    assert run("layouts", "--import", path).expect().out.startswith("My wall  ")
    assert own.read().own == (WALL,)


def test_that_a_layout_is_imported_from_standard_input(own: OwnLayouts) -> None:
    other = WALL.replace(id="own-2", name="Other")
    assert cli.run("layouts", "--import", "-", stdin=OWN_LAYOUTS.encode(other)).expect().out.startswith("Other  ")
    assert own.read().own == (WALL, other)
    assert "Standard input is no layout" in cli.run("layouts", "--import", "-", stdin=b"half of").expect(2).err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--export", "My wall"), "-o FILE"),
        (("-o", "a"), "belongs to --export"),
        (("--remove", "2x2"), "comes with Tilewright"),
        (("--remove", "My wal"), "Did you mean “My wall”?"),
        (("--import", "none.tilewright-layout"), "There is no file none.tilewright-layout"),
        (("--import", "."), "is not a file"),
    ],
)
def test_that_what_cannot_be_done_with_a_layout_is_said(own: OwnLayouts, arguments: tuple[str, ...], told: str) -> None:
    assert told in run("layouts", *arguments).expect(2).err
    assert own.read().own == (WALL,)
