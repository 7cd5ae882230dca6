from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.builders import composition, tile
from support.carriers import JSON_CALLBACK
from tilewright.errors import AppError, Damaged, Refused
from tilewright.wire.documents import read_document
from tilewright.wire.jobs import read_jobs
from tilewright.wire.mark import new_mark
from tilewright.wire.request import read_request, write_request
from tilewright.wire.results import DigitalWatermark

JOBS = Path(__file__).resolve().parents[2] / "golden" / "reference" / "jobs"
SAMPLES = ["submit-request.xml", "submit-request-inline.constructed.xml"]

RICH = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a script -->
<Request version="2">
  <Tag>VideoSynthesis</Tag>
  <Operation>
    <!-- two cameras -->
    <VideoSynthesis kind="wall">
      <KeepAudioTrack>true</KeepAudioTrack>
      <SpliceInfo><Url>https://a-1.cos.r.myqcloud.com/1.mp4</Url><Blur strength="3">soft</Blur>
        <Width>640</Width></SpliceInfo>
      <!-- between -->
      <SpliceInfo><Width> 0640 </Width><URL note="n">https://a-1.cos.r.myqcloud.com/2.mp4</URL><Y/></SpliceInfo>
      <Future><Deep>1</Deep></Future>
    </VideoSynthesis>
    <Transcode><Video><Height>960</Height><Width>1280</Width><Crf>25.50</Crf></Video><Container><Format>mp4</Format></Container></Transcode>
    <Output><Object>o.mp4</Object><Bucket>a-1</Bucket><Region>r</Region></Output>
    <QueueId>p1</QueueId>
  </Operation>
  <CallBackKafkaConfig><Topic>t</Topic></CallBackKafkaConfig>
