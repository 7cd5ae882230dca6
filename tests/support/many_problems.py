"""A window with a thousand tiles and thousands of problems, with a clock on its UI thread: FILE.

It opens, shows the list, moves all tiles, moves one as a hand does, goes to a problem, mends it and takes that back.
Then somebody types in the text of the request, and presses a button of the options before it has been read.
FILE gets the dearest events of each step, worst first.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from support.builders import composition, tile
from support.event_clock import EventClock
from tilewright.model.composition import Composition
from tilewright.ui.application import make_application
from tilewright.ui.theme.theme import Theme
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Workplace

TILES = 1000
LIMIT = 60.0
"""Seconds after which something is wrong."""

STEPS = 12
"""Moves of the hand."""


def full_of_problems(shift: int = 0) -> Composition:
    """Gaps to the right and below, and names that no service takes, of one line and of several."""
    tiles = [
        tile(f"t{n}", n % 40 * 96 + shift, n // 40 * 84, 94, 82, name=f"Tile no. {n}! " + "x" * (n % 60), url="")
        for n in range(TILES)
    ]
    return composition(*tiles, size=(3840, 2100))


def has_both(before: Composition, after: Composition) -> bool:
    """Whether a tile has moved and an option is another one."""
    return before.tiles != after.tiles and before.replace(tiles=()) != after.replace(tiles=())


@contextlib.contextmanager
def no_service(*_: object) -> Iterator[object]:
    yield SimpleNamespace(client=None)


def main(report: Path) -> None:
    Workplace.service = no_service  # type: ignore[assignment, method-assign]
    application = make_application()
    clock = EventClock(application)
    window = MainWindow(Workbench(Workplace.open(), Theme(application, "light")))
    window.show()
    window.panels.fill_now()
    bench = window.bench
    for page in ("tile", "frame"):
        bench.page_wanted.emit(page, "")
    told: dict[str, object] = {}

    def run(look: Callable[[], bool], turns: int = 25) -> None:
        """Until ``look``, and then some turns more."""
        end, left = time.monotonic() + LIMIT, turns

        def watch() -> None:
            nonlocal left
            left -= look()
            if left <= 0 or time.monotonic() > end:
                application.exit(0 if left <= 0 else 1)

        timer = QTimer(interval=10)
        timer.timeout.connect(watch)
        timer.start()
        if application.exec():
            raise TimeoutError

    def step(name: str, do: Callable[[], object], look: Callable[[], bool]) -> None:
        clock.clear()
        QTimer.singleShot(0, do)
        run(look)
        told[name] = {"problems": len(bench.findings.problems), "events": clock.worst[:20]}

    session, document = bench.session, bench.session.document

    def is_checked() -> bool:
        return not bench.background.is_busy and len(bench.findings.problems) > 3 * TILES

    def by_hand() -> None:
        before = session.composition
        for number in range(STEPS):
            moved = before.with_tile(before.tiles[7].replace(x=1000 + 9 * number))
            QTimer.singleShot(20 * number, lambda moved=moved: document.preview(moved))
        QTimer.singleShot(20 * STEPS, lambda: document.commit("Move"))

    run(lambda: True)
    gc.collect()
    gc.freeze()
    step("open", lambda: document.reset(full_of_problems()), is_checked)
    step("list", lambda: bench.commands.run("view.problems"), is_checked)
    step("all moved", lambda: document.apply(full_of_problems(2), "Move"), is_checked)
    step("one moved by hand", by_hand, lambda: not document.is_previewing and is_checked())
    step("gone to", lambda: bench.commands.run("problem.next"), lambda: bool(session.selection))
    step("mended", lambda: bench.commands.run("problem.mend"), is_checked)
    step("taken back", document.undo, is_checked)
    text = window.panels.request.content.text
    step("request", lambda: bench.commands.run("view.request"), lambda: "<X>194</X>" in text.toPlainText())
    for page, name in (("output", "Insert ${jobid} into the name"), ("sound", "Keep the sound of the sources")):
        bench.page_wanted.emit(page, "")
        buttons = window.findChild(QWidget, f"page.{page}").findChildren(QAbstractButton)
        button = next(one for one in buttons if one.accessibleName() == name)
        run(is_checked)
        before = session.composition
        cursor = text.document().find("<X>194</X>")
        cursor.setPosition(cursor.selectionStart() + len("<X>"))
        text.setTextCursor(cursor)

        def type_and_press(button: QAbstractButton = button) -> None:
            QTest.keyClick(text, "1")
            QTimer.singleShot(20, button.click)

        step(f"typed and pressed: {page}", type_and_press, lambda before=before: has_both(before, session.composition))
    report.write_text(json.dumps(told), "utf-8")
    bench.files.ending.skip_question()
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
