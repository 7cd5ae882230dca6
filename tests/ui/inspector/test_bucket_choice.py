"""Choosing what lies in the bucket already, with a real local cloud behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListView, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.watermarks import plain_image
from tilewright.ui.inspector.bucket_choice import BucketChoice, choose_in_bucket
from tilewright.ui.widgets.field import Field
from tilewright.ui.widgets.labels import Label
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench

KINDS = ("png", "jpg")
ADDRESS = "https://studio-1250000000.cos.local.myqcloud.com/"


@pytest.fixture
def bench(open_bench: OpenBench, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """Three files in the bucket, two of them images."""
    bench = open_bench(composition(tile("a", 1, 2, 320, 240, url="https://elsewhere.invalid/a.mp4")))
    folder = tmp_path_factory.mktemp("files")
    with bench.workplace.service() as service:
        for name in ("in/logo 1.png", "in/Seal.JPG", "in/notes.txt"):
            path = folder / name.replace("/", "-")
            path.write_bytes(plain_image(4, 4))
            service.client.put_file(name, path)
    return bench


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.show()
    return ground


def opened(bench: Workbench, ground: QWidget, came: list[str], qtbot: QtBot) -> BucketChoice:
    dialog = choose_in_bucket(bench, ground, "Choose an image", KINDS, came.append)
    qtbot.waitUntil(lambda: not bench.background.is_busy, timeout=20000)
    return dialog


def shown(dialog: BucketChoice) -> list[str]:
    model = dialog.findChildren(QListView)[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_that_files_of_the_kind_are_listed_found_and_chosen_by_keys(
    bench: Workbench, ground: QWidget, qtbot: QtBot
) -> None:
    came: list[str] = []
    dialog = opened(bench, ground, came, qtbot)
    assert shown(dialog) == ["in/Seal.JPG", "in/logo 1.png"]
    find = dialog.findChildren(Field)[0]
    find.setFocus()
    rows = dialog.findChildren(QListView)[0]
    QTest.keyClick(find, Qt.Key.Key_Down)
    assert rows.currentIndex().data() == "in/logo 1.png"
    QTest.keyClick(find, Qt.Key.Key_Up)
    assert rows.currentIndex().data() == "in/Seal.JPG"
    grabbed = rows.grab(rows.visualRect(rows.currentIndex())).toImage()
    colours = {grabbed.pixelColor(x, y).lightness() for x in range(8, 90) for y in range(6, 22)}
    assert max(colours) - min(colours) > 100  # what is chosen can be read
    QTest.keyClicks(find, "LOGO")
    assert shown(dialog) == ["in/logo 1.png"]
    QTest.keyClick(find, Qt.Key.Key_Return)
    assert came == [f"{ADDRESS}in/logo%201.png"]


def test_that_nothing_is_chosen_where_nothing_fits_or_somebody_cancels(
    bench: Workbench, ground: QWidget, qtbot: QtBot
) -> None:
    came: list[str] = []
    dialog = opened(bench, ground, came, qtbot)
    find = dialog.findChildren(Field)[0]
    QTest.keyClicks(find, "nothing like it")
    choose = next(one for one in dialog.findChildren(QAbstractButton) if one.text() == "Choose")
    assert not choose.isEnabled()
    QTest.keyClick(find, Qt.Key.Key_Return)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert came == []
    qtbot.waitUntil(lambda: not ground.findChildren(BucketChoice), timeout=3000)


def test_that_a_service_that_cannot_be_reached_says_why(make_bench: OpenBench, ground: QWidget, qtbot: QtBot) -> None:
    dialog = opened(make_bench(composition()), ground, [], qtbot)
    assert "There is no service in this test." in [label.text() for label in dialog.findChildren(Label)]
    dialog.reject()
