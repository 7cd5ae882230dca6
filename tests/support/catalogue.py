"""The script that collects the texts for translators, as a module."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType


@cache
def script() -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / "make_catalogue.py"
    spec = importlib.util.spec_from_file_location("make_catalogue", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def texts() -> frozenset[str]:
    """Every text that a translator is given."""
    with no_search_for_garbage():
        return frozenset(script().collect())


@contextlib.contextmanager
def no_search_for_garbage() -> Iterator[None]:
    """While a million nodes are made and looked at, none of them garbage: it would take longer than all the rest."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
