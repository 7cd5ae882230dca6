"""Keys that are no commands: walking from tile to tile, leaving a gesture, holding Space."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ...layout.groups import members
from ...layout.reading import Way, neighbour
from .choosing import toggle
from .hand import Hand

_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier

PAN, PAN_FAR = 40, 240
"""Pixels of the screen by which an arrow, and one with Shift, moves what is seen."""

_WAYS = {_Key.Key_Left: (1, 0), _Key.Key_Right: (-1, 0), _Key.Key_Up: (0, 1), _Key.Key_Down: (0, -1)}
"""Where the picture goes: the other way than the eye."""


class Walk:
    """The keyboard's way through the tiles. At both ends it leaves the canvas: nobody is trapped."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    def step(self, *, forward: bool, selects: bool = True) -> bool:
        """Go to the next tile in the order of reading, or the one before; whether there was one."""
        hand = self._hand
        ids = hand.reading()
        at = self._place(ids)
        after = at + 1 if forward else at - 1
        if after < -1 or after >= len(ids):
            return False
        if after == -1:  # the canvas itself, between the tiles and what lies before it
            if at == -1:
                return False
            hand.set_focus("")
            if selects:
                hand.select(())
            return True
        hand.set_focus(ids[after])
        if selects:
            hand.select([ids[after]])
        else:  # they are about that tile now
            hand.state.choose_guide(None)
            hand.state.choose_watermark(-1)
        hand.see(ids[after])
        return True

    def go(self, way: Way) -> None:
        """Choose the neighbour in that direction of the tile that was walked to or chosen last; without one, the tile
        that is read first.
        """
        hand = self._hand
        if hand.is_busy:  # what is being dragged stays chosen
            return
        ids, rects = hand.reading(), hand.rects()
        at = self._place(ids)
        wanted = neighbour(rects, ids[at], way) if at >= 0 else next(iter(ids), "")
        if wanted:
            hand.select([wanted], wanted)
            hand.see(wanted)

    def _place(self, ids: list[str]) -> int:
        focus = self._hand.focus
        if focus in ids:
            return ids.index(focus)
        chosen = self._hand.session.selection
        return ids.index(chosen[-1]) if chosen else -1

    def toggle(self) -> None:
        """Choose the tile that has the focus, or let go of it."""
        focus = self._hand.focus
        if focus:
            toggle(self._hand, focus)

    def key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key does that was pressed on the canvas; whether it does anything."""
        hand, ctrl = self._hand, bool(modifiers & _CTRL)
        if key == _Key.Key_Escape:
            holds = hand.session.selection or hand.focus or hand.state.watermark >= 0 or hand.state.guide
            if not hand.is_busy and not holds:
                return False
            hand.cancel()
        elif hand.is_busy:
            return True  # what is being dragged stays chosen, and the keyboard stays here
        elif key in {_Key.Key_PageDown, _Key.Key_PageUp} and not modifiers & (_CTRL | _ALT):
            self.step(forward=key == _Key.Key_PageDown, selects=False)
        elif key in _WAYS and not modifiers & (_CTRL | _ALT):
            return self._pan(Qt.Key(key), PAN_FAR if modifiers & _SHIFT else PAN)
        elif key == _Key.Key_Space and ctrl:
            self.toggle()
        elif key in {_Key.Key_Return, _Key.Key_Enter} and not ctrl:
            self.open_page()
        else:
            return False
        return True

    def _pan(self, key: Qt.Key, pixels: int) -> bool:
        """While there is nothing that an arrow could move, it moves what is seen."""
        hand = self._hand
        if hand.session.selection or hand.state.watermark >= 0:
            return False
        across, down = _WAYS[key]
        hand.pan(across * pixels, down * pixels)
        return True

    def open_page(self) -> None:
        """Go to the fields of the tile that was walked to or chosen last (Tab would go on to the next tile first), or
        to those of the watermark that has the handles. Of a group that one tile is chosen from then on.
        """
        hand = self._hand
        wanted = hand.focus if hand.is_at_tiles else ""
        if not wanted and hand.session.selection:
            wanted = hand.session.selection[-1]
        if wanted:
            is_group = hand.session.selection in members(hand.session.composition.tiles).values()
            if is_group or wanted not in hand.session.selection:
                hand.select([wanted], alone=True)
            hand.bench.page_wanted.emit("tile", f"tiles.{wanted}.x")
        elif hand.state.watermark >= 0:
            hand.bench.page_wanted.emit("watermarks", f"watermarks.{hand.state.watermark}")
