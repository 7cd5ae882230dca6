"""Templates and queues: our client and command line against a real local cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.builders import LOCAL, composition
from support.clips import clip
from support.fault_proxy import Say, fault_proxy
from support.forker import run
from support.local_cloud import Caller, job_request, local_cloud
from support.sending import produce_slowly
from support.watching import workplace_at
from tilewright.checks import check
from tilewright.cloud.client import Client
from tilewright.errors import Absent, Rejected
from tilewright.localcloud.official import OFFICIAL_TEMPLATES
from tilewright.localcloud.samples import SAMPLE_TEMPLATES
from tilewright.localcloud.server import LocalCloud
from tilewright.media.probe import probe
from tilewright.model.source import Known
from tilewright.model.template import copy_inline
from tilewright.usecases.check import check_composition
from tilewright.usecases.templates import (
    find_template,
    frame_warning,
    know_templates,
    list_queues,
    list_templates,
    look_up,
)
from tilewright.wire.faults import read_fault, write_fault
from tilewright.wire.queues import read_queues
from tilewright.wire.request import read_request, write_request
from tilewright.wire.signature import Keys
from tilewright.wire.templates import read_templates

REFERENCE = Path(__file__).resolve().parents[1] / "golden" / "reference"
SEED = (REFERENCE / "jobs" / "submit-request.xml").read_bytes()
SEED_TRANSCODE, SEED_MARK = "t160606b9752148c4absdfaf2f55163b1f", "t146d70eb241c44c63b6efc1cc93ccfc5d"
WATERMARK = (REFERENCE / "templates" / "watermark-template-create-text-zh.request.xml").read_bytes()


def lesson_template(width: int = 320, height: int = 180) -> bytes:
    return (
        f"<Request><Tag>Transcode</Tag><Name>Lesson</Name><Container><Format>mp4</Format></Container><Video>"
        f"<Codec>H.264</Codec><Width>{width}</Width><Height>{height}</Height><Fps>25</Fps><Crf/></Video>"
        "<Audio><Codec>aac</Codec></Audio></Request>"
    ).encode()


def mark_template(text: str = "Lesson") -> bytes:
    return (
        "<Request><Tag>Watermark</Tag><Name>Name of the school</Name><Watermark><Type>Text</Type>"
        "<LocMode>Absolute</LocMode><Dx>20</Dx><Dy>20</Dy><Pos>TopRight</Pos><Text>"
        f"<Text>{text}</Text><FontSize>24</FontSize><FontType>simhei.ttf</FontType>"
        "<FontColor>0xFFFFFF</FontColor><Transparency>100</Transparency></Text></Watermark></Request>"
    ).encode()


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    folder = tmp_path_factory.mktemp("cloud")
    files = {
        "t1lesson0000": lesson_template(),
        "t1phone00000": lesson_template().replace(b"Lesson", b"For phones").replace(b"<Crf/>", b"<Rotate>45</Rotate>"),
        "t1wide000000": lesson_template().replace(b"<Height>180</Height>", b"<Height/>"),
        "t1mark000000": mark_template(),
        SEED_TRANSCODE: lesson_template(1340, 960),
        SEED_MARK: mark_template("Seed"),
    }
    (folder / "templates").mkdir()
    for name, data in files.items():
        (folder / "templates" / f"{name}.xml").write_bytes(data)
    with local_cloud(folder, produce=produce_slowly) as running:
        yield running


@pytest.fixture
def client(cloud: LocalCloud) -> Iterator[Client]:
    keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
    with Client(LOCAL, keys, cloud.endpoint.address, tries=1) as client:
        yield client


def environment(cloud: LocalCloud, home: Path) -> dict[str, str]:
    return {
        "TILEWRIGHT_HOME": str(home),
        "TILEWRIGHT_ENDPOINT": cloud.endpoint.address,
        "TILEWRIGHT_SECRET_ID": cloud.endpoint.secret_id,
        "TILEWRIGHT_SECRET_KEY": cloud.endpoint.secret_key,
    }


# The calls


@pytest.mark.parametrize(
    ("params", "total", "first"),
    [
        ({}, 8, SEED_MARK),
        ({"tag": "Transcode"}, 4, SEED_TRANSCODE),
        ({"tag": "Watermark"}, 4, SEED_MARK),
        ({"name": "Sample-"}, 2, "t1sampletexttopright"),
        ({"tag": "Concat"}, 0, ""),
        ({"category": "Official"}, 16, OFFICIAL_TEMPLATES[0].id),
        ({"category": "Official", "tag": "Watermark"}, 0, ""),
        ({"name": "For"}, 1, "t1phone00000"),
        ({"name": "phones"}, 0, ""),
        ({"category": "Official", "pageNumber": "3", "pageSize": "7"}, 16, OFFICIAL_TEMPLATES[14].id),
    ],
)
def test_that_a_listing_shows_what_it_is_asked_for(
    params: dict[str, str], total: int, first: str, caller: Caller
) -> None:
    reply = read_templates(caller.call("GET", "/template", params, host=caller.ci_host).body)
    assert reply.total == total
    assert (reply.templates[0].id if reply.templates else "") == first
    assert len(reply.templates) <= reply.size


@pytest.mark.parametrize("params", [{"category": "Mine"}, {"pageSize": "0"}, {"pageNumber": "x"}, {"ids": "a," * 200}])
def test_that_a_listing_refuses_what_it_does_not_understand(params: dict[str, str], caller: Caller) -> None:
    ids = {"ids": ",".join(f"t{number}" for number in range(101))} if "ids" in params else params
    reply = caller.call("GET", "/template", ids, host=caller.ci_host)
    fault = read_fault(reply.body)
    assert reply.status == 400
    assert fault is not None
    assert fault.code == "InvalidArgument"


def test_that_an_object_called_like_the_call_is_still_an_object(caller: Caller) -> None:
    assert caller.get("template").status == 404
    caller.put("template", b"mine")
    assert caller.call("GET", "/template", {"pageNumber": "1"}).body == b"mine"
    assert read_templates(caller.call("GET", "/template", host=caller.ci_host).body).total == 8
    caller.call("DELETE", "/template")
    assert read_templates(caller.call("GET", "/template", {"pageNumber": "1"}).body).total == 8


def test_that_the_bucket_has_one_queue_that_its_jobs_name(caller: Caller) -> None:
    (queue,) = read_queues(caller.call("GET", "/queue", host=caller.ci_host).body).queues
    caller.put("a.mp4", b"x")
    job = caller.submit(job_request(caller.url("a.mp4")))
    assert (queue.id, queue.state, queue.category) == (job.queue_id, "Active", "Transcoding")
    asked = {"queueIds": f"p1,{queue.id}"}
    reply = read_queues(caller.call("GET", "/queue", asked, host=caller.ci_host).body)
    assert ([one.id for one in reply.queues], reply.missing) == ([queue.id], ("p1",))
    for params in ({"state": "Paused"}, {"category": "SpeedTranscoding"}):
        assert read_queues(caller.call("GET", "/queue", params, host=caller.ci_host).body).total == 0
    assert caller.call("GET", "/queue", {"state": "Tired"}, host=caller.ci_host).status == 400


# Jobs that name templates


def naming(transcode_id: str, *marks: str, url: str = "") -> bytes:
    ids = "".join(f"<WatermarkTemplateId>{one}</WatermarkTemplateId>" for one in marks)
    before, _, rest = job_request(url).partition(b"<Transcode>")
    return before + f"<TranscodeTemplateId>{transcode_id}</TranscodeTemplateId>{ids}<Transcode>".encode() + rest


@pytest.mark.parametrize(
    ("transcode_id", "marks", "code", "words"),
    [
        ("t1nobody0000", (), "TemplateNotFound", "no transcode template t1nobody0000"),
        ("t1mark000000", (), "TemplateNotFound", "no transcode template t1mark000000"),
        ("t1lesson0000", ("t1lesson0000",), "TemplateNotFound", "no watermark template t1lesson0000"),
        (OFFICIAL_TEMPLATES[0].id, (), "InvalidArgument", "has no Video.Height"),
        ("t1wide000000", (), "InvalidArgument", "has no Video.Height"),
        ("t1phone00000", (), "InvalidArgument", "right angles"),
        ("t1lesson0000", ("t1mark000000",) * 4, "InvalidArgument", "at most"),
    ],
)
def test_that_a_job_is_judged_by_what_its_templates_contain(
    transcode_id: str, marks: tuple[str, ...], code: str, words: str, caller: Caller
) -> None:
    caller.put("a.mp4", b"x")
    body = naming(transcode_id, *marks, url=caller.url("a.mp4"))
    reply = caller.call("POST", "/jobs", body=body, host=caller.ci_host)
    fault = read_fault(reply.body)
    assert reply.status == 400
    assert fault is not None
    assert fault.code == code
    assert words in fault.message


def test_that_a_job_is_echoed_as_sent_and_rendered_by_what_its_templates_were_then(
    cloud: LocalCloud, caller: Caller
) -> None:
    caller.put("a.mp4", b"x")
    body = naming("t1lesson0000", "t1mark000000", url=caller.url("a.mp4"))
    job = caller.submit(body)
    assert b"<TranscodeTemplateId>t1lesson0000</TranscodeTemplateId>" in job.operation
    assert b"Lesson" not in job.operation
    place = next(iter(cloud.queue.find((LOCAL.bucket, LOCAL.region), [job.job_id]).values()))  # type: ignore[arg-type]
    wanted = read_request(place.wanted).composition
    assert place.request == body
    assert wanted.inline_frame.size == (320, 180)
    assert (wanted.transcode_template_id, wanted.watermark_template_ids) == (None, ())
    assert [mark.text and mark.text.text for mark in wanted.watermarks] == ["Lesson"]
    assert place.wanted != body


# Use cases


def test_that_own_templates_come_before_official_ones_and_can_be_looked_for(client: Client) -> None:
    found = [template for page in list_templates(client) for template in page.templates]
    assert len(found) == 24
    assert [template.category for template in found] == ["Custom"] * 8 + ["Official"] * 16
    assert [one.id for page in list_templates(client, find="PHONES") for one in page.templates] == ["t1phone00000"]
    marks = [one.id for page in list_templates(client, "Watermark") for one in page.templates]
    assert marks == [SEED_MARK, "t1mark000000", *(sample.id for sample in SAMPLE_TEMPLATES)]


def test_that_a_template_is_found_in_either_category(client: Client) -> None:
    assert find_template(client, OFFICIAL_TEMPLATES[3].id).name == "H264-MP4-FHD-1080P"
    assert find_template(client, "t1mark000000").watermark is not None
    found, absent = look_up(client, ("t1lesson0000", "t1nobody0000", OFFICIAL_TEMPLATES[0].id))
    assert ([one.id for one in found], absent) == (["t1lesson0000", OFFICIAL_TEMPLATES[0].id], ("t1nobody0000",))
    with pytest.raises(Absent, match="t1nobody0000"):
        find_template(client, "t1nobody0000")
    with pytest.raises(Absent):
        find_template(client, "t1lesson0000,t1mark000000")
    many = composition(watermark_template_ids=tuple(f"t1 {number}" for number in range(5000)))
    assert len(know_templates(many, client, Known()).absent_templates) == 20
    assert [queue.name for queue in list_queues(client)] == ["queue-1"]


def test_that_checks_know_what_a_template_contains(cloud: LocalCloud, tmp_path: Path) -> None:
    workplace = workplace_at(tmp_path, cloud.endpoint)

    def codes(template_id: str) -> list[tuple[str, str]]:
        named = composition(transcode=None, transcode_template_id=template_id)
        return [
            (problem.code, problem.severity)
            for problem in check_composition(named, workplace).problems
            if problem.path == "transcode_template_id"
        ]

    assert codes("t1lesson0000") == []
    assert codes("t1wide000000") == [("template-frame", "error")]
    assert ("local-cannot", "error") in codes("t1nobody0000")
    assert codes("t1phone00000") == [("local-cannot", "error")]


def test_that_what_a_service_told_holds_while_it_cannot_be_asked(cloud: LocalCloud, tmp_path: Path) -> None:
    named = composition(transcode=None, transcode_template_id="t1wide000000")

    denied = Say(403, write_fault("AccessDenied", "No.", "NjA", resource=None), headers=(("x-ci-request-id", "NjA"),))
    with fault_proxy(cloud.endpoint.address) as proxy:
        through = replace(cloud.endpoint, address=proxy.address)
        found = []
        for fault in (denied, None, denied):
            proxy.always.clear()
            if fault:
                proxy.always["template"] = fault
            problems = check_composition(named, workplace_at(tmp_path, through)).problems
            found.append({problem.severity for problem in problems if problem.code == "template-frame"})
        assert found == [{"note"}, {"error"}, {"error"}]


@pytest.mark.parametrize(
    ("template_id", "size", "words"),
    [
        ("t1lesson0000", (320, 180), ""),
        ("t1lesson0000", (640, 360), "Its frame is 320 × 180, that of the composition 640 × 360"),
        ("t1wide000000", (320, 180), "320 px wide, height not stated"),
        ("t1mark000000", (640, 360), ""),
    ],
)
def test_that_a_frame_that_does_not_fit_is_told_before_a_template_is_used(
    template_id: str, size: tuple[int, int], words: str, client: Client
) -> None:
    warning = frame_warning(find_template(client, template_id), composition(size=size))
    assert words in (warning or "") if words else warning is None


def test_that_the_seed_s_sample_is_completed_by_the_template_s_values(client: Client) -> None:
    opened = read_request(SEED).composition
    before = check(opened, Known(), None)
    assert "template-frame" in {problem.code for problem in before}
    known = know_templates(opened, client, Known())
    copied = opened
    for template_id in (SEED_TRANSCODE, SEED_MARK):
        copied = copy_inline(copied, find_template(client, template_id), known.watermark_templates)
    assert copied.inline_frame.size == (1340, 960)
    assert copied.tiles == opened.tiles
    assert (copied.transcode_template_id, copied.watermark_template_ids, len(copied.watermarks)) == (None, (), 1)
    about_frame = {
        problem.code
        for problem in check(copied, Known(), None)
        if problem.severity == "error" and problem.path.startswith(("transcode", "watermark"))
    }
    assert about_frame == set()
    sent = write_request(copied)
    assert b"TemplateId" not in sent
    assert b"<Crf" not in sent  # an empty element of a listing is nothing to send


@pytest.mark.full
def test_that_the_seed_s_sample_is_rendered_once_completed_and_with_its_ids_alike(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / f"{SEED_TRANSCODE}.xml").write_bytes(lesson_template(1340, 960))
    (tmp_path / "templates" / f"{SEED_MARK}.xml").write_bytes(mark_template())
    with local_cloud(tmp_path) as cloud:
        caller = Caller(cloud.endpoint, "test-123456789", "ap-chongqing")
        data = clip("plain").read_bytes()
        caller.put("input/car.mp4", data)
        caller.put("input/game.mp4", data)
        opened = read_request(SEED).composition
        keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
        target = LOCAL.replace(bucket=caller.bucket, region=caller.region)
        with Client(target, keys, cloud.endpoint.address) as client:
            known = know_templates(opened, client, Known())
            copied = opened
            for template_id in (SEED_TRANSCODE, SEED_MARK):
                copied = copy_inline(copied, find_template(client, template_id), known.watermark_templates)
        made: list[Any] = []
        for body in (write_request(copied), SEED):
            job = caller.wait(caller.submit(body).job_id)
            assert job.state == "Success", job.message
            result = tmp_path / f"{len(made)}.mp4"
            result.write_bytes(caller.get(job.result_keys[0]).body)
            made.append(probe(result, result.name))
        assert [(one.width, one.height) for one in made] == [(1340, 960)] * 2


# The command line


def test_that_the_command_line_lists_and_shows(cloud: LocalCloud, tmp_path: Path) -> None:
    env = environment(cloud, tmp_path)
    listed = run("template", "ls", "--tag", "transcode", "--find", "lesson", env=env)
    assert listed.code == 0
    assert "t1lesson0000" in listed.out
    assert "320 × 180" in listed.out
    assert "H264" not in listed.out
    as_json = [json.loads(line) for line in run("template", "ls", "--json", env=env).out.splitlines()]
    every = run("template", "ls", env=env).out.splitlines()
    assert [line.split()[0] for line in every] == [template["id"] for template in as_json], "an id can be copied"
    assert len(as_json) == 24
    assert as_json[-1]["category"] == "Official"
    shown = run("template", "show", OFFICIAL_TEMPLATES[2].id, env=env)
    assert shown.code == 0
    assert "Frame: 1280 px wide, height not stated" in shown.out
    assert "does not state the whole frame" in shown.err
    record = json.loads(run("template", "show", "t1mark000000", "--json", env=env).out)
    assert record["contains"]["text.text"] == "Lesson"
    assert (record["contains"]["loc_mode"], record["contains"]["dx"]) == ("Absolute", 20)
    marked = run("template", "show", "t1mark000000", env=env).out
    assert "Offset method: Fixed position: pixels" in marked
    assert "Origin point: top right" in marked
    assert "Absolute" not in marked
    queue = json.loads(run("queue", "--json", env=env).out)
    assert (queue["name"], queue["state"], queue["max_concurrent"]) == ("queue-1", "Active", 1)
    assert "queue-1" in run("queue", env=env).out


def test_that_exit_codes_keep_the_contract(cloud: LocalCloud, tmp_path: Path) -> None:
    env = environment(cloud, tmp_path)
    assert run("template", "show", "t1nobody0000", env=env).code == 2
    nowhere = {**env, "TILEWRIGHT_ENDPOINT": "http://127.0.0.1:9"}
    assert run("template", "ls", env=nowhere).code == 4
    denied = Say(403, write_fault("AccessDenied", "No.", "NjA", resource=None), headers=(("x-ci-request-id", "NjA"),))
    with fault_proxy(cloud.endpoint.address) as proxy:
        proxied = {**env, "TILEWRIGHT_ENDPOINT": proxy.address}
        proxy.always.update(template=denied, queue=denied)
        for words, said in ((("template", "ls"), "may not list templates"), (("queue",), "may not list queues")):
            done = run(*words, env=proxied)
            assert done.code == 5, done.err
            assert said in done.err


def test_that_nobody_is_asked_again_for_what_the_keys_may_not_see(cloud: LocalCloud) -> None:
    denied = Say(403, write_fault("AccessDenied", "No.", "NjA", resource=None), headers=(("x-ci-request-id", "NjA"),))
    with fault_proxy(cloud.endpoint.address) as proxy:
        keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
        proxy.faults_of_reads.append(denied)
        with Client(LOCAL, keys, proxy.address) as client, pytest.raises(Rejected, match="may not list templates"):
            list(list_templates(client))


def test_that_a_composition_is_submitted_by_a_template_s_id(cloud: LocalCloud, caller: Caller, tmp_path: Path) -> None:
    data = clip("plain").read_bytes()
    caller.put("input/a.mp4", data)
    made = composition(transcode=None, transcode_template_id="t1lesson0000", watermark_template_ids=("t1mark000000",))
    path = tmp_path / "lesson.xml"
    path.write_bytes(write_request(made))
    done = run("submit", str(path), "--wait", env=environment(cloud, tmp_path / "home"))
    assert done.code == 0, done.err
