"""The checks: problems of a composition, found before anything is sent or paid."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.composition import Composition
from ..model.problem import Found, Problem
from ..model.source import Known
from ..model.target import Target
from . import (
    absent_templates,
    addresses,
    at_hand,
    audio,
    callback,
    container,
    conversion,
    destination,
    encoding,
    frame,
    generated,
    interval,
    local_cloud,
    music,
    neighbours,
    output,
    picture,
    pixels,
    places,
    protection,
    sound,
    sources,
    templates,
    tiles,
    unreadable,
    watermark_templates,
    watermark_uses,
    watermark_words,
    watermarks,
    words,
    writable,
)
from .local_cloud import unsupported
from .registry import View, codes_of, in_order, run_rules
from .requests import refused, untellable
from .suppression import part
from .touched import Touched

__all__ = ["PAGES", "check", "check_all", "check_touched", "join", "refused", "unsupported", "untellable"]

PAGES = (
    *(
        frame,
        tiles,
        places,
        neighbours,
        pixels,
        addresses,
        sources,
        sound,
        audio,
        music,
        container,
        words,
        encoding,
        picture,
    ),
    *(interval, conversion, protection, generated, templates, absent_templates, watermark_words, watermarks),
    *(watermark_uses, watermark_templates, output, destination, callback, unreadable, writable, local_cloud, at_hand),
)
"""Importing a page registers its rules; ``registry.PAGE_ORDER`` is the order of their problems."""


def check(composition: Composition, known: Known, target: Target | None) -> list[Problem]:
    """The problems of ``composition``: errors first, then by page of rules and by tile.

    Pure: looks at nothing but its arguments. Options that a template id overrules are not judged; without a
    ``target``, rules about its bucket are left out. What no service takes is not said to be too much for the local
    cloud as well.
    """
    return list(check_all(composition, known, target).problems)


def check_all(composition: Composition, known: Known, target: Target | None) -> Found:
    """The same, with the problems that the user does not want to be told apart from the others."""
    return part(_once(run_rules(View(composition, known, target))), composition)


def _once(found: Sequence[Problem]) -> list[Problem]:
    """What is refused by every service is not said to be too much for the local cloud as well."""
    refused = {problem.path for problem in found if problem.severity == "error" and problem.code != "local-cannot"}
    return [problem for problem in found if problem.code != "local-cannot" or problem.path not in refused]


def check_touched(composition: Composition, known: Known, target: Target | None, touched: Touched) -> Found:
    """The problems of those rules alone that depend on what was ``touched``; for a gesture that is going on."""
    return part(_once(run_rules(View(composition, known, target), touched=touched)), composition)


def join(
    told: Sequence[Problem], suppressed: Sequence[Problem], newer: Found, touched: Touched, composition: Composition
) -> Found:
    """What was found before, with what ``newer`` says of the rules that depend on what was ``touched``."""
    asked = codes_of(touched)

    def both(before: Sequence[Problem], now: Sequence[Problem]) -> tuple[Problem, ...]:
        kept = [problem for problem in before if problem.code not in asked]
        return tuple(in_order(_once([*kept, *now]), composition))

    return Found(both(told, newer.problems), both(suppressed, newer.suppressed))
