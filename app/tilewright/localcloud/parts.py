"""What the calls of a local cloud work with, and what a call about media processing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.wrappers import Response

from .callbacks import Callbacks
from .exchange import Call, Kind
from .local_settings import LocalSettings
from .made_templates import MadeTemplates
from .queue import Queue
from .room import Room
from .store import Store
from .templates import Templates
from .uploads import Uploads


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running local cloud that calls read and change."""

    store: Store
    uploads: Uploads
    room: Room
    queue: Queue
    callbacks: Callbacks
    templates: Templates
    made_templates: MadeTemplates
    settings: Callable[[], LocalSettings]
    """What the user set, as it is now."""


@dataclass(frozen=True, slots=True)
class CiCall:
    """Calls about one thing that CI does, on the CI host of a bucket and on the other ``hosts`` that take them too: the
    official SDK sends them to the bucket's host of the storage, or to the service's own address.

    ``has_shape`` says by anything but the body whether a call is one of these; on hosts of the storage it must be sure.
    ``serve`` gets a call whose signature was right, and what raises ``Fault`` 403 once that has ended: whoever changes
    something calls it at the last moment.
    """

    name: str
    """What they are about, as a sentence names it: "jobs"."""

    has_shape: Callable[[Call], bool]
    serve: Callable[[Parts, Call, Callable[[], None]], Response]
    hosts: frozenset[Kind] = frozenset({"cos", "own"})

    def takes(self, call: Call) -> bool:
        return (call.kind == "ci" or call.kind in self.hosts) and self.has_shape(call)
