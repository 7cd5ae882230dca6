"""Sentences that know what they were made of."""

from __future__ import annotations

import copy
import json
import pickle
import re
import sqlite3
from pathlib import Path

import msgspec
import pytest

from support.builders import LOCAL, composition, tile
from tilewright import settings
from tilewright.model.document import decode, encode
from tilewright.model.target import read_target, write_target
from tilewright.text import Text, plain, say

SENTENCE = say("The {side} is {size:.1f} px in {name!r}.", side=say("width"), size=2.25, name="{0} {side}")


def test_that_a_text_is_its_finished_sentence() -> None:
    assert SENTENCE == "The width is 2.2 px in '{0} {side}'."
    assert hash(SENTENCE) == hash(str(SENTENCE))


def test_that_a_text_knows_what_it_was_made_of() -> None:
    assert SENTENCE.template == "The {side} is {size:.1f} px in {name!r}."
    assert dict(SENTENCE.values) == {"side": "width", "size": 2.25, "name": "{0} {side}"}
    assert isinstance(SENTENCE.values["side"], Text)


def test_that_braces_mean_nothing_in_a_sentence_without_values() -> None:
    assert say("Call it ${ext} {").template == say("Call it ${ext} {") == "Call it ${ext} {"


def test_that_a_text_does_not_change() -> None:
    with pytest.raises(AttributeError):
        SENTENCE.template = "Another"
    with pytest.raises(TypeError):
        SENTENCE.values["side"] = "height"  # type: ignore[index]


@pytest.mark.parametrize("twin", [copy.copy(SENTENCE), copy.deepcopy(SENTENCE), pickle.loads(pickle.dumps(SENTENCE))])
def test_that_a_copy_knows_it_too(twin: Text) -> None:
    assert (twin, twin.template, dict(twin.values)) == (SENTENCE, SENTENCE.template, dict(SENTENCE.values))


def test_that_json_and_sqlite_take_a_text_as_the_string_it_is() -> None:
    assert json.loads(json.dumps({"told": SENTENCE})) == {"told": str(SENTENCE)}
    (stored,) = sqlite3.connect(":memory:").execute("SELECT ?", (SENTENCE,)).fetchone()
    assert stored == SENTENCE


def test_that_its_string_is_a_string_and_nothing_else() -> None:
    assert type(str(SENTENCE)) is str
    assert msgspec.json.encode(str(SENTENCE)) == json.dumps(str(SENTENCE)).encode()


def test_that_a_text_is_written_into_files_as_the_string_it_is(tmp_path: Path) -> None:
    """A name that a fix or a command puts in may be one, and nothing that is to be saved may fail for it."""
    named = composition(tile("a", name=say("Tile {number}", number=1)))
    assert decode(encode(named), "a.tilewright").tiles[0].name == "Tile 1"
    assert read_target(write_target(msgspec.structs.replace(LOCAL, bucket=SENTENCE))).bucket == SENTENCE
    profile = msgspec.structs.replace(settings.LOCAL, name=say("Studio {number}", number=1))
    settings.change(tmp_path, lambda old: msgspec.structs.replace(old, profiles=(profile,)))
    settings.change(tmp_path, lambda old: settings.with_window(old, last_folder=SENTENCE, recent=(SENTENCE,)))
    assert settings.load(tmp_path).window.recent == (SENTENCE,)
    assert settings.load(tmp_path).profiles[0].name == "Studio 1"


def test_that_nothing_else_is_taken_for_a_text() -> None:
    with pytest.raises(NotImplementedError, match="holds a complex"):
        msgspec.json.encode(1j, enc_hook=plain)


def test_that_whatever_is_written_may_hold_a_text() -> None:
    files = Path(settings.__file__).parent.rglob("*.py")
    calls = [
        call for file in files for call in re.findall(r"msgspec\.(?:json\.encode|to_builtins)\(.*", file.read_text())
    ]
    assert len(calls) > 5
    assert [call for call in calls if "enc_hook=plain" not in call] == []
