"""Checking a composition with everything that can be found out about it."""

from __future__ import annotations

from collections.abc import Sequence

from ..checks import check_all
from ..errors import AppError, ProblemsFound
from ..model.composition import Composition
from ..model.problem import Found, Problem
from ..model.source import Known, Trouble
from ..text import say
from .at_hand import know_computer
from .know import has_own_sources, know, urls_of
from .names import can_be_looked_at
from .templates import ids_of, know_templates_if_told, remembered
from .workplace import Workplace


def check_composition(composition: Composition, workplace: Workplace, profile: str | None = None) -> Found:
    """All problems, worst first, and apart from them those that are suppressed. A service that cannot be reached is a
    problem of its sources, not a failure.
    """
    target = workplace.target(profile)
    known = Known()
    if has_own_sources(composition, target) or ids_of(composition):
        try:
            with workplace.service(profile) as service:
                target = service.target
                known = know(urls_of(composition), service.client, kept=workplace.kept_facts)
                known = know_templates_if_told(composition, service.client, known, workplace.kept_templates)
        except AppError as error:
            for url in urls_of(composition):
                if can_be_looked_at(target, url):
                    known = known.with_trouble(url, Trouble("unreachable", str(error)))
            known = remembered(composition, target, known, workplace.kept_templates)
    if target.local:
        known = know_computer(composition, known)
    return check_all(composition, known, target)


def require_no_errors(problems: Sequence[Problem], profile: str = "", *, renders: bool = False) -> None:
    """Raise ``ProblemsFound`` when one of ``problems`` is an error. ``profile`` is the one they were found for;
    ``renders``: the user asked for a video, and knows of no submission.
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    if not errors:
        return
    first, more = errors[0].sentence, len(errors) - 1
    told = say("No video was made: {sentence}", sentence=first)
    if not renders:
        told = say("Nothing was submitted: {sentence}", sentence=first)
    if more == 1:
        told = say("{told} There is one more error.", told=told)
    elif more:
        told = say("{told} There are {more} more errors.", told=told, more=more)
    hint = say("`tilewright check FILE` lists all problems.")
    if profile:
        hint = say("`tilewright check FILE --profile {profile}` lists all problems.", profile=profile)
    raise ProblemsFound(told, hint, problems=problems)
