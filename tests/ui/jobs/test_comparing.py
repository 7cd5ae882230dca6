"""Two submissions side by side, copies of earlier ones, and what changed before it is paid again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from support.builders import LOCAL, tile
from support.ledgers import bring_to
from support.many_jobs import BEGUN, fill
from tilewright import settings
from tilewright.accounts.profile import Profile
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.composition import Composition
from tilewright.model.states import State
from tilewright.ui.jobs.comparing import CompareDialog
from tilewright.ui.jobs.since import SinceLine

from .conftest import Desk, OpenDesk, one

OpenDialog = Callable[[Desk], CompareDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[OpenDialog]:
    made: list[CompareDialog] = []

    def make(desk: Desk) -> CompareDialog:
        made.append(CompareDialog(desk.bench, desk.window))
        return made[-1]

    yield make
    for dialog in made:
        dialog.close()


def rows(dialog: CompareDialog) -> list[tuple[str, ...]]:
    found = []
    for row in range(dialog.table.rowCount()):
        items = [dialog.table.item(row, column) for column in range(3)]
        found.append(tuple(item.text() for item in items if item is not None))
    return found


def until_said(desk: Desk, dialog: CompareDialog, said: str) -> None:
    desk.until(lambda: dialog.said.text() == said)


def made_narrower(before: Composition) -> Composition:
    first = before.tiles[0]
    return before.with_tile(first.replace(width=300)).replace(keep_audio_track=False)


def test_that_a_job_is_compared_with_the_one_before_it_field_by_field(desk: Desk, open_dialog: OpenDialog) -> None:
    desk.submit(one())
    desk.until_delivered()
    desk.submit(made_narrower(one()))
    desk.until_delivered(2)
    dialog = open_dialog(desk)
    dialog.show_job(desk.newest.id)
    desk.until(lambda: rows(dialog))
    assert rows(dialog)[:2] == [
        ("Tile 1 · Width", "320", "300"),
        ("Sound · Keep the sound of the sources", "on", "off"),
    ]
    assert dialog.said.text() == "2 fields differ."
    dialog.before.setCurrentIndex(dialog.after.currentIndex())
    desk.until(lambda: dialog.said.text().startswith("Nothing differs"))
    assert rows(dialog) == []


def test_that_the_only_submission_has_nothing_to_be_compared_with(desk: Desk, open_dialog: OpenDialog) -> None:
    desk.submit(one())
    desk.until_delivered()
    dialog = open_dialog(desk)
    dialog.show_job(desk.newest.id)
    desk.until(lambda: "no other submission" in dialog.said.text())


def test_that_a_job_of_long_ago_is_compared_with_the_one_before_it(
    open_desk: OpenDesk, open_dialog: OpenDialog
) -> None:
    fill(settings.home(), 230, targets=(LOCAL,))
    made = []
    for place, asked in enumerate((one(), made_narrower(one()))):
        with Ledger(settings.home(), now=lambda place=place: BEGUN - 60 + place) as ledger:
            made.append(ledger.intend(make_wish(asked), LOCAL, name="lesson").intent)
            bring_to(ledger, made[-1].id, State.FAILED, {"code": "X", "ended": BEGUN})
    desk = open_desk()
    dialog = open_dialog(desk)
    dialog.show_job(made[1].id)
    until_said(desk, dialog, "2 fields differ.")
    assert dialog.before.currentData() == made[0].id
    dialog.show_job(made[0].id)
    until_said(desk, dialog, "Nothing was submitted before it. Choose what to compare it with.")
    dialog.before.setCurrentIndex(dialog.before.findData(made[1].id))
    until_said(desk, dialog, "2 fields differ.")


@pytest.mark.parametrize("produce", [None])
def test_that_results_are_compared_too(desk: Desk, open_dialog: OpenDialog, produce: None) -> None:
    desk.submit(one())
    desk.until_delivered()
    desk.submit(one().with_frame(640, 360))
    desk.until_delivered(2)
    dialog = open_dialog(desk)
    dialog.show_job(desk.newest.id)
    desk.until(lambda: ("Result · Size", "320 × 180", "640 × 360") in rows(dialog))
    assert ("Frame · Width", "320", "640") in rows(dialog)


def test_that_the_open_composition_is_compared_with_what_was_submitted_of_it(
    desk: Desk, open_dialog: OpenDialog
) -> None:
    desk.submit(one())
    desk.until_delivered()
    document = desk.bench.session.document
    document.apply(document.composition.with_frame(640, 180), "Size")
    dialog = open_dialog(desk)
    dialog.show_open()
    desk.until(lambda: rows(dialog) == [("Frame · Width", "320", "640")])
    assert dialog.after.currentText() == "The open composition"


def test_that_a_copy_is_unsaved_and_has_a_name_of_its_own(desk: Desk) -> None:
    desk.submit(one())
    desk.until_delivered()
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.duplicate")
    desk.until(lambda: desk.bench.files.title == "lesson copy")
    assert desk.bench.files.path is None
    assert desk.bench.files.has_unsaved
    made = desk.bench.session.composition
    assert made.tiles[0].url == one().tiles[0].url
    assert made.output is not None
    assert made.output.object == "output/lesson.${ext}"
    assert made.user_data == "lesson"


def test_that_the_request_says_what_changed_since_it_was_submitted(desk: Desk, qtbot: QtBot) -> None:
    line = SinceLine(desk.bench)
    qtbot.addWidget(line)
    desk.put(one())
    line.show()
    desk.submit(one())
    desk.until_delivered()
    desk.until(lambda: line.said.text().startswith("Nothing has changed since it was submitted"))
    document = desk.bench.session.document
    document.apply(document.composition.with_frame(640, 180), "Size")
    desk.until(lambda: "Frame · Width: 320 → 640." in line.said.text())
    assert line.show_all.isVisible()


def school_job(desk: Desk, made: Composition) -> None:
    """A job of the account ``school`` that was made of the open composition's name."""
    profile = Profile(name="school", bucket=LOCAL.bucket, region=LOCAL.region)
    with Ledger(desk.bench.workplace.home) as ledger:
        intent = ledger.intend(make_wish(made), profile.target("AKID"), name="lesson").intent
        done = {"job_id": "j1", "job_created": intent.created, "ended": intent.created + 1, "result_key": "a.mp4"}
        bring_to(ledger, intent.id, State.SUCCESS, done)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: made, "Nothing has changed since it was submitted ("),
        (lambda made: made.with_frame(640, 180), "Frame · Width: 320 → 640."),
        (lambda made: made.replace(tiles=(*made.tiles, tile("b"))), "Tile 2: not set → b.mp4, 640 × 360 at 0, 0."),
    ],
)
def test_that_what_changed_is_said_before_it_is_paid_again(
    desk: Desk, change: Callable[[Composition], Composition], said: str
) -> None:
    school_job(desk, one())
    desk.put(change(one()))
    desk.bench.session.aim(LOCAL.replace(profile="school", local=False))
    desk.bench.commands.run("composition.submit")
    desk.until(lambda: desk.asked.titles)
    assert said in desk.asked.sentence
    desk.asked.press("Cancel")
    assert not desk.bench.is_sending
