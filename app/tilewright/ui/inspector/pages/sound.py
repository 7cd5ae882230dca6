"""The page of sound: what is heard, how it is encoded, and background music (ci-jobs §1.3, ci-templates §4, §7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from ....model.composition import Composition
from ....model.paths import write_path
from ....model.problem import Problem
from ...words import tr
from .. import music
from ..binding import view_of
from ..bringing import Bringer
from ..bucket_choice import choose_in_bucket
from ..encoding import off_without_sound
from ..entry import Entry, Section
from ..music_part import SOUNDS, MusicHead, PieceHead, element_of, title_of
from ..page import Page, register
from ..sound_fields import MusicFields, encoding, tracks, whether
from ..source_buttons import SourceButtons, Wanted
from ..template_notice import with_notice

FIRST_PIECE = 3
"""The section of the first piece; that of the head stands before it."""


@register
class SoundPage(Page):
    id = "sound"
    icon = "music"
    order = 40
    prefixes = ("keep_audio_track", "transcode.audio", "transcode.audio_mix", "transcode.audio_mix_array")

    @classmethod
    def title(cls) -> str:
        return tr("Sound")

    def subtitle(self) -> str:
        return tr("What is heard, and how it is encoded")

    def make_header(self) -> QWidget:
        return with_notice(super().make_header(), self.bench, self.title())

    def sections(self) -> Sequence[Section]:
        self._bringer = Bringer(self.bench, self)
        self._bringer.busy_changed.connect(self._on_news)
        self._heads: dict[str, PieceHead] = {}
        self._buttons: list[SourceButtons] = []
        return (
            Section(tr("What is heard"), whether()),
            Section(tr("Encoding"), (*encoding(), *tracks())),
            Section(tr("Background music"), (self._make_head,)),
            *(self._piece(slot) for slot in music.SLOTS),
        )

    def _make_head(self) -> QWidget:
        self._head = MusicHead()
        self._head.wanted.connect(self._on_head)
        return self._head

    def _piece(self, slot: str) -> Section:
        fields = MusicFields(slot, element_of(slot), title_of(slot))

        def make_head() -> QWidget:
            head = PieceHead(slot)
            head.wanted.connect(lambda what: self._on_piece(slot, what))
            self._heads[slot] = head
            return head

        def make_choose() -> QWidget:
            title = title_of(slot)
            wanted = Wanted(
                tr("From a file…"),
                tr("{piece}: choose a file").format(piece=title),
                tr("{piece}: choose from the bucket").format(piece=title),
                SOUNDS,
            )
            buttons = SourceButtons(self.bench, self._bringer, wanted, lambda: partial(self.take_source, slot))
            self._buttons.append(buttons)
            return buttons

        mode, replace = fields.how()
        parts: tuple[Entry | Callable[[], QWidget], ...] = (
            make_head,
            fields.source(),
            make_choose,
            mode,
            replace,
            *fields.fades(),
        )
        return Section("", parts)

    # Refreshing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        view = view_of(self.bench)
        composition = view.composition
        one, there = music.one_of(composition), music.list_of(composition)
        with self.laid_out_once():
            for number, slot in enumerate(music.SLOTS):
                is_there = one is not None if slot == music.ONE else number - 1 < len(there)
                self.section_widgets[FIRST_PIECE + number].setVisible(is_there)
        off, full = off_without_sound(view), tr("There is room for {most} pieces.").format(most=music.MOST)
        is_full = len(there) >= music.MOST
        cannot_add = off or ("" if music.has_room(composition) else full)
        self._head.show_state(
            tr("A single piece.") if one is not None else _how_many(len(there)),
            is_hiding=one is not None and bool(there),
            off=cannot_add,
            cannot_join=full if is_full else "",
        )
        for number, slot in enumerate(music.SLOTS[1:]):
            self._heads[slot].set_on("up", is_on=number > 0, off=off)
            self._heads[slot].set_on("down", is_on=number < len(there) - 1, off=off)
            self._heads[slot].set_on("one", is_on=one is None and len(there) == 1, off=off)
        self._heads[music.ONE].set_on("list", is_on=True, off=off or (full if is_full else ""))
        for buttons in self._buttons:
            buttons.set_on(not self._bringer.is_busy, off)
        self._head.add.setEnabled(not cannot_add and not self._bringer.is_busy)
        super().refresh()

    def card_problems(self) -> list[Problem]:
        """What the card above the pieces tells is not told again below them."""
        return [problem for problem in super().card_problems() if problem.code != "audio-mix-hides-array"]

    # What the buttons do --------------------------------------------------------------------------------------------

    def _apply(self, change: Callable[[Composition], Composition], text: str) -> None:
        self.bench.edit(change, text, self.refresh)

    def _add_address(self) -> None:
        self.bench.edit(lambda now: music.with_piece(now, None), tr("Add background music"), self._go_to_last)

    def _go_to_last(self) -> None:
        self.refresh()
        self.go_to(f"{music.LIST}.{len(music.list_of(self.bench.session.composition)) - 1}.audio_source")

    def _on_head(self, what: str) -> None:
        if what == "file":
            self._bringer.ask(tr("Choose background music"), SOUNDS, self.take_music)
        elif what == "bucket":
            choose_in_bucket(self.bench, self, tr("Choose background music"), SOUNDS, self.take_music)
        elif what == "address":
            self._add_address()
        elif what == "list":
            self._apply(music.as_list, tr("Put the music into a list"))
        else:
            self._apply(music.without_list, tr("Remove the list of music"))

    def _on_piece(self, slot: str, what: str) -> None:
        title, place = title_of(slot), self.bench.following.follow(slot)

        def with_it(change: Callable[[Composition, str], Composition]) -> Callable[[Composition], Composition]:
            """For the piece that is there now, wherever it is by then."""
            return lambda now: change(now, place.path) if place.path in music.SLOTS else now

        if what == "remove":
            self._apply(with_it(music.without), tr("Remove: {piece}").format(piece=title))
        elif what == "list":
            self._apply(music.as_list, tr("Put the music into a list"))
        elif what == "one":
            self._apply(music.as_one, tr("Make the music a single piece"))
        else:
            by = -1 if what == "up" else 1
            self._apply(with_it(lambda now, at: music.moved(now, at, by)), tr("Order of the music"))

    def take_music(self, url: str) -> bool:
        """Add the music at ``url``; whether there still was room for it."""
        if not music.has_room(self.bench.session.composition):
            return False
        self._apply(lambda now: music.with_piece(now, url), tr("Add background music"))
        return True

    def take_source(self, slot: str, url: str) -> bool:
        """Let the piece at ``slot`` be the music at ``url``; whether there still is one."""
        if slot not in music.SLOTS or not _is_there(self.bench.session.composition, slot):
            return False
        self._apply(lambda now: write_path(now, f"{slot}.audio_source", url), tr("Choose background music"))
        return True


def _how_many(pieces: int) -> str:
    if not pieces:
        return ""
    return (
        tr("One piece of a list.") if pieces == 1 else tr("{count} pieces, one after the other.").format(count=pieces)
    )


def _is_there(composition: Composition, slot: str) -> bool:
    number = music.SLOTS.index(slot)
    return music.one_of(composition) is not None if slot == music.ONE else number <= len(music.list_of(composition))
