"""Every recorded message of the service has a reader, and what the local cloud answers is read by the same one.

A new file below `tests/golden/reference` needs a line in ``FIXTURES``; a new kind of message one in ``KINDS``.
"""

from __future__ import annotations

import functools
import http.client
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.builders import composition
from support.callbacks import Listener, jobs_of
from support.clips import clip, ffmpeg
from support.local_cloud import Caller, Reply, job_request, local_cloud
from tilewright.errors import Damaged
from tilewright.wire import xml
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import Job, read_jobs
from tilewright.wire.media_buckets import read_media_bucket, read_media_buckets
from tilewright.wire.media_info import read_snapshot
from tilewright.wire.queues import read_queues
from tilewright.wire.request import read_request, write_request
from tilewright.wire.results import read_media
from tilewright.wire.signature import Keys, parse_authorization, sign
from tilewright.wire.storage import (
    read_buckets,
    read_complete,
    read_completed,
    read_objects,
    read_parts,
    read_upload_id,
)
from tilewright.wire.templates import read_template_file, read_templates

REFERENCE = Path(__file__).resolve().parents[1] / "golden" / "reference"
SAMPLE_KEY = "BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz"
"""The placeholder of the vendor's samples."""


NAMED = (
    b"<Request><Tag>Transcode</Tag><Name>Named</Name><Container><Format>mp4</Format></Container><Video><Codec>H.264"
    b"</Codec><Width>1280</Width><Height>720</Height></Video></Request>"
)
MARK = (
    (REFERENCE / "templates" / "watermark-template-create-text-zh.request.xml")
    .read_bytes()
    .replace(b"0xRRGGBB", b"0xFF8000")
)


class World:
    """A local cloud, with what calls need. Each answer is made when it is first asked for."""

    def __init__(self, caller: Caller, folder: Path) -> None:
        self.caller = caller
        self._video = folder / "video-for-test.mp4"

    def ask(self, method: str, path: str, body: bytes = b"", *, ci: bool = False, **params: str) -> Reply:
        reply = self.send(method, path, body, ci=ci, **params)
        assert reply.status == 200, reply
        return reply

    def send(self, method: str, path: str, body: bytes = b"", *, ci: bool = False, **params: str) -> Reply:
        host = self.caller.ci_host if ci else self.caller.cos_host
        asked = {name.replace("_", "-"): value for name, value in params.items()}
        return self.caller.call(method, path, asked, body, host=host)

    @functools.cached_property
    def video(self) -> str:
        """The key of the samples; eleven seconds, as they ask for the tenth."""
        lines = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=2:d=11", "-c:v", "libx264", "-preset", "ultrafast"]
        ffmpeg(*lines, str(self._video))
        self.caller.put(self._video.name, self._video.read_bytes())
        return self._video.name

    @functools.cached_property
    def submitted(self) -> Reply:
        self.caller.put("in.mp4", clip("short").read_bytes())
        return self.ask("POST", "/jobs", job_request(self.caller.url("in.mp4"), key="out/${jobid}.mp4"), ci=True)

    @functools.cached_property
    def done(self) -> Job:
        job = self.caller.wait(read_jobs(self.submitted.body).jobs[0].job_id)
        assert job.state == "Success"
        return job

    @functools.cached_property
    def upload(self) -> tuple[bytes, bytes, bytes]:
        """The answers to beginning an upload, to listing its parts, and to completing it."""
        begun = self.ask("POST", "/big", uploads="").body
        upload_id = read_upload_id(begun)
        etag = self.ask("PUT", "/big", b"x" * 10, partNumber="1", uploadId=upload_id).header("etag")
        parts = self.ask("GET", "/big", uploadId=upload_id).body
        body = (
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
            f"<ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
        )
        return begun, parts, self.ask("POST", "/big", body.encode(), uploadId=upload_id).body

    @functools.cached_property
    def template(self) -> bytes:
        return self.ask("POST", "/template", sample("templates/transcode-template-create.request.xml"), ci=True).body

    def bring(self, body: bytes) -> Reply:
        """Submit a sample, with the templates that it names."""
        named = read_request(body).composition
        ids = filter(None, (named.transcode_template_id, *named.watermark_template_ids))
        for template_id in ids:
            template = NAMED if template_id == named.transcode_template_id else MARK
            self.caller.call(
                "POST", "/template", body=template, headers={"x-tilewright-template-id": template_id},
                host=self.caller.ci_host,
            )  # fmt: skip
        return self.ask("POST", "/jobs", body, ci=True)

    def make_template(self, body: bytes) -> Reply:
        """Make a template of a sample; those of one name take turns."""
        reply = self.ask("POST", "/template", body.replace(b"<Name>TemplateName", b"<Name>Another"), ci=True)
        self.ask("DELETE", f"/template/{read_template_file(reply.body, 'the answer', '').id}", ci=True)
        return reply

    def callback(self, form: str) -> bytes:
        """What is sent to the address of a job when it has ended."""
        listener = Listener()
        try:
            body = job_request(self.caller.url("in.mp4"), key=f"told/{form}.mp4")
            nodes = f"<CallBackFormat>{form}</CallBackFormat><CallBack>{listener.address()}</CallBack></Request>"
            self.caller.submit(body.replace(b"</Request>", nodes.encode()))
            assert listener.came.wait(30)
        finally:
            listener.close()
        ((_, headers, told),) = listener.told
        assert headers["content-type"].endswith(form.lower())
        return told

    @functools.cached_property
    def enabled(self) -> bytes:
        other = Caller(self.caller.endpoint, "other-1250000000", "ap-beijing")
        return other.call("POST", "/mediabucket", host=other.ci_host).body


