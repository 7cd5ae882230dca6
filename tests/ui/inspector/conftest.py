"""An inspector on its own, with a composition in which every field can be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.model.composition import Composition
from tilewright.model.options import SlideConfig, Watermark, WatermarkImage, WatermarkText
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.workbench import Workbench

OpenInspector = Callable[..., Inspector]


def watermarks() -> tuple[Watermark, ...]:
    """A text and an image that move, for a part of the time."""
    slide = SlideConfig(slide_mode="ScrollFromLeft", x_slide_speed=1, y_slide_speed=1)
    text = WatermarkText(text="Hello", font_size=44, font_type="arial.ttf", font_color="0xFFFFFF", transparency=90)
    image = WatermarkImage(url="https://a.b/logo.png", mode="Proportion", width=64, height=32, transparency=80)
    common = {"loc_mode": "Absolute", "dx": 5, "dy": 6, "pos": "TopLeft", "start_time": 1, "end_time": 9}
    return (
        Watermark(type="Text", text=text, slide_config=slide, **common),
        Watermark(type="Image", image=image, slide_config=slide, **common),
    )


def whole() -> Composition:
    """Two tiles, two watermarks."""
    tiles = (tile("a", 10, 20, 640, 360, name="car"), tile("b", 30, 40, 320, 180))
    return composition(*tiles, watermarks=watermarks())


@pytest.fixture
def open_inspector(make_bench: Callable[..., Workbench], qtbot: QtBot) -> Iterator[OpenInspector]:
    """Makes an inspector of the usual size, shown and active; facts about the sources a and b are known."""
    made: list[QWidget] = []

    def make(
        start: Composition | None = None,
        selection: tuple[str, ...] = ("a",),
        width: int = 368,
        height: int = 860,
        *,
        shows_all: bool = False,
    ) -> Inspector:
        bench = make_bench(whole() if start is None else start)
        bench.preferences.set("shows_all_options", shows_all)
        bench.session.learn(known(a=source(640, 360), b=source(1920, 1080)))
        bench.session.select(selection)
        ground = QWidget()  # a window without a smallest size: the screen of the tests cannot have one
        ground.resize(width, height)
        inspector = Inspector(bench, ground)
        inspector.resize(width, height)
        for _ in inspector.build():
            pass
        ground.show()
        ground.activateWindow()
        qtbot.waitUntil(ground.isActiveWindow)
        made.append(ground)
        return inspector

    yield make
    for ground in made:
        ground.close()
        ground.deleteLater()
