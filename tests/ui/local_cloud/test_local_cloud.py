"""The page of the local cloud in a real window: room, queue, settings, hosts, cleaning up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import ACCOUNT, composition, output, tile
from support.clips import clip
from support.local_cloud import Caller, keep_free
from support.school import School
from tilewright import settings
from tilewright.files.saving import save_file
from tilewright.localcloud.local_settings import LocalSettings, SettingsFile
from tilewright.localcloud.made_templates import STAYS
from tilewright.model.service_queue import ServiceQueue
from tilewright.model.states import State
from tilewright.ui.local_cloud.cleaning import CleanUpDialog
from tilewright.ui.local_cloud.dialog import LocalCloudDialog
from tilewright.ui.widgets.buttons import PlainButton
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.windows.question import Question
from tilewright.usecases import local_cloud as usecase
from tilewright.usecases.scratch import part_of
from tilewright.wire.own_names import TEMPLATE_HEADER
from tilewright.wire.queues import read_queues, write_queue_change
from ui.pseudo import english, texts_of

Show = Callable[..., MainWindow]


@pytest.fixture
def window(show: Show) -> MainWindow:
    return show()


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[LocalCloudDialog]:
    window.bench.commands.run("jobs.local-cloud")
    made = window.findChild(LocalCloudDialog)
    assert isinstance(made, LocalCloudDialog)
    qtbot.waitUntil(lambda: window.bench.local_cloud.queues is not None, timeout=20_000)
    yield made
    made.close()


def settings_of(home: Path) -> LocalSettings:
    return SettingsFile(home / "local-cloud").read()


def queue_of(caller: Caller) -> ServiceQueue:
    return read_queues(caller.call("GET", "/queue", host=caller.ci_host).body).queues[0]


def set_state(caller: Caller, state: str) -> None:
    """As another program does."""
    queue, kind = queue_of(caller), {"Content-Type": "application/xml"}
    body = write_queue_change(queue.id, queue.name, state)
    assert caller.call("PUT", f"/queue/{queue.id}", body=body, headers=kind, host=caller.ci_host).status == 200


def test_that_it_says_what_it_takes_and_how_its_queue_is(dialog: LocalCloudDialog) -> None:
    assert dialog.room.text().startswith("It takes ")
    assert "of which it leaves" in dialog.room.text()
    assert dialog.queue.text() == "The queue goes on: jobs are rendered one after the other."
    assert dialog.at_a_time.currentText() == "1"
    assert dialog.hosts.shown == []
    assert not dialog.resume.isVisible()


def test_that_it_is_measured_when_the_page_is_shown_and_not_all_the_time(
    dialog: LocalCloudDialog, window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    cloud, measured = window.bench.local_cloud, list[Path]()
    monkeypatch.setattr(usecase, "taken", lambda folder: measured.append(folder) or 3_000_000)
    said = dialog.room.text()
    cloud.look(measures=False)
    cloud.look_at_disk()
    qtbot.waitUntil(lambda: not window.bench.background.is_busy, timeout=20_000)
    assert (dialog.room.text().partition(" Free")[0], measured) == (said.partition(" Free")[0], [])
    dialog.close()
    window.bench.commands.run("jobs.local-cloud")
    qtbot.waitUntil(lambda: dialog.room.text().startswith("It takes 3.0 MB."), timeout=20_000)
    assert len(measured) == 1


def test_that_the_queue_is_paused_and_goes_on_and_a_waiting_job_says_why(
    dialog: LocalCloudDialog, window: MainWindow, account: School, qtbot: QtBot
) -> None:
    bench = window.bench
    dialog.pause.click()
    qtbot.waitUntil(dialog.resume.isVisible, timeout=20_000)
    assert dialog.queue.text() == "The queue is paused: jobs wait until it goes on."
    url = account.studio.url("input/a.mp4")
    bench.session.document.edit(lambda _: composition(tile("a", 0, 0, 320, 180, url=url), size=(320, 180)), "Add")
    bench.commands.run("composition.submit")
    qtbot.waitUntil(lambda: [it.state for it in bench.jobs.intents] == [State.PAUSED], timeout=20_000)
    bench.jobs.choose(bench.jobs.intents[0].id)
    bench.jobs.show_details(shown=True)
    details = window.findChild(QWidget, "jobDetails")
    assert details is not None
    qtbot.waitUntil(lambda: details.card is not None, timeout=20_000)
    assert details.card.words.text() == "The queue of the local cloud is paused: the job waits."
    details.card.buttons[0].click()
    qtbot.waitUntil(lambda: bench.jobs.intents[0].state is State.SUCCESS, timeout=20_000)
    qtbot.waitUntil(dialog.pause.isVisible, timeout=20_000)
    assert not dialog.resume.isVisible()


def test_that_a_queue_that_another_program_pauses_is_shown_and_goes_on(
    dialog: LocalCloudDialog, account: School, qtbot: QtBot
) -> None:
    """Also of a bucket into which nothing was put yet."""
    other = Caller(account.own.endpoint, "other-1250000000")

    set_state(other, "Paused")
    dialog._again.start(50)
    qtbot.waitUntil(dialog.resume.isVisible, timeout=20_000)
    assert dialog.queue.text().startswith("The queue is paused for ")
    assert dialog.pause.isVisible(), "that of the others goes on"
    dialog.resume.click()
    qtbot.waitUntil(lambda: not dialog.resume.isVisible(), timeout=20_000)
    assert queue_of(other).state == "Active"


def test_that_what_is_set_holds_at_once_and_is_shown_as_it_is(
    dialog: LocalCloudDialog, home: Path, qtbot: QtBot
) -> None:
    dialog.at_a_time.setFocus()
    QTest.keyClick(dialog.at_a_time, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: settings_of(home).jobs_at_a_time == 2)
    qtbot.waitUntil(lambda: "up to 2 jobs" in dialog.queue.text())
    dialog.floor.setFocus()
    QTest.keyClicks(dialog.floor, "700")
    QTest.keyClick(dialog.floor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settings_of(home).free_floor == 700_000_000)
    qtbot.waitUntil(lambda: "leaves 700.0 MB alone" in dialog.room.text())
    QTest.keyClicks(dialog.floor, "x")
    QTest.keyClick(dialog.floor, Qt.Key.Key_Return)
    assert dialog.said.text().startswith("Write whole MB")
    assert settings_of(home).free_floor == 700_000_000
    QTest.keyClick(dialog.floor, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.floor.text() == "700"
    dialog.floor.selectAll()
    QTest.keyClick(dialog.floor, Qt.Key.Key_Backspace)
    QTest.keyClick(dialog.floor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: settings_of(home).free_floor is None)
    QTest.keyClick(dialog.floor, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_hosts_are_allowed_and_removed_by_keys(dialog: LocalCloudDialog, home: Path, qtbot: QtBot) -> None:
    hosts = dialog.hosts
    hosts.field.setFocus()
    QTest.keyClicks(hosts.field, "https://hooks.lessons-school.com/done")
    QTest.keyClick(hosts.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hosts.shown == ["hooks.lessons-school.com"])
    assert (hosts.field.text(), settings_of(home).allowed_hosts) == ("", ("hooks.lessons-school.com",))
    QTest.keyClicks(hosts.field, "a b")
    QTest.keyClick(hosts.field, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert dialog.refusal.text() == "That is no name of a host. Write it as example.com."
    assert hosts.field.text() == "a b", "what was typed is there to be mended"
    hosts.view.setFocus()
    hosts.view.setCurrentIndex(hosts.view.model().index(0, 0))
    QTest.keyClick(hosts.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: hosts.shown == [])
    assert settings_of(home).allowed_hosts == ()


@pytest.mark.expects_log("usual ones are in use")
def test_that_damaged_settings_are_told_and_left_as_they_are(
    dialog: LocalCloudDialog, home: Path, qtbot: QtBot
) -> None:
    path = home / "local-cloud" / "settings.json"
    path.write_text("[", "utf-8")
    dialog.hosts.field.setText("a.example")
    dialog.hosts.add.click()
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "cannot be read" in dialog.refusal.text().replace("\u200b", "")
    assert path.read_text("utf-8") == "["


def test_that_the_room_of_the_open_composition_is_told(show: Show, account: School, qtbot: QtBot) -> None:
    url = account.studio.url("input/a.mp4")
    window = show(composition(tile("a", 0, 0, 1280, 720, url=url), size=(1280, 720)))
    window.bench.commands.run("jobs.local-cloud")
    dialog = window.findChild(LocalCloudDialog)
    assert isinstance(dialog, LocalCloudDialog)
    qtbot.waitUntil(dialog.plan.isVisible, timeout=20_000)
    assert "The video of the open composition will take about 0.3 MB" in dialog.plan.text()
    assert "It will take about 0.3 MB, and as much again" in window.toolbar.submit_button.toolTip()
    dialog.close()


def test_that_tab_reaches_everything_by_name(dialog: LocalCloudDialog, qtbot: QtBot) -> None:
    dialog.hosts.show_hosts(("a.example",))
    dialog.hosts.view.setCurrentIndex(dialog.hosts.view.model().index(0, 0))
    dialog.hosts.field.setText("b")
    dialog.clean_up.setFocus(Qt.FocusReason.TabFocusReason)
    names = []
    for _ in range(9):
        now = QApplication.focusWidget()
        assert now is not None
        names.append(now.accessibleName())
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert names == [
        "Clean up", "Pause the queue", "Jobs at a time", "Kept free on the disk",
        "Hosts that are told of the end of a job", "Another host to tell", "Allow the host",
        "Remove the chosen host", "Close",
    ]  # fmt: skip
    assert all(button.height() >= 24 for button in (dialog.clean_up, dialog.pause, dialog.hosts.add))


def test_that_a_local_cloud_of_somebody_else_is_shown_and_not_set(
    show: Show, account: School, home: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("TILEWRIGHT_ENDPOINT", account.own.endpoint.address)
    monkeypatch.setenv("TILEWRIGHT_SECRET_ID", account.own.endpoint.secret_id)
    monkeypatch.setenv("TILEWRIGHT_SECRET_KEY", account.own.endpoint.secret_key)
    window = show()
    window.bench.commands.run("jobs.local-cloud")
    dialog = window.findChild(LocalCloudDialog)
    assert isinstance(dialog, LocalCloudDialog)
    qtbot.waitUntil(lambda: window.bench.local_cloud.queues is not None, timeout=20_000)
    assert dialog.room.text() == "What it keeps takes 0.2 MB."
    assert dialog.said.text().startswith("It was started by somebody else")
    assert not dialog.at_a_time.isEnabled()
    assert not dialog.hosts.field.isEnabled()
    assert dialog.pause.isEnabled()
    dialog.close()
    assert not (home / "local-cloud" / "settings.json").exists()


# Cleaning up


def open_cleaning(window: MainWindow, qtbot: QtBot) -> CleanUpDialog:
    window.bench.commands.run("jobs.clean-up")
    made = window.findChild(CleanUpDialog)
    assert isinstance(made, CleanUpDialog)
    qtbot.waitUntil(lambda: not made.said.text().startswith("Looking"), timeout=20_000)
    return made


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if three months had passed."""
    look, moment = usecase.look_what_may_go, time.time() + 90 * 24 * 3600
    monkeypatch.setattr(usecase, "look_what_may_go", lambda workplace, shown: look(workplace, moment, shown))


