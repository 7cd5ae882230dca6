"""Templates that an account told of, kept for when it cannot be asked; any may be lost at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..durable import make_private
from ..errors import AppError
from ..model.target import Target
from ..model.template import Template
from ..text import plain

MOST = 200
"""Templates of one account that are kept: those that were named last."""


class KeptTemplates:
    """Those of each account in ``folder``, one file an account. What cannot be read or written is as if it had not been
    there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, target: Target, ids: Iterable[str]) -> tuple[Template, ...]:
        """Those of these ids that ``target`` had when it told last."""
        wanted = set(ids)
        return tuple(template for template in self._read(target) if template.id in wanted)

    def keep(self, target: Target, found: Iterable[Template], absent: Iterable[str] = ()) -> None:
        """Keep what was ``found``, but for what has keys of an encryption; and forget what is ``absent``."""
        new = {template.id: template for template in found}
        gone = {*new, *absent}
        safe = [template for template in new.values() if not _has_keys(template)]
        kept = [*safe, *(one for one in self._read(target) if one.id not in gone)][:MOST]
        with contextlib.suppress(OSError, AppError):
            make_private(self._folder.parent)
            make_private(self._folder)
            descriptor = os.open(self._path(target), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:  # half of it, after a crash, is as good as nothing
                file.write(msgspec.json.encode(kept, enc_hook=plain))

    def _read(self, target: Target) -> list[Template]:
        try:
            return msgspec.json.decode(self._path(target).read_bytes(), type=list[Template])
        except (OSError, msgspec.MsgspecError, ValueError):
            return []

    def _path(self, target: Target) -> Path:
        told = f"{target.ci_host}\0{target.endpoint}"
        return self._folder / hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _has_keys(template: Template) -> bool:
    """Whether it may hold a key of an encryption, wherever: keys are never on the disk (security 7). Without its key it
    would be another template.
    """
    told = msgspec.json.encode(template, enc_hook=plain)
    return b"uri_key" in told or b"UriKey" in told
