"""Jobs of the local cloud over real HTTP: accepted, kept, rendered one after the other, listed, cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from support.clips import clip
from support.gate import Gate
from support.local_cloud import Caller, job_request, local_cloud
from tilewright import points
from tilewright.durable import write_whole
from tilewright.localcloud import gathering
from tilewright.localcloud.job_failed import JobFailed
from tilewright.localcloud.queue import Result
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.store import Place
from tilewright.media.probe import probe
from tilewright.model.source import Source
from tilewright.wire import xml
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import Job, read_jobs
from tilewright.wire.queues import read_queues
from tilewright.wire.signature import Keys


@pytest.fixture
def produce(gate: Gate) -> Gate:
    return gate


@pytest.fixture
def request_body(caller: Caller) -> bytes:
    return job_request(caller.url("a.mp4"))


class TestWithFfmpeg:
    @pytest.fixture
    def real(self, tmp_path: Path) -> Iterator[Caller]:
        with local_cloud(tmp_path / "real") as running:
            yield Caller(running.endpoint)

    def test_that_sources_are_read_at_the_same_time(self, real: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        both = threading.Barrier(2, timeout=30)

        def meet(path: Path, key: str) -> Source:
            both.wait()
            return probe(path, key)

        monkeypatch.setattr(gathering, "probe", meet)
        for name in ("a", "b"):
            real.put(f"{name}.mp4", clip("plain").read_bytes())
        done = real.wait(real.submit(job_request(real.url("a.mp4"), real.url("b.mp4"))).job_id)
        assert done.state == "Success", done

    def test_that_of_several_bad_sources_the_first_is_told(self, real: Caller) -> None:
        real.put("good.mp4", clip("plain").read_bytes())
        real.put("1.mp4", b"no video")
        real.put("2.mp4", b"no video either")
        done = real.wait(real.submit(job_request(*map(real.url, ("good.mp4", "1.mp4", "2.mp4")))).job_id)
        assert (done.state, "1.mp4" in done.message, "2.mp4" in done.message) == ("Failed", True, False), done

    def test_that_a_job_makes_a_video_of_its_sources(self, real: Caller, tmp_path: Path) -> None:
        real.adopt("in/一 1.mp4", clip("plain"))
        real.put("in/b.mp4", clip("rotated").read_bytes())
        job = real.submit(job_request(real.url("in/一 1.mp4"), real.url("in/b.mp4"), key="out/${jobid}-x.${ext}"))
        assert job.state == "Submitted"
        done = real.wait(job.job_id)
        assert (done.state, done.progress, done.code) == ("Success", 100, "Success"), done
        key = f"out/{job.job_id}-x.mp4"
        assert done.result_keys == (key,)
        result = real.get(key)
        (tmp_path / "out.mp4").write_bytes(result.body)
        made = probe(tmp_path / "out.mp4")
        assert (made.width, made.height, made.has_sound) == (320, 180, True)
        assert made.duration == pytest.approx(2.0, abs=0.1)
        assert done.started is not None
        assert done.ended is not None

    def test_that_ffmpeg_is_noted_while_it_runs_and_no_longer(self, tmp_path: Path) -> None:
        """Of what a service dies after that is the job's doing: it is not tried for ever."""
        noted: dict[str, bool] = {}

        with local_cloud(tmp_path / "real") as running:
            caller = Caller(running.endpoint)
            caller.adopt("a.mp4", clip("plain"))

            def look(name: str) -> None:
                if name in {"localcloud.write.committed", "localcloud.render.done"}:
                    with running.database.read() as rows:
                        found = rows.execute("SELECT child FROM job").fetchall()
                    noted[name] = noted.get(name, False) or any(row["child"] for row in found)

            points.listen(look)
            try:
                assert caller.wait(caller.submit(job_request(caller.url("a.mp4"))).job_id).state == "Success"
            finally:
                points.listen(None)
        assert noted == {"localcloud.write.committed": True, "localcloud.render.done": False}

    def test_that_a_missing_damaged_or_foreign_source_fails_the_job_by_name(self, real: Caller) -> None:
        real.put("in/text.mp4", b"this is no video at all " * 50)
        real.put("in/cut.mp4", clip("plain").read_bytes()[:3000])
        playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"
        real.put("in/list.mp4", playlist)
        expected = {
            real.url("in/none.mp4"): ("ResourceNotFound", "in/none.mp4"),
            "https://example.com/a.mp4": ("ResourceNotFound", "https://example.com/a.mp4"),
            real.url("in/text.mp4"): ("Resource", "in/text.mp4"),
            real.url("in/cut.mp4"): ("Resource", "in/cut.mp4"),
            real.url("in/list.mp4"): ("Resource", "in/list.mp4"),
        }
        ids = {real.submit(job_request(url)).job_id: wanted for url, wanted in expected.items()}
        for job_id, (code, name) in ids.items():
            job = real.wait(job_id)
            assert job.state == "Failed", job
            assert job.code.startswith(code)
            assert name in job.message
            assert job.message.endswith((".", ")"))
        real.put("in/ok.mp4", clip("short").read_bytes())
        assert real.wait(real.submit(job_request(real.url("in/ok.mp4"))).job_id).state == "Success"

    def test_that_a_source_replaced_while_it_is_rendered_does_not_disturb(self, real: Caller) -> None:
        real.put("in.mp4", clip("long").read_bytes())
        job = real.submit(job_request(real.url("in.mp4"), size=(960, 540)))
        real.wait(job.job_id, until=lambda seen: (seen.progress or 0) > 0)  # it has its source by then
        real.put("in.mp4", b"other")
        assert real.wait(job.job_id).state == "Success"
        assert real.get("in.mp4").body == b"other"

    def test_that_jobs_side_by_side_have_each_its_own_result(self, real: Caller, tmp_path: Path) -> None:
        told = b'{"jobs_at_a_time": 2}'
        write_whole(tmp_path / "real" / "settings.json", told, replace=True)  # it may be read at any moment
        real.adopt("a.mp4", clip("plain"))
        sizes = [(320, 180), (160, 144), (128, 128)]
        ids = [real.submit(job_request(real.url("a.mp4"), size=size)).job_id for size in sizes]
        for job_id, size in zip(ids, sizes, strict=True):
            job = real.wait(job_id)
            assert job.state == "Success", job
            made = tmp_path / f"{job_id}.mp4"
            made.write_bytes(real.get(job.result_keys[0]).body)
            shown = probe(made)
            assert (shown.width, shown.height) == size


