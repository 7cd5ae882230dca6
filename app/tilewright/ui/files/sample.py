"""The sample composition in the window: its outlines at once, its clips as they reach the local cloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...assets import resource
from ...errors import AppError
from ...model.composition import Composition
from ...model.document import decode
from ..background import Wait
from ..words import tr
from .standing import Standing

if TYPE_CHECKING:
    from ..workbench import Workbench

PROFILE = "local"


class Sample(QObject):
    """Opens the sample and brings its clips, once a window, with no need of an account. ``brought`` tells that they
    are there, or cannot be.
    """

    brought = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._composition: Composition | None = None
        self._brought: dict[str, str] = {}
        self._is_bringing = self._waits_in_line = False
        bench.line.forgotten.connect(self._on_forgotten)

    @property
    def is_bringing(self) -> bool:
        """Whether the clips of the sample that is open are still on their way."""
        return self._is_bringing and self._bench.files.standing.base == self._composition

    def open(self) -> None:
        """Show the sample in the place of what is open."""
        self._bench.files.leave(self.put)

    def put(self) -> None:
        if not self._bench.session.target.local:
            self._bench.choose_profile(PROFILE)
        sample = decode(resource("samples", "sample.tilewright").read_bytes(), "sample.tilewright")
        self._composition = sample
        urls = [tile.url for tile in sample.tiles]
        if not self._brought:
            self._bench.sources.expect(urls)
            self._bench.pictures.expect(urls)
        self._bench.files.put(Standing(tr("Sample"), sample), sample)
        if self._brought:
            self._take_addresses()
        elif not self._is_bringing:
            self._bring()

    def _bring(self) -> None:
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.sample import bring_sample

            with workplace.service(PROFILE) as service:
                yield from bring_sample(service)

        self._is_bringing = True
        self._bench.background.run(
            work, on_event=self._on_event, on_done=self._on_done, on_failed=self._on_failed, lane="sample"
        )

    def _on_event(self, event: object) -> None:
        from ...usecases.events import Brought

        if isinstance(event, Brought):
            self._brought[event.name] = event.url

    def _on_done(self) -> None:
        if self._mended() is None:
            self._take_all()
        else:  # nothing that is being typed, or waits for that, gets lost with the history
            self._waits_in_line = True
            self._bench.when_settled(self._take_all, once="sample", is_last=True)

    def _take_all(self) -> None:
        self._is_bringing = self._waits_in_line = False
        self._take_addresses()
        self._look()
        self.brought.emit()

    def _on_forgotten(self) -> None:
        """Another composition was opened while a long text of the sample was read."""
        if self._waits_in_line:
            self._is_bringing = self._waits_in_line = False
            self.brought.emit()

    def _on_failed(self, error: AppError) -> None:
        """The clips may be there from an earlier start; each source tells by itself what is missing."""
        self._is_bringing = False
        self._bench.report.error(error)
        self._look()
        self.brought.emit()

    def _mended(self) -> Composition | None:
        """The open sample with the clips' own addresses, where the bucket had something else of their names."""
        from ...usecases.sample import with_addresses

        sample = self._composition
        if sample is None or self._bench.files.standing.base != sample:
            return None
        there = with_addresses(sample, self._brought)
        return None if there == sample else there

    def _take_addresses(self) -> None:
        from ...usecases.sample import with_addresses

        files, document = self._bench.files, self._bench.session.document
        sample, there = self._composition, self._mended()
        if sample is None or there is None:
            return
        edited = document.committed
        files.put(Standing(tr("Sample"), there), there)
        if edited != sample:
            after = with_addresses(edited, self._brought)
            document.apply(after, tr("Your changes to the sample"), is_exact=True)

    def _look(self) -> None:
        for url in {tile.url for tile in self._bench.session.composition.tiles}:
            self._bench.sources.retry(url)
            self._bench.pictures.retry(url)
