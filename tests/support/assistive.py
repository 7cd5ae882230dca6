"""The program as assistive technology sees it. Every question waits, with a limit, for what it asks about."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.desktop import SYSTEM_PYTHON, Desktop
from support.waiting import wait_for

CLIENT = Path(__file__).with_name("assistive_client.py")


class Gone(AssertionError):
    """A node that was asked is not there any more."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the screen, in its pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


class Assistive:
    """A running client."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._talk = desktop.start_talking([SYSTEM_PYTHON, "-W", "ignore", CLIENT], "assistive")

    def ask(self, do: str, **question: Any) -> Any:
        """One question and its answer; ``Gone`` when the node has gone."""
        self._talk.say(do=do, **question)
        answer = self._talk.hear(60)
        if "gone" in answer:
            raise Gone(answer["gone"])
        return answer["is"]

    def listen(self, *kinds: str) -> Ears:
        """From about now on: the program learns of it a moment later."""
        return Ears(self, kinds)

    def program(self, child: subprocess.Popen[bytes], name: str = "tilewright", seconds: float = 20.0) -> Node:
        """The program that runs as ``child``, as soon as it can be seen."""

        def look() -> Node | None:
            assert child.poll() is None, f"the program ended with {child.returncode}: {self._desktop.said()}"
            number = self.ask("program", name=name, pid=child.pid)
            return None if number is None else Node(self, number)

        return wait_for(look, f"the program {name} to be seen by assistive technology", seconds)


class Ears:
    """Hears what the program tells of itself: events of AT-SPI, as ``kind``, ``name`` of the node and ``text``."""

    def __init__(self, client: Assistive, kinds: Sequence[str]) -> None:
        self._client = client
        self._heard: list[dict[str, str]] = []
        assert client.ask("listen", kinds=list(kinds))

    def heard(self, kind: str, *, name: str = "", text: str = "") -> bool:
        """Whether that was told since `forget`."""
        self._heard += self._client.ask("heard")
        wanted = {"kind": kind, **({"name": name} if name else {}), **({"text": text} if text else {})}
        return any(wanted.items() <= event.items() for event in self._heard)

    def wait(self, kind: str, *, name: str = "", text: str = "") -> None:
        wait_for(
            lambda: self.heard(kind, name=name, text=text),
            lambda: f"{kind} of “{name}” with “{text}”; heard: {self._heard}",
        )

    def texts(self) -> list[str]:
        """What was to be read out since `forget`."""
        return [event["text"] for event in self._heard if event["kind"] == "object:announcement"]

    def forget(self) -> None:
        self._client.ask("heard")
        self._heard.clear()


class Node:
    """Something that the program shows: a window, a control, a tile."""

    def __init__(self, client: Assistive, number: int) -> None:
        self._client, self.number = client, number

    # Looking for others

    def all(self, name: str | None = None, role: str | None = None, *, showing: bool = True) -> list[Node]:
        """All below this one, now."""
        question = {"within": self.number, "name": name, "role": role, "showing": showing}
        return [Node(self._client, number) for number in self._client.ask("find", most=10_000, **question)]

    def has(self, name: str | None = None, role: str | None = None, *, showing: bool = True) -> bool:
        """Whether one is there now."""
        question = {"within": self.number, "name": name, "role": role, "showing": showing}
        return bool(self._client.ask("find", most=1, **question))

    def find(
        self, name: str | None = None, role: str | None = None, *, showing: bool = True, seconds: float = 20.0
    ) -> Node:
        """The first one below this one, as soon as it is there."""
        question = {"within": self.number, "name": name, "role": role, "showing": showing, "most": 1}
        return self._wait_for("find", question, lambda: self._miss(name, role), seconds)

    def message(self, text: str, seconds: float = 20.0) -> Node:
        """A message over the canvas, which does not stay for long."""
        question = {"within": self.number, "name": text}
        return self._wait_for("find_nearest", question, lambda: self._miss(text, "message"), seconds)

    def _wait_for(self, do: str, question: dict[str, Any], miss: Callable[[], str], seconds: float) -> Node:
        def look() -> list[int]:
            try:
                numbers: list[int] = self._client.ask(do, **question)
            except Gone:  # something on the way went away
                return []
            return numbers

        return Node(self._client, wait_for(look, miss, seconds)[0])

    def _miss(self, name: str | None, role: str | None) -> str:
        there = sorted({f"{facts['role']} “{facts['name']}”" for facts in walk(self.tree()) if facts["name"]})
        return f"{role or 'something'} “{name}”; there is: {', '.join(there)}"

    def children(self) -> list[Node]:
        return [Node(self._client, number) for number in self._client.ask("children", node=self.number)]

    def parent(self) -> Node:
        return Node(self._client, self._client.ask("parent", node=self.number))

    def tree(self, *, showing: bool = True) -> dict[str, Any]:
        """Name, role and children, all the way down."""

        def look() -> dict[str, Any]:
            try:
                found: dict[str, Any] = self._client.ask("tree", node=self.number, showing=showing)
            except Gone:  # something of it went away while it was walked
                return {}
            return found

        return wait_for(look, "the program to stand still for a moment", 10)

    # What it is

    def _fact(self, name: str) -> Any:
        return self._client.ask("facts", node=self.number)[name]

    @property
    def name(self) -> str:
        return str(self._fact("name"))

    @property
    def role(self) -> str:
        return str(self._fact("role"))

    @property
    def description(self) -> str:
        return str(self._fact("description"))

    @property
    def states(self) -> set[str]:
        return set(self._fact("states"))

    @property
    def actions(self) -> list[str]:
        return list(self._fact("actions"))

    @property
    def text(self) -> str:
        return str(self._client.ask("text", node=self.number))

    @property
    def value(self) -> float:
        return float(self._client.ask("value", node=self.number)[0])

    @property
    def box(self) -> Box:
        return Box(*self._client.ask("extents", node=self.number))

    def about(self, action: str) -> tuple[str, str]:
        """What an action does, in words, and its keys."""
        text, keys = self._client.ask("action_facts", node=self.number, action=action)
        return text, keys

    @property
    def chosen(self) -> list[str]:
        """The names of the children that are chosen."""
        return list(self._client.ask("chosen", node=self.number))

    # Doing something to it

    def choose(self, number: int) -> None:
        """Choose one more child, by its number."""
        assert self._client.ask("choose", node=self.number, number=number), f"{self.name} chooses nothing"

    def do(self, action: str) -> None:
        assert self._client.ask("act", node=self.number, action=action), f"{self.name} refused “{action}”"

    def press(self) -> None:
        """Do what the control is for, as soon as that can be done."""
        wait_for(lambda: "enabled" in self.states, f"{self.name} to be enabled")
        actions = self.actions
        wanted = next((name for name in ("Press", "Toggle", "ShowMenu", "SetFocus") if name in actions), "")
        assert wanted, f"{self.name} ({self.role}) offers {actions}"
        self.do(wanted)

    def write(self, text: str) -> None:
        """Replace the text."""
        assert self._client.ask("set_text", node=self.number, text=text), f"{self.name} cannot be written to"

    def set(self, value: float) -> None:
        assert self._client.ask("set_value", node=self.number, value=value), f"{self.name} takes no value"

    def focus(self) -> None:
        assert self._client.ask("focus", node=self.number), f"{self.name} takes no focus"

    def wait_text(self, text: str, seconds: float = 10.0) -> None:
        wait_for(lambda: self.text == text, lambda: f"{self.name} to read {text!r}, not {self.text!r}", seconds)


def walk(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A tree and everything below it."""
    yield tree
    for child in tree["children"]:
        yield from walk(child)
