"""What others write differently is read all the same, and comes back as they wrote it."""

from __future__ import annotations

import gc
import re
import time
from pathlib import Path

import pytest

from support.builders import composition, tile
from tilewright.checks import check
from tilewright.errors import AppError, Refused
from tilewright.model.composition import Composition
from tilewright.model.source import Known
from tilewright.wire.documents import read_document
from tilewright.wire.request import read_request, write_request

REFERENCE = Path(__file__).resolve().parents[2] / "golden" / "reference"


def wrapped(operation: str = "", after: str = "", tag: str = "<Tag>VideoSynthesis</Tag>") -> bytes:
    return f"<Request>{tag}<Operation>{operation}</Operation>{after}</Request>".encode()


def opened(data: bytes) -> Composition:
    return read_request(data).composition


def stays(data: bytes) -> bool:
    """Whether it comes back as it was, after an edit elsewhere that was taken back, and from the second writing too."""
    first = opened(data)
    edited = opened(write_request(first.replace(job_level=2)))
    again = opened(write_request(edited.replace(job_level=first.job_level)))
    return write_request(first) == write_request(opened(write_request(first))) == write_request(again) == data


@pytest.mark.parametrize(
    "operation",
    [
        "<VideoSynthesis/>",
        "<VideoSynthesis><SpliceInfo/><SpliceInfo><Url>https://h/1.mp4</Url></SpliceInfo></VideoSynthesis>",
        "<VideoSynthesis><SpliceInfo><Width/><Width>640</Width></SpliceInfo></VideoSynthesis>",
        "<VideoSynthesis><SpliceInfo><Width> \n</Width><X>1</X></SpliceInfo></VideoSynthesis>",
        "<VideoSynthesis><SpliceInfo><Url/><URL>https://h/1.mp4</URL></SpliceInfo></VideoSynthesis>",
        "<Transcode/><Output/><Output><Object>o.mp4</Object></Output>",
        "<Transcode><Video/><Video><Width>640</Width></Video><Audio/></Transcode>",
        "<WatermarkTemplateId/><WatermarkTemplateId>t1</WatermarkTemplateId><WatermarkTemplateId/>",
        "<Watermark/><Watermark><Type/><Pos>Top</Pos><Text/></Watermark>",
        "<Transcode><AudioMixArray/><AudioMixArray><MixMode>Once</MixMode></AudioMixArray></Transcode>",
        "<UserData>\u00a0lesson\u3000</UserData>",
        "<Watermark><Text><Text>\u3000第七课\u00a0</Text></Text></Watermark>",
    ],
)
def test_that_empty_and_doubled_elements_leave_their_neighbours_alone(operation: str) -> None:
    assert stays(wrapped(operation))


@pytest.mark.parametrize(
    "tag",
    [
        "<Tag/><Tag>VideoSynthesis</Tag>",
        "<Tag>VideoSynthesis</Tag><Tag>VideoSynthesis</Tag>",
        "<Tag> VideoSynthesis\n</Tag>",
    ],
)
def test_that_an_odd_tag_comes_back_as_it_was(tag: str) -> None:
    data = wrapped("<UserData>u</UserData>", tag=tag)
    assert write_request(opened(data)) == data


def test_that_a_value_that_is_set_takes_the_place_of_the_empty_element() -> None:
    data = wrapped("<VideoSynthesis><SpliceInfo><Name>a</Name><Width/><X>1</X></SpliceInfo></VideoSynthesis>")
    before = opened(data)
    written = write_request(before.with_tile(before.tiles[0].replace(width=640)))
    assert written == data.replace(b"<Width/>", b"<Width>640</Width>")


def test_that_a_tile_without_an_address_gets_no_empty_one() -> None:
    assert b"Url" not in write_request(composition(tile("a", url="")))


@pytest.mark.parametrize("width", ["\u00a0640", "640\u3000", "６４０", "٦٤٠", "1e3", "0x10", "1_000", "--5", "6 40"])
def test_that_a_number_the_service_might_read_otherwise_is_not_guessed(width: str) -> None:
    data = wrapped(f"<VideoSynthesis><SpliceInfo><Width>{width}</Width></SpliceInfo></VideoSynthesis>")
    assert opened(data).tiles[0].width is None
    assert write_request(opened(data)) == data


@pytest.mark.parametrize("name", ["Url", "URL"])
def test_that_both_spellings_of_an_address_are_read_and_stay(name: str) -> None:
    data = wrapped(
        f"<VideoSynthesis><SpliceInfo><{name}>https://h/1.mp4</{name}></SpliceInfo></VideoSynthesis>"
        f"<Watermark><Image><{name}>https://h/1.png</{name}></Image></Watermark>"
    )
    first = opened(data)
    assert first.tiles[0].url == "https://h/1.mp4"
    assert first.watermarks[0].image is not None
    assert first.watermarks[0].image.url == "https://h/1.png"
    assert stays(data)
    moved = write_request(first.with_tile(first.tiles[0].replace(url="https://h/2.mp4")))
    assert f"<{name}>https://h/2.mp4</{name}>".encode() in moved


