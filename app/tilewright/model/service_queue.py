"""Queues of an account, as the service lists them (ci-jobs §4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

STATES = ("Active", "Paused")
CATEGORIES = ("CateAll", "Transcoding", "SpeedTranscoding")
USUAL_CATEGORY = "Transcoding"
"""What the service lists when nobody says which."""


@dataclass(frozen=True, slots=True)
class Notify:
    """`NotifyConfig`: whom the queue tells of the end of its jobs. ``state`` is `On` or `Off`."""

    url: str = ""
    state: str = ""
    event: str = ""
    type: str = ""
    result_format: str = ""
    mq_mode: str = ""
    mq_name: str = ""
    mq_region: str = ""

    @property
    def is_on(self) -> bool:
        return self.state == "On"


@dataclass(frozen=True, slots=True)
class ServiceQueue:
    """One queue: it holds ``max_size`` jobs and runs ``max_concurrent`` of them at a time."""

    id: str
    name: str = ""
    state: str = ""
    category: str = ""
    max_size: int | None = None
    max_concurrent: int | None = None
    created: datetime | None = None
    updated: datetime | None = None
    notify: Notify | None = None
