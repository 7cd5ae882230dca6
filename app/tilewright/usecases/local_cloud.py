"""The local cloud as its user sees it: what it takes on the disk, what is set for it, its queues, and cleaning up.
All its buckets count: a rehearsal has one of its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from ..accounts.profile import LOCAL
from ..errors import BadReply, WrongUse
from ..model.composition import Composition
from ..text import say
from ..wire.hosts import is_loopback, plain_name, read_ip, why_unreachable
from .local_room import Cleaned, Removable, places_to_use, removable, remove
from .workplace import Service, Workplace

# Late imports: the service, and what asks it, are no part of starting the program.

_HOST = re.compile(r"(?=.{1,253}\Z)\w([\w-]{0,61}\w)?(\.\w([\w-]{0,61}\w)?)*")


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What the user set for the local cloud of the home: how many jobs run at a time, 1 to ``most_at_a_time``, how many
    bytes of the disk are kept free, ``None`` for ``usual_floor``, and which hosts may be told of the end of a job.
    """

    jobs_at_a_time: int
    most_at_a_time: int
    free_floor: int | None
    usual_floor: int
    allowed_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """Bytes that the local cloud takes, ``None`` where they were not measured, that are free on its disk, and that it
    leaves alone of those.
    """

    taken: int | None
    free: int
    kept: int


@dataclass(frozen=True, slots=True)
class Queues:
    """The buckets whose queue goes on, and those whose queue is paused; ``taken`` are the bytes of their contents:
    0 for the local cloud of the home, whose disk tells that (``DiskRoom``).
    """

    going: tuple[str, ...]
    paused: tuple[str, ...]
    taken: int = 0


def look_at_local_cloud(
    workplace: Workplace, *, measures: bool = True
) -> Generator[OwnSettings | DiskRoom | Queues, None, None]:
    """What is known without asking it first, then its queues: it is started for that. Settings and disk are told of the
    local cloud of the home only, not of another one that ``TILEWRIGHT_ENDPOINT`` leads to. Raises the errors of the
    cloud, and ``LocalTrouble`` when it does not start.
    """
    if workplace.has_own_cloud:
        yield from own_settings(workplace, measures=measures)
    yield look_at_queues(workplace)


def own_settings(workplace: Workplace, *, measures: bool = True) -> Iterator[OwnSettings | DiskRoom]:
    """Settings and disk of the local cloud of the home; what cannot be read of them is left out. If this ``measures``,
    also what it takes: each of its files is looked at for that.
    """
    from ..localcloud.local_settings import MOST_AT_A_TIME, LocalSettings, SettingsFile
    from ..localcloud.room import free_and_kept

    folder = workplace.home / "local-cloud"
    found = SettingsFile(folder).read()
    there = folder if folder.is_dir() else workplace.home
    with contextlib.suppress(OSError):
        free, kept = free_and_kept(there, found)
        usual = free_and_kept(there, LocalSettings())[1]
        yield OwnSettings(found.jobs_at_a_time, MOST_AT_A_TIME, found.free_floor, usual, found.allowed_hosts)
        yield DiskRoom(taken(folder) if measures else None, free, kept)


def taken(folder: Path) -> int:
    """Bytes in the files of a local cloud; contents in files of the user are not among them."""
    size = 0
    for within, _, names in os.walk(folder):  # passes over a folder that goes meanwhile
        for name in names:
            with contextlib.suppress(OSError):  # it may go at any moment
                found = Path(within, name).lstat()
                size += found.st_size if stat.S_ISREG(found.st_mode) else 0
    return size


def set_jobs_at_a_time(workplace: Workplace, count: int) -> None:
    """So many jobs are rendered side by side from the next one on. Raises ``Damaged`` and ``StorageError``."""
    from ..localcloud.local_settings import change

    change(_own_folder(workplace), lambda before: replace(before, jobs_at_a_time=count))


def set_free_floor(workplace: Workplace, size: int | None) -> None:
    """So many bytes of the disk are kept free, ``None``: as many as is usual. Raises likewise."""
    from ..localcloud.local_settings import change

    change(_own_folder(workplace), lambda before: replace(before, free_floor=size))


def allow_host(workplace: Workplace, host: str) -> str:
    """From now on ``host`` may be told of the end of jobs; as it is called in the settings. Raises likewise, and
    ``WrongUse`` for what is no name of a host.
    """
    from ..localcloud.local_settings import change

    name = read_host(host)
    change(
        _own_folder(workplace),
        lambda before: replace(before, allowed_hosts=tuple(dict.fromkeys((*before.allowed_hosts, name)))),
    )
    return name


