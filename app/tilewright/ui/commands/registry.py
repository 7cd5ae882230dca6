"""The commands of a window, and a QAction for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ..theme.icons import icon
from ..widgets.tips import set_tip
from .command import Command


class Commands(QObject):
    """All commands of one window. ``refresh`` brings enabled and checked states up to date, once a turn of the loop."""

    about_to_run = Signal(str)
    refreshed = Signal()
    keys_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._usual: dict[str, Command] = {}
        self._by_keys: dict[str, list[Command]] = {}
        self._commands: dict[str, Command] = {}
        self._changed: dict[str, tuple[str, ...]] = {}
        self._actions: dict[str, QAction] = {}
        self._windows: list[QWidget] = []
        self._is_closed = self._is_held = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh)

    def add(self, commands: Iterable[Command]) -> None:
        """Take commands in; ``ValueError`` for an id or a shortcut that is taken."""
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"There is a command {command.id} already.")
            for keys in command.keys:
                for other in self._by_keys.setdefault(keys, []):
                    if _meet(other, command):
                        raise ValueError(f"{keys} of {command.id} belongs to {other.id} already.")
            for keys in command.keys:
                self._by_keys[keys].append(command)
            self._usual[command.id] = self._commands[command.id] = command
            self._actions[command.id] = self._make_action(command)
        if self._changed:
            self._give_keys()
        self.refresh()

    def exchange(self, prefix: str, commands: Iterable[Command]) -> None:
        """Take ``commands`` in, whose ids begin with ``prefix``, in the place of those whose ids did; one that is there
        under its text already stays. They have no keys but those that the user gave them, and those hold everywhere.
        """
        wanted = {command.id: command for command in commands}
        there = {command_id: one.text for command_id, one in self._usual.items() if command_id.startswith(prefix)}
        stays = {
            command_id for command_id, text in there.items() if command_id in wanted and wanted[command_id].text == text
        }
        gone = there.keys() - stays
        for command_id in gone:
            del self._usual[command_id], self._commands[command_id]
            self._actions.pop(command_id).deleteLater()
        added = [command for command in wanted.values() if command.id not in stays]
        self.add(added)
        for window in self._windows:
            window.addActions([self._actions[command.id] for command in added])
        if gone or added:
            self.keys_changed.emit()

    def change_keys(self, changed: Mapping[str, Sequence[str]]) -> None:
        """Give the commands of these ids other keys than they come with, and all others their own. What is no key, and
        what is no command, is passed over. Where two would hold in one place, a key is that of the command to which
        it was given, or that comes first.
        """
        self._changed = {
            command_id: tuple(dict.fromkeys(found for keys in many if (found := portable(keys))))
            for command_id, many in changed.items()
        }
        if self._give_keys():
            self.keys_changed.emit()

    def usual_keys(self, command_id: str) -> tuple[str, ...]:
        """The keys that the command comes with."""
        return self._usual[command_id].keys

    def holder(self, command_id: str, keys: str) -> Command | None:
        """The command that ``keys`` belong to where they would be those of ``command_id``, too; ``None`` if none has
        them there.
        """
        asking, wanted = self._commands[command_id], portable(keys)
        for other in self._commands.values():
            if other.id != command_id and _meet(other, asking) and wanted in map(portable, other.keys):
                return other
        return None

    def _give_keys(self) -> bool:
        """Whether any command has other keys than before."""
        taken: dict[str, list[Command]] = {}
        is_changed = False
        for command in sorted(self._usual.values(), key=lambda one: one.id not in self._changed):
            wanted = self._changed.get(command.id, command.keys)
            keys = tuple(one for one in wanted if not any(_meet(it, command) for it in taken.get(portable(one), ())))
            for one in keys:
                taken.setdefault(portable(one), []).append(command)
            if keys != self._commands[command.id].keys:
                is_changed = True
                self._commands[command.id] = replace(command, keys=keys)
                self._actions[command.id].setShortcuts([QKeySequence(one) for one in keys])
        return is_changed

    def _make_action(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.id)
        if command.tip:
            set_tip(action, command.tip)
        if command.icon:
            action.setIcon(icon(command.icon))
            action.setIconVisibleInMenu(command.checked is None)  # there it would stand in the place of the tick
        action.setCheckable(command.checked is not None)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        contexts = Qt.ShortcutContext
        action.setEnabled(not self._is_held)
        action.setShortcutContext(contexts.WidgetShortcut if command.at else contexts.WindowShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setProperty("command", command.id)
        action.triggered.connect(self._on_triggered)
        return action

    def attach(self, window: QWidget) -> None:
        """Make the shortcuts of all commands work in ``window`` that do not belong to one widget in it."""
        self._windows.append(window)
        for command_id, action in self._actions.items():
            if not self._commands[command_id].at:
                window.addAction(action)

    def attach_at(self, widget: QWidget) -> None:
        """Make the shortcuts work in ``widget`` that hold there alone."""
        for command_id, action in self._actions.items():
            if widget.objectName() in self._commands[command_id].at:
                widget.addAction(action)

    def all(self) -> tuple[Command, ...]:
        return tuple(self._commands.values())

    def get(self, command_id: str) -> Command:
        """The command of that id; ``KeyError`` if there is none."""
        return self._commands[command_id]

    def action(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def run(self, command_id: str) -> None:
        """Do it if it can be done now, and is not gone since it was offered."""
        command = self._commands.get(command_id)
        if command is not None and not command.off():
            self.about_to_run.emit(command_id)
            command.run()
            self.refresh()

    def hold(self) -> None:
        """Commands that are added from now on are off, and none is asked whether it is, until `release`: half of a
        window would take half of what they do.
        """
        self._is_held = True

    def release(self) -> None:
        self._is_held = False
        self._refresh()

    def refresh(self) -> None:
        """Something changed that commands may depend on."""
        if self._is_closed or self._is_held:
            return
        if not self._soon.isActive():  # one that is started anew again and again never ends
            self._soon.start()

    def close(self) -> None:
        """The window is gone: nothing is refreshed any more."""
        self._soon.stop()
        self._is_closed = True

    def _refresh(self) -> None:
        for command_id, command in self._commands.items():
            action = self._actions[command_id]
            reason = command.off()
            action.setEnabled(not reason)
            if action.statusTip() != reason:  # Qt tells of what is set, also where it is the same
                action.setStatusTip(reason)
            if command.checked is not None:
                action.setChecked(command.checked())
        self.refreshed.emit()

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.run(str(action.property("command")))


def _meet(one: Command, other: Command) -> bool:
    """Whether there is a widget in which the keys of both hold."""
    return not one.at or not other.at or bool(set(one.at) & set(other.at))


def portable(keys: str) -> str:
    """``keys`` as they are written down, in Qt's portable form; empty for what is no key that can be pressed."""
    sequence = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
    written = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return written if sequence.count() == 1 else ""


def shortcut(command: Command | QAction) -> str:
    """The first shortcut as the system writes it; empty where there is none."""
    if isinstance(command, QAction):
        return command.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if command.keys else ""


def tooltip(command: Command) -> str:
    """What an icon-only button says: the command and its first shortcut."""
    return with_shortcut(command.text.rstrip("…"), command)


def with_shortcut(text: str, command: Command | QAction) -> str:
    """``text`` and the first shortcut of what it says."""
    keys = shortcut(command)
    return f"{text} ({keys})" if keys else text
