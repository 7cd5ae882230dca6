"""What the rules say of the compositions of all tables: of each the problems of the code that it is there for."""

from __future__ import annotations

from support import bad_compositions, rule_cases, rule_cases_places
from tilewright.checks import check
from tilewright.model.problem import Problem


def _all() -> list[Problem]:
    mine = [
        (case.code, case.bad, case.known, case.target) for case in (*rule_cases.CASES, *rule_cases_places.CASES)
    ] + [(case.code, case.composition, case.known, case.target) for case in bad_compositions.CASES]
    return [found for code, made, known, target in mine for found in check(made, known, target) if found.code == code]


ALL = _all()
