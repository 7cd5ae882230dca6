"""Whose a ledger is. Two machines with one ledger, or two ledgers with the same wishes, could send a job twice: all but
the owner only look (sending-once, rule 7).
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ..errors import DiskFull, NotTheOwner, StorageError
from ..model.states import State
from ..model.target import read_target
from ..model.transitions import Who, require_possible
from ..points import reach
from ..text import say
from .machine import Machine, network_file_system
from .pace import Pace
from .schema import looked_at, open_database, translated

log = logging.getLogger(__name__)

TAKE_OVER = "tilewright doctor --take-over"


@dataclass(frozen=True)
class Owner:
    """The machine that a ledger belongs to, and which file it was there: a copy is another."""

    machine: Machine
    path: Path
    inode: int

    @classmethod
    def here(cls, path: Path, machine: Machine) -> Owner:
        """What the ledger at ``path`` says when it belongs to ``machine``."""
        return cls(machine, Path(os.path.realpath(path)), path.stat().st_ino)


def why_not_ours(path: Path, machine: Machine, mounts: Path | None = None) -> NotTheOwner | None:
    """Why the ledger at ``path`` may only be looked at on ``machine``; ``None`` when it is ours, new, or of nobody.

    Nothing is changed by asking. Raises ``StorageError``.
    """
    kind = network_file_system(path.parent, mounts)
    if kind:
        return NotTheOwner(
            say(
                "No job is sent from {home}: it lies on a network file system ({kind}), where another computer could "
                "send the same job. What is there can be looked at.",
                home=path.parent,
                kind=kind,
            ),
            say("Set TILEWRIGHT_HOME to a folder on a disk of this computer."),
        )
    owner = _read(path)
    if owner is None or _is_ours(owner, path, machine):
        return None
    if not _is_same_machine(owner.machine, machine):
        reason = say(
            "No job is sent from {home}: its jobs belong to another computer, which could send them as well. They can "
            "be looked at.",
            home=path.parent,
        )
    else:
        reason = say(
            "No job is sent from {home}: it is a copy of {other}, from where its jobs could be sent as well. They can "
            "be looked at.",
            home=path.parent,
            other=owner.path.parent,
        )
    hint = say("If nobody uses the other any more, `{command}` makes them the jobs of this one.", command=TAKE_OVER)
    return NotTheOwner(reason, hint, can_take_over=True)


def _is_same_machine(one: Machine, other: Machine) -> bool:
    """By its name, or because it is the same run of the same kernel: containers come and go with new names."""
    return one.id == other.id or (one.boot != "" and one.boot == other.boot)


def _is_ours(owner: Owner, path: Path, machine: Machine) -> bool:
    """On its machine a ledger that was moved is the same; one that was copied is not as long as the other is there."""
    here = Owner.here(path, machine)
    if not _is_same_machine(owner.machine, machine):
        return False
    if owner.inode == here.inode or owner.path == here.path:
        return True
    try:
        return owner.path.stat().st_ino != owner.inode
    except OSError:
        return True


def _read(path: Path) -> Owner | None:
    """The owner that the ledger names; ``None`` without a ledger, and in one of a Tilewright that knew no owners."""
    if not path.exists():
        return None
    with looked_at(path) as database:
        return _select(database)


def _select(database: sqlite3.Connection) -> Owner | None:
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'owner'").fetchone():
        return None
    row = database.execute("SELECT machine, boot, path, inode FROM owner").fetchone()
    return Owner(Machine(row[0], row[1]), Path(os.fsdecode(row[2])), row[3]) if row else None


def claim(database: sqlite3.Connection, path: Path, machine: Machine) -> None:
    """Note in an open ledger that is ours where it is now. That it was moved, or the machine started anew, need not be
    noted to use it.
    """
    before, here = _select(database), Owner.here(path, machine)
    if before == here:
        return
    try:
        with translated(path, say("write")):
            reach("ledger.claim.before")
            _write(database, here)
            reach("ledger.claim.committed")
    except (DiskFull, StorageError) as error:
        if before is None:
            raise
        log.info("Where the ledger is now was not noted: %s", error)


def _write(database: sqlite3.Connection, owner: Owner) -> None:
    database.execute(
        "INSERT OR REPLACE INTO owner (one, machine, boot, path, inode) VALUES (1, ?, ?, ?, ?)",
        (owner.machine.id, owner.machine.boot, os.fsencode(owner.path), owner.inode),
    )


def take_over(path: Path, machine: Machine, pace: Pace) -> int:
    """Make the ledger at ``path`` that of ``machine``; how many of its jobs are open.

    The former owner may have sent the ones that are not sent here, and once more those whose outcome is unknown: the
    service is asked before anything is sent, and nothing is sent while a request of the other may be on its way. Raises
    ``NotTheOwner`` on a network file system, ``StorageError``, ``DiskFull``.
    """
    reason = why_not_ours(path, machine)
    if reason is not None and not reason.can_take_over:
        raise reason
    database = open_database(path)
    try:
        with translated(path, say("write")):
            reach("ledger.heir.before")
            database.execute("BEGIN IMMEDIATE")
            try:
                if reason is not None:
                    _doubt_outcomes(database, pace)
                _write(database, Owner.here(path, machine))
                count = database.execute("SELECT count(*) FROM intents WHERE ended IS NULL").fetchone()[0]
                reach("ledger.heir.changed")
                database.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    database.rollback()
                raise
            reach("ledger.heir.committed")
    finally:
        database.close()
    return int(count)


def _doubt_outcomes(database: sqlite3.Connection, pace: Pace) -> None:
    """A request of the other may be on its way for as long as a signature lives; to a local cloud none can be. That
    time begins now, by every clock there is: those of the other say nothing here. ``sending_clock`` stays as it was: it
    is shown, and nobody knows when the other sent what is not noted as sent.
    """
    require_possible({State.NOT_SENT}, State.UNKNOWN, Who.HEIR, ends=False)
    now = pace.now()
    found = database.execute("SELECT id, target, state, sending_at FROM intents WHERE ended IS NULL").fetchall()
    for intent_id, told, state, sending_at in (row for row in found if State(row[2]).is_before_service):
        target = read_target(told)
        end = int(now) + (0 if target.local else target.signature_life)
        sent_ticks = pace.ticks() - (now - sending_at if sending_at is not None else 0.0)
        database.execute(
            "UPDATE intents SET state = ?, signature_end = max(?, coalesce(signature_end, 0)),"
            " sending_ticks = ?, sending_boot = ? WHERE id = ?",
            (State.UNKNOWN if state == State.NOT_SENT else state, end, sent_ticks, pace.boot, intent_id),
        )
