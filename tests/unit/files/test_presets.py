"""Presets as files: what is written comes back; what is damaged, strange or somebody else's does no harm."""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest

from tilewright.errors import Absent, AppError, BadInput, Damaged, NewerFormat, OutputExists, Refused
from tilewright.files.presets import PRESETS, OwnPresets
from tilewright.model.built_in import BUILT_IN
from tilewright.model.options import Audio, Clip, Container, Video
from tilewright.model.preset import Preset
from tilewright.usecases.own_files import (
    export_own,
    file_name_of,
    import_own,
    new_own_id,
    remove_own,
    save_own,
)

FOLDER, LARGEST, MOST, SUFFIX = PRESETS.folder, PRESETS.largest, PRESETS.most, PRESETS.suffix
MINE = Preset(
    id="own-1",
    name="Mine",
    description="For lessons",
    container=Container(format="hls", clip=Clip(duration=4)),
    video=Video(codec="H.264", width=640, height=360, bitrate="auto", fps=29.97),
    audio=Audio(codec="mp3"),
)
OTHER = MINE.replace(id="own-2", name="Other")


@pytest.fixture
def own(home: Path) -> OwnPresets:
    return OwnPresets(home)


def names(home: Path) -> list[str]:
    return sorted(path.name for path in (home / FOLDER).iterdir())


def text(preset: str, version: str = "1") -> bytes:
    return f'{{"format": {version}, "preset": {preset}}}'.encode()


@pytest.mark.parametrize("preset", [MINE, *BUILT_IN], ids=lambda preset: preset.id)
def test_that_a_preset_comes_back_as_it_was_written(preset: Preset) -> None:
    assert PRESETS.decode(PRESETS.encode(preset), "a file") == preset


def test_that_another_window_sees_what_was_saved_renamed_and_deleted(home: Path, own: OwnPresets) -> None:
    other = OwnPresets(home)
    assert other.read().own == ()
    save_own(OTHER, own)
    save_own(MINE, own)
    assert other.read().own == (MINE, OTHER)
    renamed = save_own(MINE.replace(name="Zebra", video=Video(codec="AV1")), other)
    assert own.read().own == (OTHER, renamed)
    assert names(home) == [f"Other{SUFFIX}", f"Zebra{SUFFIX}"]
    remove_own(renamed, own)
    remove_own(renamed, other)
    assert other.read().own == (OTHER,)
    assert (home / FOLDER).stat().st_mode & 0o777 == 0o700
    assert (home / FOLDER / f"Other{SUFFIX}").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["mine", "WEB 1080P"])
def test_that_no_two_presets_have_one_name(own: OwnPresets, name: str) -> None:
    save_own(MINE, own)
    with pytest.raises(OutputExists, match="already"):
        save_own(OTHER.replace(name=name), own)
    assert own.read().own == (MINE,)


@pytest.mark.parametrize("name", ["../../evil", "a/b\\c", "con", "…", "." * 9, "x" * 60, "课程" * 30, "a:b?c*"])
def test_that_a_name_is_never_a_path(home: Path, own: OwnPresets, name: str) -> None:
    saved = save_own(MINE.replace(name=name), own)
    assert saved.name == name
    (file,) = (home / FOLDER).iterdir()
    assert file.name == file_name_of(saved, PRESETS)
    assert not file.stem.startswith(".")
    assert OwnPresets(home).read().own == (saved,)
    assert sorted(path.name for path in home.iterdir()) == ["locks", FOLDER]


def test_that_a_damaged_file_is_told_and_left_while_the_others_are_there(home: Path, own: OwnPresets) -> None:
    save_own(OTHER, own)
    broken = home / FOLDER / f"Mine{SUFFIX}"
    broken.write_bytes(b"half of")
    found = own.read()
    assert found.own == (OTHER,)
    (trouble,) = found.troubles
    assert isinstance(trouble, Damaged)
    assert broken.name in trouble.message
    assert str(home / FOLDER) in trouble.hint
    save_own(MINE, own)
    assert broken.read_bytes() == b"half of"
    assert names(home) == [f"Mine-2{SUFFIX}", f"Mine{SUFFIX}", f"Other{SUFFIX}"]
    assert own.read().own == (MINE, OTHER)
    broken.write_bytes(PRESETS.encode(MINE.replace(id="own-3", name="Mended")))
    assert [preset.name for preset in own.read().own] == ["Mended", "Mine", "Other"]
    assert own.read().troubles == ()


@pytest.mark.parametrize(
    ("data", "error", "told"),
    [
        (b"", Damaged, "is no preset"),
        (b"\xff\xfe", Damaged, "is no preset"),
        (b"[]", Damaged, "is no preset"),
        (text("{}"), Damaged, "is no preset"),
        (text('{"id": "own-1", "name": " \\u202e "}'), Damaged, "no name"),
        (text('{"id": "../x", "name": "x"}'), Damaged, "no name"),
        (text('{"id": "own-1", "name": "x", "video": {"crf": "sharp"}}'), Damaged, "is no preset"),
        (text('{"id": "own-1", "name": "x", "trans_config": {"hls_encrypt": {}}}'), Damaged, "trans_config"),
        (text('{"id": "own-1", "name": "x", "output": {"bucket": "b"}}'), Damaged, "output"),
        (text("{}", "0"), Damaged, "never existed"),
        (text('{"anything": "else"}', "2"), NewerFormat, "newer Tilewright"),
        (b" " * (LARGEST + 1), Refused, "larger than 64 KiB"),
        (b'{"format": 1, "preset": ' + b"[" * 40 + b"]" * 40 + b"}", Refused, "nested"),
    ],
)  # fmt: skip
def test_that_what_is_no_preset_is_refused_in_a_sentence(
    tmp_path: Path, own: OwnPresets, data: bytes, error: type[BadInput], told: str
) -> None:
    path = tmp_path / "strange.tilewright-preset"
    path.write_bytes(data)
    with pytest.raises(error, match=told) as raised:
        import_own(path, own)
    assert "strange.tilewright-preset" in raised.value.message
    assert own.read().own == ()


