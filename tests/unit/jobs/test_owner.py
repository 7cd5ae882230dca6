"""Whose a ledger is: moved, copied, carried to another machine, or on a network (sending-once, rule 7)."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import tilewright
from support.builders import ACCOUNT, LOCAL, composition
from support.ledgers import bring_to
from support.sending import Killed
from support.troubles import EIO, END, ENOSPC, TROUBLES, Trouble, stopped_at
from tilewright import points
from tilewright.errors import NewerFormat, NotTheOwner
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.machine import Machine, network_file_system, this_machine
from tilewright.jobs.migrations import MIGRATIONS
from tilewright.jobs.owner import take_over, why_not_ours
from tilewright.jobs.pace import Pace
from tilewright.jobs.rows import LEDGER_NAME
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.transitions import Who

HERE, THERE = Machine("a" * 32, "boot-1"), Machine("b" * 32, "boot-2")
NOW = 1_800_000_000.0
AT_NOW = Pace(lambda seconds: False, lambda: NOW, lambda: 5_000.0, boot=HERE.boot)
GOLDEN = Path(__file__).parents[2] / "golden" / "ledger"

MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:50 / /home rw,relatime shared:5 - autofs systemd-1 rw
41 27 0:51 / /home rw,relatime shared:6 - nfs4 server:/export/home rw,vers=4.2
42 41 254:3 / /home/local rw - xfs /dev/vdb rw
43 27 0:52 / /media/class\\040room rw - cifs //server/class rw
44 27 0:53 / /mnt/remote rw - fuse.sshfs teacher@server: rw
45 27 0:54 / /mnt/host rw - 9p host rw
46 27 0:55 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw
"""


def noted(home: Path, machine: Machine, user_data: str = "lesson") -> Intent:
    with Ledger(home, machine=machine, now=lambda: NOW) as ledger:
        return ledger.intend(make_wish(composition(user_data=user_data)), ACCOUNT).intent