def test_that_equal_posts_are_jobs_of_their_own_and_all_are_kept(
    cloud: LocalCloud, caller: Caller, request_body: bytes
) -> None:
    ids = {caller.submit(request_body).job_id for _ in range(3)}
    assert len(ids) == 3
    assert all(len(job_id) == 33 and job_id[0] == "j" for job_id in ids)
    assert cloud.accepted_posts() == [request_body] * 3


def test_that_one_job_runs_at_a_time_by_level_and_then_by_order(
    caller: Caller, gate: Gate, request_body: bytes
) -> None:
    first = caller.submit(request_body).job_id
    caller.wait(first, until=lambda job: job.state == "Running")
    level = {
        number: [caller.submit(job_request(caller.url("a"), level=number)).job_id for _ in range(2)]
        for number in (0, 2, 1)
    }
    gate.opened.set()
    for job_id in level[0]:
        caller.wait(job_id)
    assert gate.seen == [first, *level[2], *level[1], *level[0]]
    assert gate.most_running == 1


def test_that_as_many_jobs_run_at_a_time_as_the_settings_say_from_then_on(
    caller: Caller, gate: Gate, request_body: bytes, tmp_path: Path
) -> None:
    def states_with(number: int) -> list[str]:
        told = f'{{"jobs_at_a_time": {number}}}'.encode()
        write_whole(tmp_path / "cloud" / "settings.json", told, replace=True)  # it may be read at any moment
        caller.wait(ids[number - 1], until=lambda job: job.state == "Running")
        queue = read_queues(caller.call("GET", "/queue", host=caller.ci_host).body).queues[0]
        assert queue.max_concurrent == number
        return [job.state for job in caller.jobs(*ids).jobs]

    ids = [caller.submit(request_body).job_id for _ in range(4)]
    assert states_with(1) == ["Running", "Submitted", "Submitted", "Submitted"]
    assert states_with(3) == ["Running", "Running", "Running", "Submitted"]
    gate.opened.set()
    assert {caller.wait(job_id).state for job_id in ids} == {"Success"}


