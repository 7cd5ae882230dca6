from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.errors import Damaged
from tilewright.wire.faults import read_fault, write_fault
from tilewright.wire.jobs import (
    JobRecord,
    MediaFacts,
    ResultFile,
    format_time,
    parse_time,
    read_jobs,
    write_jobs,
)
from tilewright.wire.mark import new_mark
from tilewright.wire.request import read_request, write_request
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
        media_info=MediaFacts(format=(("Duration", "2.000000"),), video=(("Width", "1280"),)),
        result=ResultFile("b-1", "r", "output/out.mp4", "aa"),
    )
    job = read_jobs(write_jobs([record], missing=["j9"], next_token="7")).jobs[0]
    assert (job.job_id, job.mark, job.created, job.result_keys) == ("j1", mark, NOON, ("output/out.mp4",))
    assert b"<Width>1280</Width>" in job.media_info
    sent = marked[marked.index(b"<VideoSynthesis>") : marked.index(b"</VideoSynthesis>")]
    assert sent in job.operation


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
