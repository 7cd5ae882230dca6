"""The gallery in the left panel and all layouts over it: to be looked at and taken, with gap and margin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from ...layout.gallery import LAYOUTS, find_layout
from ...model.composition import Composition
from ..theme import tokens
from ..theme.icons import icon
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.labels import ElidedLabel, Label
from ..widgets.raised import paint_raised
from ..widgets.tips import set_tip
from ..windows.place import fitted
from ..words import tell, tr
from ..workbench import Workbench
from .actions import LayoutActions
from .arranging import MOST
from .grid import LayoutGrid
from .names import full_title, short_title
from .popup_place import on_screen, place_beside

TITLE_HEIGHT = 46
"""Of the line below all layouts: the longest name takes three rows."""

FIRST = ("2x2", "1+3", "speaker-right", "side-by-side", "film-strip", "auto")


class _InForce(ElidedLabel):
    """What people call the layout in force, in the head of the gallery; who cannot see where it stands is told."""

    def _fit(self) -> None:
        super()._fit()
        self.setAccessibleName(tr("Layout in force: {name}").format(name=self.whole) if self.whole else "")


class Gallery(QWidget):
    """Layouts, gap and margin."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("layoutGallery")
        self.setAccessibleName(tr("Layouts"))
        self._arranging = bench.arranging
        self.grid = LayoutGrid(bench, map(find_layout, FIRST))
        self.all_button = PlainButton("", "link", height=tokens.size("hit_min"))
        self.all_button.setAccessibleName(tr("All layouts"))
        self.all_button.clicked.connect(lambda: bench.commands.run("layout.gallery"))
        self.spacing = Spacing(bench)
        self._other = _InForce("", "caption", "accent")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(Label(tr("Layouts"), "body_strong"))
        head.addSpacing(8)
        head.addWidget(self._other, 1)
        head.addSpacing(8)
        head.addWidget(self.all_button)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addSpacing(4)
        column.addWidget(self.spacing)
        bench.arranging.changed.connect(self._show)
        self._show()
        bench.layouts.read()

    @property
    def in_force(self) -> str:
        """What people call the layout in force, if it is none of those shown here; else empty."""
        return self._other.whole

    def _show(self) -> None:
        text = tr("All {count}").format(count=len(self._arranging.layouts))
        if self.all_button.text() != text:
            self.all_button.setText(text)
        layout = self._arranging.in_force
        other = "" if layout is None or layout.name in self.grid.thumbnails else short_title(layout)
        if other != self._other.whole:
            self._other.set_whole(other)


