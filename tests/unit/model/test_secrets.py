"""What is secret in an address goes; all else stays as it is."""

from __future__ import annotations

import time

import pytest

from tilewright.model.composition import Composition, Kept, Tile
from tilewright.model.differences import differences
from tilewright.model.document import encode
from tilewright.model.hiding import hidden_keys, restored_keys
from tilewright.model.secrets import (
    HIDDEN_KEY,
    clean_address,
    hide_address,
    is_encryption_key,
    without_keys,
    without_placeholder,
)
from tilewright.wire.request import read_request, write_request

HERE = "https://a-1.cos.r.myqcloud.com/1.mp4"


@pytest.mark.parametrize(
    "secret",
    [
        "q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1;2&q-key-time=1;2&q-header-list=&q-url-param-list=&q-signature=a",
        "x-cos-security-token=t",
        "sign=abc",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F2&X-Amz-Signature=f",
        "OSSAccessKeyId=a&Signature=b%3D",
        "token=t&access_token=u",
        "sig=a%2B",
        "X-Goog-Algorithm=GOOG4&X-Goog-Credential=a&X-Goog-Signature=f",
        "auth_key=1700000000-0-0-abc",
        "Policy=e30_&Signature=s~&Key-Pair-Id=K1",
        "secretkey=s&SecretId=i&secret_key=k&api-key=l",
        "q%2Dsignature=s&%71-ak=a",
    ],
)
def test_that_what_signs_an_address_goes(secret: str) -> None:
    assert clean_address(f"{HERE}?{secret}") == HERE
    assert clean_address(f"{HERE}?v=2&{secret}&w=3") == f"{HERE}?v=2&w=3"


@pytest.mark.parametrize(
    "address",
    [
        HERE,
        f"{HERE}?v=2&w=",
        f"{HERE}?design=4&signal=2&tokens=3&keypad=4&sigma=5&id=6",
        "https://a.b/token=3/x.mp4",
        "https://a.b/me@home.mp4",
        "",
    ],
)
def test_that_other_addresses_stay(address: str) -> None:
    assert clean_address(address) == address


@pytest.mark.parametrize("user", ["me", "me:word", "me:w@rd", "a@b@c", "@", "me:"])
def test_that_a_user_name_and_all_of_a_password_go(user: str) -> None:
    cleaned = clean_address(f"https://{user}@a-1.cos.r.myqcloud.com/1@2.mp4")
    assert cleaned == "https://a-1.cos.r.myqcloud.com/1@2.mp4"
    assert clean_address(cleaned) == cleaned


def encrypted(key: str) -> Composition:
    data = (
        "<Request><Tag>VideoSynthesis</Tag><Operation><Transcode><TransConfig><HlsEncrypt>"
        f"<IsHlsEncrypt>true</IsHlsEncrypt><UriKey>{key}</UriKey><PlainText>{KEY}</PlainText></HlsEncrypt>"
        f"<DashEncrypt><UriKey> {key} </UriKey></DashEncrypt></TransConfig></Transcode></Operation></Request>"
    )
    return read_request(data.encode()).composition


KEY = "0123-my-key-4567"


def test_that_encryption_keys_are_sent_and_saved_but_hidden_where_they_are_shown() -> None:
    composition = encrypted(KEY)
    assert write_request(composition).count(KEY.encode()) == 3
    assert KEY.encode() in encode(composition)
    hidden = hidden_keys(composition)
    assert KEY not in write_request(hidden).decode() + encode(hidden).decode() + repr(hidden)
    assert write_request(hidden).count(HIDDEN_KEY.encode()) == 3
    assert KEY not in repr(composition.transcode)
    pasted = read_request(write_request(hidden)).composition
    for shown in (hidden, pasted):
        assert write_request(restored_keys(shown, composition)).count(KEY.encode()) == 3


def test_that_no_repr_tells_a_secret() -> None:
    twice = f"<HlsEncrypt><UriKey>{KEY}</UriKey></HlsEncrypt>"
    signed, server = f"{HERE}?q-signature={KEY}", f"https://keys.example/1?token={KEY}"
    made = encrypted(server).replace(
        tiles=(Tile(id="a", url=signed, kept=(f"Url= {signed} ",)),),
        callback=f"https://me:{KEY}@school.example/done",
        kept=Kept(operation=(twice,)),
    )
    config = made.transcode.trans_config  # type: ignore[union-attr]
    assert config is not None
    config = config.replace(kept=(twice,))
    for value in (made, made.tiles, made.kept, config, config.hls_encrypt, differences(Composition(), made)):
        assert KEY not in repr(value)
    assert repr(made.tiles[0]).startswith(f"Tile(id='a', url='{HERE}', x=None")


def test_that_the_address_of_a_key_server_is_no_key() -> None:
    address = "https://keys.school.example/1.key"
    composition = encrypted(address)
    assert hidden_keys(composition).transcode.trans_config.hls_encrypt.uri_key == address  # type: ignore[union-attr]
    assert not is_encryption_key(address)
    assert not is_encryption_key(None)
    assert not is_encryption_key(" ")
    assert is_encryption_key("k")


@pytest.mark.parametrize(
    "text",
    [
        f"<a><UriKey>{KEY}</UriKey>after</a>",
        f"<a><UriKey note='x'>\n {KEY}\n</UriKey>after</a>",
        f"<a><x:UriKey><![CDATA[{KEY}]]></x:UriKey>after</a>",
        f'{{"UriKey": "{KEY}", "b": "after"}}',
        f"{{'UriKey': '{KEY}', 'b': 'after'}}",
        f'{{"UriKey" : "a\\"{KEY}", "b": "after"}}',
        f"<UriKey/>after<UriKey>{KEY}",
    ],
)
def test_that_a_key_is_hidden_in_whatever_text_it_stands(text: str) -> None:
    hidden = without_keys(text)
    assert KEY not in hidden
    assert HIDDEN_KEY in hidden
    assert "after" in hidden
    assert without_keys(hidden) == hidden


@pytest.mark.parametrize("text", ["<UriKey>" * 100_000, '"UriKey":"\\"' * 100_000, "<UriKey " * 100_000])
def test_that_hiding_keys_takes_no_time_for_a_hostile_text(text: str) -> None:
    began = time.process_time()
    without_keys(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "address", ["https://h/a.mp4", "https://h/a.mp4?v=1", "https://h/a.mp4?v=1&w=2", "https://h/HIDDEN.mp4"]
)
def test_that_what_a_copy_puts_behind_a_signed_address_is_known_again(address: str) -> None:
    signed = f"{address}{'&' if '?' in address else '?'}sign=abc"
    assert hide_address(signed).endswith("HIDDEN")
    named = signed.replace("https://", "https://me:pass@word@")
    assert hide_address(named) == hide_address(signed).replace("https://", "https://HIDDEN@")
    for shown in (hide_address(signed), hide_address(named)):
        assert hide_address(shown) == shown
        assert without_placeholder(shown) == address
    assert without_placeholder(address) == address


def test_that_a_password_is_hidden_where_it_stood() -> None:
    assert hide_address("https://me:word@keys.school.example/k") == "https://HIDDEN@keys.school.example/k"


def test_that_a_password_of_an_address_inside_an_address_is_hidden_where_it_stood() -> None:
    address = "http://cb.example/x?next=https://u:p@h.example/"
    assert hide_address(address) == "http://cb.example/x?next=https://HIDDEN@h.example/"
    assert without_placeholder(hide_address(address)) == "http://cb.example/x?next=https://h.example/"
