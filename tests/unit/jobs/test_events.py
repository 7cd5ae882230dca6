from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from support.event_examples import KINDS, example
from tilewright import usecases
from tilewright.jobs.events import Ended, Event, Progress
from tilewright.model.states import State


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_that_an_event_is_a_sentence_and_a_json_line(kind: type[Event]) -> None:
    event = example(kind)
    assert event.describe().endswith(".")
    record = json.loads(json.dumps(event.as_record()))
    assert record["event"] == kind.kind
    assert record["intent"] == "Words."
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.intent = "other"  # type: ignore[misc]


def test_that_kinds_are_distinct() -> None:
    """Those of the use cases, too: a program that reads the lines of `--json` knows an event by its name."""
    told = [kind.kind for kind in KINDS]
    for path in Path(usecases.__file__).parent.glob("*.py"):
        told += re.findall(r'"event": "([a-z-]+)"', path.read_text("utf-8"))
    assert {"sent", "found", "checked", "brought"} <= set(told)
    assert [name for name, times in Counter(told).items() if times > 1] == []


def test_that_states_are_written_with_the_words_of_the_contract() -> None:
    assert Progress("i", "j1", None, State.SUBMITTED).as_record()["state"] == "submitted"
    ended = Ended("i", "j1", State.FAILED, "ResourceNotFound", "no input", "")
    assert ended.describe() == "The job j1 ended: failed (ResourceNotFound: no input)."
