"""The small pictures of jobs: of the result if it can be had, else of a source; kept, so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import composition
from support.clips import clip, ffmpeg
from support.fault_proxy import BAD_GATEWAY, PASS, fault_proxy
from support.ledgers import bring_to
from support.local_cloud import Caller, local_cloud
from support.watching import workplace_at
from tilewright.accounts.profile import Profile
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.settings import Settings
from tilewright.usecases.job_pictures import LONGEST, pictures_of_jobs
from tilewright.usecases.workplace import Workplace


@pytest.fixture
def cloud(tmp_path: Path, home: Path) -> Iterator[LocalCloud]:
    home.mkdir(parents=True)
    with local_cloud(tmp_path / "cloud") as made:
        Caller(made.endpoint).put("input/a.mp4", clip("mono").read_bytes())
        yield made


def intent_with(home: Path, workplace: Workplace, state: State, **facts: object) -> Intent:
    with Ledger(home) as ledger:
        made = ledger.intend(make_wish(composition()), workplace.target(), result_path="/x", again=True).intent
        bring_to(ledger, made.id, state, facts)
        return ledger.get(made.id)


def test_that_a_running_job_shows_its_first_source(cloud: LocalCloud, home: Path) -> None:
    workplace = workplace_at(home, cloud.endpoint)
    intent = intent_with(home, workplace, State.RUNNING, job_id="j1")
    (made,) = pictures_of_jobs([intent], workplace)
    assert made.picture is not None
    assert max(made.picture.width, made.picture.height) <= LONGEST


def test_that_a_result_is_shown_before_a_source_and_kept_for_later(cloud: LocalCloud, home: Path) -> None:
    workplace = workplace_at(home, cloud.endpoint)
    Caller(cloud.endpoint).put("output/tall.mp4", clip("rotated").read_bytes())
    target = workplace.target()
    facts = {
        "result_bucket": target.bucket,
        "result_region": target.region,
        "result_key": "output/tall.mp4",
        "ended": 1.0,
    }
    intent = intent_with(home, workplace, State.SUCCESS, **facts)
    (made,) = pictures_of_jobs([intent], workplace)
    assert made.picture is not None
    assert made.picture.height > made.picture.width
    unreachable = Workplace(home, Settings(), {"TILEWRIGHT_ENDPOINT": "http://127.0.0.1:9"})
    (again,) = pictures_of_jobs([intent], unreachable)
    assert again.picture is not None
    assert again.picture.height > again.picture.width


def test_that_no_source_stands_for_a_result_that_cannot_be_had_just_now(cloud: LocalCloud, home: Path) -> None:
    """It would be kept for good."""
    Caller(cloud.endpoint).put("output/tall.mp4", clip("rotated").read_bytes())
    with fault_proxy(cloud.endpoint.address) as proxy:
        workplace = workplace_at(home, cloud.endpoint, proxy.address)
        target = workplace.target()
        where = {"result_bucket": target.bucket, "result_region": target.region, "result_key": "output/tall.mp4"}
        intent = intent_with(home, workplace, State.SUCCESS, **where, ended=1.0)
        proxy.faults_of["head"] += [PASS, *[BAD_GATEWAY] * 20]  # whose it is can be told, but it is not to be had
        (made,) = pictures_of_jobs([intent], workplace)
        assert made.picture is None
        assert not [line for line in proxy.calls if "input/" in line]
        proxy.faults_of["head"].clear()
        (made,) = pictures_of_jobs([intent], workplace)
    assert made.picture is not None
    assert made.picture.height > made.picture.width


def test_that_a_delivered_file_is_enough_and_no_local_cloud_is_started(home: Path, tmp_path: Path) -> None:
    home.mkdir(parents=True)
    workplace = Workplace(home, Settings(), {})
    file = tmp_path / "lesson.mp4"
    file.write_bytes(clip("mono").read_bytes())
    intent = intent_with(
        home, workplace, State.SUCCESS, ended=1.0, delivered=2.0, delivered_path=str(file), result_key="output/a.mp4"
    )
    (made,) = pictures_of_jobs([intent], workplace)
    assert made.picture is not None
    assert not (home / "local-cloud").exists()


def test_that_a_job_of_an_account_without_keys_has_no_picture_and_no_error(home: Path) -> None:
    home.mkdir(parents=True)
    workplace = Workplace(home, Settings(), {})
    target = workplace.target().replace(profile="gone", local=False)
    with Ledger(home) as ledger:
        intent = ledger.intend(make_wish(composition()), target).intent
    assert [made.picture for made in pictures_of_jobs([intent], workplace)] == [None]


def test_that_a_job_whose_keys_are_gone_hides_no_picture_of_its_profile(cloud: LocalCloud, home: Path) -> None:
    workplace = workplace_at(home, cloud.endpoint)
    school = Profile(name="school", bucket=cloud.endpoint.bucket, region=cloud.endpoint.region)
    with Ledger(home) as ledger:
        intents = []
        for number, key_id in enumerate(("AKIDofthen", cloud.endpoint.secret_id)):
            wish = make_wish(composition(user_data=f"lesson {number}"))
            made = ledger.intend(wish, school.target(key_id)).intent
            bring_to(ledger, made.id, State.RUNNING, {"job_id": f"j{number}"})
            intents.append(ledger.get(made.id))
    without, with_keys = pictures_of_jobs(intents, workplace)
    assert without.picture is None
    assert with_keys.picture is not None


def test_that_a_playlist_shows_what_its_first_piece_shows_in_the_bucket_and_on_the_disk(
    cloud: LocalCloud, home: Path, tmp_path: Path
) -> None:
    workplace = workplace_at(home, cloud.endpoint)
    playlist = b"#EXTM3U\n#EXTINF:2,\nj1-00000.ts\n#EXT-X-ENDLIST\n"
    piece = tmp_path / "j1-00000.ts"
    ffmpeg("-i", str(clip("rotated")), "-vf", "scale=96:128", "-t", "1", str(piece))
    Caller(cloud.endpoint).put("output/tall.m3u8", playlist)
    Caller(cloud.endpoint).put("output/j1-00000.ts", piece.read_bytes())
    target = workplace.target()
    facts = {
        "result_bucket": target.bucket,
        "result_region": target.region,
        "result_key": "output/tall.m3u8",
        "ended": 1.0,
    }
    intent = intent_with(home, workplace, State.SUCCESS, **facts)
    (made,) = pictures_of_jobs([intent], workplace)
    assert made.picture is not None
    assert (made.picture.width, made.picture.height) == (96, 128)
    file = tmp_path / "lesson.m3u8"
    file.write_bytes(playlist)
    delivered = intent_with(home, workplace, State.SUCCESS, **facts, delivered=2.0, delivered_path=str(file))
    unreachable = Workplace(home, Settings(), {"TILEWRIGHT_ENDPOINT": "http://127.0.0.1:9"})
    (made,) = pictures_of_jobs([delivered], unreachable)
    assert made.picture is not None
    assert (made.picture.width, made.picture.height) == (96, 128)