def test_that_only_files_are_read(tmp_path: Path, own: OwnPresets) -> None:
    pipe = tmp_path / "pipe.tilewright-preset"
    os.mkfifo(pipe)
    for path, error in ((pipe, Refused), (tmp_path, Refused), (tmp_path / "none", Absent)):
        with pytest.raises(error):
            PRESETS.read(path)


def test_that_what_no_field_says_does_not_come_in() -> None:
    kept = (
        '{"id": "own-1", "name": " a\\n b", "container": {"clip": {"kept": ["<Key>k</Key>"]}}, "video": {"width": 640}}'
    )
    preset = PRESETS.decode(text(kept), "a file")
    assert preset.name == "a b"
    assert preset.container == Container(clip=Clip())
    assert preset.video == Video()


def test_that_an_exported_preset_can_be_imported_elsewhere(tmp_path: Path, home: Path, own: OwnPresets) -> None:
    path = tmp_path / file_name_of(MINE, PRESETS)
    export_own(path, MINE, PRESETS)
    with pytest.raises(OutputExists):
        export_own(path, OTHER, PRESETS)
    assert import_own(path, own).thing == MINE
    again = import_own(path, own)
    assert again.was_there
    export_own(path, MINE.replace(description="Changed"), PRESETS, replace=True)
    changed = import_own(path, own)
    assert (changed.thing.name, changed.thing.description) == ("Mine 2", "Changed")
    assert not changed.was_there
    assert changed.thing.id not in {MINE.id, OTHER.id}
    assert [preset.name for preset in OwnPresets(home).read().own] == ["Mine", "Mine 2"]


def test_that_a_preset_of_the_program_is_not_imported_over_itself(tmp_path: Path, own: OwnPresets) -> None:
    path = tmp_path / "web.tilewright-preset"
    export_own(path, BUILT_IN[0], PRESETS)
    assert import_own(path, own).was_there
    export_own(path, BUILT_IN[0].replace(video=Video(codec="AV1")), PRESETS, replace=True)
    imported = import_own(path, own).thing
    assert imported.name == "Web 1080p 2"
    assert imported.id != BUILT_IN[0].id
    assert own.read().own == (imported,)


def test_that_a_crash_while_renaming_leaves_the_newer_of_both(home: Path, own: OwnPresets) -> None:
    save_own(MINE, own)
    newer = home / FOLDER / f"Newer{SUFFIX}"
    newer.write_bytes(PRESETS.encode(MINE.replace(name="Newer")))
    old = home / FOLDER / f"Mine{SUFFIX}"
    os.utime(old, ns=(1, 1))
    assert [preset.name for preset in own.read().own] == ["Newer"]
    save_own(MINE.replace(name="Newest"), own)
    assert names(home) == [f"Newest{SUFFIX}"]


def test_that_more_than_can_be_offered_are_told_and_no_more_are_made(home: Path, own: OwnPresets) -> None:
    folder = home / FOLDER
    folder.mkdir(parents=True)
    for number in range(MOST + 1):
        file = folder / f"{number:03}{SUFFIX}"
        file.write_bytes(PRESETS.encode(MINE.replace(id=f"own-{number}", name=f"Preset {number:03}")))
    found = own.read()
    assert len(found.own) == MOST
    assert [type(trouble) for trouble in found.troubles] == [Refused]
    with pytest.raises(Refused, match="already"):
        save_own(MINE.replace(id="own-new"), own)
    save_own(found.own[0].replace(description="changed"), own)


def test_that_windows_that_save_at_once_lose_nothing(home: Path) -> None:
    def save(number: int) -> None:
        save_own(MINE.replace(id=new_own_id(), name=f"Preset {number}"), OwnPresets(home))

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [preset.name for preset in OwnPresets(home).read().own] == [f"Preset {number}" for number in range(6)]


def test_that_a_file_with_anything_in_it_is_read_or_refused_in_a_sentence() -> None:
    whole, dice, told = PRESETS.encode(MINE), random.Random(5), []
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 6)):
            at = dice.randrange(len(data))
            data[at : at + dice.randrange(4)] = dice.randbytes(dice.randrange(4)) or dice.choice(
                (b"[", b"}", b"9" * 400)
            )
        try:
            preset = PRESETS.decode(bytes(data), "a file")
        except AppError as error:
            told.append(error.message)
        else:
            assert PRESETS.decode(PRESETS.encode(preset), "again") == preset
    assert len(told) > 100
    assert {sentence[:7] for sentence in told} == {"a file "}
