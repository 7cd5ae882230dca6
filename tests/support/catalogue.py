"""The script that collects the texts for translators, as a module."""

from __future__ import annotations

import importlib.util
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
    return frozenset(script().collect())
