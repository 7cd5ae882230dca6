"""Layouts as files: what is written comes back; what is damaged, strange or too much is refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilewright.errors import Absent, BadInput, Damaged, NewerFormat, OutputExists, Refused
from tilewright.files.layouts import OWN_LAYOUTS, OwnLayouts
from tilewright.model.composition import MOST_TILES
from tilewright.model.own_layout import FARTHEST, OwnLayout, Place
from tilewright.usecases.layouts import gallery_for, rename_layout, take_replacing_back
from tilewright.usecases.own_files import export_own, file_name_of, import_own, remove_own, save_own

PLACE = Place(x=-8, y=0, width=640, height=720)
MINE = OwnLayout(id="own-1", name="Mine", width=1280, height=720, places=(PLACE, PLACE.replace(x=640)))
OTHER = MINE.replace(id="own-2", name="Other")


@pytest.fixture
def own(home: Path) -> OwnLayouts:
    return OwnLayouts(home)


def text(places: str, name: str = "Mine", width: str = "9", version: str = "1") -> bytes:
    layout = f'{{"id": "own-1", "name": "{name}", "width": {width}, "height": 9, "places": {places}}}'
    return f'{{"format": {version}, "layout": {layout}}}'.encode()


ONE = '{"x": 0, "y": 0, "width": 1, "height": 1}'


def test_that_the_largest_layout_comes_back_as_it_was_written() -> None:
    far = Place(x=-FARTHEST, y=-FARTHEST, width=FARTHEST, height=FARTHEST)
    largest = MINE.replace(name="名" * 60, places=(far,) * MOST_TILES)
    assert OWN_LAYOUTS.decode(OWN_LAYOUTS.encode(largest), "a file") == largest


def test_that_another_window_sees_what_was_saved_renamed_and_deleted(home: Path, own: OwnLayouts) -> None:
    save_own(MINE, own)
    other = OwnLayouts(home)
    renamed = rename_layout(MINE, "Wall", other)
    assert own.read().own == (renamed,)
    assert [path.name for path in (home / "layouts").iterdir()] == ["Wall.tilewright-layout"]
    remove_own(renamed, own)
    assert other.read().own == ()


@pytest.mark.parametrize(
    ("name", "told"), [("mine", "There is a layout mine"), ("2X2", "The gallery has a layout 2X2")]
)
def test_that_a_name_that_is_taken_is_refused_and_nothing_is_written(own: OwnLayouts, name: str, told: str) -> None:
    save_own(MINE, own)
    with pytest.raises(OutputExists, match=told):
        save_own(OTHER.replace(name=name), own)
    with pytest.raises(OutputExists, match=told):
        rename_layout(save_own(OTHER, own), name, own)
    assert own.read().own == (MINE, OTHER)


def test_that_replacing_is_taken_back_unless_another_window_changed_it_since(home: Path, own: OwnLayouts) -> None:
    save_own(MINE, own)
    after = save_own(MINE.replace(places=(PLACE,)), own)
    assert take_replacing_back(after, MINE, own) == MINE
    save_own(MINE.replace(width=640), OwnLayouts(home))
    with pytest.raises(Refused, match="changed in another window"):
        take_replacing_back(after, MINE, own)
    assert own.read().own[0].width == 640


def test_that_an_imported_layout_whose_name_is_taken_gets_a_number(tmp_path: Path, own: OwnLayouts) -> None:
    path = tmp_path / file_name_of(MINE, OWN_LAYOUTS)
    export_own(path, MINE.replace(name="2x2"), OWN_LAYOUTS)
    assert import_own(path, own).thing.name == "2x2 2"
    export_own(path, OTHER.replace(name="2x2"), OWN_LAYOUTS, replace=True)
    assert import_own(path, own).thing.name == "2x2 3"
    assert [layout.name for layout in own.read().own] == ["2x2 2", "2x2 3"]


@pytest.mark.parametrize(
    ("data", "error", "told"),
    [
        (b"", Damaged, "is no layout"),
        (b"\xff\xfe", Damaged, "is no layout"),
        (text("[]"), Damaged, "is no layout"),
        (text(f"[{ONE}]", name="\\u202e "), Damaged, "no name"),
        (text(f"[{ONE}]", width="0"), Damaged, "width"),
        (text(f"[{ONE}]", width="1e300"), Damaged, "width"),
        (text('[{"x": 0, "y": 0, "width": 1, "height": 0}]'), Damaged, "height"),
        (text(f'[{{"x": {10**7}, "y": 0, "width": 1, "height": 1}}]'), Damaged, "is no layout"),
        (text('[{"x": 0, "y": 0, "width": 1, "height": 1, "url": "http://h/"}]'), Damaged, "url"),
        (text(f"[{', '.join([ONE] * (MOST_TILES + 1))}]"), Damaged, "1000"),
        (text("[]", version="2"), NewerFormat, "newer Tilewright"),
        (b'{"format": 1, "preset": {}}', Damaged, "preset"),
        (b" " * (OWN_LAYOUTS.largest + 1), Refused, "larger than 256 KiB"),
        (text("[" * 40 + "]" * 40), Refused, "nested"),
    ],
)  # fmt: skip
def test_that_what_is_no_layout_is_refused_in_a_sentence(
    tmp_path: Path, own: OwnLayouts, data: bytes, error: type[BadInput], told: str
) -> None:
    path = tmp_path / "strange.tilewright-layout"
    path.write_bytes(data)
    with pytest.raises(error, match=told) as raised:
        import_own(path, own)
    assert "strange.tilewright-layout" in raised.value.message
    assert own.read().own == ()


def test_that_the_users_own_are_looked_at_only_for_a_name_that_the_program_has_not(home: Path, own: OwnLayouts) -> None:
    save_own(MINE, own)
    (home / "layouts" / "Broken.tilewright-layout").write_bytes(b"half of")
    assert gallery_for("2x2", own)[1] == ()
    layouts, troubles = gallery_for("Mine", own)
    assert layouts[-1].name == "Mine"
    assert [type(trouble) for trouble in troubles] == [Damaged]


def test_that_no_more_are_made_than_can_be_offered(home: Path, own: OwnLayouts) -> None:
    folder = home / "layouts"
    folder.mkdir(parents=True)
    for number in range(OWN_LAYOUTS.most + 1):
        layout = MINE.replace(id=f"own-{number}", name=f"Layout {number:03}")
        (folder / f"{number:03}{OWN_LAYOUTS.suffix}").write_bytes(OWN_LAYOUTS.encode(layout))
    found = own.read()
    assert len(found.own) == OWN_LAYOUTS.most
    assert [type(trouble) for trouble in found.troubles] == [Refused]
    with pytest.raises(Refused, match="already"):
        save_own(MINE.replace(id="own-new"), own)


def test_that_a_link_that_leads_nowhere_is_told_and_hides_no_other(home: Path, own: OwnLayouts) -> None:
    save_own(MINE, own)
    folder = home / "layouts"
    gone, circle = (folder / f"{name}{OWN_LAYOUTS.suffix}" for name in ("A gone", "Zirkel"))
    gone.symlink_to(folder / "nowhere")
    circle.symlink_to(circle)
    found = own.read()
    assert found.own == (MINE,)
    told = [trouble.message for trouble in found.troubles]
    assert told[0] == f"There is no file {gone}."
    assert told[1].startswith(f"Cannot read {circle}: ")
    save_own(OTHER.replace(name="A gone"), own)
    assert gone.is_symlink()
    (folder / "nowhere").write_bytes(OWN_LAYOUTS.encode(MINE.replace(id="own-3", name="Back")))
    assert [layout.name for layout in own.read().own] == ["A gone", "Back", "Mine"]


def test_that_layouts_whose_files_have_one_name_are_told_apart_and_each_is_the_one_that_is_meant(
    home: Path, own: OwnLayouts
) -> None:
    folder = home / "layouts"
    folder.mkdir(parents=True)
    names = {"own-1": "Mine", "own-2": "mine", "own-3": "Mine 2", "own-4": "2x2"}
    for layout_id, name in names.items():
        (folder / f"{layout_id}{OWN_LAYOUTS.suffix}").write_bytes(
            OWN_LAYOUTS.encode(MINE.replace(id=layout_id, name=name))
        )
    texts = {path: path.read_bytes() for path in folder.iterdir()}
    shown = {layout.id: layout.name for layout in own.read().own}
    assert shown == {"own-4": "2x2 2", "own-1": "Mine", "own-3": "Mine 2", "own-2": "mine 3"}
    assert {path: path.read_bytes() for path in folder.iterdir()} == texts
    remove_own(next(layout for layout in own.read().own if layout.name == "mine 3"), own)
    rename_layout(next(layout for layout in own.read().own if layout.name == "2x2 2"), "Four", own)
    assert {layout.id: layout.name for layout in own.read().own} == {
        "own-4": "Four",
        "own-1": "Mine",
        "own-3": "Mine 2",
    }


def test_that_a_path_that_no_file_can_have_is_refused_in_a_sentence(own: OwnLayouts) -> None:
    with pytest.raises(Absent, match="There can be no file of the name"):
        import_own(Path("/tmp/a\0b.tilewright-layout"), own)
