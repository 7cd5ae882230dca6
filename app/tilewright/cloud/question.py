"""One question to the service: how often it is asked, and how it failed before it was answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from ..errors import BadInput, CloudError
from .connection import Call, Connection
from .refusals import bad_reply, is_about_clock, refusal
from .reply import Reply
from .retry import ask_again

Value = TypeVar("Value")

IsFine = Callable[[Reply], bool]
"""Whether an answer that is no success is still one to go on with."""


def never(reply: Reply) -> bool:
    return False


def whole(reply: Reply) -> Reply:
    """What there is to read of an answer whose body does not matter."""
    return reply


@dataclass(frozen=True)
class Asker:
    """Asks over ``connection``: reading calls up to ``tries`` times while the failure is a passing one.

    Answers and errors tell how the same question failed ``before`` them.
    """

    connection: Connection
    tries: int
    sleep: Callable[[float], object]

    def once(self, call: Call, is_fine: IsFine = never) -> Reply:
        """A good answer to ``call``, or one that ``is_fine``; for calls that change something.

        Refused for the clock alone, it is signed again once: it was not carried out.
        """
        return self.read(call, is_fine, tries=1)

    def read(self, call: Call, is_fine: IsFine = never, tries: int = 0) -> Reply:
        """As ``once``; asked at most ``tries`` times (0: as often as it is asked at all)."""
        return self.parsed(call, whole, tries, is_fine)[0]

    def parsed(
        self, call: Call, read: Callable[[Reply], Value], tries: int = 0, is_fine: IsFine = never
    ) -> tuple[Reply, Value]:
        """The answer as it came, and what ``read`` makes of it; a document that is broken (``BadInput``) is asked for
        again.
        """
        trying = _Tries(self.connection)

        def ask() -> tuple[Reply, Value]:
            reply = trying.ask(call)
            if not reply.is_good and not is_fine(reply):
                raise refusal(call.what, reply, call.where)
            try:
                return reply, read(reply)
            except BadInput as error:
                raise bad_reply(call.what, reply) from error

        try:
            reply, value = ask_again(ask, tries=tries or self.tries, sleep=self.sleep, failed=trying.failed)
        except CloudError as error:
            error.before, error.after = tuple(trying.before), trying.after
            raise
        return replace(reply, before=tuple(trying.before)), value


class _Tries:
    """How the question failed ``before``; the try under way began ``after`` so many seconds."""

    def __init__(self, connection: Connection) -> None:
        self.before: list[CloudError] = []
        self.after = 0.0
        self._connection = connection
        self._begun: float | None = None

    def ask(self, call: Call) -> Reply:
        """The answer to this try. Refused for the clock alone, it is signed again once: it was not carried out."""
        reply = self._once(call)
        if reply.is_good:
            return reply
        refused = refusal(call.what, reply, call.where)
        if not is_about_clock(refused):
            return reply
        self.before.append(refused)
        return self._once(call)

    def failed(self, error: CloudError) -> None:
        """It is asked again. What the error came from is let go: it holds what was sent, with its signature."""
        error.after = self.after
        error.__cause__ = error.__context__ = None
        self.before.append(error.with_traceback(None))

    def _once(self, call: Call) -> Reply:
        now = time.monotonic()
        self.after = 0.0 if self._begun is None else now - self._begun
        self._begun = now if self._begun is None else self._begun
        return replace(self._connection.ask(call), after=self.after)
