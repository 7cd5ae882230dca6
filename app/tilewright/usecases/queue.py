"""Pausing the queue of the local cloud: its waiting jobs stay where they are until it goes on."""

from __future__ import annotations

from ..cloud.queues import set_state, set_state_of_all
from ..errors import Absent, WrongUse
from ..model.service_queue import ServiceQueue
from .templates import list_queues
from .workplace import Service


def pause(service: Service, is_paused: bool) -> ServiceQueue:
    """Pause the queue or let it go on; how that of the bucket is then. In the local cloud inside the program those of
    all buckets are meant, as in the window: one that comes later must not stay paused where nobody sees it. Raises as
    ``set_paused``.
    """
    if service.is_embedded:
        set_all_paused(service, is_paused)
    return set_paused(service, is_paused)


def set_paused(service: Service, is_paused: bool) -> ServiceQueue:
    """Pause the bucket's queue or let it go on; how it is then. Raises ``WrongUse`` for an account: others may be
    waiting for its jobs.
    """
    if not service.target.local:
        raise WrongUse(
            "Only the queue of the local cloud can be paused from here.",
            "The queue of an account is paused in the service's console.",
        )
    queue = next(list_queues(service.client), None)
    if queue is None:
        raise Absent("The bucket has no queue.", "Use another profile.")
    return set_state(service.client, queue, _word(is_paused))


def set_all_paused(service: Service, is_paused: bool) -> None:
    """Pause all queues of the local cloud inside the program, or let all go on; those of later buckets, too."""
    set_state_of_all(service.client, _word(is_paused))


def _word(is_paused: bool) -> str:
    return "Paused" if is_paused else "Active"
