"""One call over HTTP: signed, bounded in time, answered by a ``Reply`` or a typed error. Nothing is repeated here."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.cookiejar import DefaultCookiePolicy
from typing import BinaryIO
from urllib.parse import quote, urlsplit

import requests

from ..errors import NoAnswer, Where, WrongUse
from ..failures.explain import explain
from ..model.target import Target
from ..points import reach
from ..text import say
from ..wire.limits import KEY_LIMIT, is_key_short
from ..wire.own_names import CLOUD_HEADER
from ..wire.signature import Keys, sign
from .failures import translate
from .patience import Patient
from .reply import Reply
from .retry import LONG_ANSWER

log = logging.getLogger(__name__)

SIGNATURE_BACK = 60
SIGNATURE_AHEAD = 600
"""Seconds before and after now for which an ordinary call is signed (15 minutes are refused: ci-jobs §7)."""

REPLY_LIMIT = 4 * 1024 * 1024
"""Bytes of the longest document that we read as an answer (design/security.md 4)."""

REPLY_SECONDS = 120.0
"""In which the whole of such a document must have come."""

_CHUNK = 256 * 1024
_PIECE = 16 * 1024
"""Bytes of a document, or of a part of an object, that are read at once: few, so that its end in time is looked after;
not fewer, as each costs time."""

_LISTS: dict[str, Where] = {"/template": "templates", "/queue": "queues"}
_SERVICE = re.compile(r"[0-9a-f]{32}")
_LOOPBACK = ("127.", "[::1]", "localhost")


@dataclass(frozen=True)
class Call:
    """What to ask. ``path`` and ``params`` are decoded; ``what`` completes "Cannot …" in errors.

    ``body`` makes a fresh stream each time. ``span`` are the first and last second of the signature when the caller
    decides. A call ``alone`` has a connection of its own, made for it and closed after it.
    """

    what: str
    method: str
    host: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[], BinaryIO] | None = None
    span: tuple[int, int] | None = None
    alone: bool = False

    @property
    def where(self) -> Where:
        """What it does, for whoever explains why it was refused."""
        if self.path == "/jobs":
            return "submit" if self.method == "POST" else "list"
        if self.method == "GET" and self.path in _LISTS and ".ci." in self.host:
            return _LISTS[self.path]
        if self.path.startswith("/jobs/"):
            return "cancel" if self.method == "PUT" else "ask"
        if self.method in {"GET", "HEAD"}:
            return "browse" if self.path == "/" else "read"
        return "delete" if self.method == "DELETE" else "write"


class Connection:
    """Signs and sends calls for one target. ``address`` (``http://127.0.0.1:PORT``) takes every call there."""

    def __init__(
        self,
        target: Target,
        keys: Keys,
        address: str = "",
        *,
        connect_timeout: float = 10.0,
        read_timeout: float = 30.0,
        reply_seconds: float = REPLY_SECONDS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.target = target
        self.address = address or target.endpoint
        self.offset = 0.0
        self.service_id = ""
        self.asked = 0
        """Calls to the host of jobs so far."""
        self.heard = 0
        """Answers of the service so far; those of others have no id of a request."""
        self.now = now
        self._keys = keys
        self._timeout = (connect_timeout, read_timeout)
        self._reply_seconds = reply_seconds
        self._sessions: dict[int, requests.Session] = {}
        self._guard = threading.Lock()

    @property
    def service_now(self) -> float:
        """The service's clock, Unix seconds, as far as its answers told it."""
        return self.now() + self.offset

    @property
    def base(self) -> str:
        """Where calls connect to, when not to the host itself."""
        return self.address.rstrip("/")

    def move(self, address: str, keys: Keys) -> None:
        """Connect to ``address`` and sign with ``keys`` from now on."""
        self.close()
        self.address, self._keys = address, keys

    def close(self) -> None:
        with self._guard:
            for session in self._sessions.values():
                session.close()
            self._sessions.clear()

    def ask(self, call: Call) -> Reply:
        """Send once and read the whole answer. Raises ``Unreachable`` or ``NoAnswer``."""
        with self.stream(call, _PIECE) as (head, chunks):
            body = bytearray()
            end = time.monotonic() + self._reply_seconds
            for chunk in chunks:
                body += chunk
                if len(body) > REPLY_LIMIT:
                    raise _endless(
                        head,
                        say(
                            "Cannot {what}: the answer of {host} is longer than 4 MiB.", what=call.what, host=call.host
                        ),
                        LONG_ANSWER,
                    )
                if time.monotonic() > end:
                    raise _endless(
                        head, say("Cannot {what}: the answer of {host} does not end.", what=call.what, host=call.host)
                    )
        return replace(head, body=bytes(body))

    @contextlib.contextmanager
    def stream(self, call: Call, piece: int = _CHUNK) -> Iterator[tuple[Reply, Iterator[bytes]]]:
        """Send once; yield the answer without its body, and the body in pieces of that many bytes."""
        body = _Sent(call.body()) if call.body else None
        session, started, head = self._session(call.alone), self.now(), Reply(0, {})
        self._count(asked=call.host == self.target.ci_host)
        try:
            response = self._sent(session, call, body)
            head = Reply(response.status_code, {k.lower(): v for k, v in response.headers.items()})
            self._count(heard=bool(head.request_id))
            head = self._learn_clock(head, started)
            self._learn_service(head)
            log.debug("%s %s %s: %d, request %s", call.method, call.host, call.path, head.status, head.request_id)
            with contextlib.closing(response):
                yield head, response.iter_content(piece)
        except requests.RequestException as error:
            began, is_of_job = body is None or body.began, call.host == self.target.ci_host
            failure = translate(error, call.what, self._named(call), body_began=began, is_of_job=is_of_job)
            failure.request_id = head.request_id
            raise failure from error
        finally:
            if body is not None:
                body.close()
            if call.alone:
                session.close()

    def _count(self, *, asked: bool = False, heard: bool = False) -> None:
        with self._guard:
            self.asked += asked
            self.heard += heard

    def _sent(self, session: requests.Session, call: Call, body: _Sent | None) -> requests.Response:
        """The answer, its body not read. What cannot be written as a header is not shown: it may be a key."""
        try:
            prepared = session.prepare_request(self._request(call, body))
            settings = session.merge_environment_settings(self._url(call), {}, True, None, None)
            reach("cloud.call.before")
            response = session.send(prepared, timeout=self._timeout, allow_redirects=False, **settings)
            reach("cloud.call.answered")
            return response
        except (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL, UnicodeError) as error:
            failure = translate(error, call.what, self._named(call), body_began=False)
        raise failure  # outside of the block: the first error holds what must not be shown

    def _named(self, call: Call) -> str:
        return say("{host} at {base}", host=call.host, base=self.base) if self.base else call.host

    def _url(self, call: Call) -> str:
        check_path(call.path)
        base = self.base or f"{self.target.scheme}://{call.host}"
        query = "&".join(
            f"{quote(name, safe='~')}={quote(value, safe='~')}" if value else quote(name, safe="~")
            for name, value in call.params.items()
        )
        return f"{base}{quote(call.path, safe='/~')}" + (f"?{query}" if query else "")

    def _request(self, call: Call, body: _Sent | None) -> requests.Request:
        address = self._url(call)
        headers = {"host": call.host, **call.headers}
        if self._keys.token:
            kind = "ci" if call.host == self.target.ci_host else "cos"
            headers[f"x-{kind}-security-token"] = self._keys.token
        now = int(self.service_now)
        start, end = call.span or (now - SIGNATURE_BACK, now + SIGNATURE_AHEAD)
        signed = {name: value for name, value in headers.items() if name != "range"}
        headers["authorization"] = sign(self._keys, call.method, call.path, call.params, signed, start, end)
        headers |= {"accept-encoding": "identity", "user-agent": "tilewright"}
        if call.alone:
            headers["connection"] = "close"
        return requests.Request(call.method, address, headers=headers, data=body, auth=_as_signed)

    def _session(self, alone: bool) -> requests.Session:
        """A session of its own, or the one of this thread."""
        if alone:
            return self._new_session()
        with self._guard:
            ident = threading.get_ident()
            if ident not in self._sessions:
                self._sessions[ident] = self._new_session()
            return self._sessions[ident]

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = not is_loopback(self.base)
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            session.mount(scheme, Patient(self._reply_seconds))
        return session

    def _learn_service(self, head: Reply) -> None:
        """Keep the name of the local cloud that answered; an answer without one tells nothing new."""
        named = head.headers.get(CLOUD_HEADER, "")
        if self.target.local and _SERVICE.fullmatch(named):
            self.service_id = named

    def _learn_clock(self, head: Reply, started: float) -> Reply:
        """Keep ``offset`` within what the `Date` of an answer allows: it was made between asking and now.

        Only answers of the service itself count: a proxy's clock says nothing. The answer, with what it told.
        """
        date = head.service_time
        if date is None:
            return head
        low, high = date - self.now(), date + 1 - started
        if not low <= self.offset <= high:
            self.offset = (low + high) / 2
        return replace(head, ahead=-self.offset)


class _Sent(io.RawIOBase):
    """A body that remembers whether anyone began to read it, and so whether any of it can have left."""

    def __init__(self, inner: BinaryIO) -> None:
        super().__init__()
        self._inner = inner
        self.began = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.began = True
        return self._inner.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def close(self) -> None:
        self._inner.close()
        super().close()


def _as_signed(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Stands where requests would otherwise put a password from the user's .netrc over our signature."""
    return request


def _endless(head: Reply, sentence: str, code: str = "EndlessAnswer") -> NoAnswer:
    error = NoAnswer(sentence, explain(code).cure, code=code)
    error.request_id = head.request_id
    return error


def is_loopback(address: str) -> bool:
    """Whether ``address`` is on this machine: then no proxy of the environment may come between."""
    return urlsplit(address).netloc.startswith(_LOOPBACK)


def check_path(path: str) -> None:
    """Refuse keys that HTTP software would change on the way, or that the service forbids (ci-jobs §9.6)."""
    parts = path[1:].split("/")
    if path.startswith("//") or "." in parts or ".." in parts or not _is_sendable(path):
        raise WrongUse(
            say("{path!r} cannot be the name of an object.", path=path[1:]), "Avoid a leading / and parts named . or .."
        )
    if not is_key_short(path[1:]):
        raise WrongUse(
            say("The object name {path!r}… is longer than {key_limit} bytes.", path=path[1:60], key_limit=KEY_LIMIT),
            "Use a shorter one.",
        )


def _is_sendable(path: str) -> bool:
    return all(letter >= " " and not 0xD800 <= ord(letter) <= 0xDFFF for letter in path)
