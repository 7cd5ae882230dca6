"""Every verb that is named is there, and says the same name."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.forker import run
from tilewright.cli import verbs
from tilewright.cli.names import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_that_a_verb_is_found_by_its_name(name: str) -> None:
    assert verbs.verb(name).name == name


def test_that_every_verb_is_named() -> None:
    folder = Path(verbs.__file__).parent
    assert len({*NAMES}) == len(NAMES) == len([path for path in folder.glob("*.py") if path.stem != "__init__"])


@pytest.mark.parametrize("name", NAMES)
def test_that_a_verb_starts_by_itself(name: str) -> None:
    """Nothing that another verb imports is missing."""
    assert f"usage: tilewright {name} " in run(name, "--help").expect().out
