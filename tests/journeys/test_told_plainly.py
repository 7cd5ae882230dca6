"""What commands about jobs and accounts say to somebody who meets them for the first time, on the real local cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, LOCAL, composition, tile, transcode
from support.cli import Done
from support.clips import clip
from support.forker import run as run_here
from support.home import temporary_home
from support.local_cloud import Caller
from support.many_jobs import fill
from tilewright.files.saving import save_file
from tilewright.localcloud.home import Endpoint
from tilewright.model.composition import Composition
from tilewright.model.options import Container, HlsEncrypt, TransConfig
from tilewright.model.suppressed import Suppressed

KEYS = ("TILEWRIGHT_SECRET_ID", "TILEWRIGHT_SECRET_KEY")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A home with a finished job, whose composition is `lesson.tilewright` beside it."""
    with temporary_home() as home:
        home.mkdir()
        made = home.parent / "lesson.tilewright"
        video = home.parent / "short.mp4"
        video.write_bytes(clip("short").read_bytes())
        at(home, "new", video, "-o", made, "--size", "320x180").expect()
        at(home, "submit", made, "--exact-name", "--wait").expect()
        yield home


def at(home: Path, *args: str | Path, **env: str) -> Done:
    return run_here(*args, env={"TILEWRIGHT_HOME": str(home), **env})


