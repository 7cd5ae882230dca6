"""Records of HTTP: requests and answers as proxies, browsers and ``curl -v`` print them. Only bodies are taken out;
of the headers nothing is kept but the names of those that were secret (security 7).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import Refused
from ..text import say
from .secrets import SECRET_HEADER, SIGNED

_START = re.compile(
    rb"^(?:[<>] )?(?:HTTP/[0-9.]{1,4}[ \t][0-9]{3}(?![0-9])[^\n]*"
    rb"|[A-Z]{3,10} [^\s]{1,4000} HTTP/[0-9.]{1,4}[ \t]*\r?)$",
    re.MULTILINE,
)
_NOISE = re.compile(rb"(?:[*#{}][^\n]*\n|[ \t\r]*\n)*+")
"""What ``curl -v`` says itself, and empty lines."""
_BLANK = re.compile(rb"\n(?:[<>][ \t]?)?\r?(?:\n|\Z)")
_CHUNK = re.compile(rb"[ \t]{0,4}([0-9A-Fa-f]{1,8})(?:;[^\r\n]{0,200})?[ \t]*\r?\n")
MOST_MESSAGES = 50
MOST_CHUNKS = 100_000


@dataclass(frozen=True, slots=True)
class Message:
    """One request or answer: its body as far as it is there, and whether some of it is missing."""

    body: bytes
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Dump:
    """``secrets`` are the names of the headers and parameters that were left out."""

    messages: tuple[Message, ...]
    secrets: tuple[str, ...]


def is_dump(data: bytes) -> bool:
    """Whether ``data`` begins with the first line of a request or an answer."""
    noise = _NOISE.match(data)
    return bool(_START.match(data, noise.end() if noise else 0))


def read_dump(data: bytes, what: str) -> Dump:
    """The bodies, those without one left out. Raises ``Refused`` for one that is compressed."""
    starts = [found.start() for found in _START.finditer(data)][:MOST_MESSAGES]
    messages, secrets = [], []
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        head, body = _parts(data[start:end])
        secrets += _secrets_in(head)
        message = _message(head, body, what) if body.strip() else None
        if message is not None:
            messages.append(message)
    return Dump(tuple(messages), tuple(dict.fromkeys(secrets)))


def _parts(message: bytes) -> tuple[list[str], bytes]:
    """The lines of the head, the first line among them, and all that comes after it."""
    blank = _BLANK.search(message)
    head, body = (message[: blank.start()], message[blank.end() :]) if blank else (message, b"")
    lines = head.decode("utf-8", "replace").splitlines()
    return [line[2:] if line[:2] in {"< ", "> "} else line for line in lines], body


def _headers(head: list[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in head[1:])
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _secrets_in(head: list[str]) -> list[str]:
    found = [line.partition(":")[0].strip() for line in head[1:] if ":" in line]
    secrets = [name[:40] for name in found if SECRET_HEADER.fullmatch(name)]
    return [*secrets, *(["q-signature"] if SIGNED.search(head[0]) else [])]


def _message(head: list[str], body: bytes, what: str) -> Message | None:
    headers = _headers(head)
    packed = headers.get("content-encoding", "identity").lower()
    if packed not in {"identity", ""} and body.lstrip()[:1] not in {b"<", b"{"}:
        raise Refused(
            say("The body in {what} is compressed ({how}).", what=what, how=packed[:20]),
            "Record it again uncompressed, as curl does by itself.",
        )
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(body.lstrip(b"\r\n")):
        return _from_chunks(body.lstrip(b"\r\n"))
    length = headers.get("content-length", "")
    is_cut = length.isascii() and length.isdigit() and len(length) < 10 and len(body.strip()) < int(length)
    return Message(_trimmed(body), is_cut)


def _from_chunks(body: bytes) -> Message:
    """Chunks put together. Where line ends were changed the sizes are too great: a chunk then ends where the next one
    begins to make sense.
    """
    made: list[bytes] = []
    at = 0
    while (size := _CHUNK.match(body, at)) is not None:
        count = int(size[1], 16)
        if count == 0:
            return Message(_trimmed(b"".join(made)))
        chunk = body[size.end() : size.end() + count]
        made.append(chunk)
        at = size.end() + count
        while body[at : at + 1] in {b"\r", b"\n"}:
            at += 1
        if len(chunk) < count or len(made) >= MOST_CHUNKS:
            break
    return Message(_trimmed(b"".join(made)), is_cut=True)


def _trimmed(body: bytes) -> bytes:
    """The document without what was recorded after it."""
    body = body.removeprefix(b"\xef\xbb\xbf").strip()
    closing = {b"<": b">", b"{": b"}"}.get(body[:1])
    end = body.rfind(closing) if closing else -1
    return body[: end + 1] if end >= 0 else body
