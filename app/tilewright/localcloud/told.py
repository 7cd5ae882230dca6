"""What the reply about a job tells of its result: `MediaInfo`, from the file itself (ci-templates §9)."""

from __future__ import annotations

import logging
from pathlib import Path

from ..errors import BadInput
from ..media.media_info import describe
from ..wire.media_info import spell_result_info

log = logging.getLogger(__name__)


def media_info_of(path: Path) -> bytes:
    """The `MediaInfo` of a result as XML; empty, told in the log, for a file that cannot be described: that costs
    nobody the video.
    """
    try:
        return spell_result_info(describe(path, "the result"))
    except BadInput as error:
        log.info("What a result is made of is not told: %s", error)
    except Exception:  # the edge to PyAV: whatever it meets, the video is finished
        log.exception("What a result is made of is not told.")
    return b""
