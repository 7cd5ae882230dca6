"""Which field of a composition a failure is about."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ..failures.entry import Failure
from ..model.composition import Composition, Tile

_ELEMENT = re.compile(r"\b(Transcode|Output|Watermark|SpliceInfo|VideoSynthesis)(?:\[\d+\])?((?:\.\w+)+)")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def has_field(failure: Failure) -> bool:
    """Whether the failure is about a field, or one of several, of any composition."""
    return bool(failure.field) and (failure.field != "*" or _ELEMENT.search(failure.words) is not None)


def field_of(failure: Failure, composition: Composition) -> str:
    """The path of the field to change, as in ``Problem``: of the very tile or value that the failure's words name.

    Empty when the failure is about no field, or about one of many and nothing tells which.
    """
    if failure.field == "tiles.*.url":
        named = [tile for tile in composition.shown if _is_named(tile, failure.words)]
        if len({tile.url for tile in named}) == 1:
            return f"tiles.{named[0].id}.url"
        return "tiles" if len(composition.shown) != 1 else f"tiles.{composition.shown[0].id}.url"
    if failure.field == "*":
        found = _ELEMENT.search(failure.words)
        return _path(found[1], found[2]) if found else ""
    return failure.field


def _is_named(tile: Tile, words: str) -> bool:
    name = unquote(tile.url.rpartition("/")[2])
    return bool(name) and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words) is not None


def _path(first: str, rest: str) -> str:
    """``Transcode``, ``.Video.Crf`` → ``transcode.video.crf``; a value of a tile or watermark only by its kind."""
    if first in {"SpliceInfo", "VideoSynthesis"}:
        return "tiles"
    if first == "Watermark":
        return "watermarks"
    return ".".join(_WORD.sub("_", part).lower() for part in (first + rest).split("."))
