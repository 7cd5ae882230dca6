"""What the canvas and the commands around it share: zoom, snapping, rulers."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal

from ...layout.attraction import KINDS, Attraction, Kind
from ...layout.reading import Way
from ...model.ruler_guides import GuideName
from ..preferences import Preferences

SMALLEST_ZOOM, LARGEST_ZOOM = 0.05, 8.0
STEP = 1.25
"""Times larger or smaller by one press of + or -."""

HELPS = frozenset({"snap", "rulers", "snaps_not", "snap_reach", "grid", "grid_size", "even"})
"""Preferences that change how the canvas helps the hand."""

ZoomWish = Literal["fit", "selection", "in", "out"]


class CanvasState(QObject):
    """Watched by the canvas and by whatever shows or changes how it shows things.

    ``zoom_wanted`` asks the canvas for a ``ZoomWish`` or a factor, ``focus_wanted`` to take the keyboard,
    ``walk_wanted`` to choose the neighbour in a direction; ``changed`` tells that the zoom, or a switch, changed.
    ``dropped`` tells paths and addresses that were dropped, and the pixel of the frame they were dropped on.
    ``watermark_chosen`` tells that another watermark has the handles, ``centre_switched`` another `from_centre`,
    ``guide_chosen`` that keys are about another guide of the user's; ``guides_wanted`` asks for the list of those.
    ``brought_back`` tells the ids of tiles that undo or redo brought back.
    """

    changed = Signal()
    zoom_wanted = Signal(object)
    focus_wanted = Signal()
    walk_wanted = Signal(str)
    dropped = Signal(list, int, int)
    watermark_chosen = Signal()
    centre_switched = Signal()
    guide_chosen = Signal()
    guides_wanted = Signal()
    brought_back = Signal(object)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._zoom = 1.0
        self._watermark = -1
        self._from_centre = False
        self._guide: GuideName | None = None
        preferences.changed.connect(self._on_preference)

    @property
    def snaps(self) -> bool:
        return self._preferences.window.snap

    @property
    def shows_rulers(self) -> bool:
        return self._preferences.window.rulers

    def toggle_snap(self) -> None:
        self._preferences.set("snap", not self.snaps)

    @property
    def from_centre(self) -> bool:
        """Whether handles resize from the centre, as with Alt: desktops take a drag with Alt for themselves. It holds
        as long as the window, so that no later day begins with it.
        """
        return self._from_centre

    def toggle_from_centre(self) -> None:
        self._from_centre = not self._from_centre
        self.centre_switched.emit()
        self.changed.emit()

    def toggle_rulers(self) -> None:
        self._preferences.set("rulers", not self.shows_rulers)

    @property
    def grid(self) -> int:
        """Pixels of the frame from line to line of the grid; 0 while there is none."""
        window = self._preferences.window
        return window.grid_size if window.grid else 0

    @property
    def step(self) -> int:
        """2 where only even pixels are wanted, else 1."""
        return 2 if self._preferences.window.even else 1

    @property
    def attraction(self) -> Attraction:
        """What attracts a tile that is dragged while snapping is on."""
        kinds = frozenset(KINDS).difference(self._preferences.window.snaps_not)
        return Attraction(kinds, self.grid, self.step)

    def toggle_kind(self, kind: Kind) -> None:
        """Let one kind attract, or not."""
        rest = {*self._preferences.window.snaps_not} ^ {kind}
        self._preferences.set("snaps_not", tuple(sorted(rest)))

    @property
    def zoom(self) -> float:
        """Device-independent pixels of the screen for one pixel of the frame."""
        return self._zoom

    def tell_zoom(self, zoom: float) -> None:
        """For the canvas: what it shows now."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.changed.emit()

    @property
    def watermark(self) -> int:
        """The place in the list of the watermark that is being edited; -1 for none."""
        return self._watermark

    def choose_watermark(self, index: int) -> None:
        """For the form of watermarks: which one it shows, -1 when it shows none. Keys are about no guide then."""
        if index >= 0:
            self.choose_guide(None)
        if index != self._watermark:
            self._watermark = index
            self.watermark_chosen.emit()

    @property
    def guide(self) -> GuideName | None:
        """The guide of the user's that was chosen; it may be gone by now."""
        return self._guide

    def choose_guide(self, name: GuideName | None) -> None:
        """Let keys be about that guide, and so about no watermark; ``None`` leaves them to whatever else is chosen."""
        if name is not None:
            self.choose_watermark(-1)
        if name != self._guide:
            self._guide = name
            self.guide_chosen.emit()

    def tell_brought_back(self, ids: tuple[str, ...]) -> None:
        """For undo and redo: these tiles are there again."""
        self.brought_back.emit(ids)

    def ask_guides(self) -> None:
        self.guides_wanted.emit()

    def ask_zoom(self, wish: ZoomWish | float) -> None:
        self.zoom_wanted.emit(wish)

    def ask_focus(self) -> None:
        self.focus_wanted.emit()

    def ask_walk(self, way: Way) -> None:
        self.walk_wanted.emit(way)

    def _on_preference(self, name: str) -> None:
        if name in HELPS:
            self.changed.emit()
