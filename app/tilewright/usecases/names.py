"""Names of objects and the addresses that the service knows them by."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from ..model.target import Target

LONGEST = 200
"""Bytes of a name that came from outside (security rule 6)."""

_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def safe_name(name: str, fallback: str = "video") -> str:
    """The last segment of ``name`` as a file or object may be called.

    NFC, no control or direction characters, no path, no device name, at most 200 bytes; the extension is kept.
    """
    last = re.split(r"[/\\]", name)[-1]
    letters = (letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter) not in _UNWANTED)
    cleaned = re.sub(r'[<>:"|?*]', "-", "".join(letters)).strip(" .") or fallback
    if _DEVICES.fullmatch(cleaned):
        cleaned = f"_{cleaned}"
    stem, dot, extension = cleaned.rpartition(".")
    if not dot or len(extension) > 16:
        stem, dot, extension = cleaned, "", ""
    return _cut(stem, LONGEST - len((dot + extension).encode())) + dot + extension


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")


def numbered(name: str, number: int) -> str:
    """``name`` for ``number`` 1, then ``name-2.mp4``, ``name-3.mp4`` …"""
    if number == 1:
        return name
    path = PurePosixPath(name)
    return f"{path.stem}-{number}{path.suffix}"


def url_of(target: Target, key: str) -> str:
    """The address of an object as a request names it (A13: percent-encoded, https, the bucket's own host)."""
    return f"https://{target.cos_host}/{quote(key, safe='/~')}"


def key_of(target: Target, url: str) -> str | None:
    """The key when ``url`` lies in the bucket of ``target``, else ``None``."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or host != target.cos_host.lower():
        return None
    return unquote(parts.path.removeprefix("/")) or None
