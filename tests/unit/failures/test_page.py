"""The page about failures is the catalogue."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_that_the_page_about_failures_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_failures", ROOT / "packaging" / "make_failures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told = "Run packaging/make_failures.py."
    assert (ROOT / "docs" / "failures.md").read_text("utf-8") == module.render(), told
