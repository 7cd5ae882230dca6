"""The thread that sends callbacks, one after the other: to this computer, and to hosts that the user allowed.

A callback is sent at least once: a service that dies between the answer and its own commit sends it again. No page says
what the real service repeats (A67). No redirect is followed, no proxy asked, no answer's body kept.
"""

from __future__ import annotations

import contextlib
import http.client
import logging
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from ..errors import AppError
from ..wire.callbacks import CONTENT_TYPES
from ..wire.hosts import is_loopback, why_unreachable
from .callbacks import FAILED, LONGEST_WAIT, RECORDED, SENT, Callback, Callbacks, split_address

log = logging.getLogger(__name__)

PAUSES = (2.0, 10.0, 60.0)
"""Seconds before it is tried again, each once."""

TRY_SECONDS = 10.0
"""For one try, from the question where its host is to the end of the answer."""

TROUBLE_SECONDS = 5.0
"""Before the database is asked again that could not be."""

CORRECTION = 5.0
"""Seconds by which a clock is put right now and then; what waits for longer was noted before it was set back."""

MOST_ANSWER = 64 * 1024

Found = tuple[socket.AddressFamily, tuple[str, int]]

_Answers = queue.SimpleQueue["list[Found] | Exception"]


class Forbidden(Exception):
    """Nothing may be sent there."""


