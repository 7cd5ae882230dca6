"""Each rule of sending once has tests of its own, and `docs/sending-once.md` names them as they are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


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
