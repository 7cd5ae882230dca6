"""Where the canvas draws the picture of a tile, in pixels of the screen, as JSON; run with QT_SCALE_FACTOR."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from support.builders import composition, known, source, tile, url
from tilewright.layout.place import place
from tilewright.model.source import Known
from tilewright.ui.application import make_application
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Workplace

FACTS = known(a=source(400, 211))
TILES = (tile("a", 101, 57, None, 211), tile("behind", 0, 0, 640, 360))


def edges(image: QImage, colour: QColor, middle: QPointF) -> tuple[int, int, int, int]:
    """Left, top, first column and first row outside of the area of about that colour, seen from its ``middle``."""
    x, y = round(middle.x()), round(middle.y())

    def is_it(across: int, down: int) -> bool:
        found = image.pixelColor(across, down)
        return abs(found.red() - colour.red()) < 40 and abs(found.blue() - colour.blue()) < 40 and found.green() < 40

    across = [at for at in range(image.width()) if is_it(at, y)]
    down = [at for at in range(image.height()) if is_it(x, at)]
    return min(across), min(down), max(across) + 1, max(down) + 1


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    theme = Theme(make_application(), "light")
    start = composition(TILES[1], TILES[0], size=(640, 360))
    bench = Workbench(Workplace.open(), theme, start)
    magenta = QColor(255, 0, 255)
    for name, colour in (("a", magenta), ("behind", QColor(0, 200, 0))):
        picture = QImage(400, 300, QImage.Format.Format_RGB888)
        picture.fill(colour)
        bench.pictures.put(url(name), picture)
    bench.session.learn(Known(sources=FACTS.sources))
    canvas = Canvas(bench)
    canvas.resize(720, 420)
    canvas.show()
    told = []
    for zoom in (0.5, 0.77, 1.0, 1.3):
        canvas.zoom.show(zoom, QPointF(0, 0), QPointF(8, 8))
        canvas.stage.sharpener.now()
        QApplication.processEvents()
        image = canvas.viewport().grab().toImage()
        image.setDevicePixelRatio(1)
        ratio = canvas.devicePixelRatioF()
        rect = place(start, bench.session.known).of("a").drawn
        assert rect is not None
        shown = canvas.hand.lens.rect(rect)
        ends = (shown.left(), shown.top(), shown.right(), shown.bottom())
        told.append(
            {
                "zoom": zoom,
                "expected": [end * ratio for end in ends],
                "found": edges(image, magenta, shown.center() * ratio),
            }
        )
    sys.stdout.write(json.dumps(told))
    canvas.close()
    bench.close()


if __name__ == "__main__":
    main()
