"""The templates of a local cloud: the official ones, two samples, those made by calls, and one a file in its folder,
for whoever wants to try their own.

Files are read when they are asked for, and again when they changed. One that cannot be used is left out, with a line in
the log.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import md5
from pathlib import Path

from ..errors import BadInput
from ..model.template import CUSTOM, TAGS, Template
from ..text import say
from ..wire.limits import ANY_TEMPLATE_ID, TEMPLATE_ID_IN_FULL
from ..wire.templates import read_template_file
from .made_templates import MadeTemplates
from .official import OFFICIAL_TEMPLATES
from .samples import SAMPLE_TEMPLATES
from .store import Place

log = logging.getLogger(__name__)

FOLDER = "templates"
MOST_FILES = 500
MOST_BYTES = 1 << 20
"""Of one file; a template has a few hundred."""


_State = tuple[int, int]


class Templates:
    """All templates of a local cloud: those that were made by calls, those of files in ``folder``, which need not
    exist, the samples, and the official ones. Of several with one id the first in this order counts.
    """

    def __init__(self, folder: Path, made: MadeTemplates | None = None) -> None:
        self._files = _Files(folder)
        self._made = made
        self._place: Place | None = None

    def of(self, place: Place) -> Templates:
        """The same for one bucket: templates that were made by calls belong to one."""
        narrowed = copy.copy(self)
        narrowed._place = place
        return narrowed

    def all(self) -> tuple[Template, ...]:
        """The account's own ones, then the official ones."""
        found: dict[str, Template] = {}
        for template in (*self._by_calls(), *self._files.read(), *SAMPLE_TEMPLATES, *OFFICIAL_TEMPLATES):
            found.setdefault(template.id, template)
        return tuple(found.values())

    def find(self, ids: Iterable[str]) -> tuple[Template, ...]:
        """Those of these ids that there are."""
        wanted = set(ids)
        return tuple(template for template in self.all() if template.id in wanted)

    def _by_calls(self) -> Sequence[Template]:
        return self._made.all(self._place) if self._made and self._place else ()


class _Files:
    """The templates that are files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[_State, Template | None]] = {}

    def read(self) -> Iterator[Template]:
        """In the order of the files' names."""
        try:
            paths = sorted(path for path in self._folder.iterdir() if path.suffix.lower() == ".xml")
        except OSError:
            return
        read: dict[str, tuple[_State, Template | None]] = {}
        for path in paths[:MOST_FILES]:
            try:
                state = path.stat()
            except OSError:
                continue
            now = (state.st_mtime_ns, state.st_size)
            before = self._read.get(path.name)
            read[path.name] = before if before and before[0] == now else (now, _read(path, state.st_size))
        self._read = read
        yield from (template for _, template in read.values() if template is not None)


def _read(path: Path, size: int) -> Template | None:
    """The template of a file; ``None``, told in the log, for one that cannot be used."""
    try:
        if size > MOST_BYTES or not path.is_file():
            log.warning("The template %s is no file of at most 1 MiB; it is left out.", path.name)
            return None
        template = read_template_file(path.read_bytes(), say("The template {name}", name=path.name), _usual_id(path))
    except BadInput as error:
        log.warning("%s It is left out.", error.message)
        return None
    except OSError as error:
        log.warning("The template %s cannot be read (%s); it is left out.", path.name, error.strerror)
        return None
    if ANY_TEMPLATE_ID.fullmatch(template.id) is None or template.tag not in TAGS:
        log.warning("The template %s has an id or a tag that no template has; it is left out.", path.name)
        return None
    return replace(template, name=template.name or path.stem, category=CUSTOM)


def _usual_id(path: Path) -> str:
    """The id of a file that names none: the file's name where it is one, else one made of it (ci-templates §10)."""
    if TEMPLATE_ID_IN_FULL.fullmatch(path.stem):
        return path.stem
    return "t1" + md5(path.stem.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
