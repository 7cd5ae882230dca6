"""Every rule of the checks by its cases: what it says of the bad, its silence about the good, and its fix."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import pytest

from support import bad_compositions, rule_cases
from tilewright.checks import check
from tilewright.checks.registry import all_rules
from tilewright.model.composition import Composition
from tilewright.model.document import decode, encode
from tilewright.model.problem import Problem

TABLES = ("rule_cases", "rule_cases_places")
"""Files of `support`, each with a list `CASES`."""


def _cases() -> list[Any]:
    names = [f"support.{name}" for name in TABLES if importlib.util.find_spec(f"support.{name}")]
    return [case for name in names for case in importlib.import_module(name).CASES]


CASES = rule_cases.CASES


def _name(case: rule_cases.Case) -> str:
    return f"{case.code}-{CASES.index(case)}"


def _found(case: rule_cases.Case, composition: Composition) -> list[Problem]:
    return check(composition, case.known, case.target)


def _errors(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(problem.code, problem.path) for problem in problems if problem.severity == "error"}


def test_that_every_code_has_a_case() -> None:
    told = {case.code for case in _cases()} | {case.code for case in bad_compositions.CASES}
    assert told == {code for rule in all_rules() for code in rule.codes}


def test_that_there_are_the_rules_that_people_were_promised() -> None:
    assert len({code for rule in all_rules() for code in rule.codes}) >= 60


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_that_a_rule_tells_the_bad_from_the_good(case: rule_cases.Case) -> None:
    (problem,) = [problem for problem in _found(case, case.bad) if problem.code == case.code]
    assert (problem.path, problem.severity) == (case.path, case.severity)
    assert problem.sentence[0].isupper()
    assert problem.sentence.endswith(".")
    assert (problem.fix is None) == bool(case.no_fix), case.no_fix
    silent = _found(case, case.good)
    assert case.code not in {problem.code for problem in silent}
    if case.target is None:
        assert _errors(silent) == set()


@pytest.mark.parametrize("case", [case for case in CASES if not case.no_fix], ids=_name)
def test_that_a_fix_mends_and_breaks_nothing_else(case: rule_cases.Case) -> None:
    before = _found(case, case.bad)
    (problem,) = [problem for problem in before if problem.code == case.code]
    assert problem.fix is not None
    mended = problem.fix.apply(case.bad)
    after = _found(case, mended)
    assert case.code not in {problem.code for problem in after}
    assert _errors(after) <= _errors(before)
    assert problem.fix.apply(mended) == mended
    assert decode(encode(mended)) == mended, "what a fix puts in can be saved"