def on_a_network(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the table of mounts say so: a network file system cannot be had here."""
    table = home.parent / "mountinfo"
    table.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {home} rw - nfs server:/x rw\n", "utf-8")
    monkeypatch.setattr("tilewright.jobs.machine.MOUNTS", table)


def reason(home: Path, machine: Machine = HERE) -> str:
    found = why_not_ours(home / LEDGER_NAME, machine)
    return found.message if found else ""


def test_that_an_intent_names_the_machine_that_noted_it(tmp_path: Path) -> None:
    assert noted(tmp_path, HERE).machine == HERE.id


def test_that_a_ledger_stays_ours_over_restarts_and_moves(tmp_path: Path) -> None:
    noted(tmp_path / "home", HERE)
    assert reason(tmp_path / "home", Machine(HERE.id, "boot-9")) == ""
    noted(tmp_path / "home", Machine(HERE.id, "boot-9"), "another")
    (tmp_path / "home").rename(tmp_path / "moved")
    assert reason(tmp_path / "moved") == ""
    noted(tmp_path / "home", HERE)  # a new home where the old one was does not make the moved one a copy
    assert reason(tmp_path / "moved") == ""
    assert reason(tmp_path / "home") == ""


def test_that_a_container_with_a_new_name_on_the_same_running_machine_is_the_same(tmp_path: Path) -> None:
    noted(tmp_path, HERE)
    assert reason(tmp_path, Machine("c" * 32, HERE.boot)) == ""
    assert "another computer" in reason(tmp_path, Machine("c" * 32, ""))


def test_that_a_ledger_restored_to_its_place_is_the_same(tmp_path: Path) -> None:
    home = tmp_path / "home"
    noted(home, HERE)
    shutil.copytree(home, tmp_path / "backup")
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "backup", home)
    assert reason(home) == ""


def test_that_a_copy_beside_its_original_is_only_looked_at(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy"
    made = noted(home, HERE)
    shutil.copytree(home, copy)
    assert f"it is a copy of {home}" in reason(copy)
    assert reason(home) == ""
    with Ledger(copy, machine=HERE) as ledger:
        assert ledger.get(made.id) == made
        with pytest.raises(NotTheOwner, match="copy of"):
            ledger.wish_cancel(made.id)
    shutil.rmtree(home)
    assert reason(copy) == ""


def test_that_the_ledger_of_another_machine_is_read_and_never_written(tmp_path: Path) -> None:
    made = noted(tmp_path, THERE)
    before = (tmp_path / LEDGER_NAME).read_bytes()
    assert "its jobs belong to another computer" in reason(tmp_path)
    with Ledger(tmp_path, machine=HERE) as ledger, History(tmp_path, machine=HERE) as history:
        assert history.newest() == [made]
        assert ledger.find(made.id[:8]) == made
        for attempt in (
            lambda: ledger.intend(make_wish(composition(user_data="another")), LOCAL),
            lambda: ledger.move(made.id, {State.NOT_SENT}, State.SENDING, by=Who.SENDER),
            lambda: ledger.wish_cancel(made.id),
            lambda: ledger.want_result(made.id, "/tmp/x"),
            ledger.require_ours,
        ):
            with pytest.raises(NotTheOwner, match="another computer") as told:
                attempt()
            assert "tilewright doctor --take-over" in told.value.hint
    assert (tmp_path / LEDGER_NAME).read_bytes() == before
    noted(tmp_path, THERE, "the owner goes on")


def earlier_ledger(home: Path) -> Path:
    """One of the version before there were owners, with six intents."""
    home.mkdir(exist_ok=True)
    path = home / LEDGER_NAME
    with closing(sqlite3.connect(path)) as database:
        database.executescript((GOLDEN / "3.sql").read_text("utf-8"))
    return path


def test_that_an_earlier_ledger_has_no_owner_and_gets_one(tmp_path: Path) -> None:
    earlier_ledger(tmp_path)
    assert reason(tmp_path) == ""
    noted(tmp_path, HERE)
    assert reason(tmp_path) == ""
    assert "another computer" in reason(tmp_path, THERE)


def test_that_an_earlier_ledger_on_a_network_is_read_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = earlier_ledger(tmp_path / "home")
    before = path.read_bytes()
    on_a_network(path.parent, monkeypatch)
    with History(path.parent, machine=HERE) as history:
        assert len(history.newest()) == 6
    assert path.read_bytes() == before


def test_that_a_later_ledger_of_another_machine_is_not_read(tmp_path: Path) -> None:
    noted(tmp_path, THERE)
    with closing(sqlite3.connect(tmp_path / LEDGER_NAME, isolation_level=None)) as database:
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(NewerFormat, match="later Tilewright"):
        Ledger(tmp_path, machine=HERE)


def test_that_taking_over_asks_before_anything_is_sent(tmp_path: Path) -> None:
    unsent, sent = noted(tmp_path, THERE), noted(tmp_path, THERE, "sent")
    with Ledger(tmp_path, machine=THERE) as ledger:
        bring_to(ledger, sent.id, State.SUBMITTED, {"job_id": "j1"})
        local = ledger.intend(make_wish(composition(user_data="local")), LOCAL).intent
    assert take_over(tmp_path / LEDGER_NAME, HERE, AT_NOW) == 3
    assert reason(tmp_path) == ""
    assert "another computer" in reason(tmp_path, THERE)
    with Ledger(tmp_path, machine=HERE) as ledger:
        doubtful = ledger.get(unsent.id)
        assert (doubtful.state, doubtful.is_resolved) == (State.UNKNOWN, False)
        assert doubtful.signature_end == NOW + ACCOUNT.signature_life
        assert (ledger.get(local.id).state, ledger.get(local.id).signature_end) == (State.UNKNOWN, NOW)
        assert ledger.get(sent.id).state is State.SUBMITTED


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
@pytest.mark.parametrize("point", ["ledger.heir.before", "ledger.heir.changed", "ledger.heir.committed"])
def test_that_taking_over_is_done_whole_or_not_at_all(tmp_path: Path, point: str, trouble: Trouble) -> None:
    unsent = noted(tmp_path, THERE)
    with stopped_at(point, trouble), pytest.raises(trouble.error, match=trouble.sentence):
        take_over(tmp_path / LEDGER_NAME, HERE, AT_NOW)
    is_done = point.endswith("committed")
    assert (reason(tmp_path) == "") is is_done
    with History(tmp_path, machine=HERE) as history:
        assert history.get(unsent.id).state is (State.UNKNOWN if is_done else State.NOT_SENT)
    assert take_over(tmp_path / LEDGER_NAME, HERE, AT_NOW) == 1
    with Ledger(tmp_path, machine=HERE) as ledger:
        assert ledger.get(unsent.id).state is State.UNKNOWN


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
@pytest.mark.parametrize("point", ["ledger.claim.before", "ledger.claim.committed"])
def test_that_a_new_ledger_whose_owner_was_not_noted_is_claimed_the_next_time(
    tmp_path: Path, point: str, trouble: Trouble
) -> None:
    with stopped_at(point, trouble), pytest.raises(trouble.error, match=trouble.sentence):
        Ledger(tmp_path, machine=HERE)
    made = noted(tmp_path, HERE)
    assert reason(tmp_path) == ""
    assert "another computer" in reason(tmp_path, THERE)
    with Ledger(tmp_path, machine=HERE) as ledger:
        assert ledger.get(made.id) == made


@pytest.mark.parametrize("trouble", [EIO, ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("point", ["ledger.claim.before", "ledger.claim.committed"])
def test_that_a_ledger_of_ours_is_used_although_it_cannot_be_noted_where_it_is_now(
    tmp_path: Path, point: str, trouble: Trouble
) -> None:
    made = noted(tmp_path, HERE)
    with stopped_at(point, trouble) as reached, Ledger(tmp_path, machine=Machine(HERE.id, "boot-9")) as ledger:
        assert ledger.get(made.id) == made
    assert reached[point] == 1
    assert reason(tmp_path) == ""


@pytest.mark.parametrize("point", ["machine.keep.before", "machine.keep.committed"])
def test_that_an_end_while_the_machines_id_is_made_leaves_one_for_the_next(tmp_path: Path, point: str) -> None:
    nowhere = (tmp_path / "no-machine-id",)
    with stopped_at(point, END), pytest.raises(Killed):
        this_machine(tmp_path / "state", nowhere)
    first = this_machine(tmp_path / "state", nowhere)
    assert this_machine(tmp_path / "state", nowhere) == first
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["machine-id"]


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("call", ["tempfile.mkstemp", "os.fsync", "os.link"])
@pytest.mark.parametrize("point", ["machine.keep.before", "machine.keep.committed"])
def test_that_a_disk_that_fails_while_the_machines_id_is_made_leaves_all_of_it_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str, call: str, number: int
) -> None:
    nowhere = (tmp_path / "no-machine-id",)
    (tmp_path / "file").touch()

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        points.listen(lambda name: patch.setattr(f"tilewright.durable.{call}", fail) if name == point else None)
        try:
            first = this_machine(tmp_path / "state", nowhere)
        finally:
            points.listen(None)
    is_kept = point.endswith("committed")
    assert (first != this_machine(tmp_path / "file" / "state", nowhere)) is is_kept  # else it is known by its name
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["machine-id"] * is_kept
    after = this_machine(tmp_path / "state", nowhere)
    assert (first == after) is is_kept
    assert this_machine(tmp_path / "state", nowhere) == after


def test_that_taking_over_what_is_ours_changes_nothing(tmp_path: Path) -> None:
    made = noted(tmp_path, HERE)
    assert take_over(tmp_path / LEDGER_NAME, HERE, AT_NOW) == 1
    with Ledger(tmp_path, machine=HERE) as ledger:
        assert ledger.get(made.id) == made


# Network file systems


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS, "ascii")
    return table


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/teacher/.local/share/tilewright", "nfs4"),
        ("/home/local/teacher", ""),
        ("/homestead", ""),
        ("/media/class room/tilewright", "cifs"),
        ("/mnt/remote", "fuse.sshfs"),
        ("/mnt/host/x", "9p"),
        ("/mnt/ntfs/x", ""),
        ("/var/lib", ""),
    ],
)
def test_that_the_kind_of_a_network_file_system_is_found(mounts: Path, folder: str, kind: str) -> None:
    assert network_file_system(Path(folder), mounts) == kind


def test_that_the_root_of_a_sandbox_is_no_network(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text("1 0 0:1 / / rw - 9p none rw\n2 1 0:2 / /shared rw - 9p none rw\nnonsense\n", "ascii")
    assert network_file_system(Path("/root"), table) == ""
    assert network_file_system(Path("/shared/x"), table) == "9p"


def test_that_a_system_without_a_table_of_mounts_has_local_disks(tmp_path: Path) -> None:
    assert network_file_system(tmp_path, tmp_path / "absent") == ""


def test_that_the_disk_of_this_test_is_a_local_one(tmp_path: Path) -> None:
    assert network_file_system(tmp_path) == ""


def test_that_a_link_to_a_network_is_a_network(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "share")
    table = tmp_path / "mountinfo"
    table.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {tmp_path / 'share'} rw - nfs server:/x rw\n", "utf-8")
    assert network_file_system(tmp_path / "home", table) == "nfs"


def test_that_nothing_is_sent_from_a_network_and_nobody_can_take_it_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    made = noted(home, HERE)
    on_a_network(home, monkeypatch)
    with Ledger(home, machine=HERE) as ledger:
        assert ledger.get(made.id) == made
        with pytest.raises(NotTheOwner, match=r"network file system \(nfs\)") as told:
            ledger.wish_cancel(made.id)
        assert "TILEWRIGHT_HOME" in told.value.hint
    with pytest.raises(NotTheOwner, match="network file system"):
        take_over(home / LEDGER_NAME, HERE, AT_NOW)


def test_that_a_new_home_on_a_network_has_no_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_network(tmp_path / "home", monkeypatch)
    with History(tmp_path / "home", machine=HERE) as history:
        assert history.newest() == []
    assert list((tmp_path / "home").iterdir()) == []


# This machine


def test_that_a_machine_is_known_by_the_systems_id_which_is_told_to_nobody(tmp_path: Path) -> None:
    system = tmp_path / "machine-id"
    system.write_text("3d1219c7c4c5404aaa1f6d2a48adfda4\n", "ascii")
    machine = this_machine(tmp_path / "state", (tmp_path / "absent", system), tmp_path / "absent")
    assert machine == this_machine(tmp_path / "other", (system,), tmp_path / "absent")
    assert len(machine.id) == 32
    assert "3d1219c7" not in machine.id
    assert machine.boot == ""
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("said", ["", "uninitialized\n", "3d12\n"])
def test_that_a_bare_machine_gets_an_id_that_is_kept_outside_the_home(tmp_path: Path, said: str) -> None:
    system = tmp_path / "machine-id"
    system.write_text(said, "ascii")
    first = this_machine(tmp_path / "state", (system,), tmp_path / "absent")
    assert first == this_machine(tmp_path / "state", (system,), tmp_path / "absent")
    assert first != this_machine(tmp_path / "another", (system,), tmp_path / "absent")
    assert (tmp_path / "state" / "machine-id").stat().st_mode & 0o777 == 0o600


def test_that_an_empty_id_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "machine-id").touch()
    first = this_machine(tmp_path, (), tmp_path / "absent")
    assert first == this_machine(tmp_path, (), tmp_path / "absent")


def test_that_a_machine_where_nothing_can_be_kept_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    machine = this_machine(tmp_path / "file" / "state", (), tmp_path / "absent")
    assert machine == this_machine(tmp_path / "file" / "other", (), tmp_path / "absent")


def test_that_this_very_machine_is_always_the_same(tmp_path: Path) -> None:
    assert this_machine(tmp_path) == this_machine(tmp_path)


def test_that_nobody_opens_a_ledger_without_asking_whose_it_is() -> None:
    root = Path(tilewright.__file__).parent
    openers = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*.py")
        if re.search(r"\b(Ledger|History)\(", re.sub(r"class \w+\([^)]*\)", "", file.read_text("utf-8")))
    }
    assert openers == {"usecases/workplace.py"}
