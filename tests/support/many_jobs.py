"""A ledger with as many jobs as nobody has, written through its own tables in a few seconds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tilewright.jobs.ledger import Ledger
from tilewright.jobs.migrations import words_of
from tilewright.model.states import State
from tilewright.model.target import Target, write_target

LOCAL = Target(profile="local", bucket="studio-1250000000", region="local", local=True)
SCHOOL = Target(profile="school", bucket="lessons-1300000001", region="ap-guangzhou", key_id_hash="ab" * 32)
SUBJECTS = ("Algebra", "Biology", "第一课", "Élan", "History", "Chemistry")
BEGUN = 1_700_000_000.0
REQUEST = b"<Request><Tag>VideoSynthesis</Tag>" + b"<Operation>x</Operation>" * 40 + b"</Request>"


def fill(home: Path, count: int, *, unresolved: int = 0, targets: Sequence[Target] = (LOCAL, SCHOOL)) -> None:
    """Write ``count`` jobs, one a minute; the ``unresolved`` newest are running. Nothing is asked about them."""
    dice = random.Random(count)
    rows = [
        _row(number, dice, targets[number % len(targets)], is_open=number >= count - unresolved)
        for number in range(count)
    ]
    columns = list(rows[0])
    marks = ", ".join(f":{name}" for name in columns)
    body = b"<Response>" + b"<JobsDetail/>" * 10 + b"</Response>"
    with Ledger(home) as ledger:
        database = ledger._database
        database.execute("PRAGMA cache_size = -200000")
        database.execute("BEGIN IMMEDIATE")
        # Triggers and indexes are made anew afterwards, by their own words: that is ten times as fast.
        made = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        afterwards = database.execute(made).fetchall()
        for kind, name, _ in afterwards:
            database.execute(f"DROP {kind} {name}")
        database.executemany(f"INSERT INTO intents ({', '.join(columns)}) VALUES ({marks})", rows)
        database.executemany("INSERT INTO requests VALUES (?, ?)", ((row["id"], REQUEST) for row in rows))
        database.executemany(
            "INSERT INTO answers (intent, asked, request_id, status, body, latest) VALUES (?, ?, ?, 200, ?, ?)",
            ((row["id"], row["created"], row["short_id"], body, row["created"]) for row in rows),
        )
        database.execute("INSERT INTO tallies SELECT state, ended IS NOT NULL, count(*) FROM intents GROUP BY 1, 2")
        for _, _, sql in afterwards:
            database.execute(sql)
        database.execute("COMMIT")


def _row(number: int, dice: random.Random, target: Target, *, is_open: bool) -> dict[str, object]:
    begun, named = BEGUN + 60 * number, f"{SUBJECTS[number % len(SUBJECTS)]} {number}"
    state = State.RUNNING if is_open else State.FAILED if number % 9 == 4 else State.SUCCESS
    key = f"output/{named}-{dice.getrandbits(40):08x}.mp4"
    is_bad = state is State.FAILED
    row: dict[str, object] = {
        "id": f"{dice.getrandbits(128):032x}", "short_id": f"{number:08d}", "mark": f"tw1:{number:028d}",
        "target": write_target(target), "place": target.place, "request_size": len(REQUEST),
        "wish": f"{dice.getrandbits(256):064x}", "name": named, "state": state, "cancel_wished": False,
        "created": begun, "attempts": 1, "sending_at": begun, "sending_clock": begun, "signature_end": int(begun) + 90,
        "job_id": f"v{dice.getrandbits(128):032x}", "job_created": begun, "progress": 30 if is_open else 100,
        "code": "InvalidArgument" if is_bad else "", "message": "The video has no picture." if is_bad else "",
        "output_bucket": target.bucket, "output_region": target.region, "output_key": key.replace(".mp4", ".${ext}"),
        "result_bucket": "" if is_open else target.bucket, "result_region": "" if is_open else target.region,
        "result_key": "" if is_open or is_bad else key, "result_path": "", "machine": "",
        "ended": None if is_open else begun + 45, "delivered_path": "", "delivered": None,
    }  # fmt: skip
    texts = ("id", "name", "job_id", "code", "message", "output_bucket", "output_key", "result_key")
    return row | {"changed": number + 1, "words": words_of(*(str(row[name]) for name in texts), target.profile)}
