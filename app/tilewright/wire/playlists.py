"""Playlists of videos that come in pieces, and which files they name: hls (RFC 8216) and dash (ISO/IEC 23009-1).

They are read as text only: nothing opens what one names before its name was looked at (security 1 and 6).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from ..errors import Damaged, Refused
from ..text import say
from . import xml

MOST_BYTES = 16 * 1024 * 1024
MOST_PIECES = 100_000

MOST_LETTERS = 2 * MOST_BYTES
"""Of all names together: a pattern may make long ones of few bytes."""

LONGEST_PATTERN = 1024
"""Letters of a pattern, and of what is put into it: a key has 850 bytes at most (ci-jobs §6)."""

_URI = re.compile(r'[:,]URI="([^"]*)"')
_KEYS = ("#EXT-X-KEY:", "#EXT-X-SESSION-KEY:")
"""What they name is no piece: whoever plays the video asks for it, or has it."""

_VARIABLE = re.compile(r"\$(?:(RepresentationID|Number|Time|Bandwidth)(?:%0(\d{1,2})d)?)?\$")
_WHAT = say("The playlist")


@dataclass(frozen=True, slots=True)
class Named:
    """``beside`` are the names of files beside the playlist, each once; ``is_all`` says that it names nothing else."""

    beside: tuple[str, ...]
    is_all: bool


def is_playlist(name: str) -> bool:
    """Whether a file of that name is one, by its ending."""
    return name.lower().endswith((".m3u8", ".mpd"))


def read_playlist(data: bytes, name: str) -> Named:
    """What a playlist called ``name`` names. Raises ``Damaged`` when it is none, ``Refused`` when it is too long."""
    if len(data) > MOST_BYTES:
        raise Refused(say("The playlist {name} is longer than any that is read.", name=name))
    found = _of_hls(data) if name.lower().endswith(".m3u8") else _of_dash(data)
    names: dict[str, None] = {}
    letters = 0
    for count, address in enumerate(found, 1):  # each counts, also one that was there: no more than these are made
        letters += len(address)
        if letters > MOST_LETTERS:
            raise Refused(say("The playlist {name} is longer than any that is read.", name=name))
        if count > MOST_PIECES:
            raise Refused(say("The playlist {name} names more than {most} pieces.", name=name, most=MOST_PIECES))
        names[address] = None
    beside = tuple(unquote(one) for one in names if _is_beside(one))
    return Named(beside, is_all=len(beside) == len(names))


def _is_beside(address: str) -> bool:
    """Whether it is a name and nothing else: no folder, no host, no question."""
    name = unquote(address)
    return bool(name.strip(". ")) and not re.search(r"[/\\:?#\x00-\x1f]", name) and not is_playlist(name)


def _of_hls(data: bytes) -> Iterator[str]:
    lines = (line.strip() for line in io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", "replace"))
    if not next(lines, "").startswith("#EXTM3U"):
        raise Damaged(say("The playlist does not begin as one."))
    for line in lines:
        if line.startswith(_KEYS):
            continue
        if line.startswith("#EXT-X-"):
            yield from (address for address in _URI.findall(line) if not address.startswith("data:"))
        elif line and not line.startswith("#"):
            yield line


def _of_dash(data: bytes) -> Iterator[str]:
    root = xml.parse(data, _WHAT)
    xml.drop_namespace(root)
    if xml.local_name(root) != "MPD":
        raise Damaged(say("The playlist does not begin as one."))
    for period in xml.children(root, "Period"):
        for group in xml.children(period, "AdaptationSet"):
            for stream in xml.children(group, "Representation"):
                yield from _of_stream(stream, (stream, group, period))


def _of_stream(stream: xml.Element, places: Iterable[xml.Element]) -> Iterator[str]:
    """Pieces of one stream: by a pattern, by a list, or one file; ``places`` may say it, the first wins."""
    for place in places:
        if (template := xml.child(place, "SegmentTemplate")) is not None:
            yield from _of_template(template, stream)
            return
        if (listed := xml.child(place, "SegmentList")) is not None:
            first = xml.child(listed, "Initialization")
            yield from filter(None, [first.get("sourceURL") if first is not None else None])
            yield from (piece.get("media") or "" for piece in xml.children(listed, "SegmentURL"))
            return
    yield xml.text(stream, "BaseURL") or "?"


def _of_template(template: xml.Element, stream: xml.Element) -> Iterator[str]:
    values = {name: stream.get(key) or "" for name, key in (("RepresentationID", "id"), ("Bandwidth", "bandwidth"))}
    if first := template.get("initialization"):
        yield _filled(first, values)
    timeline = xml.child(template, "SegmentTimeline")
    if timeline is None:  # then how many there are follows from lengths that are not exact
        yield "?"
        return
    number, time = _whole(template.get("startNumber"), 1), 0
    for entry in xml.children(timeline, "S"):
        time, again = _whole(entry.get("t"), time), _whole(entry.get("r"), 0)
        if again < 0:  # as often as there is room
            yield "?"
            return
        for _ in range(min(again, MOST_PIECES) + 1):
            yield _filled(template.get("media") or "?", values | {"Number": str(number), "Time": str(time)})
            number, time = number + 1, time + _whole(entry.get("d"), 0)


def _filled(pattern: str, values: dict[str, str]) -> str:
    if max(map(len, (pattern, *values.values()))) > LONGEST_PATTERN:
        return "?"
    return _VARIABLE.sub(lambda found: values.get(found[1], "").zfill(int(found[2] or 0)) if found[1] else "$", pattern)


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,18}", text) else usual