def forbid_host(workplace: Workplace, host: str) -> None:
    """``host`` is told nothing any more. Raises likewise."""
    from ..localcloud.local_settings import change

    change(
        _own_folder(workplace),
        lambda before: replace(before, allowed_hosts=tuple(it for it in before.allowed_hosts if it != host)),
    )


def read_host(text: str) -> str:
    """The host that ``text`` names, also with a port or within an address. Raises ``WrongUse``, also for an address
    that is never called, whatever was allowed: of this computer, of a private network (design/security.md 3). A name
    may be any: what it leads to is looked at when it is called. No sentence repeats more of ``text`` than such an
    address, as a password may stand in it.
    """
    typed = text.strip().lower()
    host = typed.strip("[]")
    if read_ip(host) is None:
        try:
            host = plain_name(urlsplit(typed if "://" in typed else f"//{typed}").hostname or "")
        except ValueError:
            host = ""
    address = read_ip(host)
    if address is None and not _HOST.fullmatch(host):
        raise WrongUse("That is no name of a host.", say("Write it as {example}.", example="example.com"))
    if is_loopback(host):
        raise WrongUse("This computer is always told; it need not be allowed.")
    why = why_unreachable(host) if address is not None else ""
    if why:
        raise WrongUse(
            say("{address} is never told: {why}.", address=address, why=why),
            "Give the address of a computer in the public network.",
        )
    return str(address or host)


def _own_folder(workplace: Workplace) -> Path:
    if not workplace.has_own_cloud:
        raise WrongUse(
            "This local cloud is not that of Tilewright's own folder.",
            "What is set for it stands in settings.json in its own folder.",
        )
    return workplace.home / "local-cloud"


def look_at_queues(workplace: Workplace) -> Queues:
    """The queue of each bucket of the local cloud that is ours to use. Raises the errors of the cloud."""
    from .templates import list_queues

    going, paused = list[str](), list[str]()
    with workplace.service(LOCAL.name) as service:
        for bucket in _buckets(service, workplace):
            with bucket:
                queue = next(list_queues(bucket.client), None)
                (paused if queue is not None and queue.state == "Paused" else going).append(bucket.target.bucket)
        size = 0 if workplace.has_own_cloud else _kept_bytes(service, workplace)
    return Queues(tuple(going), tuple(paused), size)


def _kept_bytes(service: Service, workplace: Workplace) -> int:
    """What the local cloud keeps for the buckets that are ours to use, by one question however many objects there are;
    0 where one from before it told that does not say. Raises the errors of the cloud.
    """
    from ..cloud.room import kept_buckets

    with workplace.history() as history:
        may_use = places_to_use(service, history)
    try:
        kept = kept_buckets(service.client)
    except BadReply:
        return 0
    return sum(one.size for one in kept if may_use(service.target.replace(bucket=one.bucket, region=one.region)))


def pause_all(workplace: Workplace, is_paused: bool) -> Queues:
    """Pause the queue of each bucket that is ours to use, or let all go on; how they are then. In the local cloud
    inside the program all buckets are, also those of later: a rehearsal makes one. Raises the errors of the
    cloud.
    """
    from .queue import set_all_paused, set_paused

    with workplace.service(LOCAL.name) as service:
        if service.is_embedded:
            set_all_paused(service, is_paused)  # one from before it knew that does nothing then
        for bucket in _buckets(service, workplace):
            with bucket:
                set_paused(bucket, is_paused)
    return look_at_queues(workplace)


def _buckets(service: Service, workplace: Workplace) -> Iterator[Service]:
    """The local cloud with each bucket that it hosts and that is ours to use, each to be closed."""
    with workplace.history() as history:
        may_use = places_to_use(service, history)
    for bucket in service.client.list_buckets():
        target = service.target.replace(bucket=bucket.name, region=bucket.region)
        if may_use(target):
            yield service.at(target)


def look_what_may_go(workplace: Workplace, now: float | None = None, shown: Composition | None = None) -> Removable:
    """As ``local_room.removable``, of the local cloud of the home. Raises the errors of the cloud."""
    with workplace.service(LOCAL.name) as service:
        return removable(service, workplace, now, shown)


def clean_up(
    workplace: Workplace, found: Removable, shown: Composition | None = None
) -> Generator[Cleaned, None, None]:
    """Delete what was ``found`` as ``local_room.remove`` does."""
    with workplace.service(LOCAL.name) as service:
        yield from remove(service, workplace, found.candidates, left=found.left, shown=shown)