@pytest.mark.usefixtures("later")
def test_that_what_may_go_is_listed_and_goes_only_when_the_user_says_so(
    window: MainWindow, account: School, qtbot: QtBot
) -> None:
    account.mirror.put("input/copy.mp4", bytes(3_000_000))
    dialog = open_cleaning(window, qtbot)
    rows = [[dialog.items.index(row, column).data() for column in range(3)] for row in range(2)]
    assert rows == [
        ["input/copy.mp4", "3.0 MB", "not used for 30 days"], ["input/a.mp4", "0.2 MB", "not used for 30 days"],
    ]  # fmt: skip
    assert dialog.said.text().startswith("2 objects may go, which frees 3.2 MB.")
    assert dialog.leave.isDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert account.mirror.get("input/copy.mp4").status == 200
    qtbot.waitUntil(lambda: window.findChild(CleanUpDialog) is None)

    dialog = open_cleaning(window, qtbot)
    assert dialog.delete.text() == "Delete 2 objects"
    dialog.delete.click()
    qtbot.waitUntil(lambda: window.findChild(CleanUpDialog) is None, timeout=20_000)
    assert account.mirror.get("input/copy.mp4").status == account.studio.get("input/a.mp4").status == 404


@pytest.mark.usefixtures("later")
def test_that_what_the_window_has_open_is_spared_though_it_is_no_recent_file(
    show: Show, account: School, home: Path, qtbot: QtBot
) -> None:
    account.studio.put("input/old.mp4", b"x")
    window = show(composition(tile("a", 0, 0, 320, 180, url=account.studio.url("input/a.mp4"))))
    dialog = open_cleaning(window, qtbot)
    assert (window.bench.preferences.window.recent, list(home.glob("recovery/*.json"))) == ((), [])
    assert [dialog.items.index(row, 0).data() for row in range(dialog.items.rowCount())] == ["input/old.mp4"]
    dialog.reject()


