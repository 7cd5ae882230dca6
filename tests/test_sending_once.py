"""Each rule of sending once has tests of its own, and `docs/sending-once.md` names them as they are; and only one place
of the program can send.
"""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
APP = ROOT / "app" / "tilewright"

SENDER = ("jobs/send.py", "client.submit")
COMMANDS = {
    ("ui/commands/composition.py", "bench.jobs.submit"),
    ("ui/jobs/jobs.py", "self.submitting.submit"),
    ("ui/jobs/submitting.py", "self.submit"),
}
"""The window's command *Submit* on its way to the use case: none of these is a client's method."""

SAY_POST = {
    "cloud/client.py": 1,  # the one call
    "cloud/connection.py": 1,  # the words of an error
    "cloud/templates.py": 1,  # templates for a rehearsal on the local cloud
    "cloud/transfers.py": 1,  # parts of an object
    "localcloud/calls/jobs.py": 2,  # the other side of it
    "localcloud/calls/mediabuckets.py": 1,
    "localcloud/calls/processing.py": 1,
    "localcloud/calls/templates.py": 2,
    "localcloud/sending.py": 1,  # to whom the end of a job is told
    "localcloud/service.py": 3,
}
"""How often each module says POST."""

SPEAK_HTTP = {"cloud", "localcloud"}
"""Packages that may import what speaks HTTP; nobody uses Qt's own network."""


def sections(text: str) -> dict[int, list[str]]:
    """The tests that the page names, by the number of the rule."""
    parts = re.split(r"^## (\d+)\. ", text, flags=re.M)
    return {
        int(number): re.findall(r"^- `(tests/[\w/]+\.py::test_\w+)`$", body, re.M)
        for number, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_that_every_rule_has_tests_and_every_test_is_there() -> None:
    rules = re.findall(r"^(\d+)\. \*\*|^(\d+)\. ", (ROOT / "docs/design/sending-once.md").read_text("utf-8"), re.M)
    found = sections((ROOT / "docs/sending-once.md").read_text("utf-8"))
    assert list(found) == [int(one or other) for one, other in rules] == list(range(1, 11))
    for number, tests in found.items():
        assert len(tests) >= 3, f"rule {number}"
        for test in tests:
            file, _, name = test.partition("::")
            assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.M), test


@dataclass(frozen=True)
class Said:
    """What a file of the program says that may have to do with sending: each as its text."""

    file: str
    submits: tuple[str, ...]
    by_name: tuple[str, ...]
    posts: int
    builders: int
    imports: tuple[str, ...]


@functools.cache
def program() -> tuple[Said, ...]:
    return tuple(_read(file) for file in sorted(APP.rglob("*.py")))


def _read(file: Path) -> Said:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    said = [(ast.unparse(call.func), {it.value for it in call.args if isinstance(it, ast.Constant)}) for call in calls]
    imports = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    imports += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return Said(
        file.relative_to(APP).as_posix(),
        tuple(ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute) and node.attr == "submit"),
        tuple(name for name, values in said if name.endswith(("getattr", "methodcaller")) and "submit" in values),
        sum(isinstance(node, ast.Constant) and node.value in {"POST", b"POST"} for node in nodes),
        sum(name == "Call" and {"POST", "/jobs"} <= values for name, values in said),
        tuple(imports),
    )


def test_that_one_place_sends() -> None:
    found = [(said.file, text) for said in program() for text in said.submits]
    assert set(found) == {SENDER, *COMMANDS}
    assert found.count(SENDER) == 1
    assert not [said.file for said in program() if said.by_name]


def test_that_one_place_builds_the_call() -> None:
    assert {said.file: said.posts for said in program() if said.posts} == SAY_POST
    assert {said.file: said.builders for said in program() if said.builders} == {"cloud/client.py": 1}


def test_that_nobody_else_speaks_http() -> None:
    http = re.compile(r"(requests|urllib3|http\.client|urllib\.request|httpx|aiohttp|PySide6\.QtNetwork)\b")
    speakers = {said.file.split("/")[0] for said in program() if any(map(http.match, said.imports))}
    assert speakers == SPEAK_HTTP
