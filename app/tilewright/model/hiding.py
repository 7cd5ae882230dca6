"""Compositions without their encryption keys, for texts that are shown or copied, and the way back."""

from __future__ import annotations

from typing import Any, TypeVar

from .composition import Composition, Kept
from .secrets import HIDDEN_KEY, hide_address, without_key, without_keys
from .value import Element, Value

E = TypeVar("E", bound=Element)


def hidden_keys(composition: Composition) -> Composition:
    """``composition`` with `HIDDEN_KEY` in the place of every encryption key, for texts that are shown or copied."""
    kept = {name: _kept_without_keys(getattr(composition.kept, name)) for name in Kept.__struct_fields__}
    transcode = composition.transcode
    return composition.replace(kept=Kept(**kept), transcode=None if transcode is None else without_keys_in(transcode))


def without_keys_in(value: E) -> E:
    """An element, and those in it, with `HIDDEN_KEY` in the place of encryption keys."""
    changes: dict[str, Any] = {"kept": _kept_without_keys(value.kept)}
    for name in value.__struct_fields__:
        inner = getattr(value, name)
        if name == "uri_key":
            changes[name] = without_key(inner) if inner is not None else None
        elif isinstance(inner, Element):
            changes[name] = without_keys_in(inner)
    return value.replace(**changes)


def _kept_without_keys(kept: tuple[str, ...]) -> tuple[str, ...]:
    """What a reader kept: a spelling of the key (`UriKey= k `) goes, its place stays."""
    return tuple("UriKey" if entry.startswith("UriKey=") and entry[7:] else without_keys(entry) for entry in kept)


def restored_keys(edited: Composition, original: Composition) -> Composition:
    """``edited``, made from a text that was shown, with the keys of ``original`` where `HIDDEN_KEY` still stands."""
    restored = {name: _restored(getattr(edited, name), getattr(original, name)) for name in ("transcode", "kept")}
    return edited.replace(**restored)


def _restored(edited: Any, original: Any, name: str = "") -> Any:
    if edited == original:
        return original
    if isinstance(edited, Value) and type(edited) is type(original):
        names = edited.__struct_fields__
        return edited.replace(**{one: _restored(getattr(edited, one), getattr(original, one), one) for one in names})
    if name == "uri_key" and original and edited in {HIDDEN_KEY, hide_address(original)}:
        return original
    if isinstance(edited, tuple) and isinstance(original, tuple):
        was = {
            hidden: entry for entry in original if isinstance(entry, str) and (hidden := without_keys(entry)) != entry
        }
        return tuple(was.get(entry, entry) if isinstance(entry, str) else entry for entry in edited)
    return edited
