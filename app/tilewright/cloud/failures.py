"""What an error of requests means: was anything sent, or may it have been?"""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from ..errors import NoAnswer, Unreachable
from ..text import say

_TLS = say("If your network inspects encrypted traffic, its certificate must be trusted by this computer.")
_NETWORK = say("Check the network, then try again.")
_WRITTEN = say("A name, key or token holds characters that HTTP does not allow; copy the keys again from the console.")


def translate(
    error: requests.RequestException | UnicodeError, what: str, host: str, *, body_began: bool
) -> Unreachable | NoAnswer:
    """``Unreachable`` only when nothing can have reached the service: the connection was never made.

    ``body_began`` says whether any of the body was handed over (for calls without a body: true, as nothing tells).
    A failure of TLS counts as "nothing sent" only while the body was not touched, or for a wrong certificate.
    What requests says of headers and addresses holds their values, so keys: nothing of it is shown.
    """
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, UnicodeError)):
        return Unreachable(
            say("Cannot {what}: the request to {host} cannot be written.", what=what, host=host), _WRITTEN
        )
    if isinstance(error, requests.exceptions.SSLError):
        if not body_began or "certificate verify failed" in str(error).lower():
            return Unreachable(
                say(
                    "Cannot {what}: no safe connection to {host} ({reason}).",
                    what=what,
                    host=host,
                    reason=_reason(error),
                ),
                _TLS,
            )
        return NoAnswer(say("Cannot {what}: the safe connection to {host} broke.", what=what, host=host), _NETWORK)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return Unreachable(say("Cannot {what}: {host} cannot be reached in time.", what=what, host=host), _NETWORK)
    if _never_connected(error) or (isinstance(error, requests.exceptions.ProxyError) and not body_began):
        return Unreachable(
            say("Cannot {what}: {host} cannot be reached ({reason}).", what=what, host=host, reason=_reason(error)),
            _NETWORK,
        )
    if isinstance(error, requests.exceptions.Timeout):
        return NoAnswer(say("Cannot {what}: {host} did not answer in time.", what=what, host=host), _NETWORK)
    return NoAnswer(say("Cannot {what}: {host} broke off without a whole answer.", what=what, host=host), _NETWORK)


def _never_connected(error: requests.RequestException) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _reason(error: requests.RequestException) -> str:
    """The last part of the long message, without addresses and objects."""
    text = str(error).rstrip(")'\" ")
    for known, said in _SAID.items():
        if known in text.lower():
            return said
    return text.rpartition(": ")[2].strip("'\"() ")[:120] or type(error).__name__


_SAID = {
    "refused": say("connection refused"),
    "certificate verify failed": say("its certificate is not trusted"),
    "name or service not known": say("its name is not known"),
    "temporary failure in name resolution": say("names cannot be looked up"),
    "failed to resolve": say("its name is not known"),
    "unreachable": say("no route to it"),
}
