"""Bringing local files into the bucket of a profile, never over something else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO

from ..cloud.objects import ObjectFacts
from ..cloud.progress import follow
from ..cloud.putting import SINGLE_LIMIT, TAKEN, How, part_length, shown_name
from ..durable import file_stamp
from ..errors import Absent, Rejected
from ..text import say
from .events import Bringing, Brought
from .names import numbered, safe_name, url_of
from .workplace import Service

_MD5 = re.compile(r"[0-9a-f]{32}")
_PIECE = 1 << 20
_RACES = 20
"""How often another one may be quicker with a name before we give up."""


def bring(
    path: Path, service: Service, folder: str = "input/", *, by_reference: bool = True
) -> Generator[Bringing | Brought, None, None]:
    """Make the file an object below ``folder``; the last event is ``Brought``.

    An object of the same name with the same content is used as it is; with another content the new one gets a
    number. Only where the local cloud knew an object as this very file, which has changed since, or lost a content that
    was this, the object becomes the file as it is now: its old content is gone in any case. A reference to another file
    that changed or went is left alone, as that file may come back. ``by_reference=False``: the local cloud keeps a
    copy.

    The service itself makes sure that nothing else is replaced, whatever happens between looking and putting.
    Raises ``Absent`` when the file cannot be read, and the errors of the cloud.
    """
    path = path.absolute()
    if not path.is_file():
        raise Absent(say("There is no file {path}.", path=path), "Check the name and the folder.")
    name, number, races = safe_name(path.name), 1, 0
    while True:
        key = folder + numbered(name, number)
        there = service.client.head(key)
        if there is not None and is_content(path, there):
            yield Brought(shown_name(path), key, url_of(service.target, key), is_new=False)
            return
        if there is not None and not _was_this(path, there):
            number += 1
            continue
        how = How(by_reference, instead_of=there.etag if there else "")
        try:
            yield from _put(path, service, key, how)
        except Rejected as error:
            races += 1
            if error.code not in TAKEN or races > _RACES:
                raise
            continue  # somebody was quicker: what is there now may be the same content, else the next number is
        yield Brought(shown_name(path), key, url_of(service.target, key), is_new=True)
        return


def _put(path: Path, service: Service, key: str, how: How) -> Generator[Bringing, None, None]:
    for done, total in follow(lambda report: service.client.put_file(key, path, report, how)):
        yield Bringing(shown_name(path), done, total)


def _was_this(path: Path, there: ObjectFacts) -> bool:
    """Whether the object is lost, and was this file."""
    if there.lost_file is not None:
        return there.lost_file == path.resolve()
    return there.is_lost and _has_etag(path, there.etag)


def is_content(path: Path, there: ObjectFacts) -> bool:
    """Whether the object is this file: by its MD5, by those of the parts in which we put it, or as one that the local
    cloud took by reference.

    Other ETags (``is_of_parts``) tell nothing.
    """
    return not there.is_lost and there.size == path.stat().st_size and _has_etag(path, there.etag)


def _has_etag(path: Path, etag: str) -> bool:
    if not _MD5.fullmatch(etag):
        return etag == f"{file_stamp(path)}-1" or _has_etag_of_parts(path, etag)
    with path.open("rb") as file:
        return _md5_of(file, path.stat().st_size).hex() == etag


def _has_etag_of_parts(path: Path, etag: str) -> bool:
    """Whether the file has it when it is cut as we do (`put_file`), which others may do in another way."""
    size = path.stat().st_size
    length = part_length(size)
    starts = range(0, size, length)
    if size <= SINGLE_LIMIT or not etag.endswith(f"-{len(starts)}"):
        return False
    with path.open("rb") as file:
        sums = b"".join(_md5_of(file, length) for _ in starts)
    return etag == f"{hashlib.md5(sums, usedforsecurity=False).hexdigest()}-{len(starts)}"


def _md5_of(file: BinaryIO, length: int) -> bytes:
    """Of the next ``length`` bytes, or what is left of the file."""
    digest = hashlib.md5(usedforsecurity=False)
    while length and (piece := file.read(min(_PIECE, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.digest()


def is_of_parts(there: ObjectFacts) -> bool:
    """Whether its ETag is that of an upload in parts, or of a result that was too large for its MD5 (A105), or that of
    a file taken by reference; ``is_content`` knows the last, and the first where the parts are cut as ours.
    """
    return not _MD5.fullmatch(there.etag)