@pytest.mark.parametrize("kind", ["Url", "URL", "TDMQ", "Kafka"])
def test_that_every_callback_type_is_read_as_it_is_written(kind: str) -> None:
    data = wrapped("<UserData>u</UserData>", f"<CallBackType>{kind}</CallBackType><CallBack>no</CallBack>")
    assert opened(data).callback_type == kind
    assert stays(data)


def test_that_any_order_and_white_space_mean_the_same() -> None:
    plain = (REFERENCE / "jobs" / "submit-request-inline.constructed.xml").read_bytes()
    spaced = re.sub(rb">([^<]*)<", rb">\n\t\1\r\n <", plain).replace(b">\n\t\r", b">\r")
    backwards = _backwards(plain)
    for data in (spaced, backwards):
        assert _values(opened(data)) == _values(opened(plain))


def _backwards(data: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(data)
    for node in list(root.iter()):
        if node.tag != "VideoSynthesis":  # the order of the tiles means something
            node[:] = reversed(node)
    return etree.tostring(root)


def _values(whole: Composition) -> object:
    return [
        whole.output.replace(kept=()) if whole.output else None,
        [one.replace(kept=()) for one in whole.tiles],
        whole.transcode.video.replace(kept=()) if whole.transcode and whole.transcode.video else None,
        whole.transcode.audio.replace(kept=()) if whole.transcode and whole.transcode.audio else None,
        whole.keep_audio_track,
        whole.job_level,
    ]


@pytest.mark.parametrize("path", sorted(REFERENCE.rglob("*MALFORMED*")) + sorted(REFERENCE.rglob("*.malformed.*")))
def test_that_a_malformed_sample_is_refused_with_its_name_and_line(path: Path) -> None:
    with pytest.raises(AppError, match=r"is not well-formed XML \(line \d+: .+\)\.") as caught:
        read_document(path.read_bytes(), path.name)
    assert caught.value.message.startswith(path.name)
    assert caught.value.hint


MANY = {
    "unknown elements": b"<a/>" * 24_000,
    "pieces of text": b"x<a/>" * 24_000,
    "comments in a value": b"<UserData>" + b"a<!-- -->" * 24_000 + b"</UserData>",
    "second outputs": b"<Output/>" * 24_000,
    "template ids": b"<WatermarkTemplateId>t1</WatermarkTemplateId>" * 24_000,
    "sections": b"<UserData>" + b"a<![CDATA[b]]>" * 200_000 + b"</UserData>",
}


@pytest.mark.parametrize("what", MANY)
def test_that_many_parts_take_time_only_for_each(what: str) -> None:
    """Eight times as many take about eight times as long, not sixty-four times."""
    few, many = (wrapped_bytes(MANY[what][: len(MANY[what]) // part]) for part in (8, 1))
    _spent(few)
    most = 24 * max(_spent(few), 0.02)
    assert any(_spent(many) < most for _ in range(2))


def wrapped_bytes(operation: bytes) -> bytes:
    whole = operation[: operation.rfind(b">") + 1] if not operation.endswith(b">") else operation
    if whole.startswith(b"<UserData>") and not whole.endswith(b"</UserData>"):
        whole += b"</UserData>"
    return b"<Request><Tag>VideoSynthesis</Tag><Operation>" + whole + b"</Operation></Request>"


def _spent(data: bytes) -> float:
    gc.collect()
    gc.freeze()  # what else the process holds is no matter of the text, and would be looked through for garbage with it
    try:
        began = time.process_time()
        write_request(opened(data))
        return time.process_time() - began
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    "data",
    [
        wrapped("<a/>" * 60_000),
        wrapped("<Output " + " ".join(f'a{number}=""' for number in range(101)) + "/>"),
        b"<a>" + b"<b/>" * 300_000 + b"</a>",
    ],
)
def test_that_more_than_any_request_has_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"(has|with) more than"):
        read_request(data)


@pytest.mark.parametrize(
    "operation",
    [
        "<Output><Object>a.mp4</Object></Output><Output><Object>b.mp4</Object></Output>",
        "<Transcode/><Transcode><Video/></Transcode>",
        "<VideoSynthesis/><VideoSynthesis><SpliceInfo/></VideoSynthesis>",
        "<UserData>one</UserData><UserData>two</UserData>",
    ],
)
def test_that_a_second_one_of_what_may_be_there_once_is_kept_and_said(operation: str) -> None:
    data = wrapped(operation)
    assert stays(data)
    told = [problem for problem in check(opened(data), Known(), None) if problem.code == "value-unreadable"]
    assert len(told) == 1
    assert "is there more than once" in told[0].sentence
    mended = told[0].fix.apply(opened(data)) if told[0].fix else opened(data)
    assert write_request(mended) == data.replace(operation.encode(), operation[: _half(operation)].encode())


def _half(operation: str) -> int:
    """Where the second element of the same name begins."""
    name = operation[: re.search(r"[\s/>]", operation).start()]  # type: ignore[union-attr]
    return operation.index(name, 1)
