"""The names of the verbs stand apart from the verbs."""

from __future__ import annotations

from tilewright.cli.names import NAMES
from tilewright.cli.verbs import VERBS


def test_that_every_verb_is_named_and_no_other() -> None:
    assert {verb.name for verb in VERBS} == NAMES
