"""A rule about what came with an opened request and is no value of a composition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.composition import Composition
from ..model.paths import read_path, write_path
from ..model.problem import Fix, Problem
from ..model.secrets import HIDDEN_KEY, fit_to_show
from ..text import Text, say
from ..wire.nodes import Branch, Group, Part, names_of
from ..wire.request import REQUEST_PARTS
from ..wire.secrets import has_placeholder
from .mending import Mend
from .registry import View, rule

_RAW = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
"""A name, whatever its prefix: a reader that looks at local names alone would take it for ours."""


_SPELLED = re.compile(r"([^@#=<]+)=")


@dataclass(frozen=True, slots=True)
class _Place:
    """Steps from the composition to the value whose ``kept`` is meant: field names and numbers in lists."""

    steps: tuple[str | int, ...]
    kept: str = "kept"


_FOREIGN = frozenset(
    (
        *("HlsTsTime", "DashSegment", "ScanMode", "ColorParam", "StdExtInfo", "Pad", "Language", "Quality"),
        *("AnimateOnlyKeepKeyFrame", "AnimateTimeIntervalOfFrame", "AnimateFramesPerSecond"),
        *("Subtitle", "KeepAllTracks", "TransMode", "InitialClipNum", "CosTag"),
        *("CiphertextBlob", "KeyID", "KmsRegion", "PlainText"),
        *("Input", "FreeTranscode", "CustomId", "DigitalWatermark", "SnapshotPrefix"),
        *("SpriteObject", "AuObject", "BassObject", "DrumObject", "StreamExtract", "Force"),
    )
)
"""Elements of other kinds of jobs, of older pages, or of kits alone (ci-templates §3–§5, ci-jobs §1)."""


@rule("value-unreadable", "element-unknown", "element-foreign", "hls-switch-name", "kept-placeholder")
def find_unreadable(view: View) -> Iterator[Problem]:
    """What an opened request holds and no field can show; all of it is kept and sent as it was (ADR 0003)."""
    yield from _placeholders(view.composition)
    for found in _strangers(view.composition):
        path, name, entry = found.path, found.name, found.entry
        if name == "IsEncrypt" and found.place.steps[-1] == "hls_encrypt":
            yield _other_switch(view.composition, found.place, path, entry)
        elif found.is_ours:
            told = _of_ours(name, entry, is_second=found.is_second)
            yield Problem("value-unreadable", path, "error", told, found.fix)
        else:
            code = "element-foreign" if name in _FOREIGN else "element-unknown"
            yield Problem(code, path, "note", _of_others(name), found.fix)


@dataclass(frozen=True, slots=True)
class Stranger:
    """An element that was kept as it is. ``is_ours``: its name is one that is read there, ``is_second``: as another
    one was; ``fix`` takes it out.
    """

    path: str
    name: str
    entry: str
    place: _Place
    is_ours: bool
    is_second: bool

    @property
    def fix(self) -> Fix:
        return Fix("Remove it", _drop(self.place, self.entry))


def unknown_elements(composition: Composition) -> Iterator[Stranger]:
    """The elements that no reader knows at their place."""
    return (found for found in _strangers(composition) if not found.is_ours)


def _strangers(composition: Composition) -> Iterator[Stranger]:
    for place, entries, names in _walk(composition, REQUEST_PARTS, composition, _Place(("kept",), "request")):
        present = {re.split("[=@]", entry)[0] for entry in entries if not entry.startswith("<")}
        for entry in entries:
            if raw := _RAW.match(entry):
                path = _path(composition, place, raw[1])
                yield Stranger(path, raw[1], entry, place, raw[1] in names, raw[1] in present)


def _placeholders(composition: Composition) -> Iterator[Problem]:
    for place, entries, names in _walk(composition, REQUEST_PARTS, composition, _Place(("kept",), "request")):
        for entry in entries:
            spelled = _RAW.match(entry) or _SPELLED.match(entry)
            if has_placeholder(entry) and not (spelled and spelled[1] in names):  # a field's value is judged as such
                yield _placeholder(composition, place, entry)


def _placeholder(composition: Composition, place: _Place, entry: str) -> Problem:
    """The service would take the word for the key, or for a part of the address (security 6)."""
    raw = _RAW.match(entry)
    name = raw[1] if raw else re.split("[=#]", entry)[0].replace("@", ".").strip(".").partition(".")[0]
    told = entry if raw else entry.removeprefix("#") if entry.startswith("#") else entry.partition("=")[2]
    return Problem(
        "kept-placeholder",
        _path(composition, place, name) if name else _path(composition, place, "kept").removesuffix(".kept"),
        "error",
        say(
            "A part that the opened request brought along holds {placeholder}, which stands where a copy of a request "
            "does not show a secret: {entry} Open the request itself, or remove the part.",
            placeholder=HIDDEN_KEY,
            entry=_short(told),
        ),
        Fix("Remove it", _drop(place, entry)),
    )


def _of_ours(name: str, entry: str, *, is_second: bool) -> Text:
    if is_second:
        return say(
            "In the opened request <{name}> is there more than once: {entry} Set it again, or remove it.",
            name=name,
            entry=_short(entry),
        )
    return say(
        "In the opened request <{name}> has a value that cannot be read: {entry} Set it again, or remove it.",
        name=name,
        entry=_short(entry),
    )


def _other_switch(composition: Composition, place: _Place, path: str, entry: str) -> Problem:
    """The switch of `HlsEncrypt` has two names (ci-templates §15, no. 9)."""
    is_on = ">true<" in re.sub(r"\s", "", entry).lower()
    drop, switch = _drop(place, entry), ".".join([*map(str, place.steps), "is_hls_encrypt"])
    is_free = read_path(composition, switch) is None

    def apply(composition: Composition) -> Composition:
        changed = drop(composition)
        return changed if changed == composition or not is_free else write_path(changed, switch, is_on)

    told = say(
        "The opened request switches encryption by <IsEncrypt>, an older name; the service's pages of today call it "
        "IsHlsEncrypt."
    )
    return Problem("hls-switch-name", path, "warning", told, Fix(say("Write it as IsHlsEncrypt"), apply))


def _of_others(name: str) -> Text:
    if name in _FOREIGN:
        return say(
            "The opened request holds <{name}>, which is for other kinds of jobs; it is sent as it was.", name=name
        )
    return say(
        "The opened request holds <{name}>, which no page describes for this kind of job; it is sent as it was.",
        name=name,
    )


def _walk(
    composition: Composition, parts: Sequence[Part], owner: Any, place: _Place
) -> Iterator[tuple[_Place, tuple[str, ...], frozenset[str]]]:
    """Every list of ``kept`` entries of the composition that holds some, with the names that its element knows."""
    if entries := _kept(composition, place):
        yield place, entries, names_of(parts)
    for part in parts:
        if isinstance(part, Group):
            yield from _walk(composition, part.parts, owner, _Place(("kept",), part.kept))
        elif isinstance(part, Branch):
            value = getattr(owner, part.field)
            steps = () if place.steps == ("kept",) else place.steps
            for number, item in enumerate(value if part.repeated else () if value is None else (value,)):
                inner = (*steps, part.field, number) if part.repeated else (*steps, part.field)
                if not getattr(item, "hidden", False):
                    yield from _walk(composition, part.table.parts, item, _Place(inner))


def _at(owner: Any, steps: Sequence[str | int]) -> Any:
    for step in steps:
        owner = owner[step] if isinstance(step, int) else getattr(owner, step)
    return owner


def _kept(composition: Composition, place: _Place) -> tuple[str, ...]:
    entries: tuple[str, ...] = getattr(_at(composition, place.steps), place.kept)
    return entries


def _path(composition: Composition, place: _Place, name: str) -> str:
    steps = [str(step) for step in place.steps if step != "kept"]
    if steps[:1] == ["tiles"]:
        steps[1] = composition.tiles[int(steps[1])].id
    return ".".join([*steps, name])


def _short(entry: str) -> str:
    shown = fit_to_show(entry)
    return f"{shown}." if len(shown) <= 80 else f"{shown[:79]}…"


def _drop(place: _Place, entry: str) -> Mend:
    """Take ``entry`` out of ``kept``; nothing where the value has gone."""

    def change(owner: Any, steps: Sequence[str | int]) -> Any:
        if not steps:
            rest = tuple(other for other in getattr(owner, place.kept) if other != entry)
            return owner.replace(**{place.kept: rest})
        step, *later = steps
        if isinstance(step, int):
            return tuple(change(item, later) if n == step else item for n, item in enumerate(owner))
        inner = getattr(owner, step)
        return owner if inner is None else owner.replace(**{step: change(inner, later)})

    def apply(composition: Composition) -> Composition:
        changed: Composition = change(composition, place.steps)
        return changed

    return apply
