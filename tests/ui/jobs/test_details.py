"""A job in full: the exact bytes that were sent are one click away."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest

from support.fault_proxy import Act, Answer, FaultProxy, Say
from support.talkative import talkative
from tilewright.errors import BadInput
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.model.source import Source
from tilewright.model.states import State
from tilewright.ui.jobs.advice import advice_on
from tilewright.ui.jobs.contact import UNHEARD, Contact
from tilewright.ui.jobs.details import JobDetails
from tilewright.ui.jobs.story import story_of
from tilewright.usecases.heard import Heard
from tilewright.usecases.workplace import Workplace

from .conftest import Desk, OpenDesk, one

DOCUMENTED = Path(__file__).parents[2] / "golden" / "reference" / "jobs" / "job-success.xml"


def open_details(desk: Desk) -> JobDetails:
    desk.table.choose_row(0)
    desk.window.activateWindow()
    desk.table.setFocus(Qt.FocusReason.TabFocusReason)
    desk.until(desk.bench.commands.action("jobs.details").isEnabled)
    QTest.keyClick(desk.table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    details = desk.panel.details
    assert details is not None
    return details


def test_that_the_request_is_shown_as_it_was_sent_and_the_answer_as_it_came(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    assert details.isVisible()
    desk.until(lambda: details.request.text.toPlainText().encode() == sent(desk))
    desk.until(lambda: desk.newest.job_id in details.answers.text.toPlainText())
    assert "HTTP 200" in details.answers.text.toPlainText()


def test_that_they_follow_the_chosen_job_and_its_state(desk: Desk) -> None:
    desk.submit(one("first"))
    desk.until_delivered()
    details = open_details(desk)
    desk.submit(one("second"))
    desk.until(lambda: len(desk.jobs.intents) == 2)
    desk.table.choose_row(0)
    assert "first" not in details.request.text.toPlainText()
    desk.until(lambda: "second" in details.request.text.toPlainText())
    desk.until_delivered(2)
    assert [moment.title for moment in story_of(desk.newest, UNHEARD, 0.0)] == [
        "Noted",
        "Sent",
        "The service has the job",
        "Success",
        "Put in its place",
    ]


def test_that_they_stand_beside_the_list_or_in_its_place_and_go_away_again(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    assert desk.table.isVisible()
    desk.window.resize(700, 400)
    assert not desk.table.isVisible()
    assert details.isVisible()
    details.head.back.click()
    assert desk.table.isVisible()
    assert not details.isVisible()
    assert desk.table.hasFocus()


def test_that_the_focus_goes_with_the_chosen_job_and_comes_back(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    desk.window.resize(700, 400)
    desk.table.setFocus()
    details = open_details(desk)
    assert not desk.table.isVisible()
    assert details.tabs.hasFocus()
    details.head.back.click()
    assert desk.table.hasFocus()


def test_that_uneasy_states_say_what_is_safe_to_do(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    assert advice_on(desk.newest, UNHEARD, 0.0) is None
    kept = Contact(delivery="No room left on the disk.")
    advice = advice_on(desk.newest, kept, 0.0)
    assert advice is not None
    assert [step.command for step in advice.steps] == ["jobs.save-as"]
    desk.jobs._contacts[desk.newest.id] = kept
    details = open_details(desk)
    assert details.card is not None
    desk.asked.save_to = None
    assert details.card.button is not None
    details.card.button.click()
    assert desk.asked.titles[-1] == "lesson.mp4"


def sent(desk: Desk) -> bytes:
    with History(desk.bench.workplace.home) as history:
        return history.request(desk.newest.id)


def show(desk: Desk, details: JobDetails, page: str) -> None:
    titles = [details.tabs.tabText(number) for number in range(details.tabs.count())]
    details.tabs.setCurrentIndex(titles.index(page))


def test_that_the_request_is_copied_and_saved_byte_for_byte_and_never_over_a_file(desk: Desk, tmp_path: Path) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    show(desk, details, "Request")
    desk.until(details.request.copy.isEnabled)
    details.request.copy.click()
    assert QGuiApplication.clipboard().text().encode() == sent(desk)
    path = desk.asked.save_to = tmp_path / "sent.xml"
    details.request.save.click()
    desk.until(lambda: "sent.xml is saved." in desk.sentences)
    assert path.read_bytes() == sent(desk)
    path.write_text("mine")
    details.request.save.click()
    desk.until(lambda: desk.asked.choices)
    assert desk.asked.titles[-1] == "sent.xml is already there"
    assert path.read_text() == "mine"
    desk.asked.press("Replace")
    desk.until(lambda: path.read_bytes() == sent(desk))


def test_that_each_answer_is_told_with_its_time_status_request_id_and_laid_out_body(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    show(desk, details, "Answers")
    desk.until(lambda: details.answers.chosen.count() > 1)
    newest = details.answers.chosen.itemText(0)
    assert newest.endswith("HTTP 200 · The video is made.")
    text = details.answers.text.toPlainText()
    assert "Request id " in text
    assert "\n  <JobsDetail>" in text
    oldest = details.answers.chosen.count() - 1
    assert details.answers.chosen.itemText(oldest).endswith("HTTP 404 · The output is not in the bucket.")
    details.answers.chosen.setCurrentIndex(oldest - 1)
    assert "The job waits for its turn." in details.answers.text.toPlainText()
    details.answers.copy.click()
    assert QGuiApplication.clipboard().text().startswith(("<?xml", "<Response"))


def test_that_a_refusal_is_told_in_the_words_of_the_service(proxy: FaultProxy, open_desk: OpenDesk) -> None:
    desk = open_desk()
    refusal = b"<Error><Code>AccessDenied</Code><Message>no</Message><RequestId>NjA</RequestId></Error>"
    proxy.faults.append(Say(403, refusal))
    desk.submit()
    desk.until(lambda: desk.jobs.intents and desk.newest.is_resolved)
    details = open_details(desk)
    show(desk, details, "Answers")
    desk.until(lambda: details.answers.chosen.count())
    assert details.answers.chosen.currentText().endswith("HTTP 403 · Refused: AccessDenied. no")


def without_media_info(_: str, deliver: Callable[[], Answer]) -> Answer:
    """The answer of the local cloud as a service gives it that says nothing of the result."""
    status, headers, body = deliver()
    if not body.startswith(b"<"):  # the local cloud's own words on whether the result is as it was
        return status, headers, body
    root = etree.fromstring(body)
    etree.strip_elements(root, "MediaInfo", with_tail=False)
    return status, headers, etree.tostring(root)


@pytest.mark.parametrize("produce", [None])
def test_that_the_result_is_looked_at_when_somebody_wants_to_know(
    proxy: FaultProxy, open_desk: OpenDesk, produce: None
) -> None:
    proxy.always["query"] = Act("without facts of the result", without_media_info)
    desk = open_desk()
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    assert details.result.facts == ()
    show(desk, details, "Result")
    desk.until(lambda: details.result.facts)
    facts = dict(details.result.facts)
    assert facts["Size"] == "320 × 180"
    assert facts["Picture"].startswith("h264")
    assert details.result.said.text().replace("\u200b", "") == "Read from lesson.mp4."


@pytest.mark.parametrize("produce", [None])
def test_that_what_the_local_cloud_tells_of_a_result_is_shown(desk: Desk, produce: None) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    show(desk, details, "Result")
    desk.until(lambda: details.result.said.text() == "As the service tells.")
    facts = dict(details.result.facts)
    assert (facts["Video · Width"], facts["Video · Height"], facts["Video · CodecName"]) == ("320", "180", "h264")
    assert (facts["Size"], facts["Frames"]) == ("320 × 180", "30 a second")


def media_info() -> etree._Element:
    (found,) = etree.parse(DOCUMENTED).iter("MediaInfo")
    return found


def with_media_info(_: str, deliver: Callable[[], Answer]) -> Answer:
    """The answer of the local cloud, with the `MediaInfo` of the documented one where the job is done."""
    status, headers, body = deliver()
    if not body.startswith(b"<"):  # the local cloud's own words on whether the result is as it was
        return status, headers, body
    root = etree.fromstring(body)
    for operation in root.iterfind("JobsDetail[State='Success']/Operation"):
        operation.append(media_info())
    return status, headers, etree.tostring(root)


def test_that_facts_that_the_service_names_are_shown_as_it_names_them(proxy: FaultProxy, open_desk: OpenDesk) -> None:
    proxy.always["query"] = Act("with facts of the result", with_media_info)
    desk = open_desk()
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    show(desk, details, "Result")
    desk.until(lambda: details.result.said.text() == "As the service tells.")
    facts = dict(details.result.facts)
    assert facts["Format · Duration"] == "13.654000"
    assert facts["Video · CodecName"] == "h264"
    assert facts["Audio · SampleRate"] == "44100"
    words = ("Length", "Size", "Frames", "Picture", "Sound", "File")
    assert tuple(facts)[: len(words)] == words
    assert (facts["Size"], facts["Frames"], facts["Picture"]) == ("544 × 960", "25 a second", "h264, yuv420p")
    assert len(facts) == len(words) + len([leaf for leaf in media_info().iter() if (leaf.text or "").strip()])


@pytest.mark.parametrize("ends", ["read", "broken"])
def test_that_what_the_service_names_while_the_file_is_looked_at_stays(
    desk: Desk, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    show(desk, details, "Answers")
    may_end, ended = threading.Event(), threading.Event()

    def look(intent: Intent, workplace: Workplace) -> Source:
        try:
            assert may_end.wait(20)
            if ends == "broken":
                raise BadInput("lesson.mp4 is not a video.")
            return Source(320, 180, 2.0)
        finally:
            ended.set()

    monkeypatch.setattr("tilewright.usecases.result_facts.result_facts", look)
    desk.until(lambda: details.answers.chosen.count())
    show(desk, details, "Result")
    assert details.result.said.text() == "Looking at the result…"
    details.result.show_of(desk.newest, Heard(media_info=(("Format", "Duration", "2.0"),)))
    may_end.set()
    desk.until(ended.is_set)
    desk.until(lambda: not desk.bench.background.is_busy)
    assert details.result.said.text() == "As the service tells."
    assert details.result.facts == (("Format · Duration", "2.0"),)


def test_that_a_job_without_a_result_says_so(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    show(desk, details, "Result")
    details.result.show_of(dataclasses.replace(desk.newest, state=State.FAILED, result_key=""), Heard())
    assert details.result.said.text() == "The job has no result."
    assert details.result.facts == ()


def test_that_moments_of_the_service_are_put_on_our_clock_and_told_on_its_own(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    sent = desk.newest.sending_clock
    assert sent is not None
    ahead = dataclasses.replace(desk.newest, sending_at=sent + 90, job_created=sent + 91, ended=sent + 12)
    story = {moment.title: moment for moment in story_of(ahead, UNHEARD, 0.0, Heard((), sent + 92, sent + 95))}
    assert story["The service has the job"].when == pytest.approx(sent + 1)
    assert "by the service's clock" in story["The service has the job"].detail
    assert story["Started"].when == pytest.approx(sent + 2)
    assert story["Success"].when == pytest.approx(sent + 5)
    assert "Heard of at" in story["Success"].detail
    near = dataclasses.replace(desk.newest, sending_at=sent + 1)
    assert not any("service's clock" in moment.detail for moment in story_of(near, UNHEARD, 0.0))


def test_that_there_is_room_to_read_where_the_panel_is_low(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    desk.window.resize(1100, 260)
    assert not details.foot.isVisible()
    desk.until(lambda: details.pages.height() >= 100)
    desk.window.resize(1100, 600)
    assert details.foot.isVisible()


def test_that_every_part_has_a_name_and_can_be_reached_by_keys(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    for button in (details.request.copy, details.request.save, details.head.back):
        assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert min(button.width(), button.height()) >= 24
    assert details.request.copy.accessibleName() == "Copy: Request"
    assert details.answers.chosen.accessibleName() == "Which answer"


@pytest.mark.parametrize("produce", [None])
def test_that_the_log_of_the_local_cloud_is_read_when_somebody_wants_to_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_desk: OpenDesk, produce: None
) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(talkative(tmp_path / "ffmpeg", "echo frame dropped >&2")))
    desk = open_desk()
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    assert details.log.said.whole == ""
    show(desk, details, "Log")
    desk.until(lambda: details.log.said.whole == "What FFmpeg said")
    lines = details.log.text.toPlainText().splitlines()
    assert "input/a.mp4" in lines[0]
    assert "frame dropped" in lines
    path = desk.asked.save_to = tmp_path / "log.txt"
    details.log.save.click()
    desk.until(path.exists)
    assert path.read_text().splitlines() == lines


@pytest.mark.parametrize("produce", [None])
def test_that_an_ffmpeg_that_said_nothing_is_told_as_such(desk: Desk, produce: None) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    show(desk, details, "Log")
    desk.until(lambda: details.log.said.whole == "FFmpeg had nothing to say.")
    assert not details.log.save.isEnabled()