def test_that_a_reply_echoes_the_operation_and_tells_times(caller: Caller, gate: Gate) -> None:
    body = job_request(caller.url("a.mp4"), user_data="hello tw").replace(
        b"<VideoSynthesis>", b'<!--odd--><VideoSynthesis odd="1">'
    )
    job = caller.submit(body)
    assert b'<!--odd--><VideoSynthesis odd="1">' in job.operation
    assert (job.user_data, job.tag, job.started, job.progress) == ("hello tw", "VideoSynthesis", None, 0)
    assert job.queue_id.startswith("p")
    assert job.created is not None
    assert abs(job.created.timestamp() - time.time()) < 5


def test_that_every_node_of_the_operation_comes_back_as_it_was_sent(caller: Caller, gate: Gate) -> None:
    gate.opened.set()
    marks = (
        "<Watermark><Type>Text</Type><Pos>TopLeft</Pos><LocMode>Absolute</LocMode><Dx>1</Dx><Dy>2</Dy>"
        "<Text><Text> a &lt;b&gt; é </Text><FontSize>20</FontSize><FontColor>0x112233</FontColor>"
        "<Transparency>50</Transparency></Text></Watermark>"
    )
    body = job_request(caller.url("a.mp4"), caller.url("b.mp4"), user_data="x").replace(
        b"</Operation>", f"{marks}<!-- kept --></Operation>".encode()
    )
    sent = body[body.index(b"<Operation>") + len(b"<Operation>") : body.index(b"</Operation>")]
    job = caller.submit(body)
    assert canonical(sent) in canonical(job.operation)
    done = caller.wait(job.job_id)
    assert done.state == "Success", done
    assert canonical(sent) in canonical(done.operation)
    assert canonical(done.operation).index(b"<MediaResult>") > canonical(done.operation).index(b"<!-- kept -->")


def canonical(data: bytes) -> bytes:
    """Without the outermost element, if there is one; the rest in the one spelling that XML has for it."""
    root = xml.parse(data if data.startswith(b"<Operation>") else b"<Operation>" + data + b"</Operation>", "it")
    spelled = etree.tostring(root, method="c14n", with_comments=True)
    return spelled.removeprefix(b"<Operation>").removesuffix(b"</Operation>")


def test_that_a_waiting_job_is_cancelled_and_a_running_or_ended_one_is_not(
    caller: Caller, gate: Gate, request_body: bytes
) -> None:
    running = caller.submit(request_body).job_id
    caller.wait(running, until=lambda job: job.state == "Running")
    waiting = [caller.submit(request_body).job_id for _ in range(2)]

    def cancel(*ids: str, host: str = caller.ci_host) -> tuple[int, bytes]:
        reply = caller.call("PUT", f"/jobs/{','.join(ids)}", {"cancel": ""}, host=host)
        return reply.status, reply.body

    status, body = cancel(waiting[0], running)
    fault = read_fault(body)
    assert fault is not None
    assert (status, fault.code) == (400, "InvalidArgument")
    assert "can not be modified" in fault.message
    assert caller.jobs(waiting[0]).jobs[0].state == "Submitted"
    assert cancel(*waiting) == (200, b"")
    assert [job.state for job in caller.jobs(*waiting).jobs] == ["Cancel", "Cancel"]
    assert cancel(waiting[0])[0] == 400
    gate.opened.set()
    caller.wait(running)
    assert cancel(running)[0] == 400
    assert cancel("j" + "0" * 32)[0] == 400
    assert gate.seen == [running]


def test_that_a_query_names_the_jobs_that_do_not_exist(caller: Caller, request_body: bytes) -> None:
    job = caller.submit(request_body).job_id
    absent = "j" + "0" * 32
    reply = caller.jobs(absent, job)
    assert [found.job_id for found in reply.jobs] == [job]
    assert reply.missing == (absent,)
    assert caller.jobs("whatever").missing == ("whatever",)
    other = Caller(caller.endpoint, "films-1250000001", "ap-beijing")
    assert other.jobs(job).missing == (job,)
    eleven = ",".join([job] + [f"x{number}" for number in range(10)])
    assert caller.call("GET", f"/jobs/{eleven}", host=caller.ci_host).status == 400


