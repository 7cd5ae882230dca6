"""Problems that the user does not want to be told again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..model.composition import Composition
from ..model.problem import Found, Problem
from ..model.suppressed import Suppressed
from ..text import Text, say
from .registry import all_rules


def can_suppress(problem: Problem) -> bool:
    """Warnings and notes. An error is what the service refuses or ignores: no reason of ours changes that."""
    return problem.severity != "error"


def part(problems: Sequence[Problem], composition: Composition) -> Found:
    """The problems that are told, and those that are not."""
    if not composition.suppressed:
        return Found(tuple(problems))
    reasons = {(one.code, one.path): one.reason for one in composition.suppressed}
    told, quiet = [], []
    for problem in problems:
        reason = reasons.get((problem.code, problem.path))
        if reason is None or not can_suppress(problem):
            told.append(problem)
        else:
            quiet.append(replace(problem, reason=reason))
    return Found(tuple(told), tuple(quiet))


def told_all_the_same(composition: Composition, found: Found) -> list[Text]:
    """What is to be said of wishes not to be told that mean nothing: of an error, or of a code that no check has."""
    codes = {code for rule in all_rules() for code in rule.codes}
    errors = {(problem.code, problem.path) for problem in found.problems if not can_suppress(problem)}
    told = []
    for one in composition.suppressed:
        if one.code not in codes:
            told.append(
                say("{code} at {path} shall not be told, but no check has that code.", code=one.code, path=one.path)
            )
        elif (one.code, one.path) in errors:
            told.append(
                say(
                    "{code} at {path} shall not be told, but it is an error: the service refuses or ignores that, so "
                    "it is told.",
                    code=one.code,
                    path=one.path,
                )
            )
    return told


def suppress(problem: Problem, reason: str) -> Callable[[Composition], Composition]:
    """Tell ``problem`` no more, for this reason; one of an earlier time goes."""

    def apply(composition: Composition) -> Composition:
        rest = _without(composition, problem)
        return composition.replace(suppressed=(*rest, Suppressed(code=problem.code, path=problem.path, reason=reason)))

    return apply


def tell_again(problem: Problem) -> Callable[[Composition], Composition]:
    """Take that back."""

    def apply(composition: Composition) -> Composition:
        return composition.replace(suppressed=_without(composition, problem))

    return apply


def _without(composition: Composition, problem: Problem) -> tuple[Suppressed, ...]:
    return tuple(one for one in composition.suppressed if (one.code, one.path) != (problem.code, problem.path))
