"""Giving a command other keys, and giving it back its own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..commands.registry import portable
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label
from ..words import tr
from ..workbench import Workbench
from .chord import OF_CANVAS, OF_EVERY_PLACE, OF_MOVING, ChordButton
from .key_lines import SEPARATOR, native, of_places

Keys = dict[str, tuple[str, ...]]


class KeyChange(QWidget):
    """Works on the command that was chosen in the list; what is changed holds at once, and is remembered."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.command_id = ""
        self._wanted = ""
        self.record = ChordButton()
        self.none = PlainButton(tr("No keys"))
        self.reset = PlainButton(tr("Reset"))
        self.reset_all = PlainButton(tr("Reset all"))
        self.take = PlainButton(tr("Take them from it"), "link")
        self.told = Label("", "label", "2", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.record, self.none, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.reset_all)
        line = QHBoxLayout()
        line.setSpacing(8)
        # Two lines, or the link: no button moves when something is told.
        self.told.setMinimumHeight(max(2 * self.told.fontMetrics().lineSpacing(), self.take.minimumHeight()))
        line.addWidget(self.told, 1)
        line.addWidget(self.take)
        column.addLayout(row)
        column.addLayout(line)
        self.record.recorded.connect(self._on_recorded)
        self.record.waiting_changed.connect(self._on_waiting)
        self.none.clicked.connect(self._on_none)
        self.reset.clicked.connect(self._on_reset)
        self.reset_all.clicked.connect(self._on_reset_all)
        self.take.clicked.connect(self._on_take)
        bench.preferences.changed.connect(self._on_preference)
        self.show_command("")

    def show_command(self, command_id: str) -> None:
        """Work on that command; on none where it is empty."""
        is_other = command_id != self.command_id
        self.command_id = command_id
        for button in (self.record, self.none):
            button.setEnabled(bool(command_id))
        changed = self._bench.preferences.window.keys
        self.reset.setEnabled(command_id in changed)
        self.reset_all.setEnabled(bool(changed))
        if is_other or not command_id:
            self._tell("" if command_id else tr("Choose a command to give it other keys."))

    def begin(self) -> None:
        """Wait for the new keys of the command."""
        if self.command_id:
            self.record.click()

    def _on_preference(self, name: str) -> None:
        if name == "keys":
            self.show_command(self.command_id)

    def _on_waiting(self) -> None:
        if self.record.is_waiting:
            self._tell(tr("Esc keeps the keys as they are."))

    def _tell(self, text: str, *, wanted: str = "") -> None:
        """``wanted`` are keys that another command has, and that can be taken from it."""
        self._wanted = wanted
        self.told.setText(text)
        self.take.setVisible(bool(wanted))
        self.record.setAccessibleDescription(text)

    def _on_recorded(self, keys: str) -> None:
        has_place = bool(self._bench.commands.get(self.command_id).at)
        if not portable(keys) or keys in OF_EVERY_PLACE | OF_CANVAS or (keys in OF_MOVING and not has_place):
            self._tell(tr("{keys} keeps its own meaning. Press other keys.").format(keys=native(keys)))
            return
        other = self._bench.commands.holder(self.command_id, keys)
        if other is not None:
            told = tr("{keys} belongs to “{command}”.")
            self._tell(told.format(keys=native(keys), command=other.text.rstrip("…")), wanted=keys)
            self.take.setFocus()
            return
        self._give({self.command_id: (keys,)})
        self._tell_given(keys)

    def _tell_given(self, keys: str) -> None:
        """Its keys now; and what else they mean where the command holds."""
        told = tr("Its keys are {keys} now.").format(keys=native(keys))
        for line in of_places(self._bench.commands.get(self.command_id).at):
            if native(keys) in line.keys.split(SEPARATOR):
                also = tr("{told} They also mean “{other}”: {place}.")
                told = also.format(told=told, other=line.text, place=line.group)
                break
        self._tell(told)

    def _on_take(self) -> None:
        keys = self._wanted
        given: Keys = {self.command_id: (keys,)}
        while (other := self._bench.commands.holder(self.command_id, keys)) is not None and other.id not in given:
            given[other.id] = tuple(one for one in other.keys if portable(one) != keys)
            self._give(given)
        self._tell_given(keys)
        self.record.setFocus()

    def _on_none(self) -> None:
        self._give({self.command_id: ()})
        self._tell(tr("It has no keys now."))

    def _on_reset(self) -> None:
        command_id, commands = self.command_id, self._bench.commands
        self._bench.preferences.edit("keys", lambda now: {one: now[one] for one in now if one != command_id})
        lost = [keys for keys in commands.usual_keys(command_id) if keys not in commands.get(command_id).keys]
        other = commands.holder(command_id, lost[0]) if lost else None
        if other is None:
            self._tell(tr("It has its usual keys again."))
        else:
            told = tr("{keys} belongs to “{command}”.").format(keys=native(lost[0]), command=other.text.rstrip("…"))
            self._tell(told)
        self.record.setFocus()  # the button that was pressed is off now

    def _on_reset_all(self) -> None:
        self._bench.preferences.set("keys", {})
        self._tell(tr("All commands have their usual keys again."))

    def _give(self, given: Keys) -> None:
        """Keys that are the usual ones again are none that were changed."""
        usual = {command_id: self._bench.commands.usual_keys(command_id) for command_id in given}

        def change(now: Keys) -> Keys:
            merged = {**now, **given}
            return {one: keys for one, keys in merged.items() if one not in usual or tuple(keys) != usual[one]}

        self._bench.preferences.edit("keys", change)
