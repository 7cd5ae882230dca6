"""Objects as files: one alone, and a result with its pieces, so that a playlist can be played where it lies."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..cloud.objects import changed, require_content
from ..cloud.progress import follow
from ..errors import Absent, BadInput, OutputExists
from ..text import say
from ..wire.playlists import MOST_BYTES, Named, is_playlist, read_playlist
from .events import Fetched, Fetching
from .names import safe_name

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Piece:
    key: str
    path: Path
    size: int
    etag: str


def fetch_object(
    client: Client, key: str, path: Path, *, replace: bool, etag: str = ""
) -> Generator[Fetching | Fetched, None, None]:
    """Write the object ``key`` to ``path``, with ``etag`` no other version. Raises ``OutputExists``, ``Damaged`` for
    another version, ``Rejected`` and the other cloud errors.
    """
    for done, total in follow(lambda report: client.get_file(key, path, report, replace=replace, etag=etag)):
        yield Fetching(key, done, total)
    yield Fetched(path)


def fetch_result(
    client: Client, key: str, path: Path, *, replace: bool, job_id: str = "", etag: str = ""
) -> Generator[Fetching | Fetched, None, None]:
    """Write the result ``key`` to ``path``, and the pieces that a playlist names to its folder, by their own names;
    with ``etag`` only that version.

    The playlist comes last, and only as it was first: where it is, all is. A piece that is there in its whole length is
    not fetched again. With ``replace`` pieces are replaced whose names begin with that of ``key`` or with ``job_id``;
    any other name says the playlist alone, which came from outside. Raises as ``fetch_object``, ``OutputExists`` also
    for a piece.
    """
    if not is_playlist(key) or (path.exists() and not replace):
        yield from fetch_object(client, key, path, replace=replace, etag=etag)
        return
    named, etag = _read(client, key, etag)
    pieces = yield from _pieces(client, key, path, [name for name in named.beside if safe_name(name) == name])
    total = sum(piece.size for piece in pieces)
    done = 0
    for piece in pieces:
        is_own = _is_named_after(piece.path.name, (PurePosixPath(key).stem, job_id))
        if (replace and is_own) or not (piece.path.is_file() and piece.path.stat().st_size == piece.size):
            if not is_own and piece.path.exists():
                raise OutputExists(say("{path} already exists.", path=piece.path), "Choose another folder.")
            yield from _fetch(client, piece, done, total, replace=replace and is_own)
        done += piece.size
    is_whole = named.is_all and len(pieces) == len(named.beside)
    for event in fetch_object(client, key, path, replace=replace, etag=etag):
        yield Fetched(event.path, is_whole=is_whole) if isinstance(event, Fetched) else Fetching(key, done, total)


def _fetch(client: Client, piece: _Piece, before: int, total: int, *, replace: bool) -> Generator[Fetching, None, None]:
    for done, _ in follow(
        lambda report: client.get_file(piece.key, piece.path, report, replace=replace, etag=piece.etag)
    ):
        yield Fetching(piece.key, before + done, total)


def _read(client: Client, key: str, etag: str) -> tuple[Named, str]:
    """What the playlist names, and its ETag; of one that cannot be read, nothing is known. Raises ``Damaged`` where
    ``etag`` is given and it is another version.
    """
    facts = require_content(client.head(key), key, client.target.bucket)
    if etag and facts.etag != etag:
        raise changed(key)
    with client.open(key, facts) as file:
        data = file.read(MOST_BYTES + 1)
    try:
        return read_playlist(data, key), facts.etag
    except BadInput as error:
        log.info("Of the playlist %s nothing is fetched but itself: %s", key, error)
        return Named((), is_all=False), facts.etag


def _is_named_after(name: str, beginnings: Iterable[str]) -> bool:
    """Whether ``name`` is one of these with something behind it that is no letter and no digit."""
    return any(one and name.startswith(one) and not name[len(one) :][:1].isalnum() for one in beginnings)


def _pieces(client: Client, key: str, path: Path, names: list[str]) -> Generator[Fetching, None, list[_Piece]]:
    """Before anything is written: a playlist without all its pieces is of no use. Each is asked about, which takes
    time: between two of them whoever asked may end it.
    """
    folder, slash, _ = key.rpartition("/")
    pieces, total = [], 1
    for name in names:
        if name.casefold() == path.name.casefold():
            raise OutputExists(
                say("The playlist {key} names a piece {name}, as it would be called itself.", key=key, name=name),
                "Choose another name.",
            )
        yield Fetching(key, 0, total)
        facts = client.head(f"{folder}{slash}{name}")
        if facts is None:
            raise Absent(
                say("The playlist {key} names {name}, which is not in the bucket.", key=key, name=name),
                "Submit the composition again.",
            )
        total += facts.size
        pieces.append(_Piece(f"{folder}{slash}{name}", path.parent / name, facts.size, facts.etag))
    return pieces