def sample(name: str) -> bytes:
    return (REFERENCE / name).read_bytes()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as running:
        made = World(Caller(running.endpoint), tmp_path_factory.mktemp("files"))
        assert made.video
        assert made.done
        yield made


@dataclass(frozen=True)
class Kind:
    """``read`` gives what a message says, something that counts as true, or fails. ``live`` is one of the same kind
    from the local cloud; ``send`` sends a recorded one to it. Both are ``None`` where the local cloud neither says nor
    hears such a thing.
    """

    read: Callable[[bytes], Any]
    live: Callable[[World], bytes] | None = None
    send: Callable[[World, bytes], Reply] | None = None


def _jobs(data: bytes) -> Any:
    reply = read_jobs(data)
    return reply.jobs or reply.missing


def _broken(data: bytes) -> bool:
    with pytest.raises(Damaged):
        read_jobs(data)
    return True


def _media(data: bytes) -> Any:
    root = xml.parse(data, "the message")
    return read_media(root if xml.local_name(root) == "MediaInfo" else xml.child(root, "MediaInfo"))


def _objects(data: bytes) -> Any:
    page = read_objects(data)
    return page.entries or page.prefixes


def _template(data: bytes) -> Any:
    return read_template_file(data, "the message", "t1any").is_usable


def _trans_config(data: bytes) -> Any:
    within = sample("jobs/submit-request-inline.constructed.xml").replace(b"</Transcode>", data + b"</Transcode>")
    transcode = read_request(within).composition.transcode
    return transcode is not None and transcode.trans_config is not None


def _input(data: bytes) -> str:
    return xml.text(xml.parse(data, "the message"), "Input", "Object")


def _head(data: bytes) -> http.client.HTTPMessage:
    status, _, rest = data.lstrip().partition(b"\n")
    assert status.strip() == b"HTTP/1.1 200 OK"
    return http.client.parse_headers(io.BytesIO(rest.replace(b"\r\n", b"\n") + b"\n\n"))


def _vectors(data: bytes) -> bool:
    for vector in json.loads(data)["vectors"]:
        keys = Keys("AKID", vector.get("secret_key", SAMPLE_KEY))
        start, end = map(int, vector["key_time"].split(";"))
        made = sign(keys, vector["method"], vector["path"], vector["params"], vector["headers"], start, end)
        claim = parse_authorization(made)
        assert claim is not None
        assert claim.signature == vector["signature"]
    return True


def _spoken(reply: Reply) -> bytes:
    """The head of an answer as it came."""
    lines = [f"{name}: {value}" for name, value in reply.headers.items()]
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode()


def _cancelled(world: World) -> Reply:
    """A job that waits behind others: the first one is claimed at once."""
    world.caller.put("long.mp4", clip("long").read_bytes())
    jobs = [world.caller.submit(job_request(world.caller.url("long.mp4"))) for _ in range(3)]
    return world.ask("PUT", f"/jobs/{jobs[-1].job_id}", ci=True, cancel="")


