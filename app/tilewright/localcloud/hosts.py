"""Which host names the service answers to, and what each stands for (ci-jobs §6 and §8).

Any other Host is refused: a web page whose name was made to point at this machine reaches nothing (security 5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from .exchange import Kind
from .store import Place

_BUCKET = r"(?P<bucket>[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?)"
_REGION = r"(?P<region>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)"
_OF_BUCKET = re.compile(rf"{_BUCKET}\.(?P<kind>cos|ci)\.{_REGION}\.myqcloud\.com")
_OF_REGION = re.compile(rf"(?:cos|ci)\.{_REGION}\.myqcloud\.com")
_ACCOUNT = "service.cos.myqcloud.com"
_PORT = re.compile(r":[0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class Host:
    """What a host name stands for. ``place`` is the default bucket unless the name names one."""

    kind: Kind
    place: Place
    region: str = ""


def read_host(name: str, port: int, default: Place) -> Host | None:
    """What the Host ``name`` stands for; ``None`` when it is none of this service."""
    name = name.strip().lower()
    if name in {f"127.0.0.1:{port}", f"localhost:{port}"}:
        return Host("own", default)
    name = _PORT.sub("", name)
    if name == _ACCOUNT:
        return Host("account", default)
    if found := _OF_BUCKET.fullmatch(name):
        kind: Kind = "ci" if found["kind"] == "ci" else "cos"
        return Host(kind, Place(found["bucket"], found["region"]), found["region"])
    if found := _OF_REGION.fullmatch(name):
        return Host("account", default, found["region"])
    return None


def read_address(url: str) -> tuple[Place, str] | None:
    """Bucket and key of an address in the service's own form (ci-jobs §6); ``None`` for any other address."""
    try:
        parts = urlsplit(url.strip())
        key = unquote(parts.path[1:], errors="strict")
    except (ValueError, UnicodeDecodeError):
        return None
    found = _OF_BUCKET.fullmatch(parts.netloc.lower())
    if found is None or found["kind"] != "cos" or parts.scheme not in {"http", "https"} or not key:
        return None
    return (Place(found["bucket"], found["region"]), key) if not (parts.query or parts.fragment) else None
