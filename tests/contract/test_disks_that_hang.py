"""A file of the user on a disk that does not answer: it holds up who wants it, and nobody else."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from support.clips import clip
from support.local_cloud import Caller, Reply, job_request
from support.waiting import wait_for
from tilewright.localcloud import production
from tilewright.localcloud.blobs import Blob, Blobs
from tilewright.localcloud.server import LocalCloud
from tilewright.media.workers import AT_A_TIME


def test_that_a_file_that_is_being_opened_holds_up_no_other_call(
    cloud: LocalCloud, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, answers = threading.Event(), threading.Event()
    caller.put("hangs.mp4", b"film")
    open_blob = Blobs.open

    def hang(blobs: Blobs, blob: Blob) -> BinaryIO:
        if blob.size == len(b"film"):
            opening.set()
            answers.wait(60)
        return open_blob(blobs, blob)

    monkeypatch.setattr(Blobs, "open", hang)
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(caller.get("hangs.mp4")))
    thread.start()
    try:
        assert opening.wait(10)
        assert caller.put("other.mp4", b"other").status == 200
        assert caller.get("other.mp4").body == b"other"
        assert caller.call("DELETE", "/hangs.mp4").status == 204
        assert caller.call("HEAD", "/hangs.mp4").status == 404
        assert replies == []
    finally:
        answers.set()
        thread.join(10)
    assert [(reply.status, reply.body) for reply in replies] == [(200, b"film")], "it goes when it has been read"
    wait_for(lambda: len([*cloud.store.blobs.folder.iterdir()]) == 1, "the content to go")


@pytest.mark.expects_log("A disk did not answer within")
def test_that_a_result_waits_for_no_disk_that_does_not_answer(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at once more whether the file is still as it was, when FFmpeg has read it."""
    monkeypatch.setattr(production, "LOOK_SECONDS", 0.2)
    answers = threading.Event()
    film = tmp_path / "film.mp4"
    film.write_bytes(clip("short").read_bytes())
    assert caller.adopt("input/a.mp4", film).status == 200
    run, find = production.run, Blobs.path

    def run_and_hang(*args: Any, **options: Any) -> str:
        said = run(*args, **options)

        def hang(blobs: Blobs, blob: Blob) -> Path:
            answers.wait(30)
            return find(blobs, blob)

        monkeypatch.setattr(Blobs, "path", hang)
        return said

    monkeypatch.setattr(production, "run", run_and_hang)
    try:
        job = caller.wait(caller.submit(job_request(caller.url("input/a.mp4"))).job_id)
        assert (job.state, answers.is_set()) == ("Success", False), job.message
    finally:
        answers.set()


@pytest.mark.expects_log("A disk did not answer within")
def test_that_files_on_a_disk_that_does_not_answer_hide_no_change_on_another(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(production, "LOOK_SECONDS", 0.5)
    answers = threading.Event()
    films = [tmp_path / f"{number}.mp4" for number in range(AT_A_TIME + 1)]
    adopt, find, run = Blobs.adopt, Blobs.path, production.run
    changes = films[-1]

    def adopt_from_disks(blobs: Blobs, file: Path) -> Blob:
        return replace(adopt(blobs, file), device=2 if file == changes else 1)

    monkeypatch.setattr(Blobs, "_clone", lambda blobs, source: None)
    monkeypatch.setattr(Blobs, "adopt", adopt_from_disks)
    for film in films:
        film.write_bytes(clip("short").read_bytes())
        assert caller.adopt(f"input/{film.name}", film).status == 200

    def run_and_hang(*args: Any, **options: Any) -> str:
        said = run(*args, **options)
        os.utime(changes, (1, 1))

        def hang(blobs: Blobs, blob: Blob) -> Path:
            if blob.device == 1:
                answers.wait(30)
            return find(blobs, blob)

        monkeypatch.setattr(Blobs, "path", hang)
        return said

    monkeypatch.setattr(production, "run", run_and_hang)
    try:
        job = caller.wait(caller.submit(job_request(*(caller.url(f"input/{film.name}") for film in films))).job_id)
        assert (job.state, job.code) == ("Failed", "ResourceDownloadFailed"), job.message
        assert f"{changes.name} changed while it was rendered" in job.message
        wait_for(lambda: len(looking()) == 1, "one thread for each disk that hangs")
    finally:
        answers.set()


def looking() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("side-by-side")]
