"""`tilewright import` takes everything that contains a request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import cli, forker
from support.carriers import CARRIERS, REQUEST, SECRET, TILES
from tilewright.files.compositions import open_composition


@pytest.mark.parametrize("name", CARRIERS)
def test_that_the_command_makes_a_composition_of_every_carrier(name: str, tmp_path: Path) -> None:
    data, note = CARRIERS[name]
    source, made = tmp_path / "carrier", tmp_path / "made.tilewright"
    source.write_bytes(data)
    done = forker.run("import", source, "-o", made)
    assert (done.code, done.out) == (0, f"{made}\n")
    assert (f"Note: {note}" in done.err) if note else not done.err
    assert len(open_composition(str(made)).composition.tiles) == len(TILES)
    assert SECRET not in made.read_text("utf-8") + done.out + done.err


def test_that_standard_input_and_notes_as_json_are_taken(tmp_path: Path) -> None:
    made = tmp_path / "made.tilewright"
    command = f"curl -d '{REQUEST.replace(chr(39), '')}' h"
    done = cli.run("import", "-", "-o", made, "--json", stdin=command.encode())
    assert json.loads(done.out)["notes"] == ["It was taken out of a curl command."]


def test_that_a_file_that_a_command_names_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "job.xml").write_text(REQUEST)
    source = tmp_path / "sent.curl"
    source.write_text(f"curl -d @{tmp_path / 'job.xml'} https://h/jobs")
    done = forker.run("import", source, "-o", tmp_path / "made.tilewright")
    assert done.code != 0
    assert "which is not read from here." in done.err
    assert not (tmp_path / "made.tilewright").exists()
