#!/usr/bin/env python3
"""Write ``docs/failures.md``, the catalogue of failures for people to read: ``make_failures.py``."""

from __future__ import annotations

from pathlib import Path

from tilewright.failures import accounts, network, rendering, requests
from tilewright.failures.entry import Entry
from tilewright.failures.explain import OF_NUMBER, RIGHTS, UNEXPLAINED

TARGET = Path(__file__).parents[1] / "docs" / "failures.md"

HEAD = """# Failures

What each failure means, why it comes about and what cures it, as the window and the command line tell it. This page is
made of the catalogue in `app/tilewright/failures` by `packaging/make_failures.py`.

A failure is recognised by what stands in the service's message, by the code, or, without one, by the status. A code
that is not in the catalogue is told as `unexplained`, with the service's own words.
"""

GROUPS = (
    ("Keys, clock, permissions, money, bucket", accounts.ENTRIES),
    ("Requests, files, queues, the service", requests.ENTRIES),
    ("The way to the service, and sending", network.ENTRIES),
    ("Rendering", rendering.ENTRIES),
    ("Everything else", (UNEXPLAINED,)),
)

CALLS = {
    "submit": "submit a job",
    "ask": "ask about a job",
    "list": "list jobs",
    "cancel": "cancel a job",
    "read": "look at or fetch an object",
    "browse": "list a bucket, or the buckets",
    "write": "bring a file",
    "delete": "delete an object",
    "templates": "list templates",
    "queues": "list queues",
}


def render() -> str:
    """The whole page."""
    parts = [HEAD, "## Permissions that calls need\n", "| call | permission |\n|---|---|"]
    parts[-1] += "".join(f"\n| {said} | {RIGHTS[where]} |" for where, said in CALLS.items()) + "\n"
    for title, entries in GROUPS:
        parts.append(f"## {title}\n")
        parts += [_entry(entry) for entry in entries]
    return "\n".join(parts)


def _entry(entry: Entry) -> str:
    numbers = [number for number, code in OF_NUMBER.items() if code in entry.codes]
    codes = [*entry.codes, *numbers]
    lines = [f"### `{entry.id}`\n", f"**{entry.what}** {entry.why.replace('{right}', '(see above)')} {entry.cure}\n"]
    facts = []
    if codes:
        facts.append("codes: " + ", ".join(f"`{code}`" for code in codes))
    if entry.says:
        facts.append("words: " + ", ".join(f"`{said}`" for said in entry.says))
    if entry.at:
        facts.append("only of a " + " or ".join(entry.at))
    if entry.field:
        facts.append(f"field: `{entry.field}`")
    if entry.button:
        facts.append(f"button: `{entry.button}`")
    return "\n".join([*lines, *(f"- {fact}" for fact in facts), ""] if facts else lines)


def main() -> int:
    TARGET.write_text(render(), "utf-8")
    print(f"{TARGET} is written.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
