"""Who may call: the signature is checked as the service does it (ci-jobs §7), its refusals are the documented ones."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from ..wire.signature import TOKEN_PARAMETER, Claim, Keys, claim_of_query, is_valid, parse_authorization
from .exchange import Call, Fault

SKEW = 15 * 60
"""Seconds that a caller's clock may differ (ci-jobs §7, "Clock skew"): that a signature may begin in the future, and
that a time which the call states may be off. It never makes a signature last longer (A70).
"""

_TOKENS = (TOKEN_PARAMETER, "x-ci-security-token")

_REFUSALS: dict[str, tuple[tuple[int, str, str], tuple[int, str, str]]] = {
    # why: (on CI: status, code, message), (on COS)
    "missing": ((401, "MissingAuthorization", "The call is not signed."), (403, "AccessDenied", "Access Denied.")),
    "unreadable": (
        (401, "InvalidAuthorization", "The signature cannot be read."),
        (403, "AccessDenied", "The signature cannot be read."),
    ),
    "stranger": (
        (401, "SecretidNotExist", "The SecretId is not one of this service."),
        (403, "InvalidAccessKeyId", "The SecretId is not one of this service."),
    ),
    "wrong": (
        (401, "InvalidAuthorization", "The signature does not match the call."),
        (403, "SignatureDoesNotMatch", "The signature does not match the call."),
    ),
    "late": ((401, "SignatureExpired", "The signature has expired."), (403, "AccessDenied", "Request has expired")),
    "early": (
        (401, "SignatureExpired", "The signature begins in the future."),
        (403, "AccessDenied", "RequestTimeTooSkewed"),
    ),
    "skewed": (
        (401, "SignatureExpired", "The time of the call is too far from the service's."),
        (403, "AccessDenied", "RequestTimeTooSkewed"),
    ),
    "no token": (
        (401, "InvalidAuthorization", "The token of temporary keys is empty."),
        (403, "AccessDenied", "The token of temporary keys is empty."),
    ),
}


class Access:
    """Lets calls pass that were signed with ``keys``; a token of temporary keys only must not be empty (A71)."""

    def __init__(self, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self._keys = keys
        self._clock = clock

    def check(self, call: Call) -> Callable[[], None]:
        """Raise ``Fault`` unless the call is signed; give what tells later whether the signature has ended since."""
        written = call.headers.get("authorization")
        claim = parse_authorization(written) if written else claim_of_query(call.params)
        if claim is None:
            raise _refusal(call, "unreadable" if written or "q-signature" in call.params else "missing")
        if not hmac.compare_digest(claim.key_id.encode(), self._keys.secret_id.encode()):
            raise _refusal(call, "stranger")
        if not self._is_right(claim, call):
            raise _refusal(call, "wrong")
        if any(not given.get(name, "x").strip() for given in (call.headers, call.params) for name in _TOKENS):
            raise _refusal(call, "no token")
        if abs(_stated_time(call, self._clock()) - self._clock()) > SKEW:
            raise _refusal(call, "skewed")

        def still_valid() -> None:
            now = self._clock()
            if now > min(claim.sign_time[1], claim.key_time[1]):
                raise _refusal(call, "late")
            if max(claim.sign_time[0], claim.key_time[0]) > now + SKEW:
                raise _refusal(call, "early")

        still_valid()
        return still_valid

    def _is_right(self, claim: Claim, call: Call) -> bool:
        key, headers = self._keys.secret_key, dict(call.headers)
        if is_valid(claim, key, call.method, call.path, call.params, headers):
            return True
        # The official Python SDK signs a host without its port (ci-jobs §11.2, no. 6).
        headers["host"] = headers.get("host", "").partition(":")[0]
        return is_valid(claim, key, call.method, call.path, call.params, headers)


def _stated_time(call: Call, default: float) -> float:
    """The Unix time that the call says it is; ``default`` when it says none that can be read."""
    for name in ("x-cos-date", "date"):
        try:
            return parsedate_to_datetime(call.headers[name]).timestamp()
        except (KeyError, ValueError, OverflowError):
            continue
    return default


def _refusal(call: Call, why: str) -> Fault:
    on_ci, on_cos = _REFUSALS[why]
    return Fault(*(on_ci if call.is_ci else on_cos))
