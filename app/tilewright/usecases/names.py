"""Names of objects and the addresses that the service knows them by."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from ..model.composition import Composition
from ..model.target import Target
from ..wire.address import VIDEO_HOSTS, read_address, write_address

LONGEST = 200
"""Bytes of a name that came from outside (security rule 6)."""

_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_NO_CHARACTER = re.compile("[\ud800-\udfff]+")
_UNWANTED = {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}


def readable(name: str) -> str:
    """``name`` with ``_`` for bytes that were no UTF-8: so it can be stored and sent."""
    return _NO_CHARACTER.sub("_", name)


def safe_name(name: str, fallback: str = "video") -> str:
    """The last segment of ``name`` as a file or object may be called.

    NFC, no control or direction characters, no path, no device name, at most 200 bytes; the extension is kept.
    Bytes that were no UTF-8 become ``_``.
    """
    last = readable(re.split(r"[/\\]", name)[-1])
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
    """The address of an object in the bucket of ``target``."""
    return write_address(target.bucket, target.region, key)


def key_of(target: Target, url: str, hosts: frozenset[str] = VIDEO_HOSTS) -> str | None:
    """The key when ``url`` lies in the bucket of ``target`` on one of its ``hosts``, else ``None``."""
    address = read_address(url, hosts)
    if address is None or (address.bucket, address.region) != (target.bucket, target.region):
        return None
    return address.key


def can_be_looked_at(target: Target, url: str) -> bool:
    """Whether the service of ``target`` can be asked about the file at ``url``: one of its own bucket. The local cloud
    hosts the buckets of every name, and reads from all of them; of its own in another region the check `url-region`
    says more than an answer.
    """
    if key_of(target, url) is not None:
        return True
    address = read_address(url) if target.local else None
    return address is not None and address.bucket != target.bucket


def with_job_id(key: str) -> str:
    """``key`` with ``${jobid}`` behind the last part of its name, before the ending."""
    folder, slash, last = key.rpartition("/")
    stem, dot, ending = last.rpartition(".")
    if not dot:
        stem, ending = last, ""
    return f"{folder}{slash}{stem}{'-' if stem else ''}${{jobid}}{dot}{ending}"


def result_name(composition: Composition, number: str, job_id: str) -> str:
    """What the result will be called, with ``number`` where that of the try comes and ``job_id`` where that of the
    service's job does; empty without a name. An ending that only a template knows stays ``${ext}``.
    """
    key = composition.output.object if composition.output else None
    if not key:
        return ""
    from ..jobs.wish import (  # late: it brings the XML of requests, a window needs names first
        known_ending,
        numbered_key,
    )

    named = key if composition.exact_name else numbered_key(key, number)
    return named.replace("${jobid}", job_id).replace("${ext}", known_ending(composition) or "${ext}")
