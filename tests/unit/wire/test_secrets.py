"""Nothing secret of a document gets into a composition, and nothing secret of a request is handed on."""

from __future__ import annotations

import json

import pytest

from tilewright.model.document import encode
from tilewright.wire.documents import read_document
from tilewright.wire.request import write_request
from tilewright.wire.secrets import hide_secrets

ADDRESS = "https://a-1.cos.r.myqcloud.com/1.mp4"
SIGNED = f"{ADDRESS}?q-sign-algorithm=sha1&q-signature=SECRET"
URL = (
    "<Request><Operation><VideoSynthesis><SpliceInfo><Url>{}</Url></SpliceInfo></VideoSynthesis></Operation></Request>"
)


@pytest.mark.parametrize(
    "text",
    [
        f"<!--c-->{SIGNED}".replace("&", "&amp;"),
        f"{ADDRESS}?q-signature=<!--c-->SECRET",
        f"{ADDRESS}?q-signa<!--c-->ture=SECRET",
        "https://me:SECRET<!--c-->@a-1.cos.r.myqcloud.com/1.mp4",
    ],
)
def test_that_a_comment_in_an_address_hides_no_secret(text: str) -> None:
    reading = read_document(URL.format(text).encode())
    assert b"SECRET" not in encode(reading.composition) + write_request(reading.composition)
    assert reading.composition.tiles[0].url == ADDRESS
    assert ["Url" in note for note in reading.notes] == [True]


def test_that_text_between_elements_loses_its_signature_and_is_hidden_where_it_is_old() -> None:
    xml = f"<Request><Operation>one <Output/>{SIGNED} two</Operation></Request>".replace("&", "&amp;").encode()
    composition = read_document(xml).composition
    assert b"SECRET" not in encode(composition)
    assert b" two" in write_request(composition)
    shown, names = hide_secrets(xml, "It")
    assert b"SECRET" not in shown
    assert b"HIDDEN" in shown
    assert names == ("Operation",)


@pytest.mark.parametrize(
    "member", ["SecretKey", "SecretId", "secret_key", "TmpSecretKey", "Token", "x-cos-security-token", "Authorization"]
)
def test_that_keys_of_an_account_beside_a_request_are_left_out_with_a_note(member: str) -> None:
    as_json = json.dumps({"Tag": "VideoSynthesis", member: "SECRET", "Operation": {member: "SECRET", "Output": {}}})
    inner = f"a<{member}>SECRET</{member}>b<Operation><Output {member}='SECRET'/></Operation>"
    as_xml = f"<Request {member}='SECRET'>{inner}</Request>"
    for text in (as_json, as_xml):
        reading = read_document(text.encode())
        assert b"SECRET" not in encode(reading.composition) + write_request(reading.composition)
        assert [note for note in reading.notes if member in note or "Output" in note]
        assert not [note for note in reading.notes if "SECRET" in note]
    assert b"ab" in write_request(read_document(as_xml.encode()).composition)
    shown, _ = hide_secrets(as_xml.encode(), "It")
    assert b"SECRET" not in shown


def test_that_what_only_sounds_like_a_key_stays() -> None:
    text = "<Request><Operation><Tokens>1</Tokens><KeyId>2</KeyId><Authorized>3</Authorized></Operation></Request>"
    reading = read_document(text.encode())
    assert reading.notes == ()
    assert all(name in write_request(reading.composition) for name in (b"<Tokens>1", b"<KeyId>2", b"<Authorized>3"))
    assert hide_secrets(text.encode(), "It") == (text.encode(), ())


@pytest.mark.parametrize("inside", ["<!--c-->SECRET", "SEC<!--c-->RET", "<b>SECRET</b>", "<![CDATA[SECRET]]>"])
def test_that_a_key_is_hidden_whatever_stands_in_its_element(inside: str) -> None:
    shown, names = hide_secrets(f"<Request><UriKey>{inside}</UriKey></Request>".encode(), "It")
    assert shown == b"<Request><UriKey>HIDDEN</UriKey></Request>"
    assert names == ("UriKey",)
