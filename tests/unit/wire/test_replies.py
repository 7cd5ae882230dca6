from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.callbacks import jobs_of
from tilewright.errors import BadInput, Damaged
from tilewright.wire.documents import read_document
from tilewright.wire.faults import read_fault, write_fault
from tilewright.wire.jobs import (
    Job,
    JobRecord,
    ResultFile,
    format_time,
    parse_time,
    read_jobs,
    write_jobs,
)
from tilewright.wire.mark import new_mark
from tilewright.wire.request import read_request, write_request
from tilewright.wire.results import read_media
from tilewright.wire.storage import (
    Bucket,
    ObjectEntry,
    ObjectPage,
    Part,
    read_buckets,
    read_complete,
    read_completed,
    read_objects,
    read_parts,
    read_upload_id,
    write_buckets,
    write_complete,
    write_completed,
    write_objects,
    write_parts,
    write_upload,
)
from tilewright.wire.xml import parse

JOBS = Path(__file__).resolve().parents[2] / "golden" / "reference" / "jobs"
NOON = datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)


def sample(name: str) -> bytes:
    return (JOBS / name).read_bytes()


def test_that_only_direct_children_of_the_job_count() -> None:
    first = read_jobs(sample("jobs-list.xml")).jobs[1]
    assert (first.state, first.message, first.progress) == ("Success", "", 100)
    assert read_jobs(sample("job-success.xml")).jobs[0].state == "Success"


def test_that_a_reply_without_progress_has_none() -> None:
    job = read_jobs(sample("submit-response-schema.xml")).jobs[0]
    assert (job.state, job.progress, job.tag) == ("Submitted", None, "VideoSynthesis")
    assert job.user_data == "This is my data."


def test_that_results_ids_and_the_next_page_are_read() -> None:
    reply = read_jobs(sample("jobs-list.xml"))
    assert reply.next_token == "225508"
    assert reply.jobs[1].result_keys == ("output/out.mp4",)
    assert read_jobs(sample("job-nonexist.constructed.xml")).missing


def test_that_a_prefix_is_put_before_each_result() -> None:
    segments = sample("submit-response.xml").replace(
        b"</Operation>",
        b"<MediaResult><OutputFile><ObjectPrefix>out/s</ObjectPrefix><ObjectName>0</ObjectName>"
        b"<ObjectName>1</ObjectName></OutputFile></MediaResult></Operation>",
    )
    assert read_jobs(segments).jobs[0].result_keys == ("out/s0", "out/s1")


@pytest.mark.parametrize("name", ["job-running.malformed.xml", "error-ci-429.constructed.xml", "list-buckets.xml"])
def test_that_what_is_no_reply_about_jobs_is_damaged(name: str) -> None:
    with pytest.raises(Damaged):
        read_jobs(sample(name))


def test_that_the_echo_is_exactly_what_was_sent() -> None:
    request = sample("submit-request.xml")
    mark = new_mark()
    marked = write_request(read_request(request).composition, mark=mark)
    record = JobRecord(
        job_id="j1",
        state="Success",
        created=NOON,
        request=marked,
        progress=100,
        started=NOON,
        ended=NOON,
        media_info=b"<MediaInfo><Stream><Video><Width>1280</Width></Video></Stream></MediaInfo>",
        results=(ResultFile("b-1", "r", "output/out.mp4", "aa"),),
    )
    job = read_jobs(write_jobs([record], missing=["j9"], next_token="7")).jobs[0]
    assert (job.job_id, job.mark, job.created, job.result_keys) == ("j1", mark, NOON, ("output/out.mp4",))
    assert job.media_info == record.media_info
    sent = marked[marked.index(b"<VideoSynthesis>") : marked.index(b"</VideoSynthesis>")]
    assert sent in job.operation


def test_that_several_results_of_a_job_are_named_in_their_order() -> None:
    files = (
        ResultFile("b-1", "r", "out/b.m3u8", "aa"), ResultFile("b-1", "r", "out/b0.ts", "bb"),
        ResultFile("c-1", "r", "out/a.mp4", "cc"),
    )  # fmt: skip
    record = JobRecord("j1", "Success", NOON, sample("submit-request.xml"), results=files)
    job = read_jobs(write_jobs([record])).jobs[0]
    assert job.result_keys == ("out/b.m3u8", "out/b0.ts", "out/a.mp4")
    assert [(file.bucket, file.region, file.md5) for file in job.results] == [
        ("b-1", "r", (("out/b.m3u8", "aa"), ("out/b0.ts", "bb"))),
        ("c-1", "r", (("out/a.mp4", "cc"),)),
    ]


