from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from support.builders import composition, tile
from tilewright.errors import Absent, AppError, Damaged, OutputExists, Refused
from tilewright.files.compositions import open_composition, parse, save
from tilewright.model.document import encode
from tilewright.wire.request import read_request, write_request

CALLBACK = b'{"JobsDetail": {"Operation": {"VideoSynthesis": {"SpliceInfo": {"Url": "https://a/1.mp4"}}}}}'


def test_that_a_saved_composition_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    save(path, composition(tile("a"), tile("b", 640)), replace=False)
    assert open_composition(str(path)).composition == composition(tile("a"), tile("b", 640))


def test_that_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    path.write_bytes(b"\xef\xbb\xbf\n" + write_request(composition(tile("a"))))
    assert open_composition(str(path)).composition.tiles[0].url.endswith("/a.mp4")
    assert parse(CALLBACK, "x").composition.tiles[0].url == "https://a/1.mp4"


def test_that_an_imported_composition_opens_as_a_composition() -> None:
    imported = read_request(write_request(composition(tile("a")))).composition
    assert parse(encode(imported), "x").composition == imported


def test_that_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(encode(composition())))
    monkeypatch.setattr("sys.stdin", stdin)
    assert open_composition("-").composition == composition()


def test_that_saving_never_overwrites_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "lesson.tilewright"
    path.write_text("mine")
    with pytest.raises(OutputExists):
        save(path, composition(), replace=False)
    assert path.read_text() == "mine"
    save(path, composition(), replace=True)
    assert list(tmp_path.iterdir()) == [path]
    assert open_composition(str(path)).composition == composition()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", Damaged), (b"hello", Damaged), (b"{}", Damaged), (b"[1]", Damaged), (b" " * 5_000_000, Refused)],
)
def test_that_other_files_are_told_by_name(tmp_path: Path, content: bytes, kind: type[AppError]) -> None:
    path = tmp_path / "lesson.tilewright"
    path.write_bytes(content)
    with pytest.raises(kind) as caught:
        open_composition(str(path))
    assert "lesson.tilewright" in caught.value.message


def test_that_absent_files_and_folders_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "no.tilewright", tmp_path):
        with pytest.raises(Absent) as caught:
            open_composition(str(path))
        assert str(path) in caught.value.message
    with pytest.raises(Absent, match="does not exist"):
        save(tmp_path / "no" / "x.tilewright", composition(), replace=False)
