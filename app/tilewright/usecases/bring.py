"""Bringing local files into the bucket of a profile, never over something else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator
from pathlib import Path

from ..cloud.client import ObjectFacts
from ..cloud.progress import follow
from ..durable import file_stamp
from ..errors import Absent
from .events import Bringing, Brought
from .names import numbered, safe_name, url_of
from .workplace import Service

_MD5 = re.compile(r"[0-9a-f]{32}")
_PIECE = 1 << 20


def bring(path: Path, service: Service, folder: str = "input/") -> Generator[Bringing | Brought, None, None]:
    """Make the file an object below ``folder``; the last event is ``Brought``.

    An object of the same name with the same content is used as it is; with another content the new one gets a
    number. Raises ``Absent`` when the file cannot be read, and the errors of the cloud.
    """
    path = path.absolute()
    if not path.is_file():
        raise Absent(f"There is no file {path}.", "Check the name and the folder.")
    client = service.client
    name = safe_name(path.name)
    number = 1
    while True:
        key = folder + numbered(name, number)
        there = client.head(key)
        if there is None:
            break
        if _is_content(path, there):
            yield Brought(path.name, key, url_of(service.target, key), is_new=False)
            return
        number += 1
    for done, total in follow(lambda report: client.put_file(key, path, report)):
        yield Bringing(path.name, done, total)
    yield Brought(path.name, key, url_of(service.target, key), is_new=True)


def _is_content(path: Path, there: ObjectFacts) -> bool:
    """Whether the object is this file, by its MD5 or as one that the local cloud took by reference.

    Other ETags (of multipart uploads) tell nothing.
    """
    if there.size != path.stat().st_size:
        return False
    if not _MD5.fullmatch(there.etag):
        return there.etag == f"{file_stamp(path)}-1"
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == there.etag