def test_that_a_listing_pages_both_ways_and_filters(caller: Caller, gate: Gate, request_body: bytes) -> None:
    ids = [caller.submit(request_body).job_id for _ in range(5)]
    gate.opened.set()
    for job_id in ids:
        caller.wait(job_id)

    def listed(**params: str) -> list[str]:
        found: list[str] = []
        token = ""
        while True:
            reply = caller.list_jobs(**params, nextToken=token)
            found += [job.job_id for job in reply.jobs]
            token = reply.next_token
            if not token:
                return found

    for size in ("1", "2", "5", "100"):
        assert listed(size=size) == ids[::-1]
        assert listed(size=size, orderByTime="Asc") == ids
    assert listed(states="Success,Failed") == ids[::-1]
    assert listed(states="Cancel") == []
    assert listed(startCreationTime="2001-01-01T00:00:00+0800") == ids[::-1]
    assert listed(startCreationTime="2101-01-01T00:00:00+0800") == []
    assert listed(endCreationTime="2001-01-01T00:00:00+0800") == []
    created = caller.jobs(ids[0]).jobs[0].created
    assert created is not None
    stamp = created.strftime("%Y-%m-%dT%H:%M:%S%z")
    assert ids[0] in listed(startCreationTime=stamp)
    assert ids[0] in listed(endCreationTime=stamp)
    for wrong in ({"size": "0"}, {"size": "101"}, {"orderByTime": "Up"}, {"states": "Odd"}, {"nextToken": "x"},
                  {"startCreationTime": "yesterday"}):  # fmt: skip
        assert caller.call("GET", "/jobs", {"tag": "VideoSynthesis", **wrong}, host=caller.ci_host).status == 400
    assert caller.call("GET", "/jobs", host=caller.ci_host).status == 400


def test_that_a_listing_of_other_jobs_than_there_can_be_here_is_empty_and_says_so(
    caller: Caller, request_body: bytes
) -> None:
    ids = [caller.submit(request_body).job_id for _ in range(3)]
    own = caller.jobs(ids[0]).jobs[0].queue_id
    others = (
        {"queueId": "p" + "0" * 32},
        {"queueId": "p" + "0" * 32, "queueType": "Transcoding"},
        {"queueType": "SpeedTranscoding"},
        {"workflowId": "w1"},
        {"inventoryTriggerJobId": "b1"},
        {"inputObject": "a.mp4"},
    )
    for params in others:
        reply = caller.list_jobs(size="2", **params)
        assert (reply.jobs, reply.next_token) == ((), ""), params
    for params in ({"queueId": own}, {"queueId": own, "queueType": "SpeedTranscoding"}, {"queueType": "Transcoding"}):
        reply = caller.list_jobs(size="2", **params)
        assert [job.job_id for job in reply.jobs] == ids[:0:-1], params
        rest = caller.list_jobs(size="2", nextToken=reply.next_token, **params)
        assert ([job.job_id for job in rest.jobs], rest.next_token) == (ids[:1], "")


def test_that_a_result_is_seen_only_whole_with_its_job_done(caller: Caller, gate: Gate) -> None:
    body = job_request(caller.url("a"), key="out.${ext}")
    job = caller.submit(body).job_id
    caller.wait(job, until=lambda seen: seen.state == "Running")
    assert caller.get("out.mp4").status == 404
    gate.opened.set()
    assert caller.wait(job).result_keys == ("out.mp4",)
    assert caller.get("out.mp4").body == b"made"


def test_that_a_failed_job_tells_why_and_the_next_one_runs(caller: Caller, gate: Gate, request_body: bytes) -> None:
    bad = caller.submit(request_body).job_id
    gate.fails[bad] = JobFailed("ResourceNotFound", "The source a.mp4 is not there.")
    good = caller.submit(request_body).job_id
    gate.opened.set()
    assert caller.wait(good).state == "Success"
    failed = caller.wait(bad)
    assert (failed.state, failed.code, failed.message) == (
        "Failed",
        "ResourceNotFound",
        "The source a.mp4 is not there.",
    )
    assert failed.progress is None


