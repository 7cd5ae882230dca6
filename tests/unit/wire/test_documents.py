"""A request is found in whatever contains it, and nothing secret comes with it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from support.carriers import CARRIERS, NODES, REPLY, REQUEST, SECRET, TILES, chunked, dump
from tilewright.errors import BadInput, Damaged, Refused
from tilewright.files.compositions import _OF_THE_SERVICE, first_document, looks_like_document, parse
from tilewright.model.document import encode
from tilewright.wire import json_documents
from tilewright.wire.request import write_request


@pytest.mark.parametrize("name", CARRIERS)
def test_that_a_request_is_found_in_whatever_contains_it(name: str) -> None:
    data, note = CARRIERS[name]
    opened = parse(data, "the carrier")
    assert [tile.replace(kept=()) for tile in opened.composition.tiles] == [tile.replace(kept=()) for tile in TILES]
    assert opened.composition.user_data == "my $data `here`"
    assert opened.composition.output is not None
    assert opened.composition.output.object == "out/${ext}"
    assert (opened.notes[0] if opened.notes else "") == note
    assert opened.is_request
    assert looks_like_document(data.decode("utf-8", "replace")) or name == "request in UTF-16"


def test_that_a_document_is_told_from_videos_by_its_content_where_its_ending_says_nothing(tmp_path: Path) -> None:
    for number, (data, _) in enumerate(CARRIERS.values()):
        (tmp_path / f"{number}").write_bytes(data)
        assert first_document([str(tmp_path), str(tmp_path / f"{number}")]).document == tmp_path / f"{number}"
    (tmp_path / "film").write_bytes(b"\0\0\0 ftypisom" + bytes(range(256)) * 100)
    shutil.copy(tmp_path / "0", tmp_path / "0.MP4")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    names = ["film", "0.MP4", "pipe", "absent", "a\0b", "x" * 5000]
    assert first_document([*(str(tmp_path / name) for name in names), "https://h/0"]).document is None


@pytest.mark.parametrize("name", CARRIERS)
def test_that_nothing_secret_of_a_carrier_is_kept_or_told(name: str) -> None:
    data, _ = CARRIERS[name]
    opened = parse(data, "the carrier")
    kept = encode(opened.composition) + write_request(opened.composition) + " ".join(opened.notes).encode()
    assert SECRET.encode() not in kept
    assert b"MediaResult" not in kept
    if SECRET.encode() in data:
        assert any(note.startswith("Left out, as they are secrets: ") for note in opened.notes)


def test_that_the_names_of_what_was_left_out_are_told() -> None:
    notes = parse(CARRIERS["dump of a request"][0], "x").notes
    assert notes[1] == "Left out, as they are secrets: Authorization, Cookie, x-cos-security-token."
    assert parse(CARRIERS["curl --data"][0], "x").notes[1].endswith("q-signature, Authorization.")


def test_that_of_several_jobs_the_first_of_ours_is_taken() -> None:
    other = "<JobsDetail><JobId>j1</JobId><State>Success</State><Tag>Transcode</Tag><Operation/></JobsDetail>"
    opened = parse(REPLY.replace("<JobsDetail>", f"{other}<JobsDetail>", 1).encode(), "the page")
    assert opened.composition.tiles == TILES
    assert opened.notes[0] == "It was an answer about job j7, whose state is Success."
    assert opened.notes[-1] == "the page lists 2 jobs; number 2 was taken, the first that composes videos."


def test_that_names_that_no_element_can_have_are_told() -> None:
    notes = parse(json.dumps({**NODES, "a b": 1, "$": 2}).encode(), "x").notes
    assert notes == ("It was a request as JSON.", "Left out, as no element can have such a name: a b, $.")


@pytest.mark.parametrize(
    ("data", "kind", "told"),
    [
        (b"curl -d @job.xml https://h/jobs", Refused, "sends the file job.xml, which is not read"),
        (b"curl --data-binary @- https://h/jobs", Refused, "sends the file -, which is not read"),
        (b"curl -T job.xml https://h/jobs", Refused, "sends the file job.xml, which is not read"),
        (b"curl https://h/jobs", Damaged, "sends no data"),
        (b"curl -d '<Request>", Damaged, "a quote that does not end"),
        (b"curl -d hello https://h", Damaged, "neither a composition nor a request"),
        (dump("HTTP/1.1 204 No Content", ""), Damaged, "a record of HTTP without a body"),
        (dump("HTTP/1.1 200 OK", "<html></html>"), Damaged, "contains no request: it starts with <html>"),
        (dump("HTTP/1.1 200 OK", REPLY[:200], "Content-Length: 2000\n"), Damaged, "is cut off"),
        (dump("HTTP/1.1 200 OK", chunked(REPLY)[:300], "Transfer-Encoding: chunked\n"), Damaged, "is cut off"),
        (dump("HTTP/1.1 200 OK", "\x1f\x8b..", "Content-Encoding: gzip\n"), Refused, r"is compressed \(gzip\)"),
        (b'{"body": 7}', Damaged, "neither a composition nor a request"),
        (b'{"Request": "x"}', Damaged, "JSON without a request"),
        (b'{"JobsDetail": {"Operation": {', Damaged, "not well-formed JSON|cannot be read"),
        (b"plain words", Damaged, "neither a composition nor a request"),
        (b"words <Request> and words", Damaged, "neither a composition nor a request"),
        (b"[1, 2]", Damaged, "neither a composition nor a request"),
        (b"\x00\x01\x02", Damaged, "neither a composition nor a request"),
    ],
)
def test_that_what_has_no_request_is_refused_with_what_and_why(data: bytes, kind: type[BadInput], told: str) -> None:
    with pytest.raises(kind, match=told) as caught:
        parse(data, "the carrier")
    assert "the carrier" in caught.value.message
    assert caught.value.hint or kind is Damaged
    assert SECRET not in str(caught.value)


def test_that_documents_in_documents_come_to_an_end() -> None:
    data = REQUEST
    for _ in range(7):
        data = json.dumps({"body": data})
    with pytest.raises(Damaged, match="documents in documents"):
        parse(data.encode(), "x")


def test_that_a_placeholder_is_a_value_like_any_other() -> None:
    command = 'curl -u "$TILEWRIGHT_SECRET_ID:$TILEWRIGHT_SECRET_KEY" -d \'' + REQUEST.replace("it's", "its") + "' h"
    opened = parse(command.replace("my $data", "$TILEWRIGHT_NOTE").encode(), "x")
    assert opened.composition.user_data == "$TILEWRIGHT_NOTE `here`"


def test_that_what_tells_our_json_from_the_services_is_said_once() -> None:
    assert {*json_documents._ROOTS, *json_documents._HERE, *json_documents._WRAPPERS} == _OF_THE_SERVICE


def test_that_a_dict_of_python_says_what_it_means() -> None:
    source = """{'Tag': 'VideoSynthesis',  # ours
      'Operation': {'VideoSynthesis': {'KeepAudioTrack': True, 'SpliceInfo': (
         {'Url': u"https://a/it's.mp4", 'X': 5, 'Name': None,},
         {'Url': 'https://a/\\u7b2c.mp4',},
      ),},},}"""
    tiles = parse(source.encode(), "x").composition.tiles
    assert [tile.url for tile in tiles] == ["https://a/it's.mp4", "https://a/第.mp4"]
    assert (tiles[0].x, tiles[0].name) == (5, None)
    assert parse(source.encode(), "x").composition.keep_audio_track


def test_that_a_browsers_record_is_told_to_be_one() -> None:
    with pytest.raises(Damaged, match="browser's record of all that it sent") as raised:
        parse(b'{\n "log": {"version": "1.2", "entries": []}}', "it.har")
    assert "as cURL" in raised.value.hint
