"""Results that come in pieces, over real HTTP: a playlist and what it names, cut where it was asked for."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.clips import clip
from support.local_cloud import Caller, local_cloud
from support.pictures import read_pictures, read_sound, tone_level
from support.pieces import in_pieces, joined
from tilewright import points
from tilewright.localcloud import pieces, production
from tilewright.localcloud.server import LocalCloud
from tilewright.media.ffmpeg import Ffmpeg, run
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, HlsEncrypt, TransConfig
from tilewright.wire import xml
from tilewright.wire.jobs import Job
from tilewright.wire.results import read_media

TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "ts": "video/mp2t",
    "m4s": "video/iso.segment",
    "mp4": "video/mp4",
}
HOME = "50%discount at 100 % cloud"
"""With what FFmpeg takes for the place of a number in a name."""

EXTENSIONS = {"hls": "m3u8", "dash": "mpd"}


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / HOME) as started:
        yield started


@pytest.fixture
def caller(cloud: LocalCloud) -> Caller:
    caller = Caller(cloud.endpoint)
    assert caller.adopt("input/a.mp4", clip("plain")).status == 200
    return caller


def bring(caller: Caller, job: Job, folder: Path) -> Path:
    """All results beside each other; the path of the playlist, which comes first."""
    for key in job.result_keys:
        reply = caller.get(key)
        assert reply.status == 200
        path = folder / key.rpartition("/")[2]
        assert reply.header("Content-Type") == TYPES[path.suffix[1:]]
        path.write_bytes(reply.body)
    return folder / job.result_keys[0].rpartition("/")[2]


@pytest.mark.parametrize(("container", "picture"), [("hls", "-0"), ("dash", "-0-")])
def test_that_a_playlist_comes_with_pieces_as_long_as_asked(
    caller: Caller, tmp_path: Path, container: str, picture: str
) -> None:
    job = caller.wait(caller.submit_composition(in_pieces(caller, container, 0.5)).job_id)
    assert job.state == "Success", job
    first, *others = job.result_keys
    assert first == f"out 100%/a lesson $1.{EXTENSIONS[container]}"
    assert sum(1 for key in others if f"{job.job_id}{picture}" in key) == 4  # dash has those of the sound besides
    assert all(key.startswith(f"out 100%/{job.job_id}-") for key in others)
    playlist = bring(caller, job, tmp_path)
    whole = joined(playlist)
    times = [time for time, _ in read_pictures(whole)]
    assert len(times) == pytest.approx(60, abs=1)
    assert times[-1] - times[0] == pytest.approx(59 / 30, abs=0.01)
    rate, channels = read_sound(whole)
    assert tone_level(channels[0][rate // 5 : rate], rate, 440) == pytest.approx(-18.06, abs=0.5)


@pytest.mark.full
@pytest.mark.parametrize(("codec", "sound"), [("H.265", "aac"), ("H.264", "mp3")])
def test_that_pieces_of_every_codec_of_hls_are_as_long_as_asked(
    caller: Caller, tmp_path: Path, codec: str, sound: str
) -> None:
    wanted = in_pieces(caller, "hls", 0.5, codec=codec, preset=None)
    assert wanted.transcode is not None
    wanted = wanted.replace(transcode=wanted.transcode.replace(audio=Audio(codec=sound)))
    job = caller.wait(caller.submit_composition(wanted).job_id)
    assert job.state == "Success", job
    assert len(job.result_keys) == 5
    assert len(list(read_pictures(joined(bring(caller, job, tmp_path))))) == pytest.approx(60, abs=1)


def test_that_av1_comes_in_pieces_that_players_read(caller: Caller, tmp_path: Path) -> None:
    """In a transport stream FFmpeg writes it so that nobody finds a picture (A93)."""
    wanted = in_pieces(caller, "hls", 1, codec="AV1", preset=None)
    job = caller.wait(caller.submit_composition(wanted).job_id)
    assert job.state == "Success", job
    assert sorted(key.rpartition("/")[2] for key in job.result_keys[1:]) == [
        f"{job.job_id}-00000.m4s",
        f"{job.job_id}-00001.m4s",
        f"{job.job_id}-init.mp4",
    ]
    playlist = bring(caller, job, tmp_path)
    assert f'#EXT-X-MAP:URI="{job.job_id}-init.mp4"' in playlist.read_text()
    whole = joined(playlist)
    assert len(list(read_pictures(whole))) == pytest.approx(60, abs=1)
    rate, channels = read_sound(whole)
    assert tone_level(channels[0][rate // 5 : rate], rate, 440) == pytest.approx(-18.06, abs=0.5)
    told = {one.part: dict(one.values) for one in read_media(xml.parse(job.media_info, "The answer"))}
    sizes = [path.stat().st_size for path in tmp_path.iterdir() if path.suffix in {".m4s", ".mp4"}]
    assert (told["Video"]["CodecName"], told["Audio"]["CodecName"]) == ("av1", "aac")
    assert int(told["Format"]["Size"]) == sum(sizes)


def test_that_av1_in_pieces_is_not_encrypted_and_says_so(caller: Caller) -> None:
    wanted = with_key(in_pieces(caller, "hls", 1, codec="AV1", preset=None), "0123456789abcdef")
    assert "encryption of AV1 in hls. Its pieces are MP4, which FFmpeg does not encrypt." in caller.refusal(wanted)


@pytest.mark.full
def test_that_a_piece_lasts_five_seconds_where_nothing_is_said(caller: Caller) -> None:
    job = caller.wait(caller.submit_composition(in_pieces(caller, "HLS", None)).job_id)
    assert len(job.result_keys) == 2


def test_that_each_object_of_a_result_has_its_sum_in_the_answer(caller: Caller) -> None:
    job = caller.wait(caller.submit_composition(in_pieces(caller, "hls", 1)).job_id)
    (output,) = job.results
    assert output.keys == job.result_keys
    for key in job.result_keys:
        assert (key, caller.get(key).header("ETag").strip('"')) in output.md5


@pytest.mark.parametrize("container", ["hls", "dash"])
def test_that_the_answer_tells_of_all_pieces_as_of_one_file(caller: Caller, tmp_path: Path, container: str) -> None:
    job = caller.wait(caller.submit_composition(in_pieces(caller, container, 0.5)).job_id)
    playlist = bring(caller, job, tmp_path)
    sizes = [path.stat().st_size for path in tmp_path.iterdir() if path.suffix in {".ts", ".m4s"}]
    info = xml.parse(job.media_info, "The answer")
    facts = [(one.part, dict(one.values)) for one in read_media(info)]
    assert sorted(part for part, _ in facts) == ["Audio", "Format", "Video"]
    told = dict(facts)
    assert (told["Format"]["NumStream"], int(told["Format"]["Size"])) == ("2", sum(sizes))
    assert {told["Video"]["Index"], told["Audio"]["Index"]} == {"0", "1"}
    assert (told["Video"]["CodecName"], told["Video"]["Width"], told["Video"]["Height"]) == ("h264", "160", "128")
    assert told["Video"]["AvgFps"] == "30.000000"
    assert (told["Audio"]["CodecName"], told["Audio"]["Channel"]) == ("aac", "2")
    length = len(list(read_pictures(joined(playlist)))) / 30
    assert float(told["Format"]["Duration"]) == pytest.approx(length, abs=0.1)
    rate = sum(sizes) * 8 / float(told["Format"]["Duration"]) / 1000
    assert float(told["Format"]["Bitrate"]) == pytest.approx(rate, rel=0.01)


@pytest.mark.full
def test_that_the_sound_alone_comes_in_pieces(caller: Caller, tmp_path: Path) -> None:
    wanted = in_pieces(caller, "hls", 0.5, remove=True)
    job = caller.wait(caller.submit_composition(wanted).job_id)
    assert job.state == "Success", job
    rate, channels = read_sound(joined(bring(caller, job, tmp_path)))
    assert len(channels[0]) / rate == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("container", ["hls", "dash"])
def test_that_a_result_that_lacks_a_piece_fails_by_name(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, container: str
) -> None:
    lost = list[str]()

    def run_badly(*given: Any, **how: Any) -> str:
        said = run(*given, **how)
        piece = sorted(how["folder"].glob("*.ts" if container == "hls" else "*.m4s"))[-1]
        piece.unlink()
        lost.append(piece.name)
        return said

    monkeypatch.setattr(production, "run", run_badly)
    job = caller.wait(caller.submit_composition(in_pieces(caller, container, 1)).job_id)
    assert (job.state, job.result_keys) == ("Failed", ())
    assert lost[0] in job.message
    assert caller.get(f"out 100%/a lesson $1.{EXTENSIONS[container]}").status == 404


def test_that_nothing_of_a_result_stays_where_it_was_worked_on(caller: Caller, tmp_path: Path) -> None:
    assert caller.wait(caller.submit_composition(in_pieces(caller, "hls", 1)).job_id).state == "Success"
    assert list((tmp_path / HOME / "work").iterdir()) == []


@pytest.mark.parametrize(
    "fails_at", [pytest.param(1, marks=pytest.mark.full), 2, pytest.param(3, marks=pytest.mark.full)]
)
def test_that_a_piece_for_which_there_is_no_room_leaves_nothing_of_the_result(
    cloud: LocalCloud, caller: Caller, fails_at: int
) -> None:
    kept = itertools.count(1)

    def fill(name: str) -> None:
        if name == "localcloud.blob.before" and next(kept) == fails_at:
            raise OSError(errno.ENOSPC, "as a test")

    before = names_of_blobs(cloud)
    wanted = in_pieces(caller, "hls", 1)
    points.listen(fill)
    try:
        job = caller.wait(caller.submit_composition(wanted).job_id)
    finally:
        points.listen(None)
    assert (job.state, job.result_keys) == ("Failed", ())
    assert "No room left on the disk" in job.message
    assert names_of_blobs(cloud) == before
    assert list(cloud.store.blobs.work.iterdir()) == []
    assert caller.get("out 100%/a lesson $1.m3u8").status == 404
    assert caller.wait(caller.submit_composition(wanted).job_id).state == "Success"


def test_that_what_a_killed_service_left_of_pieces_is_cleared_away(cloud: LocalCloud) -> None:
    left = cloud.store.blobs.temporary()
    left.mkdir()
    (left / "j1-00000.ts").write_bytes(b"half")
    cloud.store.recover()
    assert not left.exists()


def names_of_blobs(cloud: LocalCloud) -> set[str]:
    return {path.name for path in cloud.store.blobs.folder.iterdir()}


@pytest.mark.parametrize(
    "key", ["0123456789abcdef", pytest.param("00112233445566778899AABBCCDDEEFF", marks=pytest.mark.full)]
)
def test_that_pieces_are_encrypted_by_the_key_and_nothing_tells_it(
    caller: Caller, tmp_path: Path, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = with_key(in_pieces(caller, "hls", 1), key)
    job = caller.wait(caller.submit_composition(wanted).job_id)
    assert job.state == "Success", job
    folder = tmp_path / "films"
    folder.mkdir()
    playlist = bring(caller, job, folder)
    assert f'METHOD=AES-128,URI="{job.job_id}.key"' in playlist.read_text()
    assert job.media_info == b"", "of what is encrypted nothing is told"
    secret = bytes.fromhex(key) if len(key) == 32 else key.encode()
    assert all(path.read_bytes()[:1] != b"G" and secret not in path.read_bytes() for path in folder.glob("*.ts"))
    assert list((tmp_path / HOME / "work").iterdir()) == []
    assert key not in caplog.text
    (folder / f"{job.job_id}.key").write_bytes(secret)
    whole = joined(playlist, "-allowed_extensions", "ALL")  # else FFmpeg takes no key from a file
    assert len(list(read_pictures(whole))) == pytest.approx(60, abs=1)


@pytest.mark.parametrize(("key", "reason"), [("https://a.org/k", "a server gives out"), ("short", "16 characters")])
def test_that_a_key_that_is_none_of_aes_is_refused_and_not_told(caller: Caller, key: str, reason: str) -> None:
    said = caller.refusal(with_key(in_pieces(caller, "hls", 1), key))
    assert reason in said
    assert key not in said


def with_key(wanted: Composition, key: str) -> Composition:
    assert wanted.transcode is not None
    config = TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key=key))
    return wanted.replace(transcode=wanted.transcode.replace(trans_config=config))


@pytest.mark.parametrize(("limit", "most"), [("MOST_PIECES", 3), ("MOST_NAMES", 900), ("MOST_OF_AN_ANSWER", 1500)])
def test_that_a_result_of_more_pieces_than_a_listing_holds_fails_by_name(
    caller: Caller, cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    """Before anything is rendered, which may take hours. The same job succeeds with longer pieces."""
    monkeypatch.setattr(pieces, limit, most)
    runs = list[str]()

    def run_noted(ffmpeg: Ffmpeg, *arguments: Any, **how: Any) -> str:
        runs.append(ffmpeg.version)
        return run(ffmpeg, *arguments, **how)

    monkeypatch.setattr(production, "run", run_noted)
    before = names_of_blobs(cloud)
    job = caller.wait(caller.submit_composition(in_pieces(caller, "hls", 0.5)).job_id)
    assert (job.state, job.code, job.result_keys) == ("Failed", "InvalidArgument", ()), job
    assert "pieces" in job.message
    assert "longer" in job.message
    assert (names_of_blobs(cloud), runs) == (before, [])
    assert caller.wait(caller.submit_composition(in_pieces(caller, "hls", 2.0)).job_id).state == "Success"
