"""Addresses of files on the web, as rules take them apart: one home for all of them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from ..wire.address import HOST_OF_BUCKET


@lru_cache(maxsize=4096)
def split_link(url: str) -> SplitResult | None:
    """An http(s) address with a host that names a file; ``None`` for anything else."""
    try:
        parts = urlsplit(url.strip())
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and bool(parts.path.strip("/"))
    except ValueError:
        return None
    return parts if is_whole else None


@lru_cache(maxsize=4096)
def host_of(url: str) -> str | None:
    """The host of a file on the web, in small letters and without a port."""
    parts = split_link(url)
    return parts.hostname if parts else None


@lru_cache(maxsize=4096)
def bucket_of(url: str) -> re.Match[str] | None:
    """The ``bucket``, ``kind`` and ``region`` that the host of ``url`` names."""
    return HOST_OF_BUCKET.fullmatch(host_of(url) or "")
