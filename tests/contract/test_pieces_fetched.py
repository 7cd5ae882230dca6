"""Results in pieces on this side: a playlist comes with its pieces, plays where it lies, and replaces nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import LOCAL
from support.clips import clip
from support.local_cloud import Caller, local_cloud
from support.pictures import read_pictures
from support.pieces import in_pieces, joined
from support.watching import workplace_at
from tilewright.cloud.client import Client
from tilewright.errors import Absent, Damaged, OutputExists
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.localcloud.server import LocalCloud
from tilewright.settings import videos_folder
from tilewright.usecases.deliver import deliver
from tilewright.usecases.events import Fetched, Fetching
from tilewright.usecases.fetch_files import fetch_result
from tilewright.usecases.submit import submit
from tilewright.wire.signature import Keys

PLAYLIST = b"#EXTM3U\n#EXTINF:1,\nj1-00000.ts\n#EXTINF:1,\nj1-00001.ts\n#EXT-X-ENDLIST\n"
KEY = "out/lesson.m3u8"


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud") as started:
        yield started


@pytest.fixture
def caller(cloud: LocalCloud) -> Caller:
    caller = Caller(cloud.endpoint)
    assert caller.adopt("input/a.mp4", clip("plain")).status == 200
    return caller


@pytest.fixture
def client(cloud: LocalCloud, caller: Caller) -> Iterator[Client]:
    keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
    with Client(LOCAL, keys, cloud.endpoint.address, sleep=lambda _: None, read_timeout=5) as made:
        for name, data in ((KEY, PLAYLIST), ("out/j1-00000.ts", b"one"), ("out/j1-00001.ts", b"three")):
            assert caller.put(name, data).status == 200
        yield made


def brought(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_that_pieces_come_beside_the_playlist_and_progress_only_rises(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    events = list(fetch_result(client, KEY, folder / "mine.m3u8", replace=False))
    assert brought(folder) == {"mine.m3u8": PLAYLIST, "j1-00000.ts": b"one", "j1-00001.ts": b"three"}
    assert events[-1] == Fetched(folder / "mine.m3u8")
    parts = [event.fraction for event in events if isinstance(event, Fetching)]
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


def test_that_a_playlist_that_is_another_when_its_pieces_have_come_is_not_put_beside_them(
    client: Client, caller: Caller, tmp_path: Path
) -> None:
    events = fetch_result(client, KEY, tmp_path / "mine.m3u8", replace=False)
    next(events)
    caller.put(KEY, PLAYLIST.replace(b"j1", b"j2"))
    with pytest.raises(Damaged, match=r"lesson\.m3u8 changed"):
        list(events)
    assert "mine.m3u8" not in brought(tmp_path)


def test_that_a_file_that_is_no_piece_of_it_stays(client: Client, tmp_path: Path) -> None:
    (tmp_path / "j1-00001.ts").write_bytes(b"mine")
    with pytest.raises(OutputExists, match=r"j1-00001\.ts already exists"):
        list(fetch_result(client, KEY, tmp_path / "mine.m3u8", replace=False))
    assert (tmp_path / "j1-00001.ts").read_bytes() == b"mine"
    assert not (tmp_path / "mine.m3u8").exists()
    list(fetch_result(client, KEY, tmp_path / "mine.m3u8", replace=True, job_id="j1"))
    assert (tmp_path / "j1-00001.ts").read_bytes() == b"three"


def test_that_a_playlist_cannot_have_a_file_replaced_that_is_not_named_after_it(
    caller: Caller, client: Client, tmp_path: Path
) -> None:
    for name in ("thesis.docx", "lesson-00001.ts", "lessons.ts"):
        (tmp_path / name).write_bytes(b"mine")
        caller.put(f"out/{name}", b"theirs")
    for name in ("thesis.docx", "lessons.ts"):
        caller.put(KEY, f"#EXTM3U\nlesson-00001.ts\n{name}\n".encode())
        with pytest.raises(OutputExists, match=f"{name} already exists") as raised:
            list(fetch_result(client, KEY, tmp_path / "mine.m3u8", replace=True, job_id="j1"))
        assert (tmp_path / name).read_bytes() == b"mine"
        assert "--force" not in raised.value.hint, "it would not help"
    assert (tmp_path / "lesson-00001.ts").read_bytes() == b"theirs"
    with pytest.raises(OutputExists, match=r"names a piece thesis\.docx"):
        caller.put(KEY, b"#EXTM3U\nthesis.docx\n")
        list(fetch_result(client, KEY, tmp_path / "Thesis.docx", replace=False))


def test_that_asking_about_the_pieces_can_be_ended(caller: Caller, client: Client, tmp_path: Path) -> None:
    caller.call("DELETE", "/out/j1-00001.ts")
    events = fetch_result(client, KEY, tmp_path / "mine.m3u8", replace=False)
    asked = [next(events), next(events)]
    assert [event.fraction for event in asked if isinstance(event, Fetching)] == [0.0, 0.0]
    with pytest.raises(Absent):
        next(events)


def test_that_pieces_that_are_there_already_are_not_in_the_way(client: Client, tmp_path: Path) -> None:
    list(fetch_result(client, KEY, tmp_path / "one.m3u8", replace=False))
    list(fetch_result(client, KEY, tmp_path / "two.m3u8", replace=False))
    assert (tmp_path / "two.m3u8").read_bytes() == PLAYLIST


def test_that_a_playlist_without_its_pieces_is_not_fetched(caller: Caller, client: Client, tmp_path: Path) -> None:
    caller.call("DELETE", "/out/j1-00001.ts")
    folder = tmp_path / "films"
    folder.mkdir()
    with pytest.raises(Absent, match=r"names j1-00001\.ts, which is not in the bucket"):
        list(fetch_result(client, KEY, folder / "mine.m3u8", replace=False))
    assert brought(folder) == {}


@pytest.mark.parametrize("data", [b"#EXTM3U\n../input/a.mp4\n/etc/passwd\nhttps://a.org/a.ts\n", b"not a playlist"])
def test_that_what_a_playlist_names_elsewhere_is_told_and_not_fetched(
    caller: Caller, client: Client, tmp_path: Path, data: bytes
) -> None:
    caller.put(KEY, data)
    folder = tmp_path / "films"
    folder.mkdir()
    told = list(fetch_result(client, KEY, folder / "mine.m3u8", replace=False))[-1]
    assert told == Fetched(folder / "mine.m3u8", is_whole=False)
    assert "files elsewhere, which were not fetched" in told.describe()
    assert brought(folder) == {"mine.m3u8": data}


def submitted(cloud: LocalCloud, caller: Caller, home: Path, container: str, result_path: Path) -> Intent:
    workplace = workplace_at(home, cloud.endpoint)
    wanted = in_pieces(caller, container, 1)
    list(submit(wanted, workplace, threading.Event().wait, to_end=True, result_path=str(result_path)))
    with History(home) as history:
        (intent,) = history.newest()
    return intent


@pytest.mark.parametrize("container", [pytest.param("hls", marks=pytest.mark.full), "dash"])
def test_that_a_result_in_pieces_is_delivered_whole_and_once(
    cloud: LocalCloud, caller: Caller, tmp_path: Path, container: str
) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    home = tmp_path / "home"
    intent = submitted(cloud, caller, home, container, folder / "lesson")
    workplace = workplace_at(home, cloud.endpoint)
    with workplace.ledger() as ledger, workplace.service() as service:
        list(deliver(intent.id, ledger, service.client))
        path = Path(ledger.get(intent.id).delivered_path)
        names = sorted(one.name for one in folder.iterdir())
        assert (path.parent, path.stem) == (folder, "lesson")
        list(deliver(intent.id, ledger, service.client))
    assert sorted(one.name for one in folder.iterdir()) == names
    assert len(list(read_pictures(joined(path)))) == pytest.approx(60, abs=1)


def test_that_a_file_in_the_place_of_a_piece_sends_the_result_to_the_other_folder(
    cloud: LocalCloud, caller: Caller, tmp_path: Path
) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    home = tmp_path / "home"
    intent = submitted(cloud, caller, home, "hls", folder / "lesson")
    foreign = folder / f"{intent.job_id}-00001.ts"
    foreign.write_bytes(b"mine")
    workplace = workplace_at(home, cloud.endpoint)
    with workplace.ledger() as ledger, workplace.service() as service:
        list(deliver(intent.id, ledger, service.client))
        path = Path(ledger.get(intent.id).delivered_path)
    assert path.parent == videos_folder()
    assert len(list(read_pictures(joined(path)))) == pytest.approx(60, abs=1)
    assert foreign.read_bytes() == b"mine"
    assert not (folder / "lesson.m3u8").exists()
