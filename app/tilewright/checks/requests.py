"""What any service refuses of a request, told from the request alone: for the local cloud, which takes them."""

from __future__ import annotations

from ..model.composition import Composition
from ..model.problem import Problem
from ..model.source import Known
from .callback import NOBODY
from .registry import View, run_rules

_OF_REQUESTS = (
    *("frame", "audio", "music", "container", "words", "encoding", "picture", "interval", "conversion", "protection"),
    *("generated", "watermark_words", "watermarks", "unreadable"),
)
"""Pages about what a request says, whatever its videos are and wherever it goes."""

_TAKEN = frozenset({"container-video", "video-removed"})
"""Refused by an account, as a composition is a picture; the local cloud renders the sound."""

_RECORDED = frozenset({"callback-address", "callback-unreachable", "callback-mq-unused", "callback-unused"})
"""Nobody is told there, or of what is not used; the local cloud records what it would have said, and says why it was
not sent.
"""

_IGNORED = frozenset(
    {
        *("crf-bitrate", "adjust-method-unused", "hls-key-unused", "dash-key-unused"),
        *("music-void", "tracks-h265", "sample-format-h265"),
    }
)
"""Errors of who composes here (ADR 0017), since a job costs money; the service takes such a request and ignores the
value, and so does the local cloud.
"""


def refused(composition: Composition) -> list[Problem]:
    """Errors of ``composition`` that any service can tell from the request alone, without facts and target: of what is
    to be rendered, not of who is told when it is.
    """
    view = View(composition, Known(), None)
    found = [problem for page in _OF_REQUESTS for problem in run_rules(view, page)]
    return [one for one in found if one.severity == "error" and one.code not in _TAKEN | _IGNORED]


def untellable(composition: Composition) -> list[Problem]:
    """The same of who is told: the ways and forms that there are not. Where nobody is, they do not matter (A99)."""
    if composition.callback == NOBODY:
        return []
    found = run_rules(View(composition, Known(), None), "callback")
    return [one for one in found if one.severity == "error" and one.code not in _RECORDED]