@pytest.mark.usefixtures("later")
def test_that_a_file_that_was_opened_a_moment_ago_counts_as_recent(
    show: Show, account: School, tmp_path: Path, qtbot: QtBot
) -> None:
    account.studio.put("input/old.mp4", b"x")
    opened = tmp_path / "opened.tilewright"
    save_file(opened, composition(tile("a", 0, 0, 320, 180, url=account.studio.url("input/old.mp4"))), None)
    window = show(composition(tile("a", 0, 0, 320, 180, url=account.studio.url("input/a.mp4"))))
    window.bench.preferences.remember_file(opened)
    dialog = open_cleaning(window, qtbot)
    assert dialog.said.text().startswith("There is nothing to clean up")
    dialog.reject()


def test_that_only_a_recent_file_that_cannot_be_read_is_to_be_taken_off_the_list(
    window: MainWindow, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    recent, hint = tmp_path / "recent.tilewright", "taken off the list"
    (home / "recovery").mkdir(exist_ok=True)
    (home / "recovery" / "x.json").write_bytes(b"{")
    dialog = open_cleaning(window, qtbot)
    assert dialog.unread.text().startswith("x.json cannot be read")
    assert hint not in dialog.unread.text()
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(CleanUpDialog) is None)
    recent.write_bytes(b"{")
    settings.change(home, lambda before: settings.with_window(before, recent=(str(recent),)))
    dialog = open_cleaning(window, qtbot)
    assert hint in dialog.unread.text()
    dialog.reject()


