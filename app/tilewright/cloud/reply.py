"""One HTTP answer, whatever it says."""

from __future__ import annotations

import email.utils
import html
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import CloudError

_PAGE = re.compile(r"<html|<!doctype html", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)|<[^>]*>?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Reply:
    """An answer whose body came whole. ``headers`` have lower-case names.

    ``ahead`` are the seconds by which our clock was ahead of the service's; ``None`` when the answer did not tell.
    ``before`` is how the same question failed until then, the first time first; ``after`` are the seconds from the
    first time that it was asked to this one.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    ahead: float | None = None
    before: tuple[CloudError, ...] = ()
    after: float = 0.0

    @property
    def request_id(self) -> str:
        """What the service's support asks for (ci-jobs §9.1); empty when the answer has none."""
        return self.headers.get("x-ci-request-id") or self.headers.get("x-cos-request-id") or ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def start(self) -> str:
        """The first 200 characters of the body, on one line."""
        return " ".join(self.body[:800].decode("utf-8", "replace").split())[:200]

    @property
    def said(self) -> str:
        """What a page, or plain text, says to people, in 120 characters; empty for a document of XML."""
        text = self.body[:8000].decode("utf-8", "replace")
        if text.lstrip().startswith("<"):
            if not _PAGE.search(text):
                return ""
            text = html.unescape(_NOT_SHOWN.sub(" ", text))
        return " ".join(text.split())[:120]

    @property
    def service_time(self) -> float | None:
        """``date`` in an answer of the service itself; a proxy's clock says nothing."""
        return self.date if self.request_id else None

    @property
    def date(self) -> float | None:
        """The service's clock when it answered, Unix seconds (whole); ``None`` without a readable `Date`."""
        try:
            return email.utils.parsedate_to_datetime(self.headers["date"]).timestamp()
        except (KeyError, ValueError, TypeError, OverflowError):
            return None

    @property
    def retry_after(self) -> float | None:
        """`Retry-After` in seconds, not below 0: a number, or a date by the clock of whoever answered."""
        told = self.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdigit():
            return float(told)
        try:
            moment = email.utils.parsedate_to_datetime(told).timestamp()
        except (ValueError, TypeError, OverflowError):
            return None
        return max(0.0, moment - (self.date if self.date is not None else time.time()))
