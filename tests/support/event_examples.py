"""One event of each kind that a job can tell."""

from __future__ import annotations

import dataclasses
import inspect

from tilewright.jobs import events
from tilewright.jobs.events import Event
from tilewright.jobs.intent import Fate
from tilewright.model.states import State

VALUES = {
    "str": "Words.",
    "State": State.RUNNING,
    "Fate": Fate.CANCELLED,
    "int": 1,
    "int | None": 50,
    "float": 2.5,
    "float | None": 2.5,
    "bool": True,
    "bool | None": True,
}
KINDS = [
    kind for _, kind in inspect.getmembers(events, inspect.isclass) if issubclass(kind, Event) and kind is not Event
]


def example(kind: type[Event]) -> Event:
    return kind(**{field.name: VALUES[str(field.type)] for field in dataclasses.fields(kind)})


def examples(kind: type[Event]) -> tuple[Event, ...]:
    """The example, and what it is where nothing is known, there is nothing to say, and nothing holds."""
    usual = example(kind)
    bare = {
        field.name: None if "None" in str(field.type) else False if str(field.type) == "bool" else 0
        for field in dataclasses.fields(kind)
        if "None" in str(field.type) or str(field.type) in {"bool", "float"}
    }
    return usual, dataclasses.replace(usual, **bare)
