"""The checks: problems of a composition, found before anything is sent or paid."""

from __future__ import annotations

from ..model.composition import Composition
from ..model.problem import Problem
from ..model.source import Known
from ..model.target import Target
from . import (
    audio,
    container,
    conversion,
    encoding,
    frame,
    generated,
    interval,
    local_cloud,
    music,
    output,
    picture,
    places,
    protection,
    sound,
    sources,
    templates,
    tiles,
    unreadable,
    watermarks,
    words,
)
from .local_cloud import unsupported
from .registry import View, run_rules

__all__ = ["PAGES", "check", "unsupported", "watermark_problems"]

PAGES = (
    *(frame, tiles, places, sources, sound, audio, music, container, words, encoding, picture, interval, conversion),
    *(protection, generated, templates, watermarks, output, unreadable, local_cloud),
)
"""Importing a page registers its rules; ``registry.PAGE_ORDER`` is the order of their problems."""


def check(composition: Composition, known: Known, target: Target | None) -> list[Problem]:
    """The problems of ``composition``: errors first, then by page of rules and by tile.

    Pure: looks at nothing but its arguments. Options that a template id overrules are not judged; without a
    ``target``, rules about its bucket are left out. What no service takes is not said to be too much for the local
    cloud as well.
    """
    found = run_rules(View(composition, known, target))
    refused = {problem.path for problem in found if problem.severity == "error" and problem.code != "local-cannot"}
    return [problem for problem in found if problem.code != "local-cannot" or problem.path not in refused]


def watermark_problems(composition: Composition) -> list[Problem]:
    """What the page of watermarks finds, without facts and target: all that a service can tell from a request."""
    return run_rules(View(composition, Known(), None), page="watermarks")
