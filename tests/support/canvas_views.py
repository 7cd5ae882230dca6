"""Pictures of the canvas, to be looked at: ``python tests/support/canvas_views.py FOLDER``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from support.builders import composition, known, source, tile, url
from tilewright.layout.rect import Rect
from tilewright.layout.snap import Targets
from tilewright.model.composition import Composition
from tilewright.model.source import Trouble
from tilewright.ui.application import make_application
from tilewright.ui.canvas.hand import Marks
from tilewright.ui.canvas.pane import CanvasPane
from tilewright.ui.canvas.strip import Strip
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.commands import arrange, edit, layouts, tiles, zoom
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Workplace


def picture(number: int, width: int = 960, height: int = 540) -> QImage:
    """Something with edges and a gradient."""
    made = QImage(width, height, QImage.Format.Format_RGB888)
    painter = QPainter(made)
    colours = QLinearGradient(0, 0, width, height)
    colours.setColorAt(0, QColor.fromHsv(number * 67 % 360, 140, 230))
    colours.setColorAt(1, QColor.fromHsv((number * 67 + 60) % 360, 160, 90))
    painter.fillRect(0, 0, width, height, colours)
    painter.setPen(QColor("white"))
    painter.drawRect(20, 20, width - 40, height - 40)
    painter.drawEllipse(QPointF(width / 2, height / 2), height / 3, height / 3)
    painter.end()
    return made


LESSON = composition(
    tile("slides", 40, 153, 1376, 774, locked=True),
    tile("teacher", 1440, 153, 440, 242),
    tile("rabbit", 1440, 419, 440, 242),
    tile("street", 1440, 685, 440, 242),
    size=(1920, 1080),
)
STATES = composition(
    tile("normal", 60, 60, 380, 214),
    tile("selected", 500, 60, 380, 214),
    tile("locked", 940, 60, 380, 214, locked=True),
    tile("hidden", 1380, 60, 380, 214, hidden=True),
    tile("loading", 60, 400, 380, 214),
    tile("failed", 500, 400, 380, 214),
    tile("problem", 940, 400, 380, 250),
    tile("outside", 1700, 400, 440, 250),
    tile("unplaced", 60, 760, 480, None),
    tile("tiny", 700, 800, 60, 40),
    size=(1920, 1080),
)


def bench_with(given: Composition, theme: Theme, home: str, names: list[str]) -> Workbench:
    bench = Workbench(Workplace.open({"TILEWRIGHT_HOME": home}), theme, given)
    bench.commands.add([*edit.commands(bench), *tiles.commands(bench), *arrange.commands(bench)])
    bench.commands.add([*zoom.commands(bench), *layouts.commands(bench)])
    bench.pictures._asked.update(url(name) for name in ("loading", *names))
    for number, name in enumerate(names):
        bench.pictures.put(url(name), picture(number))
    return bench


def save(pane: CanvasPane, path: Path) -> None:
    pane.canvas.stage.sharpener.now()
    QCoreApplication.processEvents()
    pane.grab().save(str(path))


def main(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    theme = Theme(application, "light")
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    with tempfile.TemporaryDirectory() as home:
        for look in ("light", "dark", "contrast"):
            theme.choose(look)
            lesson = bench_with(LESSON, theme, home, ["slides", "teacher", "rabbit", "street"])
            pane = CanvasPane(Strip(lesson), Canvas(lesson))
            pane.resize(806, 463)
            pane.show()
            QCoreApplication.processEvents()
            lesson.session.select(["street"])
            others = [Rect(40, 153, 1376, 774), Rect(1440, 153, 440, 242), Rect(1440, 419, 440, 242)]
            snap = Targets(Rect(0, 0, 1920, 1080), others).snap(Rect(1440, 685, 440, 242), 0)
            pane.canvas.hand.show(Marks(snap.guides, snap.distances, shows_size=True))
            save(pane, folder / f"lesson-{look}-{scale}.png")
            pane.close()
            shown = [one.id for one in STATES.tiles if one.id not in {"loading", "failed"}]
            states = bench_with(STATES, theme, home, shown)
            facts = {name: source() for name in ("normal", "problem")}
            trouble = Trouble("damaged", "failed.mp4 cannot be read. It may be damaged.")
            states.session.learn(known(failed=trouble, **facts))
            states.pictures._failed.add(url("failed"))
            states.pictures.arrived.emit(frozenset({url("failed")}))
            states.findings.refresh()
            pane = CanvasPane(Strip(states), Canvas(states))
            pane.resize(1100, 640)
            pane.show()
            states.session.select(["selected", "locked", "tiny"])
            pane.canvas.hand.set_hover("normal")
            save(pane, folder / f"states-{look}-{scale}.png")
            pane.close()
            empty = bench_with(composition(size=(1920, 1080)).replace(tiles=()), theme, home, [])
            pane = CanvasPane(Strip(empty), Canvas(empty))
            pane.resize(806, 520)
            pane.show()
            save(pane, folder / f"empty-{look}-{scale}.png")
            pane.close()
            unknown = bench_with(
                LESSON.replace(transcode=None, transcode_template_id="t1f9e3"), theme, home, ["slides"]
            )
            pane = CanvasPane(Strip(unknown), Canvas(unknown))
            pane.resize(806, 463)
            pane.show()
            save(pane, folder / f"unknown-{look}-{scale}.png")
            pane.close()
            for bench in (lesson, states, empty, unknown):
                bench.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
