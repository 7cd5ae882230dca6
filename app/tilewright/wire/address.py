"""The address of an object as requests name it (ci-jobs §6; A13: percent-encoded, on the bucket's own host)."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

_BUCKET = r"(?P<bucket>[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?)"
_REGION = r"(?P<region>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)"
_DOMAIN = r"(?:myqcloud\.com|tencentcos\.cn)"
"""The second is the newer name of the same hosts (A96). We write the first, which all documents name."""

HOST_OF_BUCKET = re.compile(rf"{_BUCKET}\.(?P<kind>cos|ci)\.{_REGION}\.{_DOMAIN}")
HOST_OF_REGION = re.compile(rf"(?:cos|ci)\.{_REGION}\.{_DOMAIN}")
HOSTS_OF_SERVICE = frozenset({"service.cos.myqcloud.com", "service.cos.tencentcos.cn"})


VIDEO_HOSTS = frozenset({"cos"})
IMAGE_HOSTS = frozenset({"cos", "ci"})
"""Samples name the image of a watermark on the `ci` host of its bucket (ci-templates §8.3)."""


class ObjectAddress(NamedTuple):
    """An object: ``bucket`` with its APPID, region, and the key, decoded."""

    bucket: str
    region: str
    key: str


def write_address(bucket: str, region: str, key: str) -> str:
    """The address of an object, good for `SpliceInfo.Url`."""
    return f"https://{bucket}.cos.{region}.myqcloud.com/{quote(key, safe='/~')}"


def read_address(url: str, hosts: frozenset[str] = VIDEO_HOSTS) -> ObjectAddress | None:
    """The object that ``url`` names on one of these ``hosts`` of its bucket; ``None`` for any other form, also one
    with parameters.
    """
    try:
        parts = urlsplit(url.strip())
        key = unquote(parts.path[1:], errors="strict")
    except (ValueError, UnicodeDecodeError):
        return None
    found = HOST_OF_BUCKET.fullmatch(parts.netloc.lower())
    if found is None or found["kind"] not in hosts or parts.scheme not in {"http", "https"} or not key:
        return None
    return ObjectAddress(found["bucket"], found["region"], key) if not (parts.query or parts.fragment) else None