KINDS = {
    "submitted": Kind(_jobs, lambda world: world.submitted.body),
    "jobs": Kind(_jobs, lambda world: world.ask("GET", f"/jobs/{world.done.job_id}", ci=True).body),
    "no job": Kind(_jobs, lambda world: world.ask("GET", f"/jobs/j{'0' * 32}", ci=True).body),
    "list of jobs": Kind(_jobs, lambda world: world.ask("GET", "/jobs", ci=True, tag="VideoSynthesis").body),
    "broken": Kind(_broken),
    "callback": Kind(jobs_of, lambda world: world.callback("XML")),
    "callback in JSON": Kind(jobs_of, lambda world: world.callback("JSON")),
    "broken callback": Kind(_broken),
    "head of a submission": Kind(_head, lambda world: _spoken(world.submitted)),
    "head of a cancellation": Kind(_head, lambda world: _spoken(_cancelled(world))),
    "fault of CI": Kind(read_fault, lambda world: world.send("GET", "/nothing", ci=True).body),
    "fault of COS": Kind(read_fault, lambda world: world.send("GET", "/nothing").body),
    "buckets": Kind(read_buckets, lambda world: world.caller.call("GET", "/", host="service.cos.myqcloud.com").body),
    "objects": Kind(
        _objects, lambda world: world.ask("GET", "/", prefix="", delimiter="/", encoding_type="url").body
    ),
    "media buckets": Kind(
        read_media_buckets, lambda world: world.ask("GET", "/mediabucket", ci=True, pageSize="5").body
    ),
    "media bucket": Kind(read_media_bucket, lambda world: world.enabled),
    "media info": Kind(_media, lambda world: world.ask("GET", f"/{world.video}", ci_process="videoinfo").body),
    "empty media info": Kind(lambda data: not _media(data)),
    "media info wanted": Kind(
        _input, send=lambda world, body: world.ask("POST", "/mediainfo", body, ci=True)
    ),
    "snapshot wanted": Kind(
        _input, send=lambda world, body: world.ask("POST", "/snapshot", body, ci=True)
    ),
    "snapshot": Kind(
        read_snapshot,
        lambda world: world.ask("POST", "/snapshot", sample("jobs/snapshot-post-request.xml"), ci=True).body,
    ),
    "upload": Kind(read_upload_id, lambda world: world.upload[0]),
    "parts": Kind(read_parts, lambda world: world.upload[1]),
    "parts wanted": Kind(read_complete),
    "completed": Kind(read_completed, lambda world: world.upload[2]),
    "queues": Kind(lambda data: read_queues(data).queues, lambda world: world.ask("GET", "/queue", ci=True).body),
    "templates": Kind(
        lambda data: read_templates(data).templates, lambda world: world.ask("GET", "/template", ci=True).body
    ),
    "template": Kind(_template, lambda world: world.template),
    "template wanted": Kind(_template, send=lambda world, body: world.make_template(body)),
    "request": Kind(
        lambda data: read_request(data).composition.tiles,
        lambda world: write_request(composition()),
        lambda world, body: world.bring(body),
    ),
    "request for watermarks": Kind(
        lambda data: read_request(data.replace(b"<Tag>Watermark", b"<Tag>VideoSynthesis")).composition.watermarks
    ),
    "part of a request": Kind(_trans_config),
    "signatures": Kind(_vectors),
}  # fmt: skip