def test_that_times_have_the_services_form() -> None:
    assert format_time(NOON) == "2026-11-23T20:00:01+0800"
    assert parse_time("2026-11-23T20:00:01+0800") == NOON
    assert parse_time("-") is None
    assert parse_time("") is None


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+0800", "9999-12-31T23:59:59-0800"])
def test_that_a_time_beyond_the_calendar_is_none(written: str) -> None:
    reply = f"<Response><JobsDetail><JobId>j1</JobId><CreationTime>{written}</CreationTime></JobsDetail></Response>"
    (job,) = read_jobs(reply.encode()).jobs
    assert job.created is None


def test_that_error_bodies_have_the_shape_of_their_service() -> None:
    ci = write_fault("SlowDown", "too fast", "r1", resource=None)
    cos = write_fault("NoSuchKey", "gone \x00", "r2", resource="/a")
    assert b"Resource" not in ci
    fault = read_fault(cos)
    assert fault is not None
    assert (fault.code, fault.resource, fault.request_id) == ("NoSuchKey", "/a", "r2")
    for name in ("error-ci-429.constructed.xml", "error-cos-409.xml", "error-cos-403-skew.constructed.xml"):
        recorded = read_fault(sample(name))
        assert recorded is not None
        assert recorded.code
        assert recorded.request_id


@pytest.mark.parametrize("data", [b"", b"<html>502</html>", b"<Error><Code>", b"<Error><Message>m</Message></Error>"])
def test_that_other_bodies_are_no_error_of_the_service(data: bytes) -> None:
    assert read_fault(data) is None


def test_that_recorded_listings_are_read() -> None:
    assert [bucket.region for bucket in read_buckets(sample("list-buckets.xml"))][:2] == ["ap-beijing"] * 2
    assert len(read_buckets(sample("list-buckets-one.xml"))) == 1
    assert read_objects(sample("list-objects-page1.xml")).next_marker == "example-object-3.jpg"
    assert read_objects(sample("list-objects-page2.xml")).next_marker == ""
    assert "腾讯云.jpg" in [entry.key for entry in read_objects(sample("list-objects-urlencoded.xml")).entries]
    assert read_objects(sample("list-objects-prefixes-page1.xml")).prefixes
    assert read_upload_id(sample("multipart-init.xml"))
    assert read_completed(sample("multipart-complete.xml")) == "aa259a62513358f69e98e72e59856d88-3"
    assert [part.number for part in read_complete(sample("multipart-complete-request.xml"))] == [1, 2, 3]


@given(st.lists(st.text(min_size=1, max_size=40).filter(lambda key: key.encode("utf-8", "ignore").decode() == key)))
def test_that_every_key_survives_an_encoded_listing(keys: list[str]) -> None:
    page = ObjectPage(tuple(ObjectEntry(key, 5, "e", NOON) for key in keys), ("a&b/",), "m k" if keys else "")
    assert read_objects(write_objects(page, bucket="b", owner="1", encoded=True)) == page


def test_that_buckets_parts_and_uploads_survive() -> None:
    buckets = (Bucket("a-1", "r", NOON), Bucket("b-1", "s", NOON))
    assert read_buckets(write_buckets(buckets, "1")) == buckets
    parts = (Part(1, "aa", 7), Part(2, "bb", 8))
    assert read_parts(write_parts("b", "k", "u", parts)) == parts
    assert read_complete(write_complete(parts)) == (Part(1, "aa"), Part(2, "bb"))
    assert read_upload_id(write_upload("b", "k", "u7")) == "u7"
    assert read_completed(write_completed("http://h/k", "b", "k", "e-2")) == "e-2"


TEMPLATES = JOBS.parent / "templates"


def job_in(path: Path) -> Job:
    (job,) = jobs_of(path.read_bytes())
    return job


@pytest.mark.parametrize(
    ("name", "state", "own"),
    [
        ("callback-digitalwatermark.xml", "Success", ""),
        ("callback-superresolution-digitalwatermark-failed.xml", "Success", "Failed"),
    ],
)
def test_that_an_invisible_watermark_has_a_state_of_its_own(name: str, state: str, own: str) -> None:
    job = job_in(TEMPLATES / name)
    assert job.digital_watermark is not None
    assert (job.state, job.digital_watermark.state) == (state, own)
    assert (job.digital_watermark.message, job.digital_watermark.version) == ("123456789ab", "V1")


