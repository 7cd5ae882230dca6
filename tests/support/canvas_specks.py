"""How many pixels of the screen a drag leaves otherwise than painting all of the canvas anew does; run with
QT_SCALE_FACTOR. Each line of stdout is the number after one more drag.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from support.builders import composition, source, tile, url
from support.canvas import CanvasHand, plain
from tilewright.model.source import Known
from tilewright.ui.application import make_application
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Workplace

NAMES = "abcd"
DRAGS = 10
SCREEN = {"name": "large", "x": 0, "y": 0, "width": 2400, "height": 1600, "logicalDpi": 96, "dpr": 1}


def differing(one: QImage, other: QImage) -> int:
    return sum(
        one.pixel(x, y) != other.pixel(x, y)
        for y in range(one.height())
        if bytes(one.constScanLine(y)) != bytes(other.constScanLine(y))
        for x in range(one.width())
    )


def shown(hand: CanvasHand) -> QImage:
    """What the screen shows: a grabbed widget would be painted anew."""
    window, ratio = hand.window, hand.window.devicePixelRatioF()
    size = int(window.width() * ratio), int(window.height() * ratio)
    image = window.screen().grabWindow(window.winId(), 0, 0, *size).toImage()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def main() -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump({"screens": [SCREEN]}, file)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file.name}"
    theme = Theme(make_application(), "light")
    Path(file.name).unlink()
    tiles = [tile(name, 7 + 161 * number, 13 + 91 * number, 150, 83) for number, name in enumerate(NAMES)]
    bench = Workbench(Workplace.open(), theme, composition(*tiles, size=(1280, 720)))
    for name in NAMES:
        bench.pictures.put(url(name), plain("#286428"))
    bench.session.learn(Known(sources={url(name): source(150, 83) for name in NAMES}))
    hand = CanvasHand(bench).at(0.55, 40, 40)
    QTest.qWait(300)
    chance = random.Random(7)
    for _ in range(DRAGS):
        hand.press(chance.choice(NAMES))
        for _ in range(8):
            hand.drag(chance.uniform(-30, 30), chance.uniform(-20, 20), steps=1)
            QTest.qWait(10)
        hand.release()
        QTest.qWait(250)
        left = shown(hand)
        hand.canvas.viewport().update()
        QApplication.processEvents()
        sys.stdout.write(f"{differing(left, shown(hand))}\n")
    hand.close()
    bench.close()


if __name__ == "__main__":
    main()
