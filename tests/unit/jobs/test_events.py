from __future__ import annotations

import dataclasses
import json

import pytest

from support.event_examples import KINDS, example
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
    assert len({kind.kind for kind in KINDS}) == len(KINDS)


def test_that_states_are_written_with_the_words_of_the_contract() -> None:
    assert Progress("i", "j1", None, State.SUBMITTED).as_record()["state"] == "submitted"
    ended = Ended("i", "j1", State.FAILED, "ResourceNotFound", "no input", "")
    assert ended.describe() == "The job j1 ended: failed (ResourceNotFound: no input)."
