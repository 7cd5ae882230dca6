"""Which host names the service answers to, and what each stands for (ci-jobs §6 and §8).

Any other Host is refused: a web page whose name was made to point at this machine reaches nothing (security 5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..wire.address import HOST_OF_BUCKET, HOST_OF_REGION, HOSTS_OF_SERVICE
from .exchange import Kind
from .store import Place

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
    if name in HOSTS_OF_SERVICE:
        return Host("account", default)
    if found := HOST_OF_BUCKET.fullmatch(name):
        kind: Kind = "ci" if found["kind"] == "ci" else "cos"
        return Host(kind, Place(found["bucket"], found["region"]), found["region"])
    if found := HOST_OF_REGION.fullmatch(name):
        return Host("account", default, found["region"])
    return None
