"""A job failed for a field of its composition: the button leads there, in a real window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.clips import clip
from support.local_cloud import Caller
from tilewright.localcloud.job_failed import JobFailed
from tilewright.localcloud.server import LocalCloud
from tilewright.model.composition import Composition
from tilewright.model.states import State
from tilewright.ui.files.standing import Standing
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.jobs.details import JobDetails
from tilewright.ui.jobs.panel import JobsPanel
from tilewright.ui.windows.main import MainWindow
from ui.conftest import OpenWindow


def failing(code: str, message: str) -> Callable[..., None]:
    def produce(*_: Any, **__: Any) -> None:
        raise JobFailed(code, message)

    return produce


QUALITY = failing("InvalidArgument", "Transcode.Video.Crf is 99.")
NO_RIGHT = failing("ResourceNotSupported", "The source right.mp4 cannot be used: it holds no video.")
NO_SOURCE = failing("ResourceNotFound", "A source is not in the bucket.")
TWO = composition(tile("left", width=320), tile("right", 320, width=320), size=(640, 360))


def after_failure(window: MainWindow, qtbot: QtBot, made: Composition) -> JobDetails:
    """Submit ``made`` and look at what became of it."""
    bench = window.bench
    bench.files.put(Standing("lesson", made), made)
    bench.jobs.start()
    bench.commands.run("composition.submit")
    qtbot.waitUntil(lambda: any(one.state is State.FAILED for one in bench.jobs.intents), timeout=20000)
    window.bottom.show_page("jobs")
    panel = window.findChild(JobsPanel)
    assert panel is not None
    panel.table.choose_row(0)
    bench.commands.run("jobs.details")
    qtbot.waitUntil(lambda: panel.details is not None and panel.details.card is not None, timeout=20000)
    assert panel.details is not None
    return panel.details


def press(details: JobDetails, text: str, qtbot: QtBot) -> None:
    assert details.card is not None
    button = next(button for button in details.card.buttons if button.text() == text)
    qtbot.waitUntil(button.isEnabled)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown_field(window: MainWindow) -> tuple[str, str]:
    """The page of the inspector, and the name of what has the focus."""
    inspector, focus = window.findChild(QWidget, "inspector"), window.focusWidget()
    assert isinstance(inspector, Inspector)
    return inspector.current, focus.objectName() if focus is not None else ""


@pytest.mark.parametrize("produce", [QUALITY])
def test_that_the_button_shows_the_field_of_the_open_composition(
    cloud: LocalCloud, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    details = after_failure(window, qtbot, composition(size=(640, 360)))
    before = window.bench.session.document.committed
    window.docks.set_open("right", is_open=False)
    press(details, "Show field", qtbot)
    qtbot.waitUntil(lambda: shown_field(window) == ("video", "field.transcode.video.crf"))
    assert window.is_open("right")
    assert window.bench.session.document.committed is before


@pytest.mark.parametrize("produce", [QUALITY])
def test_that_where_another_one_is_open_that_of_the_job_is_put_in_first(
    cloud: LocalCloud, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    details = after_failure(window, qtbot, composition(size=(640, 360), user_data="failed"))
    other = composition(size=(320, 180), user_data="another")
    window.bench.files.put(Standing("other", other), other)
    press(details, "Show field", qtbot)
    qtbot.waitUntil(lambda: shown_field(window) == ("video", "field.transcode.video.crf"))
    assert window.bench.session.document.committed.user_data == "failed"


@pytest.mark.parametrize("produce", [QUALITY])
def test_that_it_is_shown_also_where_the_open_one_could_not_be_submitted(
    cloud: LocalCloud, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    details = after_failure(window, qtbot, composition(size=(640, 360), user_data="failed"))
    other = composition(size=(320, 180)).replace(output=None)
    window.bench.files.put(Standing("other", other), other)
    press(details, "Show field", qtbot)
    qtbot.waitUntil(lambda: shown_field(window) == ("video", "field.transcode.video.crf"))
    assert window.bench.session.document.committed.user_data == "failed"


@pytest.mark.parametrize(("produce", "chosen"), [(NO_RIGHT, ["right"]), (NO_SOURCE, ["left", "right"])])
def test_that_of_the_tiles_those_are_chosen_that_it_may_be(
    cloud: LocalCloud, open_window: OpenWindow, qtbot: QtBot, chosen: list[str]
) -> None:
    for name in ("left", "right"):
        Caller(cloud.endpoint).put(f"input/{name}.mp4", clip("mono").read_bytes())
    window = open_window()
    details = after_failure(window, qtbot, TWO)
    press(details, "Show field", qtbot)
    qtbot.waitUntil(lambda: shown_field(window)[0] == "tile")
    qtbot.waitUntil(lambda: list(window.bench.session.selection) == chosen)
    assert shown_field(window)[1] == "tileAddress"


@pytest.mark.parametrize("produce", [failing("Odd", "teapot")])
def test_that_a_failure_of_no_field_has_no_such_button(
    cloud: LocalCloud, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    details = after_failure(window, qtbot, composition(size=(640, 360)))
    assert details.card is not None
    assert [button.text() for button in details.card.buttons] == ["Submit again"]
    action = window.bench.commands.action("jobs.show-field")
    qtbot.waitUntil(lambda: action.statusTip() == "What went wrong is about no field")
    assert not action.isEnabled()
