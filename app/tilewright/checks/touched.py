"""Which rules have to be asked again after a change, while the hand that makes it has not let go.

What was touched is a set of paths without the names of tiles: ``tiles.x``, ``transcode.video``, ``output``. A rule
names the paths that it depends on; a path stands for what lies below it, too.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ..model.composition import Composition, Tile, changed_at
from ..model.options import Transcode

Touched = frozenset[str]

EVERYTHING = ("",)
PLACE = ("tiles.x", "tiles.y", "tiles.width", "tiles.height")
"""Where tiles lie, and how large they are."""

_FRAME = ("transcode_template_id", "transcode.video")
_ENCODING = ("transcode", "transcode_template_id", "tiles.url")
_NOTES = ("name", "locked", "group", "cell")
_FINE = (*(path.partition(".")[2] for path in PLACE), *_NOTES)
"""Fields of a tile that are told apart. Any other changes what the tile shows, or whether: all rules of tiles run."""

OF_PAGES = {
    "frame": ("transcode_template_id", "transcode"),
    "tiles": PLACE,
    "places": (*PLACE, *_FRAME),
    "neighbours": (*PLACE, *_FRAME),
    "pixels": (*PLACE, *_FRAME),
    "addresses": ("tiles.url", "watermarks", "transcode", "transcode_template_id", "watermark_template_ids"),
    "sources": ("tiles.url", "watermarks", "transcode", "transcode_template_id"),
    "sound": ("tiles.url", "keep_audio_track", "transcode", "transcode_template_id"),
    "audio": _ENCODING,
    "music": (*_ENCODING, "keep_audio_track"),
    "container": _ENCODING,
    "words": _ENCODING,
    "encoding": _ENCODING,
    "picture": _ENCODING,
    "interval": _ENCODING,
    "conversion": _ENCODING,
    "protection": _ENCODING,
    "generated": _ENCODING,
    "templates": _ENCODING,
    "absent_templates": ("transcode", "transcode_template_id", "watermark_template_ids"),
    "watermark_words": ("watermarks", "watermark_template_ids"),
    "watermarks": ("watermarks", "watermark_template_ids", "transcode", "transcode_template_id", "tiles.url"),
    "watermark_uses": ("watermarks", "watermark_template_ids", "transcode", "transcode_template_id", "tiles.url"),
    "watermark_templates": ("watermark_template_ids", "transcode", "transcode_template_id", "tiles.url"),
    "output": (
        "output",
        "exact_name",
        "user_data",
        "job_level",
        "watermarks",
        "watermark_template_ids",
        "transcode",
        "transcode_template_id",
    ),
    "destination": ("output",),
    "callback": ("callback", "callback_format", "callback_type", "callback_mq"),
    "unreadable": ("kept", "tiles.kept", "transcode", "watermarks", "output", "callback_mq"),
    "writable": (
        *("tiles.url", "tiles.name", "transcode", "transcode_template_id", "watermarks", "watermark_template_ids"),
        *("output", "user_data", "callback", "callback_format", "callback_type", "callback_mq"),
    ),
    "local_cloud": (
        *("kept", "tiles.kept", "output", "callback_mq"),
        "tiles.url",
        "keep_audio_track",
        "transcode",
        "transcode_template_id",
        "watermarks",
        "watermark_template_ids",
        "callback",
        "callback_type",
    ),
    "at_hand": (
        *("tiles", "keep_audio_track", "transcode", "transcode_template_id", "watermarks", "watermark_template_ids"),
    ),
}
"""What the rules of a page depend on; of a page that is not named here, on everything."""


def touched_by(before: Composition, after: Composition) -> Touched:
    """The paths at which two compositions differ."""
    return frozenset(_paths(before, after))


def _paths(before: Composition, after: Composition) -> Iterator[str]:
    for name in Composition.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if old is new:
            continue
        if name == "tiles":
            yield from _of_tiles(old, new)
        elif name == "transcode":
            yield from _of_transcode(old, new)
        elif old != new:
            yield name


def _of_tiles(before: tuple[Tile, ...], after: tuple[Tile, ...]) -> Iterator[str]:
    if len(before) != len(after):
        yield "tiles"
        return
    for index in changed_at(before, after):
        for name in Tile.__struct_fields__:
            if getattr(before[index], name) != getattr(after[index], name):
                yield f"tiles.{name}" if name in _FINE else "tiles"


def _of_transcode(before: Transcode | None, after: Transcode | None) -> Iterator[str]:
    if before is None or after is None:
        yield "transcode"
        return
    for name in Transcode.__struct_fields__:
        if getattr(before, name) != getattr(after, name):
            yield f"transcode.{name}"


@functools.lru_cache(maxsize=4096)
def depends(of: tuple[str, ...], touched: Touched) -> bool:
    """Whether a rule of these paths has to be asked again. A gesture touches the same at each of its moves."""
    return any(_meet(path, other) for path in of for other in touched)


def _meet(one: str, other: str) -> bool:
    return not one or one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
