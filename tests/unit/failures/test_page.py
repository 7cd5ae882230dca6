"""The page about failures, and the pictures of their cards, are of the whole catalogue."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tilewright.failures.entry import Entry
from tilewright.failures.explain import CATALOGUE

ROOT = Path(__file__).parents[3]


@functools.cache
def packaged(name: str) -> ModuleType:
    """A script in `packaging`, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_the_page_about_failures_is_up_to_date() -> None:
    told = "Run packaging/make_failures.py."
    assert (ROOT / "docs" / "failures.md").read_text("utf-8") == packaged("make_failures").render(), told


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.id)
def test_that_every_failure_has_a_card_in_the_pictures(entry: Entry) -> None:
    assert packaged("failure_cards").failure_of_entry(entry).id == entry.id, "Tell its words in failure_cards.WORDS."
