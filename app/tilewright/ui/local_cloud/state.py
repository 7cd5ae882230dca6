"""What the window knows of the local cloud, and what it has it do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...errors import AppError
from ...jobs.intent import Intent
from ...model.states import State
from ..background import Task, Wait
from ..jobs.wording import megabytes
from ..report import without_commands
from ..words import tell, tr

if TYPE_CHECKING:
    from ...usecases.local_cloud import DiskRoom, OwnSettings, Queues
    from ...usecases.workplace import Workplace
    from ..workbench import Workbench

# Late imports: opening the window does not need the use cases.

_LANE = "local-cloud"


class LocalCloud(QObject):
    """``changed`` when something of it became known. ``None`` is what nobody asked about yet, or what is not ours to
    say: settings and disk of a local cloud that somebody else started.

    ``trouble`` is why the queues are not known, ``refusal`` why what was to be set last is not.
    """

    changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.settings: OwnSettings | None = None
        self.room: DiskRoom | None = None
        self.queues: Queues | None = None
        self.trouble = self.refusal = ""
        self._looking: Task | None = None
        self._not_allowed: dict[str, str] = {}

    # Looking

    def look(self, *, measures: bool = True) -> None:
        """Ask for all of it anew; it is started for that. If this ``measures``, also for what it takes."""
        if self._looking is not None and self._looking.is_running:
            return
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.local_cloud import look_at_local_cloud

            return look_at_local_cloud(workplace, measures=measures)

        self._looking = self._bench.background.run(
            work, on_event=self._take, on_failed=self._on_not_reached, lane=_LANE
        )

    def look_at_disk(self) -> None:
        """Ask for what needs no service: what is set, and the disk."""
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.local_cloud import own_settings

            if workplace.has_own_cloud:
                yield from own_settings(workplace, measures=False)

        self._bench.background.run(work, on_event=self._take, lane=_LANE)

    def shortage(self, intent: Intent) -> str:
        """Why ``intent`` waits for room on the disk, as far as that is known; empty when it does not."""
        room = self.room
        is_waiting = intent.state is State.SUBMITTED and intent.target.local
        if room is None or not is_waiting or room.free >= room.kept:
            return ""
        told = tr(
            "There is too little room on the disk: {free} are free, of which the local cloud leaves {kept} alone."
        )
        return told.format(free=megabytes(room.free), kept=megabytes(room.kept))

    def _take(self, told: object) -> None:
        from ...usecases.local_cloud import DiskRoom, OwnSettings, Queues

        before = self._known
        if isinstance(told, OwnSettings):
            self.settings = told
        elif isinstance(told, DiskRoom):
            known = self.room.taken if self.room is not None else None
            self.room = told if told.taken is not None else replace(told, taken=known)
        elif isinstance(told, Queues):
            self.queues, self.trouble = told, ""
        if self._known != before:
            self._tell()

    @property
    def _known(self) -> tuple[object, ...]:
        return self.settings, self.room, self.queues, self.trouble

    def _on_not_reached(self, error: AppError) -> None:
        self.queues, self.trouble = None, f"{tell(error.message)} {tell(error.hint)}".strip()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self._bench.commands.refresh()

    # The queue

    def pause(self) -> None:
        """Hold back the jobs that wait, and those that come, of all buckets; one that runs goes on."""
        self._set_paused(is_paused=True)

    def resume(self) -> None:
        self._set_paused(is_paused=False)

    def _set_paused(self, *, is_paused: bool) -> None:
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.local_cloud import pause_all

            yield pause_all(workplace, is_paused)

        def done() -> None:
            if is_paused:
                told = tr("The queue of the local cloud is paused.")
                self._bench.report.say(
                    told, tr("Jobs wait until it goes on; one that runs is finished."), about="queue"
                )
            else:
                self._bench.report.say(tr("The queue of the local cloud goes on."), about="queue")
            self._bench.jobs.ask_now()

        self._bench.report.end("queue")
        self._bench.background.run(
            work, on_event=self._take, on_done=done, on_failed=self._bench.report.error, lane=_LANE
        )

    # Settings

    def set_jobs_at_a_time(self, count: int) -> None:
        def act(workplace: Workplace) -> None:
            from ...usecases.local_cloud import set_jobs_at_a_time

            set_jobs_at_a_time(workplace, count)

        self._change(act)

    def set_free_floor(self, size: int | None) -> None:
        """Bytes; ``None``: as many as is usual."""

        def act(workplace: Workplace) -> None:
            from ...usecases.local_cloud import set_free_floor

            set_free_floor(workplace, size)

        self._change(act)

    def allow(
        self, host: str, then: Callable[[], None] | None = None, failed: Callable[[AppError], None] | None = None
    ) -> None:
        """``host`` may be told of the end of the next jobs; ``then`` runs when that is written, else ``failed``."""

        def act(workplace: Workplace) -> None:
            from ...usecases.local_cloud import allow_host

            allow_host(workplace, host)

        self._change(act, then, failed)

    def forbid(self, host: str) -> None:
        def act(workplace: Workplace) -> None:
            from ...usecases.local_cloud import forbid_host

            forbid_host(workplace, host)

        self._change(act)

    def _change(
        self,
        act: Callable[[Workplace], None],
        then: Callable[[], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        """Do it, and know what is set then."""
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.local_cloud import own_settings

            act(workplace)
            yield from own_settings(workplace, measures=False)

        self.refusal = ""
        self._bench.background.run(
            work, on_event=self._take, on_done=then, on_failed=failed or self._on_refused, lane=_LANE
        )

    def _on_refused(self, error: AppError) -> None:
        self.refusal = f"{tell(error.message)} {without_commands(tell(error.hint))}".strip()
        self.changed.emit()  # the fields show what is set

    # Callbacks

    def not_allowed(self, intent: Intent | None) -> str:
        """The host that the end of the job was not told to, as nobody has allowed it yet; empty for none, and while
        that is not known.
        """
        host = self._not_allowed.get(intent.id, "") if intent is not None else ""
        allowed = self.settings.allowed_hosts if self.settings is not None else ()
        return "" if host in allowed else host

    def ask_about_callback(self, intent: Intent) -> None:
        """Find out what became of the callback of a job that has ended; once."""
        if intent.id in self._not_allowed or not (intent.target.local and intent.is_resolved and intent.job_id):
            return
        self._not_allowed[intent.id] = ""
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.callback import host_not_allowed
            from ...usecases.local_cloud import own_settings

            if workplace.has_own_cloud:
                yield from own_settings(workplace, measures=False)
                yield host_not_allowed(intent, workplace)

        def take(told: object) -> None:
            if not isinstance(told, str):
                self._take(told)
            elif told:
                self._not_allowed[intent.id] = told
                self._tell()

        def failed(_: AppError) -> None:
            self._not_allowed.pop(intent.id, None)  # when it is looked at the next time

        self._bench.background.run(work, on_event=take, on_failed=failed, lane="answers")

    def why_no_host(self) -> str:
        """Why there is no host to allow for the chosen job."""
        intent = self._bench.jobs.get(self._bench.jobs.current)
        if intent is None:
            return tr("No job is chosen")
        return "" if self.not_allowed(intent) else tr("No callback of the job was held back for its host")

    def allow_of_job(self) -> None:
        """Allow the host that the end of the chosen job was not told to."""
        host = self.not_allowed(self._bench.jobs.get(self._bench.jobs.current))
        if not host:
            return
        report = self._bench.report
        told = tr("Callbacks of the next jobs are sent there; that of this job stays unsent.")
        self.allow(host, lambda: report.success(tr("{host} is allowed.").format(host=host), told), report.error)