def test_that_nothing_to_clean_up_is_said(window: MainWindow, qtbot: QtBot) -> None:
    dialog = open_cleaning(window, qtbot)
    assert dialog.said.text().startswith("There is nothing to clean up")
    assert not dialog.delete.isEnabled()
    dialog.reject()


def test_that_templates_that_alone_may_go_are_told_and_go(window: MainWindow, account: School, qtbot: QtBot) -> None:
    text = (
        b"<Request><Tag>Watermark</Tag><Name>logo</Name><Watermark><Type>Text</Type><Pos>TopRight</Pos>"
        b"<LocMode>Absolute</LocMode><Dx>10</Dx><Dy>10</Dy><Text><FontSize>20</FontSize><FontColor>0xFFFFFF</FontColor>"
        b"<Text>A</Text></Text></Watermark></Request>"
    )
    mirror, headers = account.mirror, {"Content-Type": "application/xml", TEMPLATE_HEADER: "t1old"}
    reply = mirror.call("POST", "/template", body=text, headers=headers, host=mirror.ci_host)
    assert reply.status == 200, reply
    with account.own.database.write() as rows:
        rows.execute("UPDATE template SET updated = updated - ?", (STAYS,))
    dialog = open_cleaning(window, qtbot)
    assert dialog.said.text().startswith("1 template that rehearsals brought may go.")
    assert dialog.delete.text() == "Delete 1 template"
    dialog.delete.click()
    qtbot.waitUntil(lambda: window.findChild(CleanUpDialog) is None, timeout=20_000)
    with account.own.database.read() as rows:
        assert rows.execute("SELECT 1 FROM template").fetchall() == []


def test_that_what_rehearsals_left_can_alone_go(window: MainWindow, home: Path, qtbot: QtBot) -> None:
    with pytest.raises(KeyboardInterrupt), part_of(home, "a" * 32, "a.mp4") as part:
        part.path.write_bytes(bytes(6_000_000))
        raise KeyboardInterrupt
    dialog = open_cleaning(window, qtbot)
    assert dialog.said.text().startswith("Rehearsals that ended early left 6.0 MB")
    assert dialog.delete.text() == "Delete 6.0 MB of rehearsals"
    dialog.delete.click()
    qtbot.waitUntil(lambda: window.findChild(CleanUpDialog) is None, timeout=20_000)
    assert not part.path.exists()


# Callbacks


def test_that_the_host_of_a_callback_that_was_kept_is_allowed_from_the_job(
    show: Show, account: School, home: Path, qtbot: QtBot
) -> None:
    url = account.studio.url("input/a.mp4")
    made = composition(
        tile("a", 0, 0, 320, 180, url=url), size=(320, 180), callback="https://hooks.lessons-school.com/done?token=x"
    )
    window = show(made)
    bench = window.bench
    bench.commands.run("composition.submit")
    qtbot.waitUntil(lambda: [it.state for it in bench.jobs.intents] == [State.SUCCESS], timeout=20_000)
    bench.jobs.choose(bench.jobs.intents[0].id)
    bench.jobs.show_details(shown=True)
    details = window.findChild(QWidget, "jobDetails")
    assert details is not None
    qtbot.waitUntil(lambda: details.card is not None, timeout=20_000)
    assert (
        details.card.words.text().replace("\u200b", "").startswith("hooks.lessons-school.com was not told of the end")
    )
    (button,) = details.card.buttons
    assert (button.text(), button.accessibleName()) == ("Allow hooks.lessons-school.com",) * 2
    qtbot.waitUntil(button.isEnabled)
    button.click()
    qtbot.waitUntil(lambda: details.card is None, timeout=20_000)
    assert json.loads((home / "local-cloud" / "settings.json").read_bytes()) == {
        "allowed_hosts": ["hooks.lessons-school.com"]
    }
    assert bench.commands.get("jobs.allow-host").off()


