"""The page of watermarks: up to three, each a text or an image (ci-templates §8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ....model.composition import Composition
from ....model.options import Watermark
from ....model.paths import write_path
from ....model.problem import Problem
from ....model.ranges import WATERMARKS_LIMIT
from ....model.watermark_words import position_of
from ...findings import Findings
from ...widgets.field import Field
from ...widgets.tips import set_tip
from ...words import tell, tr
from ..binding import Binding, view_of
from ..bringing import PICTURES, Bringer, Then
from ..cards import FIELD_GAP
from ..entry import Pair, Section
from ..exclusive import Segments
from ..kinds import Choice, Option
from ..page import Page, register
from ..source_buttons import SourceButtons, Wanted
from ..template_line import WATERMARK_TAG, TemplateLine
from ..watermark_fields import WatermarkFields, new_image, new_text, off_by_watermark_template, template_ids
from ..watermark_head import WatermarkHead, WatermarkShelf
from ..watermark_image import ImageFields
from ..watermark_list import is_image


@register
class WatermarksPage(Page):
    id = "watermarks"
    icon = "stamp"
    order = 50
    prefixes = ("watermarks", "watermark_template_ids")

    @classmethod
    def title(cls) -> str:
        return tr("Watermarks")

    def owners(self) -> tuple[str, ...]:
        return (str(self._current),) if self._watermarks() else ()

    def _watermarks(self) -> tuple[Watermark, ...]:
        return self.bench.session.composition.watermarks

    @property
    def _chosen(self) -> Watermark | None:
        watermarks = self._watermarks()
        return watermarks[self._current] if self._current < len(watermarks) else None

    # Building -------------------------------------------------------------------------------------------------------

    def make_header(self) -> QWidget:
        self._current = 0
        self._wants_span = False
        self._bringer = Bringer(self.bench, self)
        self._bringer.busy_changed.connect(self._on_news)
        self.bench.stamps.changed.connect(self._on_news)
        self.bench.canvas.watermark_chosen.connect(self._on_canvas)
        self.bench.session.selection_changed.connect(self._on_tiles)
        self._head = WatermarkHead(self.title())
        self._head.text_wanted.connect(self._on_add_text)
        self._head.image_wanted.connect(self._on_add_image)
        self.add_menu = self._head.menu
        return self._head

    def sections(self) -> Sequence[Section]:
        fields = self._fields = WatermarkFields(lambda: self._chosen, self._has_span)
        address, *image = ImageFields(lambda: self._chosen, self._trouble).all()
        return (
            Section("", (self._make_list, lambda: TemplateLine(self.bench, WATERMARK_TAG))),
            Section(tr("Text"), fields.text()),
            Section(tr("Image"), (address, self._make_choose, *image)),
            Section(tr("Place"), (self._make_place, fields.loc_mode())),
            Section(tr("Watermark duration"), (self._make_when, Pair(*fields.span()))),
            Section(tr("Movement"), (fields.slide(), Pair(*fields.speeds())), is_advanced=True),
            Section(tr("Watermark templates"), (template_ids(),), is_advanced=True),
        )

    def _trouble(self, url: str) -> str:
        error = self.bench.stamps.trouble(url)
        return tell(error.message) if error else ""

    def _make_list(self) -> QWidget:
        self._shelf = WatermarkShelf()
        self._shelf.text_wanted.connect(self._on_add_text)
        self._shelf.image_wanted.connect(self._on_add_image)
        self._shelf.list.chosen.connect(self._on_row)
        self._shelf.list.moved.connect(self._move)
        self._shelf.list.removed.connect(self._remove)
        return self._shelf

    def _make_choose(self) -> QWidget:
        wanted = Wanted(tr("Select image…"), tr("Choose an image"), tr("Choose an image in the bucket"), PICTURES)
        self._source = SourceButtons(self.bench, self._bringer, wanted, self._taker)
        return self._source

    def _make_place(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.make_row(self._fields.place()))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        for entry in self._fields.offsets():
            column.addWidget(self.make_row(entry))
        column.addStretch(1)
        row.addLayout(column, 1)
        return made

    def _make_when(self) -> QWidget:
        kind = Choice(options=(Option(False, tr("Same as video")), Option(True, tr("Specified period"))))
        self._when = Segments(tr("Watermark duration"), kind)
        self._when.picked.connect(self._on_when)
        return self._when

    def _has_span(self) -> bool:
        chosen = self._chosen
        return self._wants_span or bool(chosen and (chosen.start_time is not None or chosen.end_time is not None))

    # Refreshing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        watermarks = self._watermarks()
        self._current = min(self._current, max(0, len(watermarks) - 1))
        if self.bench.canvas.watermark > self._current:  # that one is gone
            self._tell_canvas()
        chosen = self._chosen
        marks = tuple(_worst(self.bench.findings, number) for number in range(len(watermarks)))
        self._head.show_count(len(watermarks), is_busy=self._bringer.is_busy)
        self._shelf.show_watermarks(watermarks, self._current, marks, is_busy=self._bringer.is_busy)
        with self.laid_out_once():
            for number, widget in enumerate(self.section_widgets):
                is_wanted = chosen is not None
                if chosen is not None and number in {1, 2}:
                    is_wanted = is_image(chosen) == (number == 2)
                widget.setVisible(is_wanted or number in {0, len(self.section_widgets) - 1})
        off = off_by_watermark_template(view_of(self.bench))
        self._when.show_value(self._has_span())
        self._when.setEnabled(not off)
        set_tip(self._when, off)
        self._source.set_on(not self._bringer.is_busy, off)
        _name_offsets(self.bindings, position_of(chosen) if chosen else "")
        super().refresh()
        if watermarks:
            self._leave_beginning()
        self._shelf.none.setVisible(not watermarks)

    def _leave_beginning(self) -> None:
        """Whoever has just pressed a button that goes types the words next."""
        if self.bench.keyboard.within(self._shelf.none):
            super().go_to(f"watermarks.{self._current}")

    def card_problems(self) -> list[Problem]:
        """Those of the chosen watermark, and of all together; the list marks the others."""
        own = f"watermarks.{self._current}"
        return [
            problem
            for problem in super().card_problems()
            if problem.path == "watermarks" or f"{problem.path}.".startswith(f"{own}.")
        ]

    def go_to(self, path: str) -> QWidget | None:
        parts = path.split(".")
        if parts[0] == "watermarks" and len(parts) > 1 and parts[1].isdecimal():
            self._choose(int(parts[1]))
            self._tell_canvas()
        return super().go_to(path)

    # The canvas -----------------------------------------------------------------------------------------------------

    def _tell_canvas(self) -> None:
        """The watermark whose fields are seen has the handles on the canvas."""
        self.bench.canvas.choose_watermark(self._current if self.isVisible() and self._chosen is not None else -1)

    def _on_canvas(self) -> None:
        if self.bench.canvas.watermark >= 0:
            self._choose(self.bench.canvas.watermark)

    def _on_tiles(self) -> None:
        if self.bench.session.selection:
            self.bench.canvas.choose_watermark(-1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_canvas()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_canvas()

    # What the buttons do --------------------------------------------------------------------------------------------

    def _on_row(self, number: int) -> None:
        self._choose(number)
        self._tell_canvas()

    def _choose(self, number: int) -> None:
        if number != self._current and number < len(self._watermarks()):
            for binding in self.bindings:
                binding.finish()
            self._current, self._wants_span = number, False
            self.refresh()

    def _edit(self, change: Callable[[tuple[Watermark, ...]], tuple[Watermark, ...]], text: str) -> None:
        def edited(composition: Composition) -> Composition:
            return composition.replace(watermarks=change(composition.watermarks))

        self.bench.session.document.edit(edited, text)
        self.refresh()
        self._tell_canvas()

    def _append(self, watermark: Watermark) -> None:
        def append() -> None:  # what is being typed is about the one that was chosen
            if len(self._watermarks()) >= WATERMARKS_LIMIT:  # others came while it waited
                self.bench.report.say(tr("There is room for {most} watermarks.").format(most=WATERMARKS_LIMIT))
                return
            self._current, self._wants_span = len(self._watermarks()), False
            self._edit(lambda watermarks: (*watermarks, watermark), tr("Add a watermark"))

        self.bench.when_settled(append)

    def _on_add_text(self) -> None:
        self._append(new_text())

    def _on_add_image(self) -> None:
        self._bringer.ask(tr("Choose an image"), PICTURES, self.take_image)

    def take_image(self, url: str) -> bool:
        """Add the image at ``url``; whether there still was room for it."""
        if len(self._watermarks()) >= WATERMARKS_LIMIT:
            return False
        self._append(new_image(url))
        return True

    def _remove(self, number: int) -> None:
        self._do_with(number, lambda at: self._edit(lambda now: _without(now, at), tr("Remove the watermark")))

    def _move(self, number: int, by: int) -> None:
        def move(at: int) -> None:  # what is being typed is about the one that was chosen
            other = at + by
            if 0 <= other < len(self._watermarks()):
                self._current = other
                self._edit(lambda now: _swapped(now, at, other), tr("Order of the watermarks"))

        self._do_with(number, move)

    def _do_with(self, number: int, do: Callable[[int], None]) -> None:
        self.bench.when_settled(self.bench.following.with_number(f"watermarks.{number}", do))

    def _on_when(self, wants_span: object) -> None:
        self._do_with(self._current, lambda at: self._take_span(at, wants_span=bool(wants_span)))

    def _take_span(self, number: int, *, wants_span: bool) -> None:
        if number == self._current:  # else another one was chosen meanwhile
            self._wants_span = wants_span
        if not wants_span and number < len(self._watermarks()):
            self._edit(lambda now: _always(now, number), tr("Show it all the time"))
        self.refresh()

    def _taker(self) -> Then | None:
        chosen = self._chosen
        return partial(self.take_picture, chosen) if chosen is not None else None

    def take_picture(self, chosen: Watermark, url: str) -> bool:
        """Show the image at ``url`` in the watermark that was ``chosen``, wherever it stands now; whether there still
        is one with its image, and only one.
        """
        document = self.bench.session.document
        self.bench.stamps.forget(url)  # it may be another image now, or one that could not be had before
        document.settle()
        number = _place_of_image(document.wished.watermarks, chosen)
        if number is None:
            return False
        document.edit(lambda now: write_path(now, f"watermarks.{number}.image.url", url), tr("Choose an image"))
        return True


def _without(watermarks: tuple[Watermark, ...], number: int) -> tuple[Watermark, ...]:
    return (*watermarks[:number], *watermarks[number + 1 :])


def _swapped(watermarks: tuple[Watermark, ...], number: int, other: int) -> tuple[Watermark, ...]:
    moved = list(watermarks)
    moved[number], moved[other] = moved[other], moved[number]
    return tuple(moved)


def _always(watermarks: tuple[Watermark, ...], number: int) -> tuple[Watermark, ...]:
    """The one of that number all the time."""
    always = watermarks[number].replace(start_time=None, end_time=None)
    return (*watermarks[:number], always, *watermarks[number + 1 :])


def _name_offsets(bindings: Sequence[Binding], pos: str) -> None:
    """By the edges that the place names."""
    words = {
        "watermarks.*.dx": tr("From the right") if pos.endswith("Right") else tr("From the left"),
        "watermarks.*.dy": tr("From the bottom") if pos.startswith("Bottom") else tr("From the top"),
    }
    for binding in bindings:
        inner, editor = words.get(binding.entry.path), binding.row.editor
        if inner is not None and isinstance(editor, Field):
            editor.set_inner(inner)


def _worst(findings: Findings, number: int) -> str:
    """How bad it is with that watermark; notes are not counted."""
    found = findings.of_fields((f"watermarks.{number}",))  # worst first
    return found[0].severity if found and found[0].severity != "note" else ""


def _place_of_image(watermarks: Sequence[Watermark], chosen: Watermark) -> int | None:
    """Where ``chosen`` stands now, or the only one that has its image."""
    images = [(number, one) for number, one in enumerate(watermarks) if is_image(one)]
    same = [number for number, one in images if one == chosen]
    alike = [number for number, one in images if _address(one) == _address(chosen)]
    if same:
        return same[0]
    return alike[0] if len(alike) == 1 else None


def _address(watermark: Watermark) -> str:
    return (watermark.image.url if watermark.image else None) or ""
