"""Sentences of the core in another language: each is one a translator was given, and keeps its values."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from support import rule_cases
from support.bad_compositions import CASES, Bad
from support.catalogue import script
from support.rule_cases_places import CASES as PLACES
from support.rule_cases_places import Case
from tilewright.checks import check
from tilewright.checks.words import MIX_MODE, WORDS
from tilewright.model.composition import Composition
from tilewright.model.source import Known
from tilewright.model.target import Target
from tilewright.ui.words import tell
from ui.pseudo import in_pseudo, words_inside

pytestmark = pytest.mark.usefixtures("pseudo")

OWN = re.compile(
    r"[-\d.,×% ]*|0x\w+|[A-Z][A-Za-z]+\d?|[a-z]+\.(ttf|ttc)|https://(BUCKET|a\.org)\S+"
    r"|H\.264|mp4|aac| kbps| Kb|.*….*|<.*>\.|."
)
"""Numbers and words of the request: the same in every language."""


OF_THE_SERVICE = {word for known in (*WORDS, MIX_MODE) for word in known.words}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{CASES.index(case)}")
def test_that_every_problem_and_its_fix_are_translated(case: Bad) -> None:
    assert_translated(case.composition, case.known, case.target)


def test_that_every_problem_of_the_encoding_and_its_fix_are_translated() -> None:
    for case in rule_cases.CASES:
        assert_translated(case.bad, case.known, case.target)


def assert_translated(composition: Composition, known: Known, target: Target | None) -> None:
    for problem in check(composition, known, target):
        after = problem.fix.apply(composition) if problem.fix else None
        data = repr((composition, known, target, after))
        for text in (problem.sentence, *([problem.fix.text] if problem.fix else ())):
            assert tell(text) == in_pseudo(text)
            words = {part for word in words_inside(text) for part in word.split(", ")}
            assert {word for word in words if word not in data and not OWN.fullmatch(word)} <= OF_THE_SERVICE


@pytest.mark.parametrize("case", PLACES, ids=lambda case: f"{case.code}-{PLACES.index(case)}")
def test_that_problems_of_places_and_their_fixes_are_translated(case: Case) -> None:
    for problem in check(case.bad, case.known, case.target):
        if problem.code != case.code:
            continue
        data = repr((case.bad, case.known, case.target, problem.fix.apply(case.bad) if problem.fix else None))
        for text in (problem.sentence, *([problem.fix.text] if problem.fix else ())):
            assert tell(text) == in_pseudo(text)
            words = {part.strip() for word in words_inside(text) for part in word.split(", ")}
            assert {word for word in words if word not in data and not OWN.fullmatch(word)} == set()


GERMAN = {"{tile} is hidden and will not be in the result.": "Im Ergebnis fehlt {tile}: verborgen."}


def test_that_a_catalogue_made_by_the_script_speaks_in_the_window(qapp: QApplication, tmp_path: Path) -> None:
    catalogue = script().write(script().collect())
    for english, german in GERMAN.items():
        empty = f'<source>{english}</source>\n        <translation type="unfinished"></translation>'
        assert catalogue.count(empty) == 1
        catalogue = catalogue.replace(empty, f"<source>{english}</source><translation>{german}</translation>")
    (tmp_path / "tilewright_de.ts").write_text(catalogue, "utf-8")
    lrelease = Path(PySide6.__file__).parent / "lrelease"
    subprocess.run([lrelease, tmp_path / "tilewright_de.ts"], check=True, capture_output=True)
    translator = QTranslator(qapp)
    assert translator.load(str(tmp_path / "tilewright_de.qm"))
    QCoreApplication.installTranslator(translator)
    try:
        hidden = next(case for case in CASES if case.code == "tile-hidden")
        (problem,) = check(hidden.composition, hidden.known, hidden.target)
        assert tell(problem.sentence) == "Im Ergebnis fehlt b.mp4: verborgen."
    finally:
        QCoreApplication.removeTranslator(translator)