FIXTURES = {
    "jobs/callback-concat-api.xml": "callback",
    "jobs/callback-concat-workflow.json": "callback in JSON",
    "jobs/callback-concat-workflow.xml": "callback",
    "jobs/callback-generic-schema.malformed.xml": "broken callback",
    "jobs/callback-generic.xml": "callback",
    "jobs/cancel-response.txt": "head of a cancellation",
    "jobs/error-ci-429.constructed.xml": "fault of CI",
    "jobs/error-cos-403-skew.constructed.xml": "fault of COS",
    "jobs/error-cos-409.xml": "fault of COS",
    "jobs/job-nonexist.constructed.xml": "no job",
    "jobs/job-running.malformed.xml": "broken",
    "jobs/job-running.xml": "jobs",
    "jobs/job-success.xml": "jobs",
    "jobs/jobs-list.xml": "list of jobs",
    "jobs/list-buckets-one.xml": "buckets",
    "jobs/list-buckets.xml": "buckets",
    "jobs/list-objects-page1.xml": "objects",
    "jobs/list-objects-page2.xml": "objects",
    "jobs/list-objects-prefix-delimiter.xml": "objects",
    "jobs/list-objects-prefixes-page1.xml": "objects",
    "jobs/list-objects-prefixes-page2.xml": "objects",
    "jobs/list-objects-urlencoded.xml": "objects",
    "jobs/mediabucket-created.xml": "media bucket",
    "jobs/mediabuckets.xml": "media buckets",
    "jobs/mediainfo-post-request.xml": "media info wanted",
    "jobs/mediainfo-post.xml": "media info",
    "jobs/multipart-complete-request.xml": "parts wanted",
    "jobs/multipart-complete.xml": "completed",
    "jobs/multipart-init.xml": "upload",
    "jobs/queues-by-ids.xml": "queues",
    "jobs/queues-page.xml": "queues",
    "jobs/signature-vectors.json": "signatures",
    "jobs/snapshot-post-request.xml": "snapshot wanted",
    "jobs/snapshot-post-response.xml": "snapshot",
    "jobs/submit-request-inline.constructed.xml": "request",
    "jobs/submit-request.xml": "request",
    "jobs/submit-response-headers.txt": "head of a submission",
    "jobs/submit-response-schema.xml": "submitted",
    "jobs/submit-response.xml": "submitted",
    "jobs/templates-by-ids.xml": "templates",
    "jobs/templates-page.xml": "templates",
    "jobs/templates-watermark.xml": "templates",
    "jobs/videoinfo.xml": "media info",
    "templates/callback-concat-sar-dar.xml": "callback",
    "templates/callback-digitalwatermark.xml": "callback",
    "templates/callback-segment-multi-output.xml": "callback",
    "templates/callback-superresolution-digitalwatermark-failed.xml": "callback",
    "templates/callback-transcode-bps-units.xml": "callback",
    "templates/callback-transcode-workflow.json": "callback in JSON",
    "templates/callback-transcode-workflow.xml": "callback",
    "templates/job-transcode-running.response.as-published-MALFORMED.xml": "broken",
    "templates/job-transcode-running.response.xml": "jobs",
    "templates/job-transcode-success-mediainfo.response.xml": "jobs",
    "templates/mediainfo-all-nodes-empty.response.xml": "empty media info",
    "templates/mediainfo-sample.response.xml": "media info",
    "templates/templates-list-by-ids-with-missing.response.xml": "templates",
    "templates/templates-list-minimal.response.xml": "templates",
    "templates/templates-list-paged.response.xml": "templates",
    "templates/transcode-template-create.request.xml": "template wanted",
    "templates/transcode-template-create.response.xml": "template",
    "templates/transcode-template-hls-clip.request.xml": "template wanted",
    "templates/transcode-template-update.request.xml": "template wanted",
    "templates/transcode-template-update.response.xml": "template",
    "templates/transconfig-aigcmetadata.fragment.xml": "part of a request",
    "templates/watermark-job-inline-two-watermarks.request.xml": "request for watermarks",
    "templates/watermark-job-inline-two-watermarks.response.xml": "jobs",
    "templates/watermark-template-create-image-emptyheight.request.xml": "template wanted",
    "templates/watermark-template-create-image.request.xml": "template wanted",
    "templates/watermark-template-create-image.response.xml": "template",
    "templates/watermark-template-create-text-zh.request.xml": "template wanted",
    "templates/watermark-template-create-text.request.xml": "template wanted",
    "templates/watermark-template-create-text.response.xml": "template",
}
WRITTEN = [name for name, kind in FIXTURES.items() if KINDS[kind].send]
SPOKEN = [name for name, kind in KINDS.items() if kind.live]


def test_that_every_recorded_message_has_a_reader() -> None:
    files = (path for path in REFERENCE.rglob("*") if path.is_file() and path.suffix != ".md")
    there = {path.relative_to(REFERENCE).as_posix() for path in files}
    assert there == FIXTURES.keys()
    assert set(FIXTURES.values()) | {"parts"} == KINDS.keys()


@pytest.mark.parametrize("name", FIXTURES)
def test_that_a_recorded_message_says_something(name: str) -> None:
    assert KINDS[FIXTURES[name]].read(sample(name))


@pytest.mark.parametrize("kind", SPOKEN)
def test_that_the_local_cloud_s_message_is_read_by_the_same_reader(kind: str, world: World) -> None:
    live = KINDS[kind].live
    assert live is not None
    assert KINDS[kind].read(live(world))


@pytest.mark.parametrize("name", WRITTEN)
def test_that_the_local_cloud_takes_a_recorded_request(name: str, world: World) -> None:
    send = KINDS[FIXTURES[name]].send
    assert send is not None
    assert send(world, sample(name)).status == 200


@pytest.mark.parametrize("kind", ["head of a submission", "head of a cancellation"])
def test_that_a_head_has_the_names_that_the_recorded_one_has(kind: str, world: World) -> None:
    name = next(name for name, found in FIXTURES.items() if found == kind)
    live = KINDS[kind].live
    assert live is not None
    ours, theirs = (_head(data) for data in (live(world), sample(name)))
    assert {one.lower() for one in theirs} - {one.lower() for one in ours} <= {"connection"}  # one call a connection
    assert ours["Server"] == theirs["Server"]
    assert ours.get("Content-Type") == theirs.get("Content-Type")
