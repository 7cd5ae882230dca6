"""Background music on the page Sound: added, removed, put in order, in either of its two forms."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from tilewright.model.composition import Composition
from tilewright.model.options import AudioMix
from tilewright.model.paths import write_path
from tilewright.ui.inspector import music
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.pages.sound import SoundPage
from tilewright.ui.widgets.card import Card

from .conftest import OpenInspector, whole

ONE, TWO, THREE = (AudioMix(audio_source=f"https://a.b/{name}.mp3") for name in ("one", "two", "three"))


def with_music(one: AudioMix | None, *pieces: AudioMix) -> Composition:
    return write_path(write_path(whole(), music.ONE, one), music.LIST, pieces)


def sources(composition: Composition) -> tuple[str | None, list[str | None]]:
    one = music.one_of(composition)
    return (one.audio_source if one else None), [piece.audio_source for piece in music.list_of(composition)]


def page_of(inspector: Inspector) -> SoundPage:
    inspector.show_page("sound")
    page = inspector.page("sound")
    assert isinstance(page, SoundPage)
    return page


def press(inspector: Inspector, name: str) -> None:
    (button,) = [one for one in inspector.findChildren(QAbstractButton) if one.accessibleName() == name]
    assert button.isVisible(), name
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown_slots(page: SoundPage) -> list[str]:
    return [
        slot
        for slot in music.SLOTS
        if any(b.row.isVisible() for b in page.bindings if b.entry.path.startswith(f"{slot}."))
    ]


def test_that_music_is_added_put_in_order_and_removed_each_in_one_step(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    page, document = page_of(inspector), inspector.bench.session.document
    assert shown_slots(page) == []
    assert page.take_music("https://a.b/one.mp3")
    page._head.menu.actions()[2].trigger()
    focused = inspector.window().focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Piece 2: Address"
    QTest.keyClicks(focused, "https://a.b/two.mp3")
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert sources(document.composition) == (None, ["https://a.b/one.mp3", "https://a.b/two.mp3"])
    assert shown_slots(page) == [f"{music.LIST}.0", f"{music.LIST}.1"]
    assert not page.take_music("https://a.b/three.mp3")
    press(inspector, "Piece 2: earlier")
    assert sources(document.composition) == (None, ["https://a.b/two.mp3", "https://a.b/one.mp3"])
    press(inspector, "Piece 1: remove it")
    assert sources(document.composition) == (None, ["https://a.b/one.mp3"])
    assert document.undo_text == "Remove: Piece 1"
    press(inspector, "Piece 1: make it the single piece")
    assert sources(document.composition) == ("https://a.b/one.mp3", [])
    assert shown_slots(page) == [music.ONE]
    press(inspector, "Single piece: make it a piece of a list")
    assert sources(document.composition) == (None, ["https://a.b/one.mp3"])
    for _ in range(7):
        document.undo()
    assert document.composition == whole()
    assert not document.can_undo


@pytest.mark.parametrize(
    ("button", "wanted"),
    [
        ("Put it into the list", (None, [ONE.audio_source, TWO.audio_source])),
        ("Remove the list", (ONE.audio_source, [])),
    ],
)
def test_that_a_single_piece_that_hides_the_list_is_told_and_either_kept(
    open_inspector: OpenInspector, button: str, wanted: object
) -> None:
    inspector = open_inspector(with_music(ONE, TWO))
    page = page_of(inspector)
    inspector.bench.findings.refresh()
    told = [card.accessibleName() for card in page.findChildren(Card) if card.isVisible()]
    assert [sentence for sentence in told if "list" in sentence] == [page._head.hides.accessibleName()]
    press(inspector, button)
    assert sources(inspector.bench.session.composition) == wanted
    assert not page._head.hides.isVisible()


def test_that_a_list_that_is_full_does_not_take_the_single_piece(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(with_music(ONE, TWO, THREE))
    page_of(inspector)
    (into,) = [one for one in inspector.findChildren(QAbstractButton) if one.text() == "Put it into the list"]
    assert not into.isEnabled()


def test_that_the_time_of_a_fade_is_off_until_its_switch_is_on(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(with_music(ONE), shows_all=True)
    page = page_of(inspector)
    rows = {binding.entry.path: binding.row for binding in page.bindings}
    time, switch = (rows[f"{music.ONE}.effect_config.{name}"] for name in ("start_fadein_time", "enable_start_fadein"))
    assert not time.editor.isEnabled()
    assert time.message.text == "Off until “Fade in” is on."
    switch.editor.setFocus()
    QTest.keyClick(switch.editor, Qt.Key.Key_Space)
    assert time.editor.isEnabled()


def test_that_music_for_a_piece_that_is_gone_is_not_taken(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(with_music(None, ONE))
    page = page_of(inspector)
    assert page.take_source(f"{music.LIST}.0", "https://a.b/new.mp3")
    assert not page.take_source(f"{music.LIST}.1", "https://a.b/new.mp3")
    assert not page.take_source(music.ONE, "https://a.b/new.mp3")
    assert sources(inspector.bench.session.composition) == (None, ["https://a.b/new.mp3"])


def test_that_without_sound_no_music_is_added(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "transcode.audio.remove", True))
    page_of(inspector)
    (add,) = [one for one in inspector.findChildren(QAbstractButton) if one.accessibleName() == "Add background music"]
    assert not add.isEnabled()
    assert add.toolTip() == "Off because the sound is left out."
