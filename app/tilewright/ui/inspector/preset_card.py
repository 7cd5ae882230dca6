"""The head of the page Video: which preset the composition follows, and how far it has moved away from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ...model.built_in import BUILT_IN
from ..presets import description_of, title_of
from ..theme import tokens
from ..widgets.buttons import IconButton
from ..widgets.labels import ElidedLabel, Label
from ..words import tr
from ..workbench import Workbench
from .binding import Habits, view_of
from .entry import off_by_template
from .message import Link
from .preset_actions import PresetActions
from .preset_combo import WAIT_MS, PresetCombo
from .preset_list import DifferenceList
from .preset_words import modified_words


class PresetCard(QWidget):
    """A line with what is modified, the list of presets with its menu, and one line about the chosen one: as high as
    ever, whatever it says.
    """

    def __init__(self, bench: Workbench, habits: Habits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("presetCard")
        self._bench, self._habits = bench, habits
        self.combo = PresetCombo(bench.presets.read)
        self.modified = Link()
        self.modified.setObjectName("presetModified")
        self.more = IconButton("ellipsis", tr("More for presets"), tokens.size("field"))
        self.about = ElidedLabel("", "caption", "3")
        self.acts = PresetActions(bench, self)
        self.differences: DifferenceList | None = None
        self._waits = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._waits.timeout.connect(self._open_menu)
        label = Label(tr("Preset"), "label", "2")
        label.setBuddy(self.combo)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for line in (upper, lower):
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(4)
        upper.addWidget(label)
        upper.addStretch(1)
        upper.addWidget(self.modified)
        upper.addSpacing(1)
        lower.addWidget(self.combo, 1)
        lower.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QWidget()
        top.setLayout(upper)
        top.setFixedHeight(24)
        column.addWidget(top)
        column.addLayout(lower)
        column.addSpacing(4)
        column.addWidget(self.about)
        self.combo.picked.connect(self._on_picked)
        self.modified.clicked.connect(self.show_differences)
        self.more.clicked.connect(self._show_menu)
        bench.session.changed.connect(self._on_news)
        bench.session.known_changed.connect(self._on_news)
        bench.presets.changed.connect(self._on_news)

    def _on_news(self) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._bench.presets.read()  # the user comes back, maybe from another window
        return super().event(event)

    def refresh(self) -> None:
        """Show what holds now."""
        presets = self._bench.presets
        preset, count = presets.followed, len(presets.differences)
        reason = off_by_template(view_of(self._bench))
        self.combo.show_presets(BUILT_IN, presets.own)
        self.combo.show_chosen(preset.id if preset else "")
        self.combo.setEnabled(not reason)
        self.modified.say(modified_words(count) if count else "", tr("Preset"))
        self.modified.setVisible(bool(count))
        if reason:
            said = reason
        elif preset is not None:
            said = description_of(preset)
        else:
            said = tr("No preset has these values.")
        self.about.set_whole(said)
        self.combo.setAccessibleDescription(f"{self.modified.text()}. {said}" if count else said)

    def _on_picked(self, preset_id: str) -> None:
        preset = self._bench.presets.find(preset_id)
        if preset is not None:
            is_walked = self.combo.is_walked
            self._bench.presets.choose(preset, scales_tiles=self._habits.scales_tiles, is_walked=is_walked)
        self.refresh()

    def show_differences(self) -> None:
        """Open the list of the fields that differ."""
        if self.differences is None:
            self.differences = DifferenceList(self._bench, self._habits, self)
            self.differences.save_wanted.connect(self.acts.save_as)
        self.differences.open_below(self.combo)

    def menu(self) -> QMenu:
        """What can be done with presets; it belongs to this card."""
        menu = QMenu(self)
        preset = self._bench.presets.followed
        menu.setAccessibleName(tr("Preset {name}").format(name=title_of(preset)) if preset else tr("Presets"))
        self.acts.fill(menu)
        return menu

    def _show_menu(self) -> None:
        """As soon as it is known what is there now; at the latest after a while."""
        if not self._waits.isActive():
            self._waits.start()
            self._bench.presets.read(self._open_menu)

    def _open_menu(self) -> None:
        if not self._waits.isActive() and self.sender() is not self._waits:
            return  # it is open already
        self._waits.stop()
        if not self.isVisible():
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
