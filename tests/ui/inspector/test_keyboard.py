"""The whole inspector walked by Tab: every control is reached, from top to bottom, seen, and left again."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QScrollArea, QWidget

from tilewright.model.built_in import BUILT_IN
from tilewright.model.composition import Composition
from tilewright.model.options import AudioMix, EffectConfig
from tilewright.model.paths import write_path
from tilewright.model.preset import apply
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.page import Page, all_pages
from tilewright.ui.widgets.switch import Switch
from ui.conftest import OpenWindow

from .conftest import OpenInspector, whole
from .test_house import controls

MOST = 200
BESIDE = 8
"""Pixels by which two controls of one line may differ in height."""


def stops(inspector: Inspector, page: Page) -> list[QWidget]:
    """What Tab has to reach on a page."""
    return [
        control
        for control in {*controls(inspector), *inspector.findChildren(Switch), *inspector.findChildren(QListView)}
        if control.isVisible()
        and control.isEnabled()
        and page.isAncestorOf(control)
        and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def focused(inspector: Inspector) -> QWidget:
    widget = inspector.window().focusWidget()
    assert widget is not None
    return widget


def walk(inspector: Inspector, page: Page, first: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """The controls that have the focus one after another, until it leaves the page."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    reached: list[QWidget] = []
    while page.isAncestorOf(focused(inspector)) and len(reached) < MOST:
        here = focused(inspector)
        if here in reached:  # once around
            break
        reached.append(here)
        assert is_seen(here), here.accessibleName()
        QTest.keyClick(here, key)
    return reached


def is_seen(control: QWidget) -> bool:
    """Whether it lies where the page is seen, as far as that is scrolled, and shows that it has the focus."""
    area = control.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    assert isinstance(area, QScrollArea)
    place = QRect(control.mapTo(area.viewport(), QPoint(0, 0)), control.size())
    shows = getattr(control, "has_ring", True)  # fields and lists have a frame in the style sheet
    return area.viewport().rect().contains(place.center()) and control.hasFocus() and shows


def check_order(page: Page, reached: list[QWidget]) -> None:
    """From top to bottom, in one line from left to right."""
    for before, after in itertools.pairwise(reached):
        one, other = (widget.mapTo(page, QPoint(0, 0)) for widget in (before, after))
        is_below = other.y() > one.y() - BESIDE
        is_beside = other.x() > one.x()
        names = (page.id, before.accessibleName(), after.accessibleName())
        assert is_below or is_beside, names
        assert other.y() >= one.y() + before.height() - BESIDE or is_beside, names


def walk_all(inspector: Inspector) -> dict[str, int]:
    """Walk every page both ways; how many stops each has."""
    counts = {}
    for kind in all_pages():
        inspector.show_page(kind.id)
        page = inspector.page(kind.id)
        page.refresh()
        QCoreApplication.processEvents()
        wanted = stops(inspector, page)
        first = min(wanted, key=lambda one: (one.mapTo(page, QPoint(0, 0)).y(), one.mapTo(page, QPoint(0, 0)).x()))
        reached = walk(inspector, page, first)
        names = {one.accessibleName() for one in wanted} ^ {one.accessibleName() for one in reached}
        assert set(reached) == set(wanted), (kind.id, names)
        check_order(page, reached)
        back = walk(inspector, page, reached[-1], Qt.Key.Key_Backtab)
        assert back == reached[::-1], kind.id
        counts[kind.id] = len(wanted)
    return counts


@pytest.mark.parametrize(("shows_all", "height"), [(False, 860), (True, 420)])
def test_that_tab_walks_every_page_in_the_order_that_is_seen(
    open_inspector: OpenInspector, shows_all: bool, height: int
) -> None:
    inspector = open_inspector(whole().replace(callback_type="TDMQ"), height=height, shows_all=shows_all)
    counts = walk_all(inspector)
    assert min(counts.values()) >= (2 if shows_all else 1), counts
    assert not inspector.bench.session.document.can_undo  # looking is no editing


def rich() -> Composition:
    """With all that a page makes itself: music, what is not known, a preset that was changed, templates that are named,
    problems with a link, and cards.
    """
    start = apply(BUILT_IN[1], whole())
    piece = AudioMix(audio_source="https://a.b/song.mp3", effect_config=EffectConfig(enable_end_fadeout=True))
    for path, value in (
        ("transcode.audio_mix_array", (piece, piece)),
        ("transcode.video.gop", 50),
        ("transcode.video.crf", 90),
        ("tiles.a.height", 50),
        ("output.object", "output/lesson"),
        ("watermark_template_ids", ("t1",)),
    ):
        start = write_path(start, path, value)
    kept = start.kept.replace(operation=("<DigitalWatermark><Message>x</Message></DigitalWatermark>",))
    return start.replace(kept=kept)


@pytest.mark.parametrize("shows_all", [False, True])
@pytest.mark.parametrize("template", [None, "t1"])
def test_that_tab_walks_what_pages_make_themselves_too(
    open_inspector: OpenInspector, shows_all: bool, template: str | None
) -> None:
    start = rich().replace(transcode_template_id=template)
    inspector = open_inspector(start, height=600, shows_all=shows_all)
    inspector.bench.findings.refresh()
    walked = walk_all(inspector)
    bare = walk_all(open_inspector(height=600, shows_all=shows_all))
    assert walked["advanced"] >= (3 if shows_all and not template else 2)  # what is not known, and its cards
    assert template or walked["sound"] > bare["sound"]  # pieces of music
    assert template or walked["output"] > bare["output"]  # the link that mends the name
    assert not inspector.bench.session.document.can_undo


@pytest.mark.full
@pytest.mark.parametrize("shows_all", [False, True])
def test_that_the_inspector_of_a_window_is_walked_and_left_by_tab(open_window: OpenWindow, shows_all: bool) -> None:
    window = open_window(whole())
    bench = window.bench
    bench.preferences.set("shows_all_options", shows_all)
    bench.session.select(["a"])
    (inspector,) = window.findChildren(Inspector)
    for kind in all_pages():
        inspector.show_page(kind.id)
        page = inspector.page(kind.id)
        page.refresh()
        QCoreApplication.processEvents()
        wanted = stops(inspector, page)
        first = min(wanted, key=lambda one: (one.mapTo(page, QPoint(0, 0)).y(), one.mapTo(page, QPoint(0, 0)).x()))
        reached = walk(inspector, page, first)
        assert set(reached) == set(wanted), kind.id
        check_order(page, reached)
        assert not page.isAncestorOf(focused(inspector)), f"{kind.id} is a trap"
    assert not bench.session.document.can_undo
