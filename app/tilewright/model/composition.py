"""The composition: what the user makes, one frozen value."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, count
from typing import Any, Self

from .options import AudioMix, MqConfig, Output, Transcode, Video, Watermark
from .ruler_guides import FARTHEST, RulerGuides
from .suppressed import MUSIC, Suppressed, follow
from .value import Element, Length, Value, Whole

MOST_TILES = 1000
"""Tiles of the largest composition that is opened (security 4)."""


_SIZE = ("width", "height")
_SPOT = frozenset({"x", "y", *_SIZE})


class Cell(Value, frozen=True):
    """The place that a tile was fitted into, in pixels of the frame."""

    x: Whole
    y: Whole
    width: Length
    height: Length


class Tile(Element, frozen=True):
    """One video in the frame, one `SpliceInfo` (ci-jobs §1.3).

    ``x``, ``y``, ``width``, ``height`` are whole pixels of the frame, origin top left; ``None`` means absent
    (0 for the position, the source's own side for the size). ``id`` is unique in its composition and stays the
    same while the tile lives. ``locked``, ``hidden``, ``group`` and ``cell`` are ours alone: a hidden tile is left out
    of the request, tiles of one ``group`` are chosen together, and ``cell`` is the place that a tile was fitted into
    (ADR 0020).
    """

    id: str
    url: str = ""
    x: Whole | None = None
    y: Whole | None = None
    width: Whole | None = None
    height: Whole | None = None
    name: str | None = None
    locked: bool = False
    hidden: bool = False
    group: str | None = None
    cell: Cell | None = None

    def replace(self, **changes: Any) -> Self:
        """A copy with ``changes``. Its cell goes along when it is moved; with another size it has none any more."""
        if self.cell is not None and "cell" not in changes and not _SPOT.isdisjoint(changes):
            changes["cell"] = self._cell_after(changes)
        return super().replace(**changes)

    def _cell_after(self, changes: Mapping[str, Any]) -> Cell | None:
        cell = self.cell
        if cell is None or any(changes.get(side, getattr(self, side)) != getattr(self, side) for side in _SIZE):
            return None
        x = cell.x + (changes.get("x", self.x) or 0) - (self.x or 0)
        y = cell.y + (changes.get("y", self.y) or 0) - (self.y or 0)
        return cell.replace(x=x, y=y) if max(abs(x), abs(y)) <= FARTHEST else None  # no file could hold it


class Frame(Value, frozen=True):
    """The display frame in pixels; a side that nobody set is ``None``."""

    width: Whole | None = None
    height: Whole | None = None

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height when both are set and at least 1."""
        if self.width is None or self.height is None or self.width < 1 or self.height < 1:
            return None
        return self.width, self.height


class Kept(Value, frozen=True):
    """What a reader found in the three elements that are no value of their own; see ``Element.kept``."""

    request: tuple[str, ...] = ()
    operation: tuple[str, ...] = ()
    synthesis: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """How many entries there are: they may be anything, also a key."""
        return f"Kept({', '.join(f'{len(getattr(self, name))} of {name}' for name in self.__struct_fields__)})"


def _music(transcode: Transcode | None) -> tuple[AudioMix, ...]:
    return transcode.audio_mix_array if transcode is not None else ()


class Composition(Value, frozen=True):
    """A frame, tiles and the options of the job. Later tiles are drawn on top (A5).

    The frame is `Transcode.Video.Width` × `Height` (A1), or that of the transcode template, which wins. ``exact_name``
    is ours alone: the result has the output's very name, without the number that makes it nobody else's. So are
    ``preset``, the id of the preset that the encoding follows, whatever was changed since, ``suppressed``: problems
    that are not told again, and ``ruler_guides``: lines to lay tiles out by.
    """

    tiles: tuple[Tile, ...] = ()
    keep_audio_track: bool | None = None
    transcode_template_id: str | None = None
    transcode: Transcode | None = None
    watermark_template_ids: tuple[str, ...] = ()
    watermarks: tuple[Watermark, ...] = ()
    output: Output | None = None
    exact_name: bool | None = None
    user_data: str | None = None
    job_level: Whole | None = None
    callback: str | None = None
    callback_format: str | None = None
    callback_type: str | None = None
    callback_mq: MqConfig | None = None
    preset: str | None = None
    kept: Kept = Kept()
    suppressed: tuple[Suppressed, ...] = ()
    ruler_guides: RulerGuides = RulerGuides()

    def replace(self, **changes: Any) -> Self:
        """A copy with ``changes``; what was suppressed of a tile or watermark goes with it."""
        lists = ("tiles", "watermarks", "transcode")
        if self.suppressed and "suppressed" not in changes and not changes.keys().isdisjoint(lists):
            before = {"tiles": self.tiles, "watermarks": self.watermarks, MUSIC: _music(self.transcode)}
            after = {name: changes[name] for name in lists[:2] if name in changes}
            if "transcode" in changes:
                after[MUSIC] = _music(changes["transcode"])
            changes["suppressed"] = follow(self.suppressed, before, after)
        return super().replace(**changes)

    @property
    def shown(self) -> tuple[Tile, ...]:
        """The tiles that are part of the request."""
        return tuple([tile for tile in self.tiles if not tile.hidden])

    @property
    def inline_frame(self) -> Frame:
        """The frame that the composition itself states; a template is not asked."""
        video = self.transcode.video if self.transcode else None
        return Frame(width=video.width, height=video.height) if video else Frame()

    def tile(self, tile_id: str) -> Tile:
        """The tile of that id; ``KeyError`` if there is none."""
        for tile in self.tiles:
            if tile.id == tile_id:
                return tile
        raise KeyError(tile_id)

    def with_frame(self, width: int | None, height: int | None) -> Composition:
        transcode = self.transcode or Transcode()
        video = (transcode.video or Video()).replace(width=width, height=height)
        return self.replace(transcode=transcode.replace(video=video))

    def with_tile(self, tile: Tile) -> Composition:
        """A copy in which ``tile`` takes the place of the tile with its id."""
        return self.with_tiles((tile,))

    def with_tiles(self, tiles: Iterable[Tile]) -> Composition:
        """A copy in which each of ``tiles`` takes the place of the tile with its id."""
        new = {tile.id: tile for tile in tiles}
        return self.replace(tiles=tuple(new.get(old.id, old) for old in self.tiles))


def changed_at(before: Sequence[Tile], after: Sequence[Tile]) -> tuple[int, ...]:
    """The places in two lists of one length at which another tile stands. An edit keeps all tiles it does not touch,
    so it is enough to look whether they are the same: with every move of a hand, for a thousand of them.
    """
    return tuple(compress(range(len(after)), map(operator.is_not, before, after)))


def new_tile_id(taken: Iterable[str]) -> str:
    """The first of t1, t2, … that is not ``taken``."""
    return next(new_tile_ids(taken))


def new_tile_ids(taken: Iterable[str]) -> Iterator[str]:
    """Those of t1, t2, … that are not ``taken``, one after another."""
    used = set(taken)
    return (tile_id for number in count(1) if (tile_id := f"t{number}") not in used)
