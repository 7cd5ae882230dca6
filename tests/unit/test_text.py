"""Sentences that know what they were made of."""

from __future__ import annotations

import copy
import json
import pickle
import sqlite3

import msgspec
import pytest

from tilewright.text import Text, say

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
