"""Replies about templates and queues: the vendor's samples are read, and what we write is read back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.builders import transcode
from support.watermarks import text_mark
from tilewright.errors import BadInput, Damaged, Refused
from tilewright.model.options import TimeInterval
from tilewright.model.service_queue import Notify, ServiceQueue
from tilewright.model.template import Template, settled
from tilewright.wire.queues import QueuesReply, read_queues, write_queues
from tilewright.wire.templates import TemplatesReply, read_template_file, read_templates, write_templates

SAMPLES = Path(__file__).resolve().parents[2] / "golden" / "reference"
NOON = datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_that_a_page_of_templates_is_read_and_kinds_that_no_job_takes_have_no_values() -> None:
    reply = read_templates(sample("jobs/templates-page.xml"))
    assert (reply.total, reply.page, reply.size, reply.missing) == (2, 1, 10, ())
    first, concat = reply.templates
    assert (first.name, first.tag, first.category, first.bucket) == ("TemplateName", "Transcode", "", "")
    assert first.created == datetime(2020, 8, 5, 3, 35, 24, tzinfo=UTC)
    assert first.transcode is not None
    assert first.transcode.video is not None
    assert (first.frame.width, first.frame.height, first.frame.size) == (1280, None, None)
    assert first.transcode.time_interval is not None
    assert first.transcode.time_interval.replace(kept=()) == TimeInterval(start=0, duration=60)
    assert (concat.tag, concat.category, concat.is_usable) == ("Concat", "Custom", False)


@pytest.mark.parametrize(
    "name", ["jobs/templates-by-ids.xml", "templates/templates-list-by-ids-with-missing.response.xml"]
)
def test_that_ids_nobody_has_are_told_in_an_answer_without_pages(name: str) -> None:
    reply = read_templates(sample(name))
    assert (reply.total, reply.missing, len(reply.templates)) == (None, ("C",), 2)


def test_that_a_watermark_template_is_read() -> None:
    (template,) = read_templates(sample("jobs/templates-watermark.xml")).templates
    assert (template.id, template.tag, template.transcode) == ("A", "Watermark", None)
    assert template.watermark is not None
    mark = settled(template.watermark)
    assert (mark.pos, mark.dx, mark.end_time, mark.text and mark.text.text) == ("TopRight", 128, 100.5, "水印内容")
    assert mark.text is not None
    assert (mark.text.font_type, mark.text.kept) == (None, ())  # it came as an empty element


@pytest.mark.parametrize(
    "name",
    [
        "templates/transcode-template-create.response.xml",
        "templates/transcode-template-create.request.xml",
        "templates/transcode-template-update.response.xml",
        "templates/transcode-template-hls-clip.request.xml",
        "templates/templates-list-minimal.response.xml",
        "templates/watermark-template-create-text.response.xml",
        "templates/watermark-template-create-text-zh.request.xml",
        "templates/watermark-template-create-image.response.xml",
        "templates/watermark-template-create-image-emptyheight.request.xml",
    ],
)
def test_that_a_file_may_hold_any_form_in_which_a_template_is_published(name: str) -> None:
    template = read_template_file(sample(name), "The template", "t1own")
    assert template.is_usable
    assert template.id == ("t1own" if "request" in name else template.id)
    (back,) = read_templates(write_templates(TemplatesReply((template,)), "r")).templates
    assert back == template


def test_that_settings_beside_the_name_are_read_like_those_in_a_body_of_their_own() -> None:
    flat = read_template_file(sample("templates/transcode-template-create.response.xml"), "The template", "")
    assert flat.transcode is not None
    assert flat.transcode.container is not None
    assert (flat.transcode.container.format, len(flat.transcode.audio_mix_array)) == ("mp4", 2)
    assert flat.transcode.kept == tuple(entry for entry in flat.transcode.kept if "Template" not in entry)


def test_that_what_is_written_is_read_back() -> None:
    templates = (
        Template("t1a", "课", "Transcode", "Custom", "b-1", NOON, NOON, transcode=transcode((640, 480))),
        Template("t1b", "Logo", "Watermark", "Custom", watermark=text_mark()),
    )
    reply = TemplatesReply(templates, total=7, page=2, size=2)
    back = read_templates(write_templates(reply, "r"))
    assert [replace(one, transcode=one.transcode and settled(one.transcode)) for one in back.templates[:1]] == [
        templates[0]
    ]
    assert back.templates[1].watermark is not None
    assert settled(back.templates[1].watermark) == text_mark()
    assert (back.total, back.page, back.size) == (7, 2, 2)
    assert read_templates(write_templates(TemplatesReply((), ("C", "D")), "r")).missing == ("C", "D")


def test_that_unknown_elements_of_a_template_are_kept() -> None:
    data = sample("jobs/templates-page.xml").replace(b"<Fps>30</Fps>", b"<Fps>30</Fps><New>1</New>")
    template = read_templates(data).templates[0]
    assert template.transcode is not None
    assert template.transcode.video is not None
    assert "<New>1</New>" in settled(template.transcode.video).kept


def test_that_signatures_in_the_addresses_of_a_template_are_dropped() -> None:
    data = sample("templates/transcode-template-create.response.xml").replace(
        b"mix1.mp3", b"mix1.mp3?q-ak=AKID&amp;q-signature=abc"
    )
    template = read_template_file(data, "The template", "")
    assert "q-" not in repr(template)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", Damaged),
        (b"<html/>", Damaged),
        (b"<Response><TemplateList><Name>a</Name></TemplateList></Response>", Damaged),
        (b"<Response><TemplateList>", Damaged),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><Response/>', Refused),
    ],
)
def test_that_what_is_no_list_of_templates_is_refused(data: bytes, error: type[BadInput]) -> None:
    with pytest.raises(error):
        read_templates(data)


@pytest.mark.parametrize(
    "data",
    [
        b"<Response/>",
        b"<Response><Template/><Template/></Response>",
        b"<Request><Tag>VideoSynthesis</Tag></Request>",
        b"<Template><TemplateId>t1</TemplateId><Tag>Transcode</Tag></Template>",
        b"<Composition/>",
    ],
)
def test_that_a_file_without_exactly_one_usable_template_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged, match=r"The template x\.xml"):
        read_template_file(data, "The template x.xml", "t1")


def test_that_queues_are_read() -> None:
    reply = read_queues(sample("jobs/queues-page.xml"))
    first, fast = reply.queues
    assert (reply.total, first.id, first.name) == (2, "p4a17eeea29334bf499b7e20e2fbfd99d", "queue-1")
    assert (first.state, first.max_size, first.max_concurrent) == ("Active", 10000, 10)
    assert first.notify is not None
    assert (first.notify.is_on, first.notify.url, first.notify.event) == (
        True,
        "http://callback.demo.com",
        "TaskFinish,WorkflowFinish",
    )
    assert fast.category == "SpeedTranscoding"
    assert read_queues(sample("jobs/queues-by-ids.xml")).missing == ("A", "B")


def test_that_queues_that_are_written_are_read_back_without_what_lets_somebody_in() -> None:
    queue = ServiceQueue("p1", "queue-1", "Paused", "Transcoding", 10, 2, NOON, NOON, Notify("http://a.org/x", "On"))
    reply = QueuesReply((queue,), ("A",), total=1, page=1, size=10)
    assert read_queues(write_queues(reply, "r")) == reply
    signed = replace(queue, notify=Notify("http://me:pass@a.org/x?sign=q-ak%3D1&token=abc", "On"))
    (back,) = read_queues(write_queues(QueuesReply((signed,)), "r")).queues
    assert back.notify is not None
    assert back.notify.url == "http://a.org/x"
    with pytest.raises(Damaged):
        read_queues(b"<Response><QueueList/></Response>")


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Bytes lost, doubled, or changed, and parts of elements in the place of others."""
    made = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        at, length = draw.randrange(len(made)), draw.randint(1, 40)
        part = bytes(made[at : at + length])
        made[at : at + length] = draw.choice(
            (b"", part * 3, bytes(draw.randrange(256) for _ in part), b"<Video>" + part, part.replace(b"<", b"</"))
        )
    return bytes(made) or b"<"


@pytest.mark.parametrize(
    "name",
    [
        "jobs/templates-page.xml",
        "jobs/templates-watermark.xml",
        "jobs/queues-page.xml",
        "templates/transcode-template-create.response.xml",
    ],
)
def test_that_whatever_comes_is_read_or_refused(name: str) -> None:
    draw, data = random.Random(7), sample(name)
    refused = 0
    for _ in range(150):
        broken = mutated(data, draw)
        for read in (read_templates, read_queues, lambda data: read_template_file(data, "The template", "t1")):
            try:
                read(broken)
            except BadInput:
                refused += 1
    assert 0 < refused < 450
