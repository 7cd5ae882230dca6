"""The pictures of jobs, as they stand in a row and over the details."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from support.fault_proxy import FaultProxy, Say
from tilewright.ui.jobs.cells import Column
from tilewright.ui.jobs.delegate import PAD, PICTURE

from .conftest import Desk, OpenDesk
from .test_details import open_details

COLOURFUL = 150
"""Saturation that nothing of ours has where a picture is missing; the videos of the tests have bars of pure colours."""


def is_shown(widget: QWidget, place: QRect) -> bool:
    """Whether something colourful is painted there."""
    image: QImage = widget.grab(place).toImage()
    points = [(x, y) for x in range(4, image.width() - 4, 3) for y in range(4, image.height() - 4, 3)]
    return any(image.pixelColor(x, y).hsvSaturation() > COLOURFUL for x, y in points)


def in_row(desk: Desk, row: int = 0) -> bool:
    rect = desk.table.visualRect(desk.table.rows.index(row, Column.NAME))
    corner = QPoint(rect.left() + PAD, rect.center().y() - PICTURE.height() // 2)
    return is_shown(desk.table.viewport(), QRect(corner, PICTURE))


def in_head(desk: Desk) -> bool:
    details = desk.panel.details
    assert details is not None
    picture = details.head._picture
    return is_shown(picture, picture.rect())


def test_that_a_job_shows_its_video_in_its_row_and_over_its_details(desk: Desk) -> None:
    desk.submit()
    desk.until(lambda: desk.jobs.intents and in_row(desk))
    desk.until_delivered()
    desk.until(lambda: in_row(desk))
    open_details(desk)
    desk.until(lambda: in_head(desk))


def test_that_a_picture_that_could_not_be_had_is_asked_for_again_after_a_while(
    proxy: FaultProxy, open_desk: OpenDesk, home: Path
) -> None:
    first = open_desk()
    first.submit()
    first.until_delivered()
    kept = home / "cache" / "jobs" / f"{first.newest.id}.jpg"
    first.until(kept.exists)
    first.close()
    kept.unlink()
    proxy.always["head"] = Say(403, headers=(("x-cos-request-id", "NjA"),))
    desk = open_desk("other")
    pictures = desk.table.pictures
    desk.until(pictures._again.isActive)
    asked = proxy.met["head"]
    for _ in range(5):
        assert not in_row(desk)
    desk.until(lambda: not desk.bench.background.is_busy)
    assert proxy.met["head"] == asked
    assert pictures._again.remainingTime() > 10_000
    proxy.always.clear()
    pictures._again.start(0)
    desk.until(lambda: in_row(desk))
    assert not pictures._again.isActive()
