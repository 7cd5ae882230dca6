from __future__ import annotations

import errno
import os

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, ReadTimeoutError
from urllib3.exceptions import ProxyError as Urllib3ProxyError

from tilewright.cloud.failures import translate
from tilewright.errors import NoAnswer, Unreachable

NEW = NewConnectionError(HTTPConnection("host"), "Failed to establish a new connection: [Errno 111] Connection refused")
RETRIES = MaxRetryError(None, "/jobs", NEW)  # type: ignore[arg-type]
TUNNEL = MaxRetryError(None, "/jobs", Urllib3ProxyError("Cannot connect to proxy.", NEW))  # type: ignore[arg-type]
READ = ReadTimeoutError(None, "/jobs", "Read timed out.")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.InvalidHeader("Invalid return character in header value: 'hunter2'"),
        requests.exceptions.InvalidURL("Invalid URL 'http://hunter2'"),
        "hunter2\u4e00".encode,
    ],
    ids=["header", "address", "encoding"],
)
def test_that_what_cannot_be_written_is_told_without_its_text(error: object) -> None:
    if callable(error):
        with pytest.raises(UnicodeError) as caught:
            error("latin-1")
        error = caught.value
    translated = translate(error, "submit the job", "a.example", body_began=False)  # type: ignore[arg-type]
    assert type(translated) is Unreachable
    assert "hunter2" not in f"{translated} {translated!r}"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ECONNREFUSED, "ConnectionRefused"),
        (errno.ENETUNREACH, "NoRoute"),
        (errno.EHOSTUNREACH, "NoRoute"),
        (errno.EACCES, "Unreachable"),
    ],
)
def test_that_a_system_that_makes_no_connection_is_told_by_its_reason(number: int, code: str) -> None:
    said = f"Failed to establish a new connection: {OSError(number, os.strerror(number))}"
    never = MaxRetryError(None, "/jobs", NewConnectionError(HTTPConnection("host"), said))  # type: ignore[arg-type]
    translated = translate(requests.ConnectionError(never), "submit the job", "a.example", body_began=False)
    assert translated.code == code


@pytest.mark.parametrize(
    ("error", "body_began", "kind"),
    [
        (requests.ConnectionError(RETRIES), False, Unreachable),
        (requests.exceptions.ConnectTimeout(RETRIES), False, Unreachable),
        (requests.exceptions.SSLError("wrong version number"), False, Unreachable),
        (requests.exceptions.SSLError("certificate verify failed: self signed"), False, Unreachable),
        (requests.exceptions.SSLError("decryption failed or bad record mac"), True, NoAnswer),
        (requests.exceptions.ProxyError(TUNNEL), False, Unreachable),
        (requests.exceptions.ProxyError(TUNNEL), True, NoAnswer),
        (requests.exceptions.InvalidHeader("a\nb"), False, Unreachable),
        (requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError(104))), False, NoAnswer),
        (requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError(104))), True, NoAnswer),
        (requests.exceptions.ReadTimeout(READ), True, NoAnswer),
        (requests.exceptions.ReadTimeout(READ), False, NoAnswer),
        (requests.exceptions.ChunkedEncodingError("IncompleteRead"), True, NoAnswer),
        (requests.exceptions.ContentDecodingError("gzip"), True, NoAnswer),
        (requests.RequestException("something new"), False, NoAnswer),
    ],
)
def test_that_only_what_never_left_is_called_unreachable(
    error: requests.RequestException, body_began: bool, kind: type[Exception]
) -> None:
    translated = translate(error, "submit the job", "a.example", body_began=body_began)
    assert type(translated) is kind
    assert "submit the job" in translated.message
    assert "a.example" in translated.message
    assert "0x" not in translated.message
