"""The look: every pair of colours can be read, and icons take the colours of the look in force."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter

from tilewright.assets import resource
from tilewright.ui.theme import icons, tokens
from tilewright.ui.theme.theme import Theme
from tilewright.ui.widgets.field import Field

PAIRS = [
    (look, pair, values["needed"])
    for look, pairs in json.loads(resource("styles", "tokens.json").read_text("utf-8"))["contrast"].items()
    for pair, values in pairs.items()
]


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("look", "pair", "needed"), PAIRS)
def test_that_each_pair_of_colours_has_the_contrast_it_needs(look: tokens.Look, pair: str, needed: float) -> None:
    front, _, ground = pair.partition("/")
    assert contrast(tokens.colour(front, look), tokens.colour(ground, look)) >= needed


def test_that_all_looks_have_the_same_colours() -> None:
    for look in tokens.LOOKS:
        for name in tokens.colour_names():
            assert tokens.colour(name, look).isValid(), (look, name)


def painted(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return icon.pixmap(QSize(16, 16), 2.0, mode).toImage()


def ink(image: QImage) -> set[str]:
    """The colours of pixels that are fully painted."""
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_that_one_icon_follows_the_look(theme: Theme) -> None:
    save = icons.icon("save")
    for look in tokens.LOOKS:
        theme.choose(look)
        assert ink(painted(save)) == {tokens.colour("icon").name()}
        assert ink(painted(save, QIcon.Mode.Disabled)) == {tokens.colour("text_disabled").name()}
    theme.choose("light")


def test_that_an_icon_has_as_many_pixels_as_a_sharp_screen(theme: Theme) -> None:
    assert painted(icons.icon("save")).width() == 32
    assert icons.pixmap("save", size=16, ratio=3.0).width() == 48


@pytest.mark.parametrize("name", sorted(path.stem for path in resource("icons").glob("*.svg")))
def test_that_every_icon_can_be_drawn(theme: Theme, name: str) -> None:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, name, QRectF(0, 0, 48, 48), "accent")
    painter.end()
    assert tokens.colour("accent").name() in ink(image)


@pytest.mark.parametrize("look", tokens.LOOKS)
@pytest.mark.parametrize(("is_on", "name"), [(True, "text_3"), (False, "text_disabled")])
def test_that_what_is_greyed_in_can_be_read(theme: Theme, look: tokens.Look, is_on: bool, name: str) -> None:
    theme.choose(look)
    field = Field("any")
    field.setPlaceholderText("█" * 8)
    field.setEnabled(is_on)
    field.resize(200, 30)
    image = field.grab().toImage()
    theme.choose("light")
    inside = [image.pixelColor(x, y).name() for x in range(6, 190) for y in range(6, 24)]
    ground, front = [colour for colour, _ in Counter(inside).most_common(2)]
    assert front == tokens.colour(name, look).name()
    assert contrast(QColor(front), QColor(ground)) >= (4.5 if is_on else 3)