</Request>
<!-- end -->"""


def canonical(data: bytes) -> str:
    """Elements, attributes, comments, text and order; neither white space between elements nor prefixes count."""
    return ElementTree.canonicalize(data.decode(), strip_text=True, with_comments=True, rewrite_prefixes=True)


@pytest.mark.parametrize("name", SAMPLES)
def test_that_a_sample_comes_back_with_the_same_elements_values_and_order(name: str) -> None:
    data = (JOBS / name).read_bytes()
    assert canonical(write_request(read_request(data).composition)) == canonical(data)


def test_that_unknown_elements_attributes_comments_and_spellings_survive() -> None:
    assert canonical(write_request(read_request(RICH).composition)) == canonical(RICH)


@pytest.mark.parametrize("data", [RICH, *[(JOBS / name).read_bytes() for name in SAMPLES]])
def test_that_moving_one_tile_changes_nothing_else(data: bytes) -> None:
    before = read_request(data).composition
    moved = before.with_tile(before.tiles[1].replace(x=701, y=3))
    written = write_request(moved)
    back = moved.with_tile(moved.tiles[1].replace(x=before.tiles[1].x, y=before.tiles[1].y))
    assert b"<X>701</X>" in written
    assert b"<Y>3</Y>" in written
    assert canonical(write_request(back)) == canonical(data)


def test_that_what_belongs_to_a_tile_moves_with_it() -> None:
    before = read_request(RICH).composition
    written = write_request(before.replace(tiles=before.tiles[::-1]))
    assert written.index(b"/2.mp4") < written.index(b"/1.mp4") < written.index(b"<Blur") < written.index(b"<Future")


@pytest.mark.parametrize(
    "leaf",
    [
        "<Width><!-- px -->640</Width>",
        "<Width>640<!-- px --></Width>",
        "<Width>6<!-- here -->40</Width>",
        "<Width> 640<!-- one --> <!-- two --><?keep this?></Width>",
        "<Name>第<!-- the 7th -->七课</Name>",
        "<Width><!-- as the source --></Width>",
    ],
)
def test_that_a_comment_inside_a_value_stays_where_it_is(leaf: str) -> None:
    data = RICH.replace(b"<Width>640</Width>", leaf.encode())
    opened = read_request(data).composition
    assert leaf.encode() in write_request(opened)
    assert leaf.encode() in write_request(opened, pretty=True)
    moved = write_request(opened.with_tile(opened.tiles[0].replace(x=7)))
    assert leaf.encode() in moved


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        ("<Width><!-- px -->640</Width>", "<Width><!-- px -->1280</Width>"),
        ("<Width>640<!-- px --></Width>", "<Width>1280<!-- px --></Width>"),
        ("<Width>6<!-- px -->40</Width>", "<Width>1280<!-- px --></Width>"),
        ("<Width><!-- px --></Width>", "<Width><!-- px -->1280</Width>"),
    ],
)
def test_that_a_comment_inside_a_value_is_beside_the_value_that_is_set_instead(leaf: str, expected: str) -> None:
    opened = read_request(RICH.replace(b"<Width>640</Width>", leaf.encode())).composition
    assert expected.encode() in write_request(opened.with_tile(opened.tiles[0].replace(width=1280)))


@pytest.mark.parametrize(
    "order", ["X#2/3=<!--b-->", "X#99999999999999/3=<!--b-->", "X#1/3=<b/>", "X#1/3=<!--", "X#-1/3=<!--b-->"]
)
def test_that_a_damaged_place_of_a_comment_damages_no_value(order: str) -> None:
    made = composition(tile("a", 700).replace(kept=("X", "X#3/3=<!--a-->", order, "Url")))
    again = read_request(write_request(made)).composition
    assert again.tiles[0].x == 700


def test_that_a_comment_inside_a_value_outlives_it() -> None:
    opened = read_request(RICH.replace(b"<Width>640</Width>", b"<Width>640<!-- px --></Width>")).composition
    written = write_request(opened.with_tile(opened.tiles[0].replace(width=None)))
    assert b"<Width>" not in written.partition(b"</SpliceInfo>")[0]
    assert b"<!-- px -->" in written


def test_that_a_comment_inside_the_note_splits_neither_note_nor_mark() -> None:
    mark = new_mark()
    data = RICH.replace(b"</Operation>", b"<UserData><!-- whose -->les<!-- 7 -->son</UserData></Operation>")
    reading = read_request(write_request(read_request(data).composition, mark=mark))
    assert (reading.composition.user_data, reading.mark) == ("lesson", mark)
    assert b"<UserData><!-- whose -->les<!-- 7 -->son</UserData>" in write_request(read_request(data).composition)


def test_that_a_value_that_cannot_be_read_stays_until_it_is_set() -> None:
    data = RICH.replace(b"<Width>640</Width>", b"<Width>wide</Width>")
    opened = read_request(data).composition
    assert opened.tiles[0].width is None
    assert b"<Width>wide</Width>" in write_request(opened)
    written = write_request(opened.with_tile(opened.tiles[0].replace(width=320)))
    assert b"wide" not in written
    assert b"<Width>320</Width>" in written


def test_that_what_was_absent_stays_absent() -> None:
    written = write_request(read_request((JOBS / SAMPLES[0]).read_bytes()).composition)
    assert b"<Y>" not in written
    assert b"Transcode>" not in written


def test_that_a_hidden_tile_is_left_out() -> None:
    written = write_request(composition(tile("a"), tile("b", hidden=True)))
    assert b"/a.mp4" in written
    assert b"/b.mp4" not in written


def test_that_a_new_request_comes_in_the_order_of_the_samples() -> None:
    root = ElementTree.fromstring(write_request(composition(tile("a"), user_data="u", job_level=1, callback="no")))
    assert [child.tag for child in root] == ["Tag", "Operation", "CallBack"]
    operation = root.find("Operation")
    assert operation is not None
    assert [child.tag for child in operation] == ["VideoSynthesis", "Transcode", "Output", "UserData", "JobLevel"]
    splice = operation.find("VideoSynthesis/SpliceInfo")
    assert splice is not None
    assert [child.tag for child in splice] == ["Url", "X", "Y", "Width", "Height"]


def test_that_the_mark_is_written_once_and_stripped_on_reading() -> None:
    mark = new_mark()
    written = write_request(composition(tile("a"), user_data="lesson"), mark=mark)
    reading = read_request(written)
    assert reading.mark == mark
    assert reading.composition.user_data == "lesson"
    assert f"<UserData>lesson {mark}</UserData>".encode() in written
    assert mark.encode() not in write_request(reading.composition)


def test_that_pretty_and_plain_say_the_same() -> None:
    plain, pretty = write_request(composition(tile("a"))), write_request(composition(tile("a")), pretty=True)
    assert canonical(plain) == canonical(pretty)
    assert b"\n    <VideoSynthesis>" in pretty


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a-1.cos.r.myqcloud.com/1.mp4?q-sign-algorithm=sha1&amp;q-ak=A&amp;q-signature=s", "/1.mp4"),
        ("https://a-1.cos.r.myqcloud.com/1.mp4?v=2&amp;q-ak=A&amp;x-cos-security-token=t", "/1.mp4?v=2"),
        ("https://a-1.cos.r.myqcloud.com/1.mp4?x-ci-security-token=t&amp;v=2", "/1.mp4?v=2"),
        ("https://user:word@a-1.cos.r.myqcloud.com/1.mp4", "/1.mp4"),
    ],
)
def test_that_secrets_in_addresses_are_dropped_with_a_note(address: str, expected: str) -> None:
    data = RICH.replace(b"https://a-1.cos.r.myqcloud.com/1.mp4", address.encode())
    reading = read_request(data)
    assert reading.composition.tiles[0].url == f"https://a-1.cos.r.myqcloud.com{expected}"
    assert reading.notes
    written = write_request(reading.composition)
    assert not any(word in written for word in (b"q-ak", b"q-signature", b"token", b"word@"))


def test_that_secrets_in_unknown_places_are_dropped_too() -> None:
    data = RICH.replace(b"<!-- between -->", b"<!-- q-ak=AKID&q-signature=abc -->").replace(
        b"soft", b"https://h/x?q-ak=AKID&amp;v=1"
    )
    written = write_request(read_request(data).composition)
    assert b"AKID" not in written
    assert b"https://h/x?v=1" in written


@pytest.mark.parametrize(
    ("name", "tiles"),
    [("submit-request.xml", 2), ("submit-response.xml", 2), ("submit-response-schema.xml", 2)],
)
def test_that_a_reply_opens_as_its_request(name: str, tiles: int) -> None:
    reading = read_document((JOBS / name).read_bytes(), name)
    assert len(reading.composition.tiles) == tiles
    assert b"MediaResult" not in write_request(reading.composition)


def test_that_a_json_callback_opens_with_its_lists_of_one() -> None:
    data = b"""{"EventName":"TaskFinish","JobsDetail":{"Tag":"VideoSynthesis","State":"Success","Operation":{
      "VideoSynthesis":{"KeepAudioTrack":"true","SpliceInfo":{"Url":"https://a-1.cos.r.myqcloud.com/1.mp4","X":"5"}},
      "Output":{"Object":"o.mp4"},"MediaResult":{"OutputFile":{"ObjectName":"o.mp4"}}}}}"""
    opened = read_document(data, "callback.json").composition
    assert (opened.tiles[0].x, opened.keep_audio_track, len(opened.tiles)) == (5, True, 1)
    assert b"MediaResult" not in write_request(opened)


INVISIBLE = (
    b"<DigitalWatermark><Type>Text</Type><Message>123456789ab</Message><Version>V1</Version>"
    b"<IgnoreError>false</IgnoreError><State>Failed</State></DigitalWatermark>"
)


def test_that_an_invisible_watermark_of_a_reply_is_read_and_never_written() -> None:
    plain = (JOBS / "submit-response.xml").read_bytes()
    data = plain.replace(b"<UserData>", INVISIBLE + b"<UserData>")
    assert data.count(INVISIBLE) == 1
    (job,) = read_jobs(data).jobs
    assert job.digital_watermark == DigitalWatermark("Failed", "123456789ab", "Text", "V1", "false")
    (other,) = read_jobs(plain).jobs
    assert job.state == other.state
    written = write_request(read_document(data, "reply.xml").composition)
    assert b"DigitalWatermark" not in written
    assert written == write_request(read_document(plain, "reply.xml").composition)


def test_that_an_invisible_watermark_of_a_json_callback_is_never_written() -> None:
    mark = {"DigitalWatermark": {"Message": "123456789ab", "State": "Running"}}
    plain = json.loads(JSON_CALLBACK)
    marked = json.loads(JSON_CALLBACK)
    marked["JobsDetail"][0]["Operation"].update(mark)
    opened, other = (read_document(json.dumps(each).encode(), "told.json").composition for each in (marked, plain))
    assert b"DigitalWatermark" not in write_request(opened)
    assert write_request(opened) == write_request(other)


def _every_fixture() -> list[Path]:
    return sorted(path for path in JOBS.parent.rglob("*") if path.suffix in {".xml", ".json", ".txt"})


@pytest.mark.parametrize("path", _every_fixture(), ids=lambda path: path.name)
def test_that_every_recorded_document_opens_or_is_refused_with_a_sentence(path: Path) -> None:
    if path.name.startswith("submit-re") and path.suffix == ".xml":
        assert len(read_document(path.read_bytes(), path.name).composition.tiles) == 2
        return
    with pytest.raises(AppError) as caught:
        read_document(path.read_bytes(), path.name)
    assert path.name in caught.value.message
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Damaged),
        (b"hello", Damaged),
        (b"<Request><Tag>VideoSynthesis</Tag>", Damaged),
        (b"<Request><Tag>Transcode</Tag><Operation/></Request>", Damaged),
        (b"<Request><Tag>VideoSynthesis</Tag></Request>", Damaged),
        (b"<html><body>502</body></html>", Damaged),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Request>&a;</Request>', Refused),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><Request/>', Refused),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><Request>&a;</Request>".encode("utf-16"), Refused),
        (b"<a>" * 70 + b"</a>" * 70, Refused),
        (b"<Request>" + b" " * (4 * 1024 * 1024) + b"</Request>", Refused),
        (b"\xff\xfe\x00", Damaged),
    ],
)
def test_that_what_is_no_request_is_refused_with_its_name(data: bytes, kind: type[AppError]) -> None:
    with pytest.raises(kind) as caught:
        read_request(data, "lesson.xml")
    assert "lesson.xml" in caught.value.message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<Request version="2">', b'<Request version="2" xmlns:q="http://x?a=b" q:z="1">'),
        (b"<QueueId>p1</QueueId>", b"<WatermarkTemplateId/><WatermarkTemplateId>t1</WatermarkTemplateId>"),
        (b"<Transcode><Video>", b"<Transcode>loose<Video>text"),
        (b"<Crf>25.50</Crf>", b"<Crf><![CDATA[25.50]]></Crf> and more"),
        (b"<Topic>t</Topic>", b"<Topic>a &amp; b &lt;c&gt;</Topic><?keep this?>"),
        (b"<!-- between -->", b'<x:Url xmlns:x="u">foreign</x:Url>'),
    ],
)
def test_that_odd_but_well_formed_parts_survive(before: bytes, after: bytes) -> None:
    data = RICH.replace(before, after)
    assert data != RICH
    assert canonical(write_request(read_request(data).composition)) == canonical(data)


def test_that_a_request_in_a_namespace_is_read_and_keeps_it() -> None:
    data = RICH.replace(b'<Request version="2">', b'<Request xmlns="http://example.com/ci" version="2">')
    opened = read_request(data).composition
    assert len(opened.tiles) == 2
    assert canonical(write_request(opened)) == canonical(data)


def test_that_a_request_in_utf16_is_read() -> None:
    assert read_request('<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16") + _utf16_body()).composition.tiles


def _utf16_body() -> bytes:
    return RICH.decode().partition("?>")[2].encode("utf-16")[2:]


@pytest.mark.parametrize("entry", ["@a b=1", "@=1", "Url@a b=1", "<not xml", "@xmlns:x=u", "#\x00", "Url=\x01"])
def test_that_a_damaged_entry_of_a_file_never_stops_the_writing(entry: str) -> None:
    written = write_request(composition(tile("a", kept=("Url", entry))))
    assert b"/a.mp4</Url>" in written
    assert read_request(written).composition.tiles[0].width == 640
