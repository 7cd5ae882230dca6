"""What is known about the video that a job made: from the file here, else from the bucket."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadInput
from ..jobs.intent import Intent
from .jobs import service_of
from .own_result import open_own
from .workplace import Workplace

if TYPE_CHECKING:
    from ..model.source import Source


def result_facts(intent: Intent, workplace: Workplace) -> Source | None:
    """The facts about the result of ``intent``, looked at in its file if that is here, else in the bucket; ``None``
    without one. Raises ``BadInput`` for what is no video, ``Absent`` where something else is certain to have its name,
    ``KeysGone`` and the errors of the cloud.
    """
    from ..media.probe import probe  # late: PyAV takes long

    if not intent.result_key:
        return None
    if intent.delivered is not None and intent.delivered_path:
        path = Path(intent.delivered_path)
        try:
            return probe(path, path.name)
        except BadInput:
            if path.exists():
                raise
    with service_of(intent, workplace) as service, open_own(intent, service.client) as file:
        return probe(file, intent.result_key)