def without(body: bytes, start: bytes, end: bytes) -> bytes:
    before, _, rest = body.partition(start)
    return before + rest.partition(end)[2]


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "tag": (lambda b: b.replace(b"VideoSynthesis</Tag>", b"Concat</Tag>"), "InvalidArgument", "Tag"),
    "no tag": (lambda b: without(b, b"<Tag>", b"</Tag>"), "InvalidArgument", "Tag"),
    "root": (lambda b: b.replace(b"Request>", b"Reply>"), "InvalidContent", "Reply"),
    "cut off": (lambda b: b[:-20], "InvalidContent", "well-formed"),
    "empty": (lambda b: b"", "MissingContent", "body"),
    "dtd": (lambda b: b'<!DOCTYPE x [<!ENTITY a "b">]>' + b, "InvalidContent", "DTD"),
    "html": (lambda b: b"<html><p></html>", "InvalidContent", ""),
    "no operation": (lambda b: without(b, b"<Operation>", b"</Operation>"), "InvalidArgument", "Operation"),
    "no tiles": (lambda b: without(b, b"<SpliceInfo>", b"</SpliceInfo>"), "InvalidArgument", "SpliceInfo"),
    "no url": (lambda b: without(b, b"<Url>", b"</Url>"), "InvalidArgument", "Url"),
    "odd width": (lambda b: b.replace(b"<X>0</X>", b"<X>0</X><Width>abc</Width>"), "InvalidArgument", "Width"),
    "no frame": (lambda b: without(b, b"<Transcode>", b"</Transcode>"), "InvalidArgument", "Transcode"),
    "no output": (lambda b: without(b, b"<Output>", b"</Output>"), "InvalidArgument", "Output"),
    "output bucket": (lambda b: b.replace(b"studio-", b"../x"), "InvalidArgument", "Output"),
    "level": (lambda b: b.replace(b"<JobLevel>0", b"<JobLevel>9"), "InvalidArgument", "JobLevel"),
    "user data": (lambda b: b.replace(b"<UserData>", "<UserData>é".encode()), "InvalidArgument", "UserData"),
    "codec": (lambda b: b.replace(b"H.264", b"H.266"), "InvalidArgument", "H.266"),
    "name": (lambda b: b.replace(b"<X>0</X>", b"<X>0</X><Name>a b</Name>"), "InvalidArgument", "Name"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_that_what_cannot_be_rendered_is_refused_when_it_is_posted(
    cloud: LocalCloud, caller: Caller, request_body: bytes, name: str
) -> None:
    change, code, word = BROKEN[name]
    reply = caller.call("POST", "/jobs", body=change(request_body), host=caller.ci_host)
    fault = read_fault(reply.body)
    assert fault is not None
    assert (reply.status, fault.code, fault.resource) == (400, code, "")
    assert word in fault.message
    assert fault.message.endswith(".")
    assert fault.request_id == reply.header("x-ci-request-id")
    assert reply.header("server") == "tencent-ci"
    assert cloud.accepted_posts() == []


class TestOnTheStorageHost:
    """The official Python SDK sends calls about jobs there (ci-jobs §11.3)."""

    def test_that_jobs_are_posted_queried_listed_and_cancelled(self, caller: Caller, request_body: bytes) -> None:
        ids = [read_jobs(caller.call("POST", "/jobs", body=request_body).body).jobs[0].job_id for _ in range(2)]
        reply = caller.call("GET", f"/jobs/{ids[0]}")
        assert read_jobs(reply.body).jobs[0].job_id == ids[0]
        assert reply.header("x-ci-request-id")
        listed = read_jobs(
            caller.call("GET", "/jobs", {"tag": "VideoSynthesis", "states": "All", "nextToken": ""}).body
        )
        assert [job.job_id for job in listed.jobs] == ids[::-1]
        assert caller.call("PUT", f"/jobs/{ids[1]}", {"cancel": ""}).status == 200

    def test_that_an_object_wins_over_a_call_of_the_same_path(self, caller: Caller, request_body: bytes) -> None:
        job: Job = caller.submit(request_body)
        for key in ("jobs", f"jobs/{job.job_id}"):
            assert caller.put(key, b"mine").status == 200
            assert caller.get(key).body == b"mine"
        assert caller.call("GET", "/jobs", {"tag": "VideoSynthesis"}).body == b"mine"
        assert caller.jobs(job.job_id).jobs[0].job_id == job.job_id
        assert caller.get("jobs/other.mp4").status == 404

    def test_that_cancelling_wins_over_an_object_of_the_same_path(self, caller: Caller, request_body: bytes) -> None:
        """A100."""
        running = caller.submit(request_body).job_id
        caller.wait(running, until=lambda job: job.state == "Running")
        waiting = caller.submit(request_body).job_id
        assert caller.put(f"jobs/{waiting}", b"mine").status == 200
        assert caller.call("PUT", f"/jobs/{waiting}", {"cancel": ""}, b"other").status == 200
        assert [job.state for job in caller.jobs(running, waiting).jobs] == ["Running", "Cancel"]
        assert caller.get(f"jobs/{waiting}").body == b"mine"
        assert caller.put(f"jobs/{waiting}", b"other").status == 200
        assert caller.call("HEAD", f"/jobs/{waiting}").header("content-length") == "5"
        assert caller.call("DELETE", f"/jobs/{waiting}").status == 204
        assert read_jobs(caller.get(f"jobs/{waiting}").body).jobs[0].state == "Cancel"


class TestSignature:
    def test_that_a_wrong_key_is_refused_in_the_words_of_each_host(self, caller: Caller, request_body: bytes) -> None:
        right, wrong_key = caller.keys, Keys(caller.keys.secret_id, "no")
        stranger = Keys("nobody", right.secret_key)
        for keys, on_ci, on_cos in (
            (wrong_key, "InvalidAuthorization", "SignatureDoesNotMatch"),
            (stranger, "SecretidNotExist", "InvalidAccessKeyId"),
        ):
            reply = caller.call("POST", "/jobs", body=request_body, keys=keys, host=caller.ci_host)
            assert (reply.status, getattr(read_fault(reply.body), "code", "")) == (401, on_ci)
            reply = caller.call("PUT", "/a", body=b"x" * 3_000_000, keys=keys)
            assert (reply.status, getattr(read_fault(reply.body), "code", "")) == (403, on_cos)

    @pytest.mark.parametrize("start", [-700, 1200])
    def test_that_a_signature_out_of_its_time_is_refused(
        self, cloud: LocalCloud, caller: Caller, request_body: bytes, start: int
    ) -> None:
        reply = caller.call("POST", "/jobs", body=request_body, host=caller.ci_host, start=start)
        assert (reply.status, getattr(read_fault(reply.body), "code", "")) == (401, "SignatureExpired")
        reply = caller.call("GET", "/a", start=start)
        fault = read_fault(reply.body)
        assert fault is not None
        message = "Request has expired" if start < 0 else "RequestTimeTooSkewed"
        assert (reply.status, fault.code, fault.message) == (403, "AccessDenied", message)
        assert cloud.accepted_posts() == []

    def test_that_an_unsigned_call_is_refused(self, caller: Caller) -> None:
        assert caller.send("GET", "/a", headers={"Host": caller.cos_host}).status == 403
        assert caller.send("POST", "/jobs", headers={"Host": caller.ci_host}).status == 401
        odd = {"Host": caller.cos_host, "Authorization": "Bearer x"}
        assert caller.send("GET", "/a", headers=odd).status == 403

    def test_that_a_body_held_up_until_the_signature_ended_makes_no_job(
        self, cloud: LocalCloud, caller: Caller, request_body: bytes
    ) -> None:
        def slowly() -> Iterator[bytes]:
            yield request_body[:50]
            time.sleep(2.2)
            yield request_body[50:]

        length = {"Content-Length": str(len(request_body))}
        reply = caller.call("POST", "/jobs", body=slowly(), headers=length, host=caller.ci_host, start=-60, life=61)
        assert (reply.status, getattr(read_fault(reply.body), "code", "")) == (401, "SignatureExpired")
        assert cloud.accepted_posts() == []


def test_that_the_time_of_an_answer_is_that_of_its_clock(tmp_path: Path) -> None:
    """By `Date` callers correct their own clock; the clock that judges signatures is the one that is told."""
    with local_cloud(tmp_path / "cloud", clock=lambda: 1_800_000_000.0) as cloud:
        reply = Caller(cloud.endpoint).send("GET", "/")
    assert reply.header("date") == "Fri, 15 Jan 2027 08:00:00 GMT"


def test_that_a_page_of_the_listing_ends_where_a_client_would_not_read_on(
    caller: Caller, cloud: LocalCloud, request_body: bytes
) -> None:
    """A result of thousands of pieces takes a MiB and more of an answer; a page then has fewer jobs than asked for."""
    ids = [caller.submit(request_body).job_id for _ in range(4)]
    place = Place(caller.bucket, caller.region)
    results = [Result(place, f"output/{'lesson' * 12}-{number:05}.ts", "0" * 32) for number in range(5000)]
    with cloud.database.write() as rows:
        rows.execute("UPDATE job SET state = 'Running'")
        for job_id in ids[1:]:
            cloud.queue.succeed(rows, job_id, results)
    found, token, pages = list[str](), "", 0
    while pages == 0 or token:
        page = caller.list_jobs(orderByTime="Asc", size="100", nextToken=token)
        assert page.jobs
        found += [job.job_id for job in page.jobs]
        token, pages = page.next_token, pages + 1
    assert (found, pages) == (ids, 2)


def test_that_an_answer_about_several_jobs_stays_readable_and_tells_of_each_of_them(
    caller: Caller, cloud: LocalCloud, request_body: bytes
) -> None:
    """Where the pieces of all would be too much, an answer names the playlists of the last ones alone (A85)."""
    ids = [caller.submit(request_body).job_id for _ in range(5)]
    place = Place(caller.bucket, caller.region)
    keys = ["output/lesson.m3u8", *(f"output/{'lesson' * 12}-{number:05}.ts" for number in range(5000))]
    with cloud.database.write() as rows:
        rows.execute("UPDATE job SET state = 'Running'")
        for job_id in ids[:4]:
            cloud.queue.succeed(rows, job_id, [Result(place, key, "0" * 32) for key in keys], b"<MediaInfo/>")
    asked = caller.jobs(*ids)
    states = ["Success"] * 4 + ["Running"]
    assert [(job.job_id, job.state) for job in asked.jobs] == list(zip(ids, states, strict=True))
    assert [len(job.result_keys) for job in asked.jobs] == [5001, 5001, 1, 1, 0]
    assert all(job.result_keys[0] == keys[0] and job.media_info for job in asked.jobs[:4])
    assert caller.jobs(ids[3]).jobs[0].result_keys == tuple(keys), "by itself each names all of them"


def test_that_a_request_that_would_make_the_list_of_jobs_unreadable_is_refused(
    caller: Caller, request_body: bytes
) -> None:
    """What is sent is told in each answer about the job; a sign may take more bytes there than it took."""

    def with_words(words: bytes) -> bytes:
        return request_body.replace(b"<JobLevel>", b"<!--" + words + b"--><JobLevel>")

    most = xml.LARGEST * 3 // 4
    answer = caller.call("POST", "/jobs", body=with_words(b"x" * most), host=caller.ci_host)
    fault = read_fault(answer.body)
    assert fault is not None
    assert (answer.status, fault.code) == (413, "InvalidContent")
    assert caller.list_jobs().jobs == ()
    large = caller.submit(with_words(b"x" * (most - 3000)))
    assert [job.job_id for job in caller.list_jobs().jobs] == [large.job_id]


def test_that_a_job_of_the_longest_request_is_told_of_whatever_it_failed_of(
    caller: Caller, gate: Gate, request_body: bytes
) -> None:
    words = b"<!--" + b"x" * (xml.LARGEST * 3 // 4 - 3000) + b"--><JobLevel>"
    gate.fails = Always(JobFailed("InternalError", "<&>" * (1 << 18) + "\u7247" * (1 << 20)))
    gate.opened.set()
    job = caller.wait(caller.submit(request_body.replace(b"<JobLevel>", words)).job_id)
    assert (job.state, job.code, job.message[:6], job.message[-1]) == ("Failed", "InternalError", "<&><&>", "…")
    assert [one.job_id for one in caller.list_jobs().jobs] == [job.job_id]


class Always(dict[str, JobFailed]):
    """The same for every job."""

    def __init__(self, failure: JobFailed) -> None:
        super().__init__()
        self._failure = failure

    def __contains__(self, job: object) -> bool:
        return True

    def __missing__(self, job: str) -> JobFailed:
        return self._failure
