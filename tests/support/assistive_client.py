"""A client of assistive technology, run by the system's Python, which has AT-SPI: one JSON object a line in and out.

It sees the program only as a screen reader would: no pointer, no keyboard, no import of Tilewright. A node is told by
a number that it keeps. Waiting is the caller's part.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version has to be chosen first


class Client:
    def __init__(self) -> None:
        Atspi.init()
        Atspi.set_timeout(5000, 15000)
        self._desktop = Atspi.get_desktop(0)
        self._nodes: list[Atspi.Accessible] = []
        self._ear = Atspi.EventListener.new(self._on_event)
        self._heard: list[dict[str, str]] = []

    def answer(self, question: dict[str, Any]) -> Any:
        do = question.pop("do")
        return getattr(self, f"do_{do}")(**question)

    # Where things are

    def do_program(self, name: str, pid: int = 0) -> int | None:
        """The program of that name, of process ``pid`` if given."""
        self._desktop.clear_cache()
        for number in range(self._desktop.get_child_count()):
            found = self._child(self._desktop, number)
            if found is None or found.get_name() != name or (pid and found.get_process_id() != pid):
                continue
            # What changes is told by events, which nobody listens to here: nothing may be remembered.
            found.set_cache_mask(Atspi.Cache.NONE)
            return self._number(found)
        return None

    def do_find(self, within: int, name: str | None, role: str | None, showing: bool, most: int) -> list[int]:
        """The nodes below ``within``, in depth-first order, at most ``most``."""
        found: list[int] = []
        self._search(self._nodes[within], name, role, showing, most, found)
        return found

    def do_find_nearest(self, within: int, name: str) -> list[int]:
        """The node of that name which has the fewest others above it: a message is seen for seconds only, and asking
        for all that is deeper may take longer.
        """
        level = [self._nodes[within]]
        while level:
            level = [child for node in level for child in self._children(node)]
            for node in level:
                if _name(node) == name and node.get_state_set().contains(Atspi.StateType.SHOWING):
                    return [self._number(node)]
        return []

    def _search(
        self, node: Atspi.Accessible, name: str | None, role: str | None, showing: bool, most: int, found: list[int]
    ) -> None:
        """With ``showing`` nothing is looked for in what cannot be seen."""
        for child in self._children(node):
            # Each of these is a question to the program: first what tells most nodes apart.
            fits = (role is None or child.get_role_name() == role) and (name is None or _name(child) == name)
            is_wanted = not showing or ((fits or _count(child) > 0) and _shows(child))
            if fits and is_wanted:
                found.append(self._number(child))
            if len(found) >= most:
                return
            if is_wanted:
                self._search(child, name, role, showing, most, found)
            if len(found) >= most:
                return

    def do_children(self, node: int) -> list[int]:
        return [self._number(child) for child in self._children(self._nodes[node])]

    def do_tree(self, node: int, showing: bool) -> dict[str, Any]:
        """Name, role and children, all the way down: more would be many questions a node."""
        return self._tree(self._nodes[node], showing)

    def _tree(self, node: Atspi.Accessible, showing: bool) -> dict[str, Any]:
        children = [self._tree(child, showing) for child in self._children(node) if not showing or _shows(child)]
        return {"name": _name(node), "role": node.get_role_name(), "children": children}

    # What they are

    def do_facts(self, node: int) -> dict[str, Any]:
        found = self._nodes[node]
        return {
            "name": _name(found),
            "role": found.get_role_name(),
            "description": found.get_description(),
            "states": _states(found),
            "actions": _actions(found),
        }

    def do_action_facts(self, node: int, action: str) -> list[str]:
        """What it does, in words, and its keys."""
        found = self._nodes[node]
        number, actions = _actions(found).index(action), found.get_action_iface()
        return [actions.get_action_description(number), actions.get_key_binding(number)]

    def do_extents(self, node: int) -> list[int]:
        box = self._nodes[node].get_component_iface().get_extents(Atspi.CoordType.SCREEN)
        return [box.x, box.y, box.width, box.height]

    def do_text(self, node: int) -> str:
        found = self._nodes[node].get_text_iface()
        return found.get_text(0, found.get_character_count()) if found else ""

    def do_value(self, node: int) -> list[float]:
        found = self._nodes[node].get_value_iface()
        return [found.get_current_value(), found.get_minimum_value(), found.get_maximum_value()]

    def do_parent(self, node: int) -> int:
        return self._number(self._nodes[node].get_parent())

    # What is done to them

    def do_act(self, node: int, action: str) -> bool:
        found = self._nodes[node]
        return found.get_action_iface().do_action(_actions(found).index(action))

    def do_chosen(self, node: int) -> list[str]:
        found = self._nodes[node].get_selection_iface()
        return [_name(found.get_selected_child(number)) for number in range(found.get_n_selected_children())]

    def do_choose(self, node: int, number: int) -> bool:
        return self._nodes[node].get_selection_iface().select_child(number)

    def do_set_text(self, node: int, text: str) -> bool:
        return self._nodes[node].get_editable_text_iface().set_text_contents(text)

    def do_set_value(self, node: int, value: float) -> bool:
        return self._nodes[node].get_value_iface().set_current_value(value)

    def do_focus(self, node: int) -> bool:
        return self._nodes[node].get_component_iface().grab_focus()

    # What it tells

    def do_listen(self, kinds: list[str]) -> bool:
        return all(self._ear.register(kind) for kind in kinds)

    def do_heard(self) -> list[dict[str, str]]:
        """What was told since the last question."""
        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)
        heard, self._heard = self._heard, []
        return heard

    def _on_event(self, event: Atspi.Event) -> None:
        with contextlib.suppress(GLib.Error):  # what it was about has gone
            text = event.any_data if isinstance(event.any_data, str) else ""
            kind = f"{event.type}:{event.detail1}" if ":state-changed:" in event.type else event.type
            self._heard.append({"kind": kind, "name": event.source.get_name() or "", "text": text})

    # Within

    def _number(self, node: Atspi.Accessible) -> int:
        self._nodes.append(node)
        return len(self._nodes) - 1

    def _child(self, node: Atspi.Accessible, number: int) -> Atspi.Accessible | None:
        try:
            return node.get_child_at_index(number)
        except GLib.Error:
            return None  # it went away between two questions

    def _children(self, node: Atspi.Accessible) -> list[Atspi.Accessible]:
        return [child for number in range(_count(node)) if (child := self._child(node, number)) is not None]


def _name(node: Atspi.Accessible) -> str:
    """What it is called. On this platform the name of a list to choose from is what is chosen, and its label is told
    as a relation, which is what is read to users.
    """
    if node.get_role() == Atspi.Role.COMBO_BOX:
        for relation in node.get_relation_set():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY and relation.get_n_targets():
                return relation.get_target(0).get_name() or ""
    return node.get_name() or ""


def _count(node: Atspi.Accessible) -> int:
    try:
        return node.get_child_count()
    except GLib.Error:
        return 0


def _shows(node: Atspi.Accessible) -> bool:
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def _states(node: Atspi.Accessible) -> list[str]:
    return sorted(state.value_nick for state in node.get_state_set().get_states())


def _actions(node: Atspi.Accessible) -> list[str]:
    found = node.get_action_iface()
    return [found.get_action_name(number) for number in range(found.get_n_actions())] if found else []


def main() -> None:
    client = Client()
    for line in sys.stdin:
        try:
            answer = {"is": client.answer(json.loads(line))}
        except GLib.Error as error:
            answer = {"gone": error.message}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
