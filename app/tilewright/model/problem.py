"""One finding of the checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .composition import Composition

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Fix:
    """One click that mends a problem: ``text`` is what the button says, ``apply`` makes the mended composition."""

    text: str
    apply: Callable[[Composition], Composition]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    ``code`` is stable and unique to its rule, as in ``tile-outside``. ``path`` names the field it is about:
    ``tiles.t2.width``, ``transcode.video.crf``, ``output.object``. ``error``: the service will refuse or ignore it;
    ``warning``: probably not what you want; ``note``: worth knowing, with the A-number of ci-jobs §13 in
    ``assumption`` where the service's documents are silent.
    """

    code: str
    path: str
    severity: Severity
    sentence: str
    fix: Fix | None = None
    assumption: str = ""
    reason: str | None = None

    @property
    def is_suppressed(self) -> bool:
        """Whether the user does not want to be told; ``reason`` says why, and may be empty."""
        return self.reason is not None


class Found(NamedTuple):
    """What the checks found: ``problems`` are told; ``suppressed`` are listed apart, each with its reason."""

    problems: tuple[Problem, ...]
    suppressed: tuple[Problem, ...] = ()
