"""The named points on the path of a job: tests stop the program at each of them."""

from __future__ import annotations

POINTS = (
    "ledger.intend.before",
    "ledger.write.before",
    "ledger.write.changed",
    "ledger.write.committed",
    "ledger.intend.committed",
    "send.locked",
    "send.sending.before",
    "send.sending.committed",
    "send.post.before",
    "cloud.call.before",
    "cloud.call.answered",
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
    "ledger.cancel.before",
    "ledger.cancel.committed",
    "ledger.result.before",
    "ledger.result.committed",
    "ledger.delivery.before",
    "ledger.delivery.committed",
    "ledger.delivered.before",
    "ledger.delivered.committed",
)
"""Before and after the durable writes, the sends and the receives, in the order of the path.

Those of ``ledger.write`` are in every transaction of the ledger (``changed``: the commit comes next), those of
``cloud.call`` in every call. Opening the ledger is before the path: who owns it, its migration and the machine's id
have none.
"""
