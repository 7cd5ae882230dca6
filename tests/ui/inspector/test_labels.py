"""Fields are called alike on their page, in lists of problems, and in what a template contains."""

from __future__ import annotations

from support.builders import composition, tile
from tilewright.model.labels import words_of
from tilewright.ui.inspector.binding import view_of
from tilewright.ui.inspector.bindings import LineBinding
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.problems.places import place_of

from .conftest import OpenInspector, watermarks

SCENE = composition(tile("a"))


def test_that_every_field_is_called_in_lists_as_on_its_page(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    seen = set()
    for page in all_pages():
        form = inspector.page(page.id)
        form.build_all()
        for binding in form.bindings:
            entry = binding.entry
            words = words_of(entry.path)
            assert words is not None, entry.path
            if not entry.path.endswith((".dx", ".dy")):  # named by the edge that they are counted from
                assert entry.label == words.label, entry.path
            if page.id == "frame" and entry.path.endswith(".fps"):  # stands on two pages, heard apart
                assert entry.called == f"{words.name} of the frame"
            elif "audio_mix" not in entry.path:  # heard with the piece that they are of
                assert entry.called == words.name, entry.path
            path = entry.path.replace("*", "a" if page.id == "tile" else "0")
            assert place_of(path, SCENE).endswith(f" · {words.in_lists}"), path
            seen.add(entry.path)
    assert len(seen) > 90


def test_that_every_field_that_can_be_typed_in_says_what_holds_while_it_is_empty(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(composition(tile("a")).replace(watermarks=watermarks()))
    silent = set()
    for page in all_pages():
        form = inspector.page(page.id)
        form.build_all()
        for binding in form.bindings:
            if isinstance(binding, LineBinding):
                view = view_of(inspector.bench)
                silent |= set() if binding.default_words(view, binding.paths()) else {binding.entry.path}
    assert silent == set()
