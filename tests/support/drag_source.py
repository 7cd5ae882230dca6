"""A small window at the lower left of the screen that offers files to be dragged out of it.

It says one JSON object a line: where it is when it is there, what would happen to the files as soon as somebody under
the pointer answers, and what did.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Offer(QLabel):
    def __init__(self, paths: list[str]) -> None:
        super().__init__(f"{len(paths)} files")
        self._paths = paths
        self._pressed: QPoint | None = None
        self._is_told = False
        self.setWindowTitle("Files")
        self.setFixedSize(120, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_told:  # from now on it can be taken hold of
            self._is_told = True
            centre = self.mapToGlobal(self.rect().center())
            say(at=[centre.x(), centre.y()])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = event.position().toPoint() - (self._pressed or QPoint())
        if self._pressed is None or moved.manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        files = QMimeData()
        files.setUrls([QUrl.fromLocalFile(path) for path in self._paths])
        drag = QDrag(self)
        drag.setMimeData(files)
        drag.actionChanged.connect(lambda action: say(would=action.name))
        say(dragging=True)
        action = drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.LinkAction, Qt.DropAction.CopyAction)
        self.hide()  # out of the way; the process stays, for whoever took the files asks for them only now
        say(done=action.name)


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> int:
    application = QApplication(["files"])
    offer = Offer(sys.argv[1:])
    # No affair of the window manager, so that its place is known and it lies above the window that the files are for.
    offer.setWindowFlags(Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.WindowStaysOnTopHint)
    screen = application.primaryScreen().geometry()
    offer.move(screen.left() + 4, screen.bottom() - 64)
    offer.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