def test_that_a_job_without_an_invisible_watermark_has_none() -> None:
    assert job_in(JOBS / "callback-generic.xml").digital_watermark is None


def test_that_results_have_whole_keys_and_their_sums() -> None:
    (one,) = job_in(TEMPLATES / "callback-segment-multi-output.xml").results
    assert len(one.keys) > 1
    assert dict(one.md5).keys() == set(one.keys)
    assert all(len(value) == 32 for value in dict(one.md5).values())
    assert (one.bucket, one.region) == ("test-123456789", "ap-chongqing")


@pytest.mark.parametrize(
    ("folder", "name"), [(JOBS, "callback-concat-workflow"), (TEMPLATES, "callback-transcode-workflow")]
)
def test_that_a_callback_says_the_same_as_json_and_as_xml(folder: Path, name: str) -> None:
    from_xml, from_json = (job_in(folder / f"{name}{ending}") for ending in (".xml", ".json"))
    for field in ("job_id", "state", "created", "ended", "tag", "output", "results", "result_keys", "queue_id"):
        assert getattr(from_json, field) == getattr(from_xml, field), field
    info = [read_media(parse(job.media_info, "x")) for job in (from_xml, from_json)]
    assert info[0]
    assert sorted(info[0], key=str) == sorted(info[1], key=str)


def test_that_a_list_of_one_and_its_member_are_the_same_in_json() -> None:
    collapsed = json.loads((JOBS / "callback-concat-workflow.json").read_bytes())
    spread = _spread(collapsed)
    assert spread != collapsed
    one, other = (jobs_of(json.dumps(tree).encode())[0] for tree in (collapsed, spread))
    assert one == other


def _spread(tree: Any) -> Any:
    """Every member as a list of one, where it is none."""
    if isinstance(tree, dict):
        return {name: value if isinstance(value, list) else [_spread(value)] for name, value in tree.items()}
    return tree


def _replies() -> list[Path]:
    made = [path for path in sorted(JOBS.parent.rglob("*")) if path.suffix in {".xml", ".json"}]
    return [path for path in made if b"JobsDetail" in path.read_bytes() and "malformed" not in path.name.lower()]


@pytest.mark.parametrize("path", _replies(), ids=lambda path: path.name)
def test_that_every_recorded_answer_about_jobs_is_read(path: Path) -> None:
    jobs = jobs_of(path.read_bytes())
    assert jobs
    for job in jobs:
        assert job.job_id.startswith("j")
        assert job.state in {"Submitted", "Running", "Success", "Failed", "Pause", "Cancel"}
        assert job.created is not None


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("mediainfo-*.xml")), ids=lambda path: path.name)
def test_that_facts_of_every_stream_are_read_and_empty_ones_left_out(path: Path) -> None:
    root = parse(path.read_bytes(), path.name)
    info = root if root.tag == "MediaInfo" else root.find(".//MediaInfo")
    facts = read_media(info)
    assert all(value for one in facts for _, value in one.values)
    assert bool(facts) == ("empty" not in path.name)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{}", "without a request"),
        (b'{"JobsDetail": {', r"not well-formed JSON \(line 1"),
        (b'{"JobsDetail": []}', "contains no request"),
        (b"<Response/>", "contains no request"),
        (b'{"JobsDetail":' + b'{"a":' * 40 + b"1" + b"}" * 41, "32 levels"),
        (b'{"JobsDetail":{"a":[' + b"1," * 200_000 + b"1]}}", "50000 values"),
        (b'{"JobsDetail":{"a":[' + b"[]," * 150_000 + b"[]]}}", "50000 values"),
        (b'{"JobsDetail":"' + b"x" * 5_000_000 + b'"}', "4 MiB"),
        (b'{"JobsDetail":{"a":"\\u0001"}}', "control character"),
        (b'{"JobsDetail":{"a":"\\ud800"}}', "control character"),
        (b'{"JobsDetail":"\xff"}', "not well-formed JSON"),
    ],
)
def test_that_other_callbacks_are_refused_with_a_sentence(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_document(data, "The callback")


def test_that_numbers_in_json_stay_as_they_are_spelled() -> None:
    big = "9" * 5000
    (job,) = jobs_of(f'{{"JobsDetail":{{"JobId":{big},"State":1.50,"Code":NaN}}}}'.encode())
    assert (job.job_id, job.state, job.code) == (big, "1.50", "NaN")
