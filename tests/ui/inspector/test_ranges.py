"""Fields and rules take the same numbers and words: what one refuses, the other does, too."""

from __future__ import annotations

from typing import Any

import pytest

from support.builders import ACCOUNT
from tilewright.checks import check
from tilewright.model.composition import Composition
from tilewright.model.options import Watermark, WatermarkImage
from tilewright.model.paths import write_path
from tilewright.model.ranges import TYPEFACES
from tilewright.model.source import Known
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.kinds import Choice, Number

from .conftest import OpenInspector, whole
from .test_pages import binding_of


def refusals(
    inspector: Inspector, start: Composition, path: str, values: tuple[int, ...]
) -> tuple[list[int], list[int]]:
    """Which of ``values`` at ``path`` the rules refuse for an account, and which the field does."""
    parts = path.split(".")
    entry = binding_of(inspector, f"watermarks.*.{'.'.join(parts[2:])}" if parts[0] == "watermarks" else path).entry
    by_rules, by_field = [], []
    for value in values:
        composition = write_path(start, path, value)
        inspector.bench.session.document.preview(composition)
        if any(one.path == path and one.code.endswith("-range") for one in check(composition, Known(), ACCOUNT)):
            by_rules.append(value)
        assert isinstance(entry.kind_now, Number)
        if entry.kind_now.outside(value)[0]:
            by_field.append(value)
    inspector.bench.session.document.rollback()
    return by_rules, by_field


@pytest.mark.parametrize(
    ("image", "loc_mode", "field"),
    [
        ({"mode": "Fixed"}, "Absolute", "image.width"),
        ({"mode": "Proportion"}, "Absolute", "image.height"),
        ({"mode": "Proportion", "background": True}, "Absolute", "image.width"),
        ({"mode": "Original"}, "Absolute", "dx"),
        ({"mode": "Original"}, "Relativity", "dy"),
        ({"mode": "Original", "background": True}, "Absolute", "dx"),
        ({"mode": "Original", "background": True}, "Relativity", "dy"),
    ],
)
def test_that_a_watermarks_field_takes_the_numbers_that_the_rules_take(
    open_inspector: OpenInspector, image: dict[str, Any], loc_mode: str, field: str
) -> None:
    picture = WatermarkImage(url="https://a.b/logo.png", transparency=80, **image)
    mark = Watermark(type="Image", loc_mode=loc_mode, dx=0, dy=0, pos="TopLeft", image=picture)
    start = whole().replace(watermarks=(mark,))
    values = (-4097, -4096, -301, -300, -1, 0, 1, 7, 8, 99, 100, 101, 300, 301, 4096, 4097)
    rules, form = refusals(open_inspector(start), start, f"watermarks.0.{field}", values)
    assert form == rules
    assert rules


@pytest.mark.parametrize(
    ("path", "values", "refused"),
    [
        ("transcode.video.width", (126, 128, 4096, 4098), [126, 4098]),
        ("transcode.video.crf", (0, 1, 51, 52), [0, 52]),
        ("transcode.video.bitrate", (9, 10, 50_000, 50_001), [9, 50_001]),
        ("transcode.video.gop", (0, 1, 100_000, 100_001), [0, 100_001]),
        ("transcode.video.maxrate", (9, 10, 50_000, 50_001), [9, 50_001]),
        ("transcode.video.bufsize", (999, 1000, 128_000, 128_001), [999, 128_001]),
        ("transcode.audio.bitrate", (7, 8, 1000, 1001), [7, 1001]),
    ],
)
def test_that_an_option_takes_the_numbers_that_the_rules_take(
    open_inspector: OpenInspector, path: str, values: tuple[int, ...], refused: list[int]
) -> None:
    rules, form = refusals(open_inspector(), whole(), path, values)
    assert (rules, form) == (refused, refused)


def test_that_the_form_offers_each_typeface_of_the_rules(open_inspector: OpenInspector) -> None:
    kind = binding_of(open_inspector(), "watermarks.*.text.font_type").entry.kind
    assert isinstance(kind, Choice)
    assert {option.value for option in kind.options} == set(TYPEFACES)


def test_that_a_field_says_the_range_that_holds_now(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.show_page("watermarks")
    inspector.page("watermarks").go_to("watermarks.1.image.width")
    binding = binding_of(inspector, "watermarks.*.image.width")
    document = inspector.bench.session.document
    tips = []
    for mode in ("Proportion", "Fixed"):
        document.apply(write_path(document.composition, "watermarks.1.image.mode", mode), "mode")
        tips.append(binding.row.editor.toolTip().splitlines()[-2])
    assert tips == ["1 to 100", "8 to 4096"]
