"""Templates that are made, changed and deleted by calls, and the jobs that name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import pytest

from support.local_cloud import Caller, Reply, job_request, local_cloud
from support.sending import produce_slowly
from tilewright.localcloud.made_templates import STAYS, Gone, MadeTemplates
from tilewright.localcloud.official import OFFICIAL_TEMPLATES
from tilewright.localcloud.samples import SAMPLE_TEMPLATES
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.store import Place
from tilewright.model.template import Template
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import Job
from tilewright.wire.request import read_request
from tilewright.wire.templates import read_template_file, read_templates

SAMPLES = Path(__file__).resolve().parents[1] / "golden" / "reference" / "templates"
LESSON = (
    b"<Request><Tag>Transcode</Tag><Name>Lesson</Name><Container><Format>mp4</Format></Container><Video>"
    b"<Codec>H.264</Codec><Width>320</Width><Height>180</Height><Fps>25</Fps></Video></Request>"
)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    folder = tmp_path_factory.mktemp("cloud")
    (folder / "templates").mkdir()
    (folder / "templates" / "t1file000000.xml").write_bytes(LESSON)
    with local_cloud(folder, produce=produce_slowly) as running:
        yield running


@pytest.fixture
def caller(cloud: LocalCloud, request: pytest.FixtureRequest) -> Caller:
    """Each test in a bucket of its own: templates belong to one."""
    return Caller(cloud.endpoint, f"b{crc32(request.node.name.encode())}-1250000000", "ap-beijing")


def change(caller: Caller, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
    return caller.call(method, path, body=body, headers=headers, host=caller.ci_host)


def made(reply: Reply) -> Template:
    assert reply.status == 200, reply
    return read_template_file(reply.body, "the answer", "")


def make(caller: Caller, body: bytes = LESSON, **headers: str) -> Template:
    return made(change(caller, "POST", "/template", body, **headers))


def own(caller: Caller) -> list[str]:
    """Names of the templates that calls made in the bucket."""
    reply = change(caller, "GET", "/template")
    there = {*(sample.id for sample in SAMPLE_TEMPLATES), "t1file000000"}
    return [template.name for template in read_templates(reply.body).templates if template.id not in there]


def refusal(reply: Reply) -> tuple[int, str]:
    fault = read_fault(reply.body)
    assert fault is not None, reply
    return reply.status, fault.code


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*template*.request.xml")), ids=lambda path: path.name)
def test_that_every_documented_body_makes_a_template_with_what_it_says(path: Path, caller: Caller) -> None:
    body = path.read_bytes()
    asked = read_template_file(body, path.name, "t1any")
    template = make(caller, body)
    assert (template.name, template.tag, template.category) == (asked.name, asked.tag, "Custom")
    assert (template.transcode, template.watermark) == (asked.transcode, asked.watermark)
    assert template.id.startswith("t1")
    assert len(template.id) == 34
    assert template.bucket == caller.bucket
    assert template.created is not None
    listed = change(caller, "GET", "/template")
    assert template in read_templates(listed.body).templates


def test_that_a_template_is_changed_and_deleted(caller: Caller) -> None:
    template = make(caller)
    changed = made(
        change(caller, "PUT", f"/template/{template.id}", LESSON.replace(b"320", b"640").replace(b"Lesson", b"Wide"))
    )
    assert (changed.id, changed.name, changed.frame.width) == (template.id, "Wide", 640)
    assert (changed.created, own(caller)) == (template.created, ["Wide"])
    gone = change(caller, "DELETE", f"/template/{template.id}")
    assert (gone.status, template.id.encode() in gone.body, own(caller)) == (200, True, [])
    assert refusal(change(caller, "DELETE", f"/template/{template.id}")) == (400, "TemplateNotFound")
    assert refusal(change(caller, "PUT", f"/template/{template.id}", LESSON)) == (400, "TemplateNotFound")


def test_that_two_templates_of_a_bucket_have_two_names(cloud: LocalCloud, caller: Caller) -> None:
    first = make(caller)
    assert refusal(change(caller, "POST", "/template", LESSON)) == (400, "TemplateNameDuplicate")
    second = make(caller, LESSON.replace(b"Lesson", b"Other"))
    assert refusal(change(caller, "PUT", f"/template/{second.id}", LESSON)) == (400, "TemplateNameDuplicate")
    assert made(change(caller, "PUT", f"/template/{first.id}", LESSON)).name == "Lesson"
    elsewhere = Caller(cloud.endpoint, "elsewhere-1250000000", "ap-beijing")
    make(elsewhere)
    assert (own(caller), own(elsewhere)) == (["Lesson", "Other"], ["Lesson"])


@pytest.mark.parametrize("template_id", [OFFICIAL_TEMPLATES[0].id, SAMPLE_TEMPLATES[0].id, "t1file000000"])
def test_that_what_no_call_made_no_call_changes(template_id: str, caller: Caller) -> None:
    for method in ("PUT", "DELETE"):
        assert refusal(change(caller, method, f"/template/{template_id}", LESSON)) == (403, "AccessDenied")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "MissingContent"),
        (b"<Request>", "InvalidContent"),
        (b"<Other/>", "InvalidContent"),
        (LESSON.replace(b"Transcode", b"Concat"), "InvalidArgument"),
        (LESSON.replace(b"<Name>Lesson</Name>", b""), "InvalidArgument"),
        (LESSON.replace(b"Lesson", b"a b"), "InvalidArgument"),
        (LESSON.replace(b"Lesson", b"x" * 65), "InvalidArgument"),
        (b"<Request><Tag>Transcode</Tag><Name>Empty</Name></Request>", "InvalidArgument"),
        (b"<!DOCTYPE r []><Request/>", "InvalidContent"),
    ],
)
def test_that_other_bodies_are_refused_and_nothing_is_kept(body: bytes, code: str, caller: Caller) -> None:
    assert refusal(change(caller, "POST", "/template", body)) == (400, code)
    assert own(caller) == []


def test_that_a_template_stays_what_it_is_for(caller: Caller) -> None:
    template = make(caller)
    mark = (SAMPLES / "watermark-template-create-text.request.xml").read_bytes()
    assert refusal(change(caller, "PUT", f"/template/{template.id}", mark)) == (400, "InvalidArgument")


def test_that_an_account_s_template_is_brought_with_its_id(caller: Caller) -> None:
    theirs = "t160606b9752148c4absdfaf2f55163b1f"
    named = {"x-tilewright-template-id": theirs}
    assert make(caller, LESSON.replace(b"Lesson", b"Name of theirs"), **named).id == theirs
    assert make(caller, LESSON.replace(b"320", b"640"), **named).frame.width == 640
    assert own(caller) == ["Lesson"]
    for wrong in ("../x", "x1", ""):
        assert change(caller, "POST", "/template", LESSON, **{"x-tilewright-template-id": wrong}).status == 400
    assert own(caller) == ["Lesson"]


def test_that_a_brought_template_is_forgotten_after_a_day_and_one_that_was_changed_here_never(
    cloud: LocalCloud,
) -> None:
    now = 1e9
    place, lesson = Place("brought-1250000000", "local"), read_template_file(LESSON, "a lesson", "t1theirs")
    templates = MadeTemplates(cloud.database, lambda: now)
    templates.put(place, lesson, is_brought=True)
    now += STAYS - 1
    assert (templates.brought(), templates.forget_brought(place, lesson.id)) == ({}, False)
    templates.put(place, replace(lesson, name="Wider"), is_brought=True)
    now += STAYS - 1
    assert not templates.forget_brought(place, lesson.id)
    now += 1
    assert templates.brought() == {place: [lesson.id]}
    assert templates.forget_brought(place, lesson.id)
    templates.put(place, lesson, is_brought=True)
    templates.put(place, lesson, is_change=True)
    templates.put(place, lesson, is_brought=True)
    now += 2 * STAYS
    assert (templates.brought(), templates.forget_brought(place, lesson.id)) == ({}, False)
    assert len(templates.all(place)) == 1


def naming(template_id: str, caller: Caller) -> bytes:
    before, _, rest = job_request(caller.url("a.mp4"), bucket=caller.bucket, region=caller.region).partition(
        b"<Transcode>"
    )
    return before + f"<TranscodeTemplateId>{template_id}</TranscodeTemplateId><Transcode>".encode() + rest


def test_that_a_job_has_what_its_template_contained_when_it_was_submitted(cloud: LocalCloud, caller: Caller) -> None:
    caller.put("a.mp4", b"x")
    template = make(caller, LESSON.replace(b"320", b"640"))
    job: Job = caller.submit(naming(template.id, caller))
    change(caller, "DELETE", f"/template/{template.id}")
    kept = cloud.queue.find((caller.bucket, caller.region), [job.job_id])[job.job_id]  # type: ignore[arg-type]
    assert read_request(kept.wanted).composition.inline_frame.size == (640, 180)
    again = change(caller, "POST", "/jobs", naming(template.id, caller))
    assert refusal(again) == (400, "TemplateNotFound")
    foreign = Caller(cloud.endpoint, "foreign-1250000000", "ap-beijing")
    other = make(caller)
    assert refusal(change(foreign, "POST", "/jobs", naming(other.id, foreign))) == (400, "TemplateNotFound")


def test_that_templates_outlive_the_service_and_no_key_is_kept(tmp_path: Path) -> None:
    secret = "q-signature=0123456789abcdef0123456789abcdef01234567"
    music = (
        f"<AudioMixArray><AudioSource>https://a-1.cos.local.myqcloud.com/m.mp3?q-ak=AKID&amp;{secret}</AudioSource>"
        "</AudioMixArray></Request>"
    ).encode()
    with local_cloud(tmp_path) as running:
        template = make(Caller(running.endpoint), LESSON.replace(b"</Request>", music))
    with local_cloud(tmp_path) as running:
        assert own(Caller(running.endpoint)) == [template.name]
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite3*"))
    assert b"m.mp3" in kept
    assert secret.encode() not in kept


def test_that_on_the_storage_s_host_these_are_objects(caller: Caller) -> None:
    template = make(caller)
    assert caller.put(f"template/{template.id}", b"mine", **{"Content-Type": "application/xml"}).status == 200
    assert caller.get(f"template/{template.id}").body == b"mine"
    assert caller.call("DELETE", f"/template/{template.id}").status == 204
    assert own(caller) == ["Lesson"]


def test_that_a_template_that_grows_when_it_is_written_is_refused_and_the_others_stay(caller: Caller) -> None:
    make(caller)
    grows = b"<![CDATA[" + b"&" * 1_500_000 + b"]]>"
    body = LESSON.replace(b">Lesson<", b">Grows<").replace(b"<Codec>", b"<Profile>" + grows + b"</Profile><Codec>")
    assert refusal(change(caller, "POST", "/template", body)) == (400, "InvalidArgument")
    assert own(caller) == ["Lesson"]


@pytest.mark.expects_log("is left out")
def test_that_a_template_that_cannot_be_read_hides_no_other_and_can_be_deleted(
    caller: Caller, cloud: LocalCloud
) -> None:
    make(caller)
    broken = make(caller, LESSON.replace(b">Lesson<", b">Broken<"))
    with cloud.database.write() as rows:
        rows.execute("UPDATE template SET body = ? WHERE id = ?", (b"<Request>", broken.id))
    assert own(caller) == ["Lesson"]
    assert change(caller, "DELETE", f"/template/{broken.id}").status == 200
    with cloud.database.read() as rows:
        assert rows.execute("SELECT 1 FROM template WHERE id = ?", (broken.id,)).fetchone() is None


def test_that_a_change_does_not_bring_back_what_was_deleted_meanwhile(cloud: LocalCloud, caller: Caller) -> None:
    template = make(caller)
    templates, place = MadeTemplates(cloud.database), Place(caller.bucket, "ap-beijing")
    assert templates.delete(place, template.id)
    with pytest.raises(Gone):
        templates.put(place, template, is_change=True)
    assert templates.all(place) == ()
