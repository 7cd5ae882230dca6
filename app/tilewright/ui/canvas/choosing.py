"""Choosing one more tile, or one less, in whichever way that is asked for: its group comes or goes with it."""

from __future__ import annotations

from .hand import Hand


def add_or_remove(hand: Hand, tile_id: str, *, is_chosen: bool) -> None:
    """Let ``tile_id`` and what belongs to it be chosen beside what is, or no longer."""
    ids, meant = frozenset(hand.session.selection), hand.whole(tile_id)
    hand.select(ids | meant if is_chosen else ids - meant, tile_id)


def toggle(hand: Hand, tile_id: str) -> None:
    """Choose the tile as well, or let go of it."""
    add_or_remove(hand, tile_id, is_chosen=tile_id not in hand.session.selection)
