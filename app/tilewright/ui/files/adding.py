"""Adding videos to the open composition: brought in the background, then laid out as one step."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from ...errors import AppError
from ...layout.adding import add_tiles
from ...model.composition import MOST_TILES, Composition
from ...model.names import file_name
from ...model.secrets import fit_to_show
from ...model.source import Known
from ..background import Task, Wait
from ..clipboard import paste_tiles
from ..report import without_commands
from ..secrets import tell_cleaned
from ..turns import Turns
from ..words import tell, tr
from .incoming import Incoming, sort_mime
from .looking import Looking, Wish

if TYPE_CHECKING:
    from ...usecases.events import Added, Found, NotAdded
    from ..workbench import Workbench

PAUSE_MS = 100
"""While a hand is dragging, what arrives waits: a gesture counts from the composition at its beginning."""

MOST_AT_ONCE = 50
"""Videos up to which tiles find their places in a turn of the loop; for more that is done in the background."""

MOST_QUOTED = 60
"""Letters of a line that is told."""

_LONGEST = 4096
"""Letters of it that are looked at for secrets."""

MOST_TOLD = 3
"""Files left out that are told one by one."""


def _quoted(line: str) -> str:
    shown = fit_to_show(line[:_LONGEST])
    return shown if len(shown) <= MOST_QUOTED else f"{shown[:MOST_QUOTED]}…"


def _tell_left_out(bench: Workbench, left_out: Sequence[NotAdded], refused: Sequence[AppError]) -> None:
    for one in left_out[:MOST_TOLD]:
        bench.report.say(tell(one.sentence), without_commands(tell(one.hint)), kind="error", about="add")
    more = len(left_out) - MOST_TOLD
    if more > 0:
        told = tr("{count} more files are no videos.").format(count=more)
        bench.report.say(told, kind="error", about="add")
    for error in refused:
        bench.report.error(error, about="add")


class Adding(QObject):
    """``changed`` tells of ``text``, what is being brought now; empty when nothing is."""

    changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._task: Task | None = None
        self._waiting: list[Wish] = []
        self._wish = Wish()
        self._looking = Looking(bench, self._take, self)
        self._added: list[Added] = []
        self._left_out: list[NotAdded] = []
        self._cleaned: list[str] = []
        self.text = ""
        self._still = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._still.timeout.connect(self._lay_out)
        self._steps: Iterator[None] = iter(())
        self._turns = Turns(self)
        self._turns.ended.connect(self._end)
        bench.files.opened.connect(self._on_opened)

    @property
    def is_busy(self) -> bool:
        return self._is_adding or self._looking.is_busy

    @property
    def _is_adding(self) -> bool:
        return self._task is not None or self._still.isActive() or self._turns.is_active

    def ask(self) -> None:
        """Let the user choose videos."""
        self._bench.files.dialogs.open_videos(self._bench.preferences.window.last_videos, self._on_chosen)

    def _on_chosen(self, paths: tuple[Path, ...]) -> None:
        self._bench.preferences.remember_videos(paths[0].parent)
        self.add([str(path) for path in paths])

    def paste(self) -> None:
        """Put in the tiles that are on the clipboard; else add the videos whose files, paths or addresses are there, or
        open the request.
        """
        mime = QGuiApplication.clipboard().mimeData()  # none at all where nobody copied anything
        incoming = sort_mime(mime) if mime is not None else Incoming()
        if incoming.tiles:
            paste_tiles(self._bench, incoming.tiles)
            return
        if incoming.own:
            self._bench.files.importing.take(incoming.own)
        if incoming.videos:
            self.add(incoming.videos, or_open=True)
        elif incoming.documents:
            self._bench.files.opener.open(incoming.documents[0], has_others=len(incoming.documents) > 1)
        elif incoming.text:
            self._bench.files.opener.open_text(incoming.text, tr("What was on the clipboard"))
        elif incoming.odd:
            self.refuse(incoming.odd)
        elif not incoming.own:
            told = tr("There is no video's address and no request on the clipboard.")
            self._bench.report.say(told, tr("Copy addresses or paths, one a line, or files in your file manager."))

    def refuse(self, line: str) -> None:
        """Tell which line of a text is no place, so that nothing of it is added."""
        told = tr("This line is neither an address nor the path of a file: {line}").format(line=_quoted(line))
        hint = tr("Nothing was added. Each line has to be an address or a path.")
        self._bench.report.say(told, hint, kind="warning", about="add")

    def add(self, videos: Sequence[str], *, or_open: bool = False, at: tuple[int, int] | None = None) -> None:
        """Add local files, those of folders, or addresses, ``at`` a pixel of the frame. ``or_open``: they were dropped
        or pasted, and the first that is a document is opened instead.
        """
        wish = Wish(tuple(videos), at)
        if or_open:
            self._looking.look(wish)
        elif videos:
            self._take(wish)

    def _take(self, wish: Wish) -> None:
        if self._is_adding:
            self._waiting.append(wish)
        else:
            self._begin(wish)

    def _begin(self, wish: Wish) -> None:
        self._wish, videos = wish, wish.videos
        self._bench.report.end("add")
        room = MOST_TILES - len(self._bench.session.composition.tiles)
        workplace, profile = self._bench.workplace, self._bench.session.target.profile

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.folders import with_folders
            from ...usecases.make import add_videos

            wanted = yield from with_folders(videos, room)
            if wanted:
                with workplace.service(profile) as service:
                    yield from add_videos(wanted, service)

        self._added, self._left_out, self._cleaned = [], [], []
        self._task = self._bench.background.run(
            work, on_event=self._on_event, on_done=self._on_done, on_failed=self._on_failed, lane="adding"
        )
        self._tell_count(len(videos))

    def _tell_count(self, count: int) -> None:
        self._tell(tr("Adding {count} videos").format(count=count))

    def _on_found_files(self, event: Found) -> None:
        self._tell_count(event.count)
        if event.beyond:
            told = tr("A composition has at most {most} tiles.").format(most=MOST_TILES)
            self._bench.report.say(told, tr("The videos beyond that are left out."), kind="warning")

    def _tell(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.changed.emit()

    def _on_event(self, event: object) -> None:
        from ...usecases.events import Added, Bringing, Cleaned, Found, NotAdded

        if isinstance(event, Found):
            self._on_found_files(event)
        elif isinstance(event, Bringing):
            self._tell(tr("Bringing {name}, {percent} %").format(name=event.name, percent=int(100 * event.fraction)))
        elif isinstance(event, Added):
            self._added.append(event)
            file_name(event.url)  # which remembers it: all tiles are named in one turn of the loop
        elif isinstance(event, NotAdded):
            self._left_out.append(event)
        elif isinstance(event, Cleaned):
            self._cleaned.append(event.name)

    def _on_failed(self, error: AppError) -> None:
        self._bench.report.error(error, about="add")
        self._on_done()

    def _on_done(self) -> None:
        self._task = None
        _tell_left_out(self._bench, self._left_out, self._wish.refused)
        if self._cleaned:
            tell_cleaned(self._bench.report)
        self._lay_out()

    def _lay_out(self) -> None:
        self._bench.arranging.end_look()
        if self._bench.session.document.is_previewing:
            self._still.start()
            return
        if not self._added:
            self._end()
            return
        self._turns.follow(self._make_tiles())

    def _make_tiles(self) -> Iterator[None]:
        """Yields where a turn of the loop may end."""
        self._learn()
        yield
        if len(self._added) > MOST_AT_ONCE:
            self._find_places()
            return
        before = self._bench.session.composition
        after = self._how_to_add()()
        yield
        yield from self._put_in(before, after)

    def _learn(self) -> None:
        session = self._bench.session
        found = Known({one.url: one.source for one in self._added if one.source is not None})
        if found.sources:
            session.learn(session.known.joined(found))

    def _how_to_add(self) -> Callable[[], Composition]:
        """Makes what is open now with a tile for each video that was brought."""
        session, arranging = self._bench.session, self._bench.arranging
        urls = [one.url for one in self._added]
        gap, margin, even = arranging.gap, arranging.margin, self._bench.preferences.window.even
        to = session.composition, session.known, urls, gap, margin
        return functools.partial(add_tiles, *to, even=even, at=self._wish.at)

    def _find_places(self) -> None:
        """For many videos in the background, where it holds nobody up; then put them in, if nothing has changed."""
        before, add = self._bench.session.composition, self._how_to_add()

        def work(_: Wait) -> Iterator[object]:
            yield add()

        def found(after: object) -> None:
            assert isinstance(after, Composition)  # noqa: S101 - what `work` yields
            self._steps = self._put_in(before, after)

        self._steps = iter(())
        self._task = self._bench.background.run(
            work, on_event=found, on_done=self._on_found, on_failed=self._on_no_places, lane="adding"
        )

    def _on_found(self) -> None:
        self._task = None
        self._turns.follow(self._steps)

    def _on_no_places(self, error: AppError) -> None:
        self._task, self._added = None, []
        self._bench.report.error(error, about="add")
        self._end()

    def _put_in(self, before: Composition, after: Composition) -> Iterator[None]:
        """As one step, if ``before`` is what is open still; else places are looked for anew. Yields where a turn of
        the loop may end.
        """
        session = self._bench.session
        self._bench.arranging.end_look()
        if session.document.is_previewing or session.composition is not before:  # a hand has begun in between
            self._still.start()
            return
        name = tr("Add {count} videos") if len(self._added) > 1 else tr("Add video")
        count, self._added = len(self._added), []
        session.document.apply(after, name.format(count=count))
        yield
        new = [tile.id for tile in after.tiles[len(before.tiles) :]]
        # The first ones have their places in a layout: a drag means the one under it. Later ones lie in a heap and are
        # taken from there together.
        session.select(new if before.tiles else new[:1])

    def _end(self) -> None:
        if self._still.isActive() or self._task is not None:
            return  # a hand has begun in between, or places are being found: what was brought still waits
        self._tell("")
        if self._waiting:
            self._begin(self._waiting.pop(0))

    def _on_opened(self) -> None:
        """What was meant for the composition before is not added to this one."""
        if self.is_busy:
            told = tr("The videos that were being added were left out: another composition was opened.")
            self._bench.report.say(told, tr("Add them again where you want them."), kind="warning")
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._looking.stop()
        self._still.stop()
        self._turns.stop()
        self._waiting.clear()
        self._added = []
        self._tell("")
