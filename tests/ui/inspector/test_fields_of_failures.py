"""The fields that the catalogue of failures names are there, and so are its buttons."""

from __future__ import annotations

from tilewright.failures.explain import CATALOGUE, explain
from tilewright.ui.inspector.page import page_of
from tilewright.ui.windows.main import MainWindow
from tilewright.usecases.failing import field_of
from ui.inspector.conftest import OpenInspector, whole


def test_that_the_button_of_a_failure_is_a_command(window: MainWindow) -> None:
    known = {command.id for command in window.bench.commands.all()}
    assert {entry.button for entry in CATALOGUE if entry.button} <= known


def test_that_the_field_of_a_failure_can_be_gone_to(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    failures = [explain(entry.codes[0], "a") for entry in CATALOGUE if entry.codes]
    paths = {field_of(failure, whole()) for failure in failures} | {entry.field for entry in CATALOGUE}
    paths = {path for path in paths if path and "*" not in path and path != "tiles"}
    assert len(paths) > 6
    for path in sorted(paths):
        inspector.open_page("", path)
        assert inspector.current == page_of(path), path
        assert inspector.page(inspector.current).go_to(path) is not None, path
