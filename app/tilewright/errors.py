"""Everything that can go wrong, as one tree.

::

    AppError                      message (what and where), hint (what to do)
    ├── WrongUse                  the call makes no sense: verb, option, value
    │   └── NoKeys                there are no keys for an account, or what is there cannot be keys
    ├── BadInput                  something given to us cannot be used
    │   ├── Absent                it is not there, or may not be read
    │   ├── Damaged               it is not what it should be
    │   │   └── NotWellFormed     it is no XML from a certain place on
    │   ├── Refused               our safety limits forbid it
    │   ├── NewerFormat           a later Tilewright wrote it
    │   ├── OutputExists          we would have to overwrite it
    │   │   ├── ChangedOnDisk     somebody else changed it since we read it
    │   │   └── NameTaken         a result would get the name of another
    │   │       └── NameUnsure    nobody can tell whether it would
    │   └── UnknownJob            no job or intent of that name
    ├── ProblemsFound             checks found errors; nothing was sent
    ├── JobEnded                  the job failed or was cancelled
    ├── CloudError                the service, or the way to it
    │   ├── Unreachable           nothing was sent: trying again is safe
    │   ├── NoAnswer              something may have arrived; the outcome is unknown
    │   ├── BadReply              an answer that is not the service's
    │   └── Rejected              the service itself said no (code, status, request id)
    │       └── KeysGone          it would: the keys of the job's profile are not at hand
    └── LocalTrouble              this machine: disk, port, lock, FFmpeg
        ├── StorageError
        │   └── NotTheOwner       the home is another machine's, or on a network: only looked at
        ├── DiskFull
        ├── FfmpegMissing
        └── FfmpegFailed

Each border translates once: ``cloud`` alone catches errors of requests, ``wire`` those of
lxml, ``media`` those of PyAV, Pillow and FFmpeg; each with ``raise … from error``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Where = Literal[
    "", "submit", "ask", "list", "cancel", "read", "browse", "write", "delete", "job", "templates", "queues"
]
"""What was tried when something failed: a call to the service by what it does (``read`` to ``delete`` are of the
bucket, ``templates`` and ``queues`` list these), or ``job``: the service had the job, and the job failed. Empty: nobody
knows.
"""


class AppError(Exception):
    """A failure that a user can read and act on.

    ``message`` says what happened and where, as a sentence; ``hint`` says what to do,
    empty when there is nothing to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class WrongUse(AppError):
    """The call makes no sense as it stands."""


class NoKeys(WrongUse):
    """There are no keys for an account, or what is there cannot be keys: the service would refuse the call."""


class BadInput(AppError):
    """Something given to us cannot be used."""


class Absent(BadInput):
    """It is not there, or may not be read."""


class Damaged(BadInput):
    """It is not what it should be, or broken."""


class NotWellFormed(Damaged):
    """A document breaks off, or breaks the rules, at ``line`` and ``column``, from 1; 0 where nobody can tell."""

    def __init__(self, message: str, hint: str = "", *, line: int = 0, column: int = 0, reason: str = "") -> None:
        super().__init__(message, hint)
        self.line, self.column, self.reason = line, column, reason


class Refused(BadInput):
    """Our safety limits forbid it."""


class NewerFormat(BadInput):
    """A later Tilewright wrote it."""


class OutputExists(BadInput):
    """Writing would overwrite something."""


class NameTaken(OutputExists):
    """A result would get the name of something that is in the bucket, or of another result that is on its way there.

    ``key`` is the name. ``writer`` is the intent whose job writes it now: nobody may replace it meanwhile; else empty.
    """

    def __init__(self, message: str, hint: str = "", *, key: str = "", writer: str = "") -> None:
        super().__init__(message, hint)
        self.key = key
        self.writer = writer


class NameUnsure(NameTaken):
    """Nobody can tell whether something has the name that a result would get."""


class ChangedOnDisk(OutputExists):
    """Writing would overwrite what somebody else wrote since we read it."""


class UnknownJob(BadInput):
    """No job or intent answers to that name."""


class ProblemsFound(AppError):
    """Checks found errors; nothing was sent. ``problems`` are all that was found (``model.problem.Problem``)."""

    def __init__(self, message: str, hint: str = "", *, problems: Sequence[object] = ()) -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)


class JobEnded(AppError):
    """The job failed or was cancelled; ``code`` and ``service_message`` are what the ledger noted of it."""

    def __init__(self, message: str, hint: str = "", *, code: str = "", service_message: str = "") -> None:
        super().__init__(message, hint)
        self.code = code
        self.service_message = service_message


class CloudError(AppError):
    """The service, or the way to it. ``code`` is stable and tells one way of failing from another (``failures``).

    ``retry_after`` are the seconds after which the answer wants to be asked again; ``None`` when it did not say.
    ``request_id`` is what the service's support asks for (ci-jobs §9.1), and ``body`` what the answer said, as it came:
    both empty where there was none. Secrets may stand in ``body``: whoever keeps it redacts it (`jobs.keeping`).
    A question that was asked several times failed as ``before`` says until then, the first time first; ``after`` are
    the seconds from the first time to this one.
    """

    retry_after: float | None = None
    request_id: str = ""
    body: bytes = b""
    before: tuple[CloudError, ...] = ()
    after: float = 0.0

    def __init__(self, message: str, hint: str = "", *, code: str = "") -> None:
        super().__init__(message, hint)
        self.code = code or type(self).__name__


class Unreachable(CloudError):
    """Nothing was sent: trying again is safe."""


class NoAnswer(CloudError):
    """Something may have arrived, but no whole answer came back."""


class BadReply(CloudError):
    """An answer that is not one of the service.

    ``status`` is the HTTP status, ``start`` the first part of the body.
    """

    def __init__(self, message: str, hint: str = "", *, status: int = 0, start: str = "") -> None:
        super().__init__(message, hint)
        self.status = status
        self.start = start


class Rejected(CloudError):
    """The service itself said no.

    ``code`` is its ``Code``, ``status`` the HTTP status, ``service_message`` its ``Message`` as it came, ``where`` what
    was refused. ``ahead`` are the seconds by which this computer's clock was ahead of the service's then; ``None`` when
    that was not measured.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        code: str,
        status: int,
        request_id: str = "",
        service_message: str = "",
        where: Where = "",
        ahead: float | None = None,
    ) -> None:
        super().__init__(message, hint, code=code)
        self.status = status
        self.request_id = request_id
        self.service_message = service_message
        self.where: Where = where
        self.ahead = ahead


class KeysGone(Rejected):
    """The keys that a job was sent with are not at hand: nobody asks about it until they are back."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint, code="KeysGone", status=0)


class LocalTrouble(AppError):
    """This machine: disk, port, lock, FFmpeg."""


class StorageError(LocalTrouble):
    """A file or database of ours could not be read or written."""


class NotTheOwner(StorageError):
    """The jobs of this home may only be looked at here; with ``can_take_over`` until its user takes them over."""

    def __init__(self, message: str, hint: str = "", *, can_take_over: bool = False) -> None:
        super().__init__(message, hint)
        self.can_take_over = can_take_over


class DiskFull(LocalTrouble):
    """No room left."""


class FfmpegMissing(LocalTrouble):
    """No FFmpeg that can be run."""


class FfmpegFailed(LocalTrouble):
    """FFmpeg ended with an error; ``log`` is the end of what it said."""

    def __init__(self, message: str, hint: str = "", *, log: str = "") -> None:
        super().__init__(message, hint)
        self.log = log