def changed(made: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A copy of the composition ``made`` in which texts are others."""
    text = made.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    copy = made.with_name(f"{name}.tilewright")
    copy.write_text(text, "utf-8")
    return copy


def lesson(home: Path) -> Path:
    return home.parent / "lesson.tilewright"


def failing(home: Path) -> Path:
    """A composition in which nothing is found wrong, whose job fails: the image of its watermark is nowhere."""
    made = json.loads(lesson(home).read_text("utf-8"))
    image = {"url": f"https://{LOCAL.cos_host}/input/no-logo.png", "mode": "Original", "transparency": 90}
    place = {"pos": "TopLeft", "loc_mode": "Absolute", "dx": 0, "dy": 0}
    made["composition"]["watermarks"] = [{"type": "Image", **place, "image": image}]
    path = home.parent / "failing.tilewright"
    path.write_text(json.dumps(made), "utf-8")
    return path


def jobs(home: Path) -> list[dict[str, Any]]:
    return at(home, "jobs", "--json").expect().records


# Submitting and rendering


def test_that_a_dry_run_under_an_exact_name_is_refused_as_the_submission_would_be(place: Path) -> None:
    other = changed(lesson(place), "other", ('"width": 320', '"width": 322'))
    before = jobs(place)
    really = at(place, "submit", other, "--exact-name").expect(2)
    rehearsed = at(place, "submit", other, "--exact-name", "--dry-run").expect(2)
    assert rehearsed.err == really.err
    assert "There is output/lesson.mp4 in the bucket already" in rehearsed.err
    at(place, "submit", other, "--replace", "--dry-run").expect()
    assert jobs(place) == before


def test_that_a_dry_run_says_that_the_same_job_was_done_already(place: Path) -> None:
    (job,) = [job["job"] for job in jobs(place)][-1:]
    said = at(place, "submit", lesson(place), "--exact-name", "--dry-run").expect()
    assert f"The same job was done already ({job})" in said.err
    assert "--again" in said.err
    told = at(place, "submit", lesson(place), "--exact-name", "--dry-run", "--json").expect().records[-1]
    assert (told["event"], told["would"], told["same_as"]) == ("dry-run", "finished", job)
    fresh = at(place, "submit", lesson(place), "--dry-run", "--json").expect().records[-1]
    assert (fresh["would"], fresh["same_as"]) == ("new", None)


def test_that_the_file_that_was_rendered_is_where_the_result_was_delivered(place: Path) -> None:
    for name in ("first.mp4", "second.mp4"):
        path = place.parent / name
        told = at(place, "render", lesson(place), "-o", path, "--json").expect().records[-1]
        assert told["delivered"] == told["file"] == str(path)
        assert path.is_file()
        assert next(job for job in jobs(place) if job["job"] == told["job"])["delivered"] == str(path)


def test_that_the_file_that_was_fetched_is_where_the_result_was_delivered(place: Path) -> None:
    job, path = jobs(place)[-1]["job"], place.parent / "fetched.mp4"
    at(place, "fetch", job, "-o", path).expect()
    assert next(each for each in jobs(place) if each["job"] == job)["delivered"] == str(path)


def test_that_only_a_verb_with_again_offers_it(place: Path) -> None:
    twice = [at(place, "render", lesson(place), "-o", place.parent / "o.mp4", "--force").expect() for _ in range(2)]
    assert "was done already" in twice[1].err
    assert "--again" not in twice[1].err
    assert "--again" in at(place, "submit", lesson(place)).expect().err
    assert "--again" in at(place, "submit", "--help").expect().out


def test_that_render_says_that_no_video_was_made_and_counts_in_sentences(place: Path) -> None:
    level = '"keep_audio_track": true, "job_level": 9'
    bad = changed(lesson(place), "bad", ('"width": 240', '"width": 0'), ('"keep_audio_track": true', level))
    path = place.parent / "none.mp4"
    first, *more = [
        each["sentence"] for each in at(place, "check", bad, "--json").records if each["severity"] == "error"
    ]
    assert len(more) == 1
    said = at(place, "render", bad, "-o", path).expect(1).err.splitlines()
    assert said[0] == f"tilewright: No video was made: {first} There is one more error."
    assert "check FILE --profile local" in said[1]
    said = at(place, "submit", bad).expect(1).err.splitlines()
    assert said[0] == f"tilewright: Nothing was submitted: {first} There is one more error."


@pytest.mark.parametrize("verb", ["render", "submit"])
def test_that_a_failure_is_told_once(place: Path, verb: str) -> None:
    how = ["-o", place.parent / "never.mp4"] if verb == "render" else ["--wait"]
    said = at(place, verb, failing(place), *how).expect(3)
    reason = "The watermark's image input/no-logo.png is not in the bucket"
    assert (said.out + said.err).count(reason) == 1
    assert said.err.count(" failed") == 1
    job = jobs(place)[0]["job"]
    asked = at(place, "status", job).expect(3)
    assert asked.out.split()[:2] == [job, "failed"]
    assert (asked.out + asked.err).count(reason) == 1
    assert reason in at(place, "jobs", "--limit", "1").expect().out


# Looking at jobs


def test_that_no_jobs_cannot_be_asked_for(place: Path) -> None:
    for number in ("0", "-1", "many"):
        said = at(place, "jobs", "--limit", number).expect(2)
        assert "use 1 or more" in said.err
        assert said.out == ""
    assert len(at(place, "jobs", "--limit", "1").expect().out.splitlines()) == 1


def test_that_the_list_of_jobs_says_when_each_was_sent(place: Path) -> None:
    (line,) = at(place, "jobs", "--limit", "1").expect().out.splitlines()
    sent = datetime.fromisoformat(jobs(place)[0]["sent"]).astimezone()
    assert f" {sent:%Y-%m-%d %H:%M} " in line


def test_that_a_list_of_jobs_that_may_be_meant_says_that_it_is_cut(home: Path) -> None:
    fill(home, 8, targets=(LOCAL,))
    starts = [job["job"] for job in jobs(home) if job["job"]]
    said = at(home, "status", starts[0][0]).expect(2).err.splitlines()[0]
    assert said.endswith(", ….")
    assert sum(job in said for job in starts) == 4


def test_that_the_answers_about_names_are_in_plain_words(place: Path) -> None:
    job = at(place, "submit", lesson(place), "--wait", "--json").expect().records[-1]["job"]
    at(place, "submit", lesson(place)).expect()
    said = at(place, "status", job, "--answers").expect().out
    assert "Another name that was considered for the result is free in the bucket." in said


# The local cloud


def test_that_serve_says_that_the_local_cloud_started_on_need_ends_by_itself(place: Path) -> None:
    at(place, "bucket", "ls").expect()
    said = at(place, "serve").expect(6).err
    assert "is already served at http://127.0.0.1:" in said
    assert "ends by itself 30 seconds after its last job" in said
    assert "--data DIR" in said


def test_that_a_video_that_another_bucket_of_the_local_cloud_lacks_is_an_error(place: Path) -> None:
    made = changed(lesson(place), "films", (LOCAL.bucket + ".cos", "films-1250000000.cos"))
    (problem,) = [each for each in at(place, "check", made, "--json").expect(1).records if each["severity"] == "error"]
    assert (problem["code"], problem["path"]) == ("source-absent", "tiles.t1.url")
    assert "no input/short.mp4 in the bucket films-1250000000 of the local cloud" in problem["sentence"]
    assert "bring it into the bucket" in problem["sentence"]
    before = jobs(place)
    at(place, "submit", made).expect(1)
    assert jobs(place) == before
    endpoint = json.loads((place / "local-cloud" / "endpoint.json").read_text("utf-8"))
    caller = Caller(Endpoint(*(endpoint[name] for name in ("endpoint", "bucket", "region", "secret_id", "secret_key"))))
    films = Caller(caller.endpoint, bucket="films-1250000000")
    assert films.put("input/short.mp4", clip("short").read_bytes()).status == 200
    at(place, "check", made).expect()
    at(place, "submit", made, "--wait").expect()


# Accounts


def account(home: Path, **settings: Any) -> None:
    home.mkdir(exist_ok=True)
    (home / "settings.json").write_text(json.dumps(settings))


SCHOOL = {"name": "school", "bucket": ACCOUNT.bucket, "region": ACCOUNT.region}


def test_that_doctor_says_where_a_default_profile_that_is_missing_is_named(home: Path) -> None:
    account(home, default_profile="school")
    said = at(home, "doctor").expect().out
    (line,) = [line for line in said.splitlines() if "school" in line]
    assert line.startswith("note    settings")
    assert "There is no profile 'school'." in line
    assert f"default_profile in {home / 'settings.json'}" in line
    assert "Known profiles: local." in line
    (line,) = [
        line for line in at(home, "doctor", TILEWRIGHT_PROFILE="uni").expect().out.splitlines() if "'uni'" in line
    ]
    assert "TILEWRIGHT_PROFILE" in line
    account(home, default_profile="school", profiles=[SCHOOL])
    assert ACCOUNT.bucket in at(home, "doctor").expect().out


def test_that_doctor_tells_damaged_settings_once_and_looks_at_the_rest(home: Path) -> None:
    account(home, default_profile=3)
    records = at(home, "doctor", "--json").expect(6).records
    (missing,) = [record for record in records if record["state"] == "missing"]
    assert missing["name"] == "settings"
    assert {record["name"] for record in records} >= {"home", "jobs", "disk", "ffmpeg"}


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({}, "There are no keys for the profile 'school'."),
        ({KEYS[0]: "id"}, "TILEWRIGHT_SECRET_ID is set, TILEWRIGHT_SECRET_KEY is not."),
        ({KEYS[1]: "key"}, "TILEWRIGHT_SECRET_KEY is set, TILEWRIGHT_SECRET_ID is not."),
        ({KEYS[0]: "id", KEYS[1]: "a key"}, "TILEWRIGHT_SECRET_KEY cannot be a key: it has a space"),
    ],
)
def test_that_keys_that_are_not_there_are_refused_in_plain_words(home: Path, keys: dict[str, str], told: str) -> None:
    account(home, profiles=[SCHOOL])
    said = at(home, "queue", "--profile", "school", **keys).expect(5).err
    assert told in said
    assert "NAME" not in said
    if not keys:
        assert "secret_id and secret_key of the service tilewright:school" in said


# Secrets and problems that are not told


def test_that_a_copy_shows_where_the_address_of_a_key_had_a_password(home: Path, tmp_path: Path) -> None:
    shown = "https://HIDDEN@keys.school.example/k?for=7"
    made, copied, again = (tmp_path / name for name in ("made.tilewright", "copied.xml", "again.tilewright"))
    save_file(made, encrypted("https://me:word@keys.school.example/k?for=7"), None)
    for form in ("xml", "curl", "python"):
        said = at(home, "xml", made, "--as", form).expect()
        assert shown in said.out
        assert "word@" not in said.out + said.err
        assert "?HIDDEN" not in said.out
    copied.write_text(at(home, "xml", made, "--as", "xml").expect().out, "utf-8")
    at(home, "import", copied, "-o", again).expect()
    found = at(home, "check", again, "--json").records
    (problem,) = [each for each in found if each["code"] == "key-placeholder"]
    assert problem["severity"] == "error"
    assert "key-placeholder" not in at(home, "check", made).out


def encrypted(key: str) -> Composition:
    config = TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key=key))
    return composition(transcode=transcode().replace(container=Container(format="hls"), trans_config=config))


def test_that_check_says_which_wishes_not_to_be_told_mean_nothing(home: Path, tmp_path: Path) -> None:
    made = composition(tile("a", width=0), tile("b", x=1270)).replace(
        suppressed=(
            Suppressed(code="tile-size", path="tiles.a.width"),
            Suppressed(code="tile-wrong", path="tiles.a.x"),
            Suppressed(code="tile-overhangs", path="tiles.b.x"),
        )
    )
    path = tmp_path / "made.tilewright"
    save_file(path, made, None)
    said = at(home, "check", path).expect(1)
    assert "tile-size at tiles.a.width shall not be told, but it is an error" in said.err
    assert "tile-wrong at tiles.a.x shall not be told, but no check has that code" in said.err
    assert said.err.count("shall not be told") == 2
    assert "(1 suppressed)" in said.err
    last = at(home, "check", path, "--json").expect(1).records[-1]
    assert [each["code"] for each in last["suppressed"]] == ["tile-overhangs"]
    assert len(last["in_vain"]) == 2


def test_that_check_tells_the_fix_of_each_problem(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "made.tilewright"
    save_file(path, composition(tile("a", width=0), tile("b", url="")), None)
    records = at(home, "check", path, "--json").expect(1).records
    lines = at(home, "check", path).expect(1).out.splitlines()
    assert {bool(record["fix"]) for record in records} == {True, False}
    for line, record in zip(lines, records, strict=True):
        assert record["code"] == line.split()[1]
        assert line.endswith(f"[fix: {record['fix']}]") if record["fix"] else "fix:" not in line
