"""The store's database: its identity, and the way from an earlier format to this one."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path, PureWindowsPath

import pytest

from support.local_cloud import Caller, local_cloud
from tilewright.localcloud.blobs import Blobs, set_aside_in
from tilewright.localcloud.database import DATABASE_NAME, FORMAT, STEPS, Database, address_to_read, check

GOLDEN = Path(__file__).parents[2] / "golden" / "localcloud"


def identity_of(path: Path) -> str:
    database = Database(path)
    try:
        return database.identity
    finally:
        database.close()


def test_that_a_database_keeps_its_identity_and_another_has_another(tmp_path: Path) -> None:
    first = identity_of(tmp_path / "a.sqlite3")
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert identity_of(tmp_path / "a.sqlite3") == first
    assert identity_of(tmp_path / "b.sqlite3") != first


def test_that_what_is_committed_is_on_the_disk(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.sqlite3")
    with database.read() as rows:
        found = [rows.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    database.close()
    assert found == ["wal", 2], "a log ahead, waited for at each commit (FULL)"


def test_that_a_database_of_the_first_format_is_brought_to_this_one_with_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    old = sqlite3.connect(path)
    old.executescript(f"{STEPS[0]}PRAGMA user_version=1;")
    old.execute("INSERT INTO bucket (name, region, created) VALUES ('films-1250000000', 'local', 5)")
    old.commit()
    old.close()

    first = identity_of(path)

    assert identity_of(path) == first
    database = Database(path)
    with database.read() as rows:
        assert rows.execute("PRAGMA user_version").fetchone()[0] == FORMAT
        assert rows.execute("SELECT name FROM bucket").fetchone()["name"] == "films-1250000000"
    database.close()


def test_that_a_local_cloud_of_the_fourth_format_goes_on_with_all_its_jobs_and_objects(tmp_path: Path) -> None:
    """`4.sql` was written by the code of its time: a job in each state, with templates, in a second bucket as well."""
    folder = tmp_path / "cloud"
    blobs = folder / "blobs"
    blobs.mkdir(parents=True)
    (blobs / "b0cf72534f129d8ed4dc369e69ecda7d").write_bytes(b"not a video")
    old = sqlite3.connect(folder / DATABASE_NAME)
    old.executescript((GOLDEN / "4.sql").read_text("utf-8"))
    requests = [row[0] for row in old.execute("SELECT request FROM job ORDER BY number")]
    old.close()

    with local_cloud(folder) as cloud:
        caller, other = Caller(cloud.endpoint), Caller(cloud.endpoint, "filme-1250000000", "ap-beijing")
        assert cloud.accepted_posts() == requests
        jobs = caller.list_jobs(orderByTime="Asc").jobs
        for job in jobs[3:]:
            assert caller.wait(job.job_id).state == "Failed"  # its source is not a video
        again = caller.list_jobs(orderByTime="Asc").jobs
        assert [job.state for job in again] == ["Success", "Failed", "Cancel", "Failed", "Failed"]
        (elsewhere,) = other.list_jobs().jobs
        for job, key, sum_ in ((again[0], "out/0.mp4", "1" * 32), (elsewhere, "out/é 5.mp4", "0" * 32)):
            (file,) = job.results
            assert (file.bucket, file.region) == ("filme-1250000000", "ap-beijing")
            assert (job.result_keys, file.md5) == ((key,), ((key, sum_),))
        reply = caller.get("课程/lesson é.mp4")
        assert (reply.body, reply.header("x-cos-meta-a")) == (b"not a video", "b")
        assert caller.put("课程/lesson é.mp4", b"new").status == 200
        assert caller.get("课程/lesson é.mp4").body == b"new"


@pytest.mark.parametrize("name", ["a.sqlite3", "50%20 of #1?.sqlite3", "课.sqlite3"])
def test_that_a_database_is_read_wherever_it_lies(tmp_path: Path, name: str) -> None:
    assert not check(tmp_path / name)
    Database(tmp_path / name).close()
    assert check(tmp_path / name)


def test_that_a_windows_share_is_no_host_for_sqlite() -> None:
    address = address_to_read(PureWindowsPath(r"\\server\lessons\store.sqlite3"))
    assert "%5C%5Cserver%5Clessons%5C" in address
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):  # and not "invalid uri authority"
        sqlite3.connect(address, uri=True)


def test_that_contents_that_were_set_aside_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    made = []
    for number in range(11):
        (blobs.folder / str(number)).touch()
        made.append(blobs.set_aside())
    assert set_aside_in(tmp_path) == made
