"""Each code of the checks has the three cases that were promised: the bad, the good, and the fix, or why none."""

from __future__ import annotations

import pytest

from support import bad_compositions, rule_cases, rule_cases_good, rule_cases_places
from support.rule_cases_good import WHY_NO_FIX, Good
from support.rule_problems import ALL
from tilewright.checks import check
from tilewright.checks.registry import all_rules

CODES = sorted({code for rule in all_rules() for code in rule.codes})
TABLES = (*rule_cases.CASES, *rule_cases_places.CASES)
"""Each of these has a bad and a good composition, and is fixed or says why not."""

BAD = {case.code for case in (*TABLES, *bad_compositions.CASES)}
GOOD = {case.code for case in (*TABLES, *rule_cases_good.CASES)}
FIXED = (
    {case.code for case in rule_cases.CASES if not case.no_fix}
    | {case.code for case in rule_cases_places.CASES if not case.why_no_fix}
    | {case.code for case in bad_compositions.CASES if case.fixed}
)
UNFIXED = (
    {case.code for case in rule_cases.CASES if case.no_fix}
    | {case.code for case in rule_cases_places.CASES if case.why_no_fix}
    | set(WHY_NO_FIX)
)
MENDED = {problem.code for problem in ALL if problem.fix is not None}
"""Codes whose rules have a fix, if not for each composition."""


@pytest.mark.parametrize("code", CODES)
def test_that_a_code_has_the_bad_the_good_and_the_fix(code: str) -> None:
    """Tests of `test_rules…` and `test_every_rule` run these cases; those of the good alone are run below."""
    assert code in BAD, "no composition of which its rule speaks"
    assert code in GOOD, "no composition of which its rule is silent"
    assert code in (FIXED if code in MENDED else UNFIXED), "no fix that is tried, and no reason why there is none"


def test_that_no_case_is_of_a_code_that_is_gone() -> None:
    assert set(CODES) == BAD | GOOD | FIXED | UNFIXED


@pytest.mark.parametrize("code", sorted(WHY_NO_FIX))
def test_that_what_is_said_to_have_no_fix_has_none(code: str) -> None:
    cases = [case for case in bad_compositions.CASES if case.code == code]
    found = [
        problem
        for case in cases
        for problem in check(case.composition, case.known, case.target)
        if problem.code == code
    ]
    assert found
    assert not [problem for problem in found if problem.fix is not None]


@pytest.mark.parametrize(
    "case",
    rule_cases_good.CASES,
    ids=lambda case: f"{case.code}-{rule_cases_good.CASES.index(case)}",
)
def test_that_the_rule_is_silent_about_the_good(case: Good) -> None:
    told = check(case.composition, case.known, case.target)
    assert case.code not in {problem.code for problem in told}
    assert case.code.startswith("source-") or not [problem for problem in told if problem.severity == "error"]