class Sender:
    def __init__(self, callbacks: Callbacks, pauses: Sequence[float] = PAUSES) -> None:
        self._callbacks = callbacks
        self._pauses = pauses
        self._stop = threading.Event()
        self._unsettled: Callback | None = None
        self._socket: socket.socket | None = None
        self._names: _Answers | None = None
        self._thread = threading.Thread(target=self._run, name="localcloud-callbacks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, timeout: float) -> bool:
        """End the thread; what is being sent is sent again at the next start. Whether it ended within ``timeout``."""
        self._stop.set()
        self._callbacks.changed.set()
        self._cut()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._callbacks.changed.clear()
                waits = self._turn()
            except AppError as error:
                log.error("Callbacks wait: %s", error)  # noqa: TRY400 (the sentence is enough)
                waits = TROUBLE_SECONDS
            except Exception:  # the edge of the thread: the service goes on
                log.exception("Callbacks wait after an unexpected error.")
                waits = TROUBLE_SECONDS
            if waits != 0.0:
                self._callbacks.changed.wait(waits)

    def _turn(self) -> float | None:
        """Send the one that is due; seconds until the next one is, ``None`` when there is none."""
        self._settle()  # or else the same one is due, and would be sent again
        callback = self._callbacks.first_due()
        if callback is None:
            return None
        early = (callback.due or 0.0) - self._callbacks.clock()
        if 0 < early <= max(LONGEST_WAIT, *self._pauses) + CORRECTION:
            return min(early, 60.0)  # the clock of the computer may be set
        if early > 0 and not callback.tries:  # it was set back, and this may wait for sums
            self._callbacks.wait_again(callback)
            return 0.0
        after = self._try(callback)
        if not self._stop.is_set():
            self._unsettled = after
            self._settle()
        return 0.0

    def _settle(self) -> None:
        """Keep what came of the last try; what raises leaves it here."""
        if self._unsettled is not None:
            self._callbacks.settle(self._unsettled)
            self._unsettled = None

    def _try(self, callback: Callback) -> Callback:
        tries = callback.tries + 1
        status, said = 0, self._callbacks.why_kept(callback.kind, callback.address)
        if said:  # allowed no more
            return replace(callback, state=RECORDED, due=None, said=said)
        try:
            status = self._post(callback)
            said = "" if 200 <= status < 300 else f"The answer had the status {status}."
        except Forbidden as error:
            return replace(callback, state=RECORDED, due=None, said=str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = f"There was no answer: {getattr(error, 'strerror', None) or type(error).__name__}."
        if not said:
            return replace(callback, state=SENT, tries=tries, due=None, status=status, said="")
        log.info("The end of job %s was told in vain (%s).", callback.job_id, said)
        if tries > len(self._pauses):
            return replace(callback, state=FAILED, tries=tries, due=None, status=status, said=said)
        due = self._callbacks.clock() + self._pauses[tries - 1]
        return replace(callback, tries=tries, due=due, status=status, said=said)

    def _post(self, callback: Callback) -> int:
        parts = split_address(callback.address)
        host = (parts.hostname or "") if parts else ""
        if parts is None or not host:
            raise Forbidden("That is no address.")
        is_safe = parts.scheme == "https"
        port = parts.port or (443 if is_safe else 80)
        target = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~")
        if parts.query:
            target += "?" + quote(parts.query, safe="/?%!$&'()*+,;=:@~")
        with self._connected(host, port, is_safe) as connection:
            asking = (http.client.HTTPSConnection if is_safe else http.client.HTTPConnection)(host, port)
            asking.sock = connection
            headers = {"Content-Type": CONTENT_TYPES[callback.form], "Connection": "close"}
            asking.request("POST", target, callback.body, headers)
            with asking.getresponse() as answer:
                answer.read(MOST_ANSWER)
                return int(answer.status)

    @contextlib.contextmanager
    def _connected(self, host: str, port: int, is_safe: bool) -> Iterator[socket.socket]:
        """A connection to an address that was looked at: the name is not looked up again (rebinding). It is cut when
        the time is over, or the service ends.
        """
        end = time.monotonic() + TRY_SECONDS
        found = self._look_up(host, port)
        guard = threading.Timer(max(0.0, end - time.monotonic()), self._cut)
        guard.daemon = True
        with contextlib.ExitStack() as held:
            guard.start()
            held.callback(guard.cancel)
            held.callback(self._forget)
            connection = self._socket = held.enter_context(self._connect(found, end))
            if is_safe:
                context = ssl.create_default_context()
                safe = context.wrap_socket(connection, server_hostname=host, do_handshake_on_connect=False)
                connection = self._socket = held.enter_context(safe)  # known before it can wait, so that it can be cut
                safe.do_handshake()
            yield connection

    def _look_up(self, host: str, port: int) -> list[Found]:
        """As ``find_addresses``, for ``TRY_SECONDS`` and to the end of the service at most: the system may ask for
        longer, in a thread that ends with its answer.
        """
        answers: _Answers = queue.SimpleQueue()
        self._names = answers
        if self._stop.is_set():
            raise TimeoutError("the service ends")

        def ask() -> None:
            try:
                answers.put(find_addresses(host, port))
            except Exception as error:  # noqa: BLE001 (it is raised where it was asked for)
                answers.put(error)

        threading.Thread(target=ask, name="localcloud-names", daemon=True).start()
        try:
            found = answers.get(timeout=TRY_SECONDS)
        except queue.Empty:
            raise TimeoutError("the name was not looked up in time") from None
        finally:
            self._names = None
        if isinstance(found, Exception):
            raise found
        return found

    def _connect(self, found: Sequence[Found], end: float) -> socket.socket:
        """To the first address that takes it before ``end`` by the monotonic clock: of a name with two, a server may
        listen on the second alone.
        """
        trouble = OSError("no address took it in time")
        for left, (family, address) in zip(range(len(found), 0, -1), found, strict=True):
            seconds = end - time.monotonic()
            if self._stop.is_set() or seconds <= 0:
                break
            try:
                made = self._socket = socket.socket(family, socket.SOCK_STREAM)
            except OSError as error:  # a kind of address that this computer has not
                trouble = error
                continue
            try:
                made.settimeout(seconds / left)
                made.connect(address)
                made.settimeout(TRY_SECONDS)
            except OSError as error:
                made.close()
                trouble = error
            else:
                return made
        raise trouble

    def _forget(self) -> None:
        self._socket = None

    def _cut(self) -> None:
        names, found = self._names, self._socket
        if names is not None:
            names.put(TimeoutError("the service ends"))
        if found is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(found, socket.SHUT_RDWR)


def find_addresses(host: str, port: int) -> list[Found]:
    """Where ``host`` is reached. Raises ``Forbidden`` when all its addresses lie in a private network (security 3):
    a name that was allowed may point anywhere, and one that is this machine's must point to it.
    """
    why, may_be_called = "it has no address", []
    for family, _, _, _, found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = str(found[0])
        if is_loopback(address):
            reason = ""
        else:
            reason = "it is not this machine" if is_loopback(host) else why_unreachable(address)
        why = reason or why
        if not reason:
            may_be_called.append((family, found))
    if not may_be_called:
        raise Forbidden(f"The host {host} must not be called: {why}.")
    return may_be_called  # type: ignore[return-value]  # typeshed has int in an address only without IPv6
