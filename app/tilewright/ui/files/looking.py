"""Looking for a document among files that were dropped or pasted: it is opened at once, whatever is being added."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from ...errors import AppError
from ..background import Task, Wait

if TYPE_CHECKING:
    from ...files.compositions import Look
    from ..workbench import Workbench

MOST_REFUSED = 3
"""Files that are told with what is wrong with them as documents; the others count as what is no video."""


class Wish(NamedTuple):
    """Videos to add, in this order. ``at`` is the pixel of the frame that they were dropped on. ``refused`` says of
    files that came along why they cannot be opened.
    """

    videos: tuple[str, ...] = ()
    at: tuple[int, int] | None = None
    refused: tuple[AppError, ...] = ()


class Looking(QObject):
    """Hands wishes without a document on to ``add``, in the order in which they came."""

    def __init__(self, bench: Workbench, add: Callable[[Wish], None], parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._add = bench, add
        self._tasks: list[Task] = []

    @property
    def is_busy(self) -> bool:
        return any(task.is_running for task in self._tasks)

    def look(self, wish: Wish) -> None:
        found: list[Look] = []

        def work(_: Wait) -> Iterator[object]:
            from ...files.compositions import first_document

            found.append(first_document(wish.videos))
            yield from ()

        self._tasks = [task for task in self._tasks if task.is_running]
        self._tasks.append(
            self._bench.background.run(
                work,
                on_done=lambda: self._on_found(wish, found[0]),
                on_failed=functools.partial(self._on_failed, wish),
                lane="looking",
            )
        )

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []

    def _on_found(self, wish: Wish, look: Look) -> None:
        if look.document is not None:
            self._bench.files.opener.open(look.document, has_others=len(wish.videos) > 1)
            return
        told = dict(list(look.refused.items())[:MOST_REFUSED])
        videos = tuple(name for name in wish.videos if name not in told)
        self._add(wish._replace(videos=videos, refused=tuple(told.values())))

    def _on_failed(self, wish: Wish, error: AppError) -> None:
        self._add(wish._replace(refused=(error,)))
