"""Background music: one piece in `AudioMix`, or a list in `AudioMixArray` (ci-templates §7). No widgets here."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.composition import Composition
from ...model.options import AudioMix
from ...model.paths import read_path, write_path

ONE = "transcode.audio_mix"
LIST = "transcode.audio_mix_array"
MOST = 2
"""Pieces of the list (ci-templates §1)."""

SLOTS = (ONE, *(f"{LIST}.{number}" for number in range(MOST)))
"""Where the pieces lie that have fields."""


def one_of(composition: Composition) -> AudioMix | None:
    """The single piece; while there is one, the service ignores the list."""
    found: AudioMix | None = read_path(composition, ONE)
    return found


def list_of(composition: Composition) -> tuple[AudioMix, ...]:
    return tuple(read_path(composition, LIST) or ())


def has_room(composition: Composition) -> bool:
    """Whether one more can be heard: a single piece has room for one beside it, once both are a list."""
    there = list_of(composition)
    return len(there) < MOST if one_of(composition) is None else not there


def with_piece(composition: Composition, source: str | None) -> Composition:
    """One more at the end of the list; a single piece becomes the first of the list. A new one is looped, as without
    a word about it: an element needs something in it.
    """
    new = AudioMix(audio_source=source, mix_mode="Repeat")
    one = one_of(composition)
    first = () if one is None else (one,)
    return _put(composition, None, (*first, *list_of(composition), new))


def without(composition: Composition, slot: str) -> Composition:
    """``composition`` without the piece at ``slot``."""
    if slot == ONE:
        return write_path(composition, ONE, None)
    number = _number(slot)
    there = list_of(composition)
    return _put(composition, one_of(composition), (*there[:number], *there[number + 1 :]))


def moved(composition: Composition, slot: str, by: int) -> Composition:
    """The piece at ``slot`` of the list changes places with the one before it (-1) or behind it (1)."""
    there, number = list(list_of(composition)), _number(slot)
    other = number + by
    if 0 <= other < len(there):
        there[number], there[other] = there[other], there[number]
    return _put(composition, one_of(composition), there)


def as_list(composition: Composition) -> Composition:
    """The single piece as the first of the list."""
    one = one_of(composition)
    return composition if one is None else _put(composition, None, (one, *list_of(composition)))


def as_one(composition: Composition) -> Composition:
    """The only piece of the list as the single piece."""
    there = list_of(composition)
    return composition if len(there) != 1 else _put(composition, there[0], ())


def without_list(composition: Composition) -> Composition:
    """The single piece alone."""
    return _put(composition, one_of(composition), ())


def _number(slot: str) -> int:
    return int(slot.rpartition(".")[2])


def _put(composition: Composition, one: AudioMix | None, there: Sequence[AudioMix]) -> Composition:
    return write_path(write_path(composition, ONE, one), LIST, tuple(there))
