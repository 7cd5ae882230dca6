"""Kinds of files that a result may be, by `Container.Format`: how each is written and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..errors import BadInput
from ..model.codecs import spelled
from ..model.options import Transcode
from ..text import say

DEFAULT_FORMAT: Final = "mp4"
"""When no format is named (assumed)."""

_NO_WORDS: Final = ("-map_metadata", "-1", "-map_chapters", "-1")
"""Nothing of what sources say of themselves gets into a result."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``ending`` of the file's name without a dot, which ``${ext}`` stands for (ci-jobs §1.6); ``options`` are those
    of FFmpeg's muxer.
    """

    ending: str
    content_type: str
    options: tuple[str, ...]

    @property
    def arguments(self) -> tuple[str, ...]:
        """FFmpeg's arguments that stand before the name of the file."""
        return (*_NO_WORDS, *self.options)


_KINDS: Final = {"mp4": Kind("mp4", "video/mp4", ("-movflags", "+faststart", "-f", "mp4"))}


def kind_of(transcode: Transcode | None) -> Kind:
    """The kind of file that is asked for. Raises ``BadInput`` for one that is not written here."""
    wish = (transcode and transcode.container and transcode.container.format) or DEFAULT_FORMAT
    name = spelled(wish, _KINDS)
    if name is None:
        raise BadInput(say("The local cloud does not write {format} files.", format=wish), "Choose mp4.")
    return _KINDS[name]


def fill_in(key: str, job_id: str, ending: str) -> str:
    """``Output.Object`` with ``${ext}`` and ``${jobid}`` filled in (ci-jobs §1.6)."""
    return key.replace("${ext}", ending).replace("${jobid}", job_id)
