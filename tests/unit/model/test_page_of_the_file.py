"""The page about composition files is the schema, and its example is a file that opens."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from support.builders import LOCAL
from tilewright.checks import check
from tilewright.model.document import decode, encode
from tilewright.model.source import Known

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("made_page", ROOT / "packaging" / "make_composition_file.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_the_page_is_up_to_date(script: ModuleType) -> None:
    told = "Run packaging/make_composition_file.py."
    assert (ROOT / "docs" / "composition-file.md").read_text("utf-8") == script.render(), told


def test_that_every_field_of_the_schema_has_a_row_in_the_table_of_its_group() -> None:
    types = json.loads((ROOT / "resources" / "schema" / "composition-1.json").read_text("utf-8"))["$defs"]
    page = (ROOT / "docs" / "composition-file.md").read_text("utf-8")
    tables = page.split("\n## ")[1:]
    assert len(tables) == len(types) - 1  # what stands at the top is told in words
    rows = sorted(line.split("`")[1] for table in tables for line in table.splitlines() if line.startswith("| `"))
    fields = [
        name
        for kind, told in types.items()
        for name in told["properties"]
        if kind != "Document" and (name != "kept" or kind == "Composition")
    ]
    assert rows == sorted(fields)
    assert '"format"' in page


def test_that_the_example_opens_is_written_so_and_has_no_problem(script: ModuleType) -> None:
    example = script.EXAMPLE.encode()
    made = decode(example)
    assert encode(made) == example
    assert check(made, Known(), LOCAL) == []


def test_that_every_link_of_the_page_has_its_heading(script: ModuleType) -> None:
    page = script.render()
    headings = {
        line[3:].replace("`", "").replace(".", "").replace(" ", "-") for line in page.splitlines() if line[:3] == "## "
    }
    links = {part.partition(")")[0] for part in page.split("](#")[1:]}
    assert links
    assert links <= headings
