"""Which objects somebody still needs: what compositions, requests and templates name, in whatever bucket."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .. import settings
from ..errors import Absent, AppError
from ..files.compositions import open_composition
from ..files.recovery import FOLDER as RECOVERY
from ..files.seen import is_gone
from ..jobs.history import History
from ..jobs.intent import Intent
from ..jobs.wanted import Wanted
from ..model.composition import Composition
from ..model.document import encode
from ..wire import xml
from ..wire.address import IMAGE_HOSTS, read_address
from ..wire.limits import ANY_TEMPLATE_ID
from .templates import list_templates
from .workplace import Service, Workplace

_VALUE = re.compile(r">\s*(https?://[^<]*|[A-Za-z0-9]{1,64}\s*)<", re.IGNORECASE)
"""An address, or what may be the id of a template, as the whole text of an element."""


class ObjectName(NamedTuple):
    bucket: str
    region: str
    key: str


@dataclass
class Named:
    """``used`` are named as something to read; ``written`` are keys of results, in whatever bucket; ``words`` may be
    ids of templates. ``unread`` are files that may name more: they cannot be read, or are on a disk that may be away.
    ``recent`` are the files opened last.
    """

    used: set[ObjectName] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    unread: list[Path] = field(default_factory=list)
    recent: list[Path] = field(default_factory=list)

    def add(self, texts: Iterable[str]) -> None:
        """Take up those of ``texts`` that are addresses of objects, also with parameters, or may be ids."""
        for text in texts:
            if ANY_TEMPLATE_ID.fullmatch(text):
                self.words.add(text)
                continue
            for address in {text, text.partition("?")[0], text.partition("#")[0]}:
                if found := read_address(address, IMAGE_HOSTS):
                    self.used.add(ObjectName(found.bucket, found.region, found.key))


def named_objects(
    hosted: Iterable[tuple[Service, Collection[str]]],
    workplace: Workplace,
    history: History,
    since: float,
    shown: Composition | None = None,
) -> Named:
    """What is named by the compositions that were opened last, are ``shown`` or not saved, by the jobs that are not at
    their end or were made at or after ``since`` (Unix seconds), and by the templates of the buckets of ``hosted``.
    Beside each are the ids of its templates that a rehearsal brought: these count where one of those compositions or
    jobs may name them, and while there is one that cannot be read. Raises ``Damaged`` for settings that cannot be read:
    nobody knows then what was opened last.
    """
    named = Named()
    if shown is not None:
        named.add(_of_composition(shown))
    window = settings.load(workplace.home).window  # of now: a window that has been open for days read them once
    named.recent = recent = [Path(path) for path in window.recent]
    unsaved = sorted((workplace.home / RECOVERY).glob("*.json"))
    for path, read in [*((path, _of_file) for path in recent), *((path, _of_recovery) for path in unsaved)]:
        try:
            named.add(read(path))
        except (FileNotFoundError, Absent):
            if not is_gone(path, window.recent_at.get(str(path), "")):
                named.unread.append(path)
        except (AppError, OSError, ValueError, RecursionError):
            named.unread.append(path)
    for intent in _intents(history, since):
        named.add(_of_request(history.request(intent.id)))
        named.written |= {intent.result_key, intent.reserved, intent.output_key}
    for service, brought in hosted:
        for listed in list_templates(service.client):
            for template in listed.templates:
                if template.id in brought and template.id not in named.words and not named.unread:
                    continue
                watermarks = (template.watermark,) if template.watermark else ()
                named.add(_of_composition(Composition(transcode=template.transcode, watermarks=watermarks)))
    return named


def _intents(history: History, since: float) -> Iterator[Intent]:
    yield from history.awaited()
    yield from history.each(Wanted(since=since))


def _of_request(request: bytes) -> Iterator[str]:
    """As the service reads it: also in other encodings, and with comments in a value."""
    if not xml.is_plain(request):
        with suppress(AppError):
            yield from (xml.text_of(element).strip() for element in xml.parse(request, "The request").iter())
            return
    for value in _VALUE.findall(request.decode("utf-8", "replace")):
        yield html.unescape(value).strip()


def _of_file(path: Path) -> Iterator[str]:
    return _of_composition(open_composition(str(path)).composition)


def _of_recovery(path: Path) -> Iterator[str]:
    return _strings(json.loads(path.read_bytes()))


def _of_composition(composition: Composition) -> Iterator[str]:
    return _strings(json.loads(encode(composition)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
