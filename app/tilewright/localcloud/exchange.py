"""One call to the service as values: what was asked, what is answered, and what is refused."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import parse_qsl, unquote_to_bytes

from werkzeug.wrappers import Response

from ..wire.limits import KEY_LIMIT, NOT_IN_KEYS, is_key_short
from .blobs import PIECE
from .store import Place

XML_LIMIT = 4 << 20
"""Bytes that the body of a call with XML may have (security 4)."""

MOST_AT_ONCE = 5 << 30
"""Bytes that become an object or a part by one call, sent or copied (ci-jobs §6)."""

Kind = Literal["cos", "ci", "account", "own"]
"""What a host stands for: storage of a bucket, CI of a bucket, the account, or this service by its own address."""


class Fault(Exception):
    """A call that is refused, with the status, code, sentence and own headers of the answer (ci-jobs §9)."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


class Body(Protocol):
    """The body as the connection gives it: at most that many bytes, none at the end.

    Raises ``Fault`` when the body ends too early.
    """

    def read(self, size: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Call:
    """A call. ``path`` is decoded and begins with ``/``; names of ``headers`` are lower-case.

    ``length`` is the Content-Length, ``None`` when the body came in chunks, -1 when no body was announced.
    """

    method: str
    kind: Kind
    place: Place
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: Body
    length: int | None
    request_id: str
    region: str = ""
    is_ci: bool = field(default=False)

    @property
    def key(self) -> str:
        """The object that the path names; raises ``Fault`` for a key that the service does not allow."""
        return checked_key(self.path[1:])

    def pieces(self) -> Iterator[bytes]:
        """The body, piece by piece; raises ``Fault`` when it ends too early."""
        if self.length == -1:
            raise Fault(411, "MissingContentLength", "The call needs a Content-Length.")
        while piece := self.body.read(PIECE):
            yield piece

    def document(self) -> bytes:
        """The whole body of a call with XML; raises ``Fault`` beyond 4 MiB."""
        data = bytearray()
        for piece in self.pieces():
            data += piece
            if len(data) > XML_LIMIT:
                raise Fault(413, "InvalidContent", "The body is larger than 4 MiB.")
        return bytes(data)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A parameter that is a whole number; raises ``Fault`` when it is none or out of range."""
        text = self.params.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 13 and least <= int(text) <= most):
            raise Fault(400, "InvalidArgument", f"{name} must be a whole number from {least} to {most}.")
        return int(text)

    def wanted_md5(self) -> str | None:
        """The MD5 in hex that the body must have, if the caller says so."""
        text = self.headers.get("content-md5")
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True).hex()
        except (binascii.Error, ValueError) as error:
            raise Fault(400, "InvalidDigest", "The Content-MD5 is not Base64.") from error


def checked_key(key: str) -> str:
    """``key``; raises ``Fault`` when the service does not allow it."""
    if not is_key_short(key):
        raise Fault(400, "KeyTooLong", f"The key is longer than {KEY_LIMIT} bytes.")
    if NOT_IN_KEYS.search(key):
        raise Fault(400, "InvalidArgument", "The key has a control character.")
    return key


def new_id() -> str:
    """What names one call, or the way it went, in an answer."""
    return secrets.token_urlsafe(18)


def decode_target(target: str) -> tuple[str, dict[str, str]]:
    """Path (decoded, from its first ``/`` on) and parameters of what a request line asks for.

    An absolute address, as a proxy gets it, is allowed. A parameter that comes twice counts as it came last.
    Raises ``Fault`` for what is no UTF-8.
    """
    if not target.startswith("/"):
        rest = target.partition("://")[2]
        if not rest:
            raise Fault(400, "InvalidUrl", "The request asks for no path.")
        target = "/" + rest.partition("/")[2]
    raw, _, query = target.partition("?")
    try:
        path = unquote_to_bytes(raw).decode()
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError as error:
        raise Fault(400, "InvalidUrl", "The address is not percent-encoded UTF-8.") from error
    except ValueError as error:
        raise Fault(400, "InvalidArgument", "The address has too many parameters.") from error
    return path, dict(pairs)


def answer(status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Response:
    """An answer without a body, or with the one given."""
    response = Response(body, status)
    response.headers.clear()
    response.headers.update(dict(headers or {}))
    response.headers["Content-Length"] = str(len(body))
    return response


def xml_answer(body: bytes, status: int = 200) -> Response:
    response = answer(status, body)
    response.headers["Content-Type"] = "application/xml"
    return response
