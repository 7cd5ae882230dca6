"""The rules that judge a composition: how they are written, registered and run.

A rule is a function from a `View` to problems, registered with the codes it may give. Each file of this folder
is one page of rules and has its place in `PAGE_ORDER`. What a rule depends on tells which ones run while a gesture
is going on (`touched.py`).

What a problem weighs (ADR 0017): an error is what the service refuses, a value that it ignores, or a result that is
not what was asked for at all; a warning is what another choice overrules, or what may go wrong; a note is what nobody
knows, or what nobody may mind.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..layout.place import Placement, place
from ..model.composition import Composition, Tile
from ..model.names import told_names
from ..model.options import Transcode, Watermark
from ..model.problem import SEVERITIES, Problem
from ..model.source import Known, Source
from ..model.span import known_length
from ..model.target import Target
from .touched import EVERYTHING, OF_PAGES, Touched, depends

PAGE_ORDER = (
    "frame",
    "tiles",
    "places",
    "neighbours",
    "pixels",
    "addresses",
    "sources",
    "sound",
    "audio",
    "music",
    "container",
    "words",
    "encoding",
    "picture",
    "interval",
    "conversion",
    "protection",
    "generated",
    "templates",
    "absent_templates",
    "watermark_words",
    "watermarks",
    "watermark_uses",
    "watermark_templates",
    "output",
    "destination",
    "callback",
    "unreadable",
    "writable",
    "local_cloud",
    "at_hand",
)
"""Problems of one severity come in this order of pages."""

ByRule = Callable[["View"], Iterator[Problem]]


@dataclass(frozen=True)
class View:
    """What a rule looks at. ``target`` is ``None`` while nobody has said where the job goes."""

    composition: Composition
    known: Known
    target: Target | None

    @property
    def is_local(self) -> bool:
        """Whether the job goes to the local cloud."""
        return self.target is not None and self.target.local

    @cached_property
    def placement(self) -> Placement:
        return place(self.composition, self.known)

    @property
    def shown(self) -> tuple[Tile, ...]:
        return self.composition.shown

    @property
    def inline(self) -> Transcode | None:
        """The composition's own transcode options while they hold: a template id wins (ci-jobs §1.2)."""
        return None if self.composition.transcode_template_id else self.composition.transcode

    @property
    def inline_watermarks(self) -> Iterator[tuple[int, Watermark]]:
        """The composition's own watermarks with their numbers from 0, while they hold: template ids win."""
        if not self.composition.watermark_template_ids:
            yield from enumerate(self.composition.watermarks)

    @cached_property
    def facts(self) -> tuple[Source, ...]:
        """The facts of all videos shown, one an address; empty while one of them is not known."""
        found = [self.known.sources.get(url) for url in dict.fromkeys(tile.url for tile in self.shown)]
        known = tuple(source for source in found if source)
        return known if len(known) == len(found) else ()

    @cached_property
    def longest(self) -> float | None:
        """Seconds of the longest video, which the composition lasts (A21); ``None`` while one is not known."""
        return max((source.duration for source in self.facts), default=None)

    @cached_property
    def length(self) -> float | None:
        """Seconds of the result, of which a time interval keeps a part; ``None`` while a video is not known."""
        return known_length(self.composition, self.known)

    @cached_property
    def fastest(self) -> float | None:
        """Pictures a second of the fastest video; ``None`` while one is not known."""
        return max((source.fps for source in self.facts), default=0.0) or None

    def label(self, tile: Tile) -> str:
        """What people call the tile: its name, else the file it shows, else its number in the list, from 1."""
        return self._labels[tile.id]

    @cached_property
    def _labels(self) -> dict[str, str]:
        return told_names(self.composition.tiles)


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule: the codes it may give, the page it stands on, itself, and the paths that it depends on."""

    codes: tuple[str, ...]
    page: str
    find: ByRule
    of: tuple[str, ...] = EVERYTHING


_rules: list[Rule] = []


def rule(*codes: str, of: tuple[str, ...] = ()) -> Callable[[ByRule], ByRule]:
    """Register the decorated function as the rule that gives ``codes``; a code belongs to one rule.

    ``of`` are the paths that it depends on; none given, those of its page (`touched.OF_PAGES`).
    """

    def register(find: ByRule) -> ByRule:
        taken = {code for other in _rules for code in other.codes}
        if taken.intersection(codes):
            raise ValueError(f"Another rule gives {sorted(taken.intersection(codes))} already.")
        page = find.__module__.rpartition(".")[2]
        _rules.append(Rule(codes, page, find, of or OF_PAGES.get(page, EVERYTHING)))
        return find

    return register


def all_rules() -> tuple[Rule, ...]:
    return tuple(_rules)


def codes_of(touched: Touched) -> frozenset[str]:
    """The codes of the rules that depend on what was ``touched``."""
    return frozenset(code for entry in _rules if depends(entry.of, touched) for code in entry.codes)


def run_rules(view: View, page: str = "", touched: Touched | None = None) -> list[Problem]:
    """The problems of all rules, of those on one ``page``, or of those that depend on what was ``touched``: errors
    first, then by page, tile and rule.
    """
    found: list[Problem] = []
    for entry in _rules:
        if (page and entry.page != page) or (touched is not None and not depends(entry.of, touched)):
            continue
        found += entry.find(view)
    return in_order(found, view.composition)


def in_order(problems: list[Problem], composition: Composition) -> list[Problem]:
    """Errors first, then by page of rules, by tile and by rule."""
    numbers = {tile.id: number for number, tile in enumerate(composition.tiles)}
    ranks = _ranks(len(_rules))

    def rank(problem: Problem) -> tuple[int, int, int, int]:
        page, order = ranks[problem.code]
        return SEVERITIES.index(problem.severity), page, numbers.get(_tile_of(problem.path), -1), order

    return sorted(problems, key=rank)


@functools.lru_cache(maxsize=4)
def _ranks(count: int) -> dict[str, tuple[int, int]]:
    """The page and the number of the rule of each code, when so many rules are registered."""
    rules = enumerate(_rules[:count])
    return {code: (PAGE_ORDER.index(entry.page), order) for order, entry in rules for code in entry.codes}


def _tile_of(path: str) -> str:
    """The tile id in ``tiles.t2.width``; empty for other paths."""
    parts = path.split(".")
    return parts[1] if parts[0] == "tiles" and len(parts) > 1 else ""
