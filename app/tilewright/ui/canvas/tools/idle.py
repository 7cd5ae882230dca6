"""Nothing is held: look what lies under the pointer, and begin a gesture with a press."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.resize import Handle
from ..hand import Hit
from ..pointer import Pointer
from .guide import PressingGuide, cursor_of
from .panning import Panning
from .pressing import PressingHandle, PressingNothing, PressingTile
from .tool import Tool
from .watermark import PressingWatermark, PressingWatermarkHandle

CURSORS: dict[Handle, Qt.CursorShape] = {
    "top-left": Qt.CursorShape.SizeFDiagCursor,
    "bottom-right": Qt.CursorShape.SizeFDiagCursor,
    "top-right": Qt.CursorShape.SizeBDiagCursor,
    "bottom-left": Qt.CursorShape.SizeBDiagCursor,
    "left": Qt.CursorShape.SizeHorCursor,
    "right": Qt.CursorShape.SizeHorCursor,
    "top": Qt.CursorShape.SizeVerCursor,
    "bottom": Qt.CursorShape.SizeVerCursor,
}


class Idle(Tool):
    """Hovering."""

    def move(self, pointer: Pointer) -> Tool:
        hit = self.hand.hit(pointer)
        self.hand.set_hover(hit.tile_id if hit.kind in {"tile", "badge", "retry"} else "")
        self.hand.set_cursor(self._cursor(hit))
        return self

    def press(self, pointer: Pointer) -> Tool:
        hand = self.hand
        if pointer.button == "middle" or (pointer.button == "left" and hand.holds_space):
            return Panning(hand, pointer)
        hit = hand.hit(pointer)
        if pointer.button == "right":
            if hit.tile_id and hit.tile_id not in hand.session.selection:
                hand.select([hit.tile_id], hit.tile_id)
            return self
        if hit.kind == "beyond" and hit.area is not None:
            hand.bring_into_view(hit.area)
            return self
        if hit.guide is not None:
            return PressingGuide(hand, pointer, hit.guide)
        if hit.kind == "handle" and hit.handle is not None:
            return PressingHandle(hand, pointer, hit.handle, CURSORS[hit.handle])
        if hit.kind == "retry":
            return self._try_again(hit)
        if hit.kind == "badge":
            return self._show_problem(hit)
        if hit.kind == "watermark-handle" and hit.handle is not None:
            return PressingWatermarkHandle(hand, pointer, hit, CURSORS[hit.handle])
        if hit.kind == "watermark":
            return PressingWatermark(hand, pointer, hit.index)
        if hit.kind == "tile":
            return PressingTile(hand, pointer, hit.tile_id)
        return PressingNothing(hand, pointer)

    def cancel(self) -> Tool:
        self.hand.session.select(())
        self.hand.state.choose_watermark(-1)
        self.hand.state.choose_guide(None)
        self.hand.set_focus("")
        return self

    def _cursor(self, hit: Hit) -> Qt.CursorShape:
        if self.hand.holds_space:
            return Qt.CursorShape.OpenHandCursor
        if hit.guide is not None:
            return cursor_of(hit.guide.axis)
        if hit.handle is not None:
            return CURSORS[hit.handle]
        if hit.kind in {"retry", "badge", "beyond"}:
            return Qt.CursorShape.PointingHandCursor
        if hit.kind == "tile" and not self.hand.session.composition.tile(hit.tile_id).locked:
            return Qt.CursorShape.SizeAllCursor
        if hit.kind == "watermark":
            return Qt.CursorShape.SizeAllCursor
        return self.cursor

    def _try_again(self, hit: Hit) -> Tool:
        self.hand.try_again(self.hand.session.composition.tile(hit.tile_id).url)
        return self

    def _show_problem(self, hit: Hit) -> Tool:
        self.hand.select([hit.tile_id], hit.tile_id, alone=True)
        found = self.hand.bench.findings.at(f"tiles.{hit.tile_id}")
        self.hand.bench.page_wanted.emit("tile", found[0].path if found else f"tiles.{hit.tile_id}")
        return self
