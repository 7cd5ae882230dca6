"""Where the files of a local cloud lie, for whoever wants to name them: only looked at, whether it runs or not."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ..wire.address import IMAGE_HOSTS, read_address
from .database import DATABASE_NAME, address_to_read

log = logging.getLogger(__name__)

_WHERE = """
SELECT b.id, b.file FROM object o JOIN blob b ON b.id = o.blob JOIN bucket k ON k.id = o.bucket
WHERE k.name = ? AND k.region = ? AND o.key = ?
"""


def files_of(folder: Path, urls: Iterable[str]) -> dict[str, Path]:
    """The files behind those of ``urls`` that the local cloud of ``folder`` has, as far as they are there still.

    Nothing is started or made. A store that cannot be read has none.
    """
    path = folder / DATABASE_NAME
    if not path.is_file():
        return {}
    try:
        with contextlib.closing(sqlite3.connect(address_to_read(path.absolute()), uri=True, timeout=2)) as rows:
            found = {url: _file(rows, folder, url) for url in dict.fromkeys(urls)}
    except (OSError, sqlite3.Error) as error:
        log.info("The files of the local cloud are not looked up: %s", error)
        return {}
    return {url: file for url, file in found.items() if file is not None and file.is_file()}


def _file(rows: sqlite3.Connection, folder: Path, url: str) -> Path | None:
    address = read_address(url, IMAGE_HOSTS)
    row = address and rows.execute(_WHERE, (address.bucket, address.region, address.key)).fetchone()
    if not row:
        return None
    blob_id, file = row
    return Path(os.fsdecode(file)) if file else folder / "blobs" / str(blob_id)
