"""The rules that judge a composition: how they are written, registered and run.

A rule is a function from a `View` to problems, registered with the codes it may give. Each file of this folder
is one page of rules and has its place in `PAGE_ORDER`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..layout.place import Placement, place
from ..model.composition import Composition, Tile
from ..model.names import told_names
from ..model.options import Transcode, Watermark
from ..model.problem import SEVERITIES, Problem
from ..model.source import Known, Source
from ..model.target import Target

PAGE_ORDER = (
    "frame",
    "tiles",
    "places",
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
    "watermarks",
    "output",
    "unreadable",
    "local_cloud",
)
"""Problems of one severity come in this order of pages."""

ByRule = Callable[["View"], Iterator[Problem]]


@dataclass(frozen=True)
class View:
    """What a rule looks at. ``target`` is ``None`` while nobody has said where the job goes."""

    composition: Composition
    known: Known
    target: Target | None

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
    """A registered rule: the codes it may give, the page it stands on, and itself."""

    codes: tuple[str, ...]
    page: str
    find: ByRule


_rules: list[Rule] = []


def rule(*codes: str) -> Callable[[ByRule], ByRule]:
    """Register the decorated function as the rule that gives ``codes``; a code belongs to one rule."""

    def register(find: ByRule) -> ByRule:
        taken = {code for other in _rules for code in other.codes}
        if taken.intersection(codes):
            raise ValueError(f"Another rule gives {sorted(taken.intersection(codes))} already.")
        _rules.append(Rule(codes, find.__module__.rpartition(".")[2], find))
        return find

    return register


def all_rules() -> tuple[Rule, ...]:
    return tuple(_rules)


def run_rules(view: View, page: str = "") -> list[Problem]:
    """The problems of all rules, or of those on one ``page``: errors first, then by page, tile and rule."""
    numbers = {tile.id: number for number, tile in enumerate(view.composition.tiles)}
    found: list[tuple[tuple[int, int, int, int], Problem]] = []
    for order, entry in enumerate(_rules):
        if page and entry.page != page:
            continue
        for problem in entry.find(view):
            at = numbers.get(_tile_of(problem.path), -1)
            severity = SEVERITIES.index(problem.severity)
            found.append(((severity, PAGE_ORDER.index(entry.page), at, order), problem))
    found.sort(key=lambda pair: pair[0])
    return [problem for _, problem in found]


def _tile_of(path: str) -> str:
    """The tile id in ``tiles.t2.width``; empty for other paths."""
    parts = path.split(".")
    return parts[1] if parts[0] == "tiles" and len(parts) > 1 else ""
