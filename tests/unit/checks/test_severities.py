"""What a problem weighs (ADR 0017): a value that the service ignores is an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support import rule_cases_mended
from support.rule_problems import ALL
from tilewright.checks import check

IGNORED = (
    "adjust-method-unused",
    "audio-mix-hides-array",
    "callback-mq-unused",
    "crf-bitrate",
    "dash-key-unused",
    "hls-key-unused",
    "sample-format-h265",
    "tracks-h265",
)
"""Values that the service's documents say it ignores, or that go nowhere (ci-templates §3 to §7, ci-jobs §1.1)."""

LIGHTER = {
    "template-hides-inline": "overruled by another choice of the user's, who gets what was chosen",
    "watermark-template-wins": "overruled by another choice of the user's, who gets what was chosen",
    "sound-settings-unused": "overruled by another choice of the user's, who gets what was chosen",
    "callback-unused": "the word no says already that nobody is told",
    "clip-only-hls-dash": "“only used when Format is hls or dash; otherwise ignored (WARN)” (ci-templates §2)",
    "watermark-unused": "“sending the other one: UNDOCUMENTED → omit it” (ci-templates §8.1)",
    "watermark-offset": "“always send, 0 if unused” (ci-templates §15, no. 22): it has to be there anyway",
    "watermark-slide": "“Whether SlideMode=Default also switches the offsets off is UNDOCUMENTED” (ci-templates §8.5)",
}
"""What speaks of something that is of no use and is less than an error, with the reason."""

_OF_NO_USE = re.compile(r"\bignored?s?\b|\b(?:is|are) not used\b|\bno effect\b|\bis not told\b|\bwhat becomes of its\b")


@pytest.mark.parametrize("code", IGNORED)
def test_that_a_value_that_the_service_ignores_is_an_error_with_a_fix(code: str) -> None:
    found = [problem for problem in ALL if problem.code == code]
    assert {problem.severity for problem in found} == {"error"}
    assert all(problem.fix is not None for problem in found)


def test_that_whatever_is_told_to_be_of_no_use_is_an_error_or_has_a_reason_to_be_less() -> None:
    told = {problem.code for problem in ALL if _OF_NO_USE.search(problem.sentence) and problem.severity != "error"}
    assert told == set(LIGHTER)


NO_ASSUMPTION = {
    "bufsize-range": "older samples of the service write 0 where none is set",
    "callback-unused": "the word no says already that nobody is told, so the form of the message means nothing",
    "dash-key-form": "the service's own guide wants an address there",
    "element-foreign": "the service's pages say of which jobs the element is",
    "element-unknown": "nothing is made of it: it is kept and sent as it was",
    "hls-key-form": "the service's own guide wants an address there",
    "tile-hidden": "what hidden means is ours: the request has no such tile",
    "tile-odd": "that colours are stored for two pixels together is in the pixel format",
    "watermark-offset": "“always send, 0 if unused” (ci-templates §15, no. 22)",
}
"""Notes that assume nothing, each with the reason."""

_IS_OPEN = re.compile(r"\bis not (?:known|documented)\b|\bare not known\b|\bmay then\b")
REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "ci-jobs.md"
_NUMBER = re.compile(r"^\| (A\d+) \|", re.MULTILINE)


def test_that_a_note_has_the_number_of_its_assumption_or_a_reason_to_have_none() -> None:
    mended = [found for case in rule_cases_mended.CASES for found in check(case.of, case.known, case.target)]
    notes = [problem for problem in (*ALL, *mended) if problem.severity == "note"]
    assert {problem.code for problem in notes if not problem.assumption} == set(NO_ASSUMPTION)
    assert not [problem.sentence for problem in notes if not problem.assumption and _IS_OPEN.search(problem.sentence)]


def test_that_each_number_stands_in_the_reference() -> None:
    numbers = set(_NUMBER.findall(REFERENCE.read_text(encoding="utf-8")))
    told = {number for problem in ALL for number in problem.assumption.split(", ") if number}
    assert told <= numbers
    assert {"A42", "A43", "A55", "A58", "A91", "A97", "A98"} <= told
