"""The named points on the path of a job: tests stop the program at each of them."""

from __future__ import annotations

POINTS = (
    "machine.keep.before",
    "machine.keep.committed",
    "ledger.migrate.before",
    "ledger.migrate.changed",
    "ledger.migrate.committed",
    "ledger.claim.before",
    "ledger.claim.committed",
    "ledger.spare.before",
    "ledger.spare.filled",
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
    "reconcile.head.before",
    "reconcile.head.answered",
    "reconcile.adopt.before",
    "reconcile.adopt.committed",
    "cancel.ask.before",
    "cancel.ask.answered",
    "cancel.look.before",
    "cancel.look.answered",
    "ledger.twin.before",
    "ledger.twin.committed",
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
    "ledger.heir.before",
    "ledger.heir.changed",
    "ledger.heir.committed",
)
"""Before and after the durable writes, the sends and the receives, in the order of the path: first what opening a
ledger writes, last what taking one over does.

Those of ``ledger.write`` are in every transaction of the ledger (``changed``: the commit comes next), those of
``cloud.call`` in every call. The file of a result comes to its place between ``ledger.delivery.committed`` and
``ledger.delivered.before``.
"""
