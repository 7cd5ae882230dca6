"""The named points on the path of a job: tests stop the program at each of them."""

from __future__ import annotations

POINTS = (
    "ledger.intend.before",
    "ledger.intend.committed",
    "send.locked",
    "send.sending.before",
    "send.sending.committed",
    "send.post.before",
    "send.post.answered",
    "send.outcome.before",
    "send.outcome.committed",
    "send.ended",
    "course.unknown.before",
    "course.unknown.committed",
    "reconcile.list.before",
    "reconcile.list.answered",
    "reconcile.adopt.before",
    "reconcile.adopt.committed",
    "reconcile.again.before",
    "reconcile.again.committed",
    "watch.ask.before",
    "watch.ask.answered",
    "watch.state.before",
    "watch.state.committed",
)
"""Before and after every durable write, every send and every receive, in the order of the path."""
