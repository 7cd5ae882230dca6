"""Facts of videos that were read once, so that the same video is not read again; any may be lost at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from .. import __version__
from ..durable import make_private
from ..errors import AppError
from ..model.source import Source
from ..model.target import Target
from ..text import plain

MOST = 2000
"""Videos whose facts are kept; then the older half goes."""


FORMAT = 3
"""Goes up when a fact comes to mean something else; facts that are new are noticed without it."""


class KeptFacts:
    """The facts in ``folder``, one file a video. What cannot be read or written is as if it had not been there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str) -> Source | None:
        """The facts that were kept as ``name``."""
        try:
            return msgspec.json.decode((self._folder / name).read_bytes(), type=Source, dec_hook=_read_fraction)
        except (OSError, msgspec.MsgspecError, ValueError, ArithmeticError):
            return None

    def keep(self, name: str, source: Source) -> None:
        with contextlib.suppress(OSError, AppError):
            make_private(self._folder.parent)
            make_private(self._folder)
            self._make_room()
            descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:  # half of it, after a crash, is as good as nothing
                file.write(msgspec.json.encode(_fields(source), enc_hook=plain))

    def _make_room(self) -> None:
        files = list(self._folder.iterdir())
        if len(files) >= MOST:
            for path in sorted(files, key=lambda file: file.stat().st_mtime)[: MOST // 2]:
                path.unlink(missing_ok=True)


def name_of_facts(target: Target, key: str, etag: str, size: int) -> str:
    """Names the facts of one version of an object, as this version of the program reads them: older facts, in which
    some are missing or mean something else, have another name.

    Its ETag tells the content: a digest of it, or in the local cloud the state of the file that it refers to.
    """
    facts = (__version__, str(FORMAT), *(field.name for field in fields(Source)))
    told = (*facts, target.cos_host, target.endpoint, target.service, key, etag, str(size))
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _fields(source: Source) -> dict[str, Any]:
    found = {field.name: getattr(source, field.name) for field in fields(source)}
    return {name: str(value) if isinstance(value, Fraction) else value for name, value in found.items()}


def _read_fraction(kind: type, value: Any) -> Any:
    return Fraction(value)
