"""What an error of requests means: was anything sent, or may it have been?"""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError, ReadTimeoutError

from ..errors import NoAnswer, Unreachable
from ..failures.explain import explain
from ..text import say


def translate(
    error: requests.RequestException | UnicodeError, what: str, host: str, *, body_began: bool, is_of_job: bool = True
) -> Unreachable | NoAnswer:
    """``Unreachable`` only when nothing can have reached the service: the connection was never made.

    ``body_began`` says whether any of the body was handed over (for calls without a body: true, as nothing tells).
    Only about a job (``is_of_job``) is the service asked again by itself.
    A failure of TLS counts as "nothing sent" only while the body was not touched, or for a wrong certificate.
    What requests says of headers and addresses holds their values, so keys: nothing of it is shown.
    """
    told: dict[str, object] = {"what": what, "host": host}
    of = "" if is_of_job else "File"
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, UnicodeError)):
        return _nothing_sent("CannotBeWritten", say("Cannot {what}: the request to {host} cannot be written.", **told))
    if isinstance(error, requests.exceptions.SSLError):
        is_untrusted = "certificate verify failed" in str(error).lower()
        if not body_began or is_untrusted:
            told["reason"] = _reason(error)[1]
            sentence = say("Cannot {what}: no safe connection to {host} ({reason}).", **told)
            return _nothing_sent("NotTrusted" if is_untrusted else "NoSafeConnection", sentence)
        return _outcome_open(of + "BrokenOff", say("Cannot {what}: the safe connection to {host} broke.", **told))
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return _nothing_sent("ConnectTimeout", say("Cannot {what}: {host} cannot be reached in time.", **told))
    is_proxy = isinstance(error, requests.exceptions.ProxyError)
    if _never_connected(error) or (is_proxy and not body_began):
        code, told["reason"] = _reason(error)
        sentence = say("Cannot {what}: {host} cannot be reached ({reason}).", **told)
        return _nothing_sent("ProxyFailed" if is_proxy else code, sentence)
    if isinstance(error, requests.exceptions.Timeout) or isinstance(_cause(error), ReadTimeoutError):
        return _outcome_open(of + "TimedOut", say("Cannot {what}: {host} did not answer in time.", **told))
    return _outcome_open(of + "BrokenOff", say("Cannot {what}: {host} broke off without a whole answer.", **told))


def _nothing_sent(code: str, sentence: str) -> Unreachable:
    return Unreachable(sentence, explain(code).cure, code=code)


def _outcome_open(code: str, sentence: str) -> NoAnswer:
    return NoAnswer(sentence, explain(code).cure, code=code)


def _never_connected(error: requests.RequestException) -> bool:
    cause = _cause(error)
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _cause(error: requests.RequestException) -> object:
    """What requests made its error of."""
    return error.args[0] if error.args else None


def _reason(error: requests.RequestException) -> tuple[str, str]:
    """Which way of failing it is, and the last part of the long message, without addresses and objects."""
    text = str(error).rstrip(")'\" ")
    for known, (code, said) in _SAID.items():
        if known in text.lower():
            return code, said
    return "Unreachable", text.rpartition(": ")[2].strip("'\"() ")[:120] or type(error).__name__


_SAID = {
    "refused": ("ConnectionRefused", say("connection refused")),
    "certificate verify failed": ("NotTrusted", say("its certificate is not trusted")),
    "name or service not known": ("NameUnknown", say("its name is not known")),
    "temporary failure in name resolution": ("NameUnknown", say("names cannot be looked up")),
    "failed to resolve": ("NameUnknown", say("its name is not known")),
    "wrong version number": ("NoSafeConnection", say("it does not speak TLS")),
    "unreachable": ("NoRoute", say("no route to it")),
    "no route to host": ("NoRoute", say("no route to it")),
}