class Spacing(QWidget):
    """The fields for gap and margin, and what is wrong with what was typed. ``name`` begins those of the fields."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None, name: str = "layout") -> None:
        super().__init__(parent)
        self._arranging, self._document = bench.arranging, bench.session.document
        self._refused_in: Composition | None = None
        """What was open as that was typed which is refused now."""
        self.gap = Field(tr("Gap"), tr("Gap"), tr("px"), right=True)
        self.gap.setObjectName(f"{name}Gap")
        set_tip(self.gap, tr("Pixels between the tiles of a layout"))
        self.margin = Field(tr("Margin"), tr("Margin"), tr("px"), right=True)
        self.margin.setObjectName(f"{name}Margin")
        set_tip(self.margin, tr("Pixels between the tiles of a layout and the edge of the frame"))
        self._trouble = Label("", "caption", "error", wraps=True)
        self._trouble.hide()
        self._note = Label("", "caption", "2", wraps=True)
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in (self.gap, self.margin):
            field.set_steps(enabled=True)
            field.textEdited.connect(self._on_edited)
            field.accepted.connect(self.accept)
            field.cancelled.connect(self._on_cancelled)
            field.stepped.connect(self._on_stepped)
            row.addWidget(field, 1)
        column.addLayout(row)
        column.addWidget(self._trouble)
        column.addWidget(self._note)
        self._arranging.changed.connect(self._show)
        self._show()

    @property
    def trouble(self) -> str:
        """What is wrong with what was typed; empty when nothing is."""
        return self._trouble.text()

    @property
    def note(self) -> str:
        """Where both change nothing now: why."""
        return self._note.text()

    def _show(self) -> None:
        if self._refused_in is not None and self._refused_in is not self._document.committed:
            self._refused_in = None  # something else was done since: what was typed is over
        if self._refused_in is None and not self._arranging.is_trying:
            self._show_now()
        for field, value in zip((self.gap, self.margin), self._now(), strict=True):
            text = str(value)
            if not (field.hasFocus() and field.isModified()) and field.text() != text:
                field.setText(text)
        layout = self._arranging.in_force
        is_own = layout is not None and layout.is_own
        self._note.setText(tr("{name} keeps its own distances.").format(name=layout.name) if layout and is_own else "")
        self._note.setVisible(is_own)

    def _show_now(self) -> None:
        """Both fields show what holds, which is right; from now on Undo takes back the step and not its letters."""
        for field, value in zip((self.gap, self.margin), self._now(), strict=True):
            field.show_text(str(value))
            field.setModified(False)
        self._tell({})

    def _tell(self, troubles: Mapping[Field, str]) -> None:
        """Say what is wrong with the fields of which something is."""
        for field in (self.gap, self.margin):
            field.set_state("error" if field in troubles else "")
            field.setAccessibleDescription(troubles.get(field, ""))
        trouble = next(iter(troubles.values()), "")
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def _values(self) -> tuple[int, int] | None:
        """What the fields say, ``None`` while one of them is no whole number in range, or the layout has no room for
        so much; then that is said.
        """
        fields, values, troubles = (self.gap, self.margin), [], {}
        for field in fields:
            text = field.text().strip().removesuffix("px").strip()
            if text.isascii() and text.isdigit() and int(text) <= MOST:
                values.append(int(text))
            else:
                name = field.accessibleName()
                troubles[field] = tr("{field} is a whole number from 0 to {most}.").format(field=name, most=MOST)
        if len(values) == 2 and not self._arranging.has_room(*values):
            others = [field for field, value, now in zip(fields, values, self._now(), strict=True) if value != now]
            troubles = dict.fromkeys(others or fields, tr("The frame has no room for so much."))
        self._tell(troubles)
        return (values[0], values[1]) if not troubles else None

    def _now(self) -> tuple[int, int]:
        return self._arranging.gap, self._arranging.margin

    def _on_edited(self) -> None:
        values = self._values()
        if values is None:  # nothing is tried any more, and the text stays for the hand that is typing it
            self._refused_in = self._document.committed
            self._arranging.drop_space()
        else:
            self._refused_in = None
            self._arranging.try_space(*values)

    def _on_stepped(self, step: int) -> None:
        """By so much from what is typed; where that is refused, from what holds."""
        field, now = self.sender(), self._now()
        gap, margin = self._values() or now
        if field is self.gap:
            gap = max(0, min(gap + step, MOST))
        else:
            margin = max(0, min(margin + step, MOST))
        if not self._arranging.has_room(gap, margin):
            gap, margin = now
        self._refused_in = None
        for each, value in zip((self.gap, self.margin), (gap, margin), strict=True):
            each.setText(str(value))
        self._tell({})
        self._arranging.try_space(gap, margin)

    def accept(self) -> None:
        """Keep what is typed; what is refused goes, and both fields show what holds."""
        if self._values() is None:
            self._on_cancelled()
            return
        for field in (self.gap, self.margin):
            field.show_text(field.text())  # from now on it shows what holds, and Undo takes back the step
            field.setModified(False)
        self._arranging.keep_space()

    def _on_cancelled(self) -> None:
        self._refused_in = None
        self._arranging.drop_space()
        self._show_now()


class AllLayouts(QWidget):
    """All layouts, below their button, and the user's own, which are read anew each time, with gap and margin; a click
    takes one and closes it, Esc closes it.
    """

    WIDTH = 264

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("allLayouts")
        self.setAccessibleName(tr("All layouts"))
        self._bench = bench
        self._button: QWidget | None = None
        self._canvas: QWidget | None = None
        self._actions = LayoutActions(bench, parent)
        self.grid = LayoutGrid(bench, LAYOUTS, has_tips=False)
        self.grid.add_heading(self._heading())
        self.grid.show_own(bench.arranging.layouts[len(LAYOUTS) :])
        self.grid.taken.connect(self.close)
        self.grid.pointed.connect(self._on_pointed)
        self.grid.menu_wanted.connect(self._open_menu)
        self.grid.setProperty("panel", "none")
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(self.grid)
        self.grid.setAutoFillBackground(False)
        self._title = Label("", "caption", "2", wraps=True)
        self._title.setFixedHeight(TITLE_HEIGHT)
        self._title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._column = column = QVBoxLayout(self)
        self.spacing = Spacing(bench, name="allLayouts")
        for field in (self.spacing.gap, self.spacing.margin):
            field.cancelled.connect(self.close)  # after the field has taken back what is tried
        column.setContentsMargins(12, 11, 12, 12)
        column.setSpacing(8)
        column.addWidget(Label(tr("Layouts"), "body_strong"))
        column.addWidget(self._scroll)
        column.addWidget(self._title)
        column.addWidget(self.spacing)
        self.setFixedWidth(self.WIDTH)
        bench.layouts.changed.connect(self._on_news)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _heading(self) -> QWidget:
        heading = QWidget()
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(tr("Your layouts"), "body_strong"))
        row.addStretch(1)
        for command_id, words in (("layouts.save", tr("Save…")), ("layouts.import", tr("Import…"))):
            button = PlainButton(words, "link", height=tokens.size("hit_min"))
            button.setObjectName(command_id)
            button.clicked.connect(self._on_pressed)
            row.addWidget(button)
        return heading

    def _on_pressed(self) -> None:
        button = self.sender()
        self.close()
        if button is not None:
            self._bench.commands.run(button.objectName())

    def _on_news(self) -> None:
        self.grid.show_own(self._bench.arranging.layouts[len(LAYOUTS) :])
        if self.isVisible() and self._button is not None:
            self._place(self._button)

    def _on_focus(self, _: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self.grid.isAncestorOf(focused):
            self._scroll.ensureWidgetVisible(focused)

    @property
    def height_wanted(self) -> int:
        """So that all lines can be read, in pixels."""
        return self._column.totalHeightForWidth(self.WIDTH)

    def _place(self, button: QWidget) -> None:
        """As high as what it shows, as far as the screen is, else it scrolls; and where all of it can be seen."""
        screen = button.screen().availableGeometry()
        self._scroll.setFixedHeight(0)
        room = screen.height() - self.height_wanted - 16
        self._scroll.setFixedHeight(max(0, min(self.grid.sizeHint().height(), room)))
        self.resize(self.WIDTH, self.height_wanted)
        window = button.window()
        canvas = on_screen(self._canvas) if self._canvas is not None else QRect()
        corner = place_beside(canvas, self.size(), on_screen(button), on_screen(window))
        self.move(fitted(QRect(corner, self.size()), screen).topLeft())

    def _open_menu(self, name: str, place: QPoint) -> None:
        """What can be done with one of the user's own beside taking it."""
        own = self._bench.layouts.find(name)
        if own is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(name)
        lines = (
            ("pencil", tr("Rename…"), self._actions.rename),
            ("upload", tr("Export…"), self._actions.export),
            ("trash-2", tr("Delete…"), self._actions.delete),
        )
        for icon_name, text, run in lines:
            action = menu.addAction(icon(icon_name), text)
            action.triggered.connect(self.close)
            action.triggered.connect(partial(run, own))
        menu.popup(place)

    def open_below(self, button: QWidget, canvas: QWidget | None = None) -> None:
        """Show it below ``button``, and beside the ``canvas`` as far as can be; what is in force has the focus."""
        self._button, self._canvas = button, canvas
        self._bench.layouts.read()
        self._on_pointed("")
        self._place(button)
        self.show()
        able = [thumbnail for thumbnail in self.grid.thumbnails.values() if thumbnail.isEnabled()]
        chosen = [thumbnail for thumbnail in able if thumbnail.isChecked()]
        for thumbnail in (chosen or able)[:1]:
            thumbnail.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.spacing.accept()  # as by a click elsewhere, which comes to no field when it closes a popup

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        is_news = event.type() == QEvent.Type.LayoutRequest and self.isVisible()
        if is_news and self._button is not None and self.height() != self.height_wanted:
            self._place(self._button)  # something is said below the fields, or no more
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not translucent: without a compositor the corners would be black.
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), tokens.radius("card"), tokens.radius("card"))
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_raised(QPainter(self), QRectF(self.rect()))

    @property
    def told(self) -> str:
        """The line below them."""
        return self._title.text()

    def _on_pointed(self, name: str) -> None:
        if not name:
            self._title.setText(tr("Point at a layout to see it on the canvas, press it to take it."))
            return
        reason = self.grid.thumbnails[name].reason
        layout = self.grid.thumbnails[name].layout_shown
        title = f"{name}. {tell(layout.title)}" if layout.is_own else full_title(layout)
        if reason:
            title = f"{title}. {reason}."
        elif layout.is_own:
            title = f"{title}. {tr('A right click has more.')}"
        self._title.setText(title)