@pytest.mark.full
def test_that_a_job_that_waits_says_for_what(show: Show, account: School, home: Path, qtbot: QtBot) -> None:
    url = account.studio.url("input/a.mp4")
    window = show(composition(tile("a", 0, 0, 320, 180, url=url), size=(320, 180)))
    bench = window.bench
    keep_free(home / "local-cloud", 1 << 60)
    bench.commands.run("composition.submit")
    qtbot.waitUntil(lambda: window.findChild(Question) is not None, timeout=20_000)
    question = window.findChild(Question)
    assert isinstance(question, Question)
    assert question.windowTitle() == "There may be too little room on the disk"
    next(button for button in question.findChildren(PlainButton) if button.text() == "Go on anyway").click()
    qtbot.waitUntil(lambda: [it.state for it in bench.jobs.intents] == [State.SUBMITTED], timeout=20_000)
    bench.jobs.choose(bench.jobs.intents[0].id)
    bench.jobs.show_details(shown=True)
    details = window.findChild(QWidget, "jobDetails")
    assert details is not None
    qtbot.waitUntil(lambda: details.card is not None, timeout=20_000)
    assert details.card.words.text().startswith("There is too little room on the disk: ")
    assert [button.text() for button in details.card.buttons] == ["Clean up…"]
    set_state(account.studio, "Paused")
    qtbot.waitUntil(lambda: bench.jobs.intents[0].state is State.PAUSED, timeout=20_000)
    qtbot.waitUntil(lambda: [button.text() for button in details.card.buttons] == ["Let it go on"], timeout=20_000)
    details.card.buttons[0].click()
    keep_free(home / "local-cloud", 0)
    qtbot.waitUntil(lambda: bench.jobs.intents[0].state is State.SUCCESS, timeout=20_000)
    qtbot.waitUntil(lambda: details.card is None, timeout=20_000)


@pytest.mark.full
def test_that_a_window_closed_over_a_rehearsal_stops_it_and_says_so_at_the_next_start(
    show: Show, account: School, tmp_path: Path, qtbot: QtBot
) -> None:
    video = tmp_path / "large.mp4"
    with video.open("wb") as file:
        file.write(clip("short").read_bytes())
        file.truncate(190_000_000)
    assert account.caller.adopt("input/large.mp4", video).status == 200
    shown = tile("a", 0, 0, 320, 180, url=f"https://{ACCOUNT.cos_host}/input/large.mp4")
    window = show(composition(shown, size=(320, 180), output=output(target=ACCOUNT)))
    bench = window.bench
    bench.choose_profile("school")
    qtbot.waitUntil(lambda: shown.url in bench.session.known.sources, timeout=20_000)
    bench.commands.run("composition.rehearse")
    qtbot.waitUntil(lambda: "%" in bench.jobs.submitting.step, timeout=20_000)
    summary = window.toolbar.submit_button.summary
    assert (summary.title, summary.line[:20]) == ("Rehearsal", "Bringing large.mp4, ")
    bench.files.ending.skip_question()
    window.close()
    assert not window.isVisible()
    assert not bench.is_sending
    assert "was stopped as its window was closed" in bench.preferences.window.not_submitted
    assert account.own.accepted_posts() == account.to_school.posts == []


# Words


@pytest.mark.full
@pytest.mark.usefixtures("pseudo")
def test_that_the_page_is_told_in_another_language(show: Show, home: Path, qtbot: QtBot) -> None:
    keep_free(home / "local-cloud", 1 << 50)
    window = show()
    window.bench.commands.run("jobs.local-cloud")
    dialog = window.findChild(LocalCloudDialog)
    assert isinstance(dialog, LocalCloudDialog)
    qtbot.waitUntil(lambda: window.bench.local_cloud.queues is not None, timeout=20_000)
    texts = [text for _, text in texts_of(dialog)]
    assert len(texts) > 15
    assert english(text for text in texts if text not in {"1", "example.com"}) == set()
    dialog.close()
    cleaning = open_cleaning(window, qtbot)
    assert english(text for _, text in texts_of(cleaning)) == set()
    cleaning.reject()
