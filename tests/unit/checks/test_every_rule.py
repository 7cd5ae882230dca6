"""Every rule of the checks by its cases: what it says of the bad, its silence about the good, and its fix."""

from __future__ import annotations

import importlib
import importlib.util
import time
from types import MappingProxyType
from typing import Any

import pytest

from support import bad_compositions, rule_cases
from support.builders import composition, source, tile, url
from tilewright.checks import check
from tilewright.checks.registry import View, all_rules
from tilewright.model.composition import Composition
from tilewright.model.document import decode, encode
from tilewright.model.hiding import hidden_keys
from tilewright.model.options import TransConfig
from tilewright.model.problem import Problem
from tilewright.model.source import Known
from tilewright.wire.request import read_request, write_request
from tilewright.wire.secrets import hide_secrets

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


def test_that_no_sentence_tells_a_key() -> None:
    told = [
        text
        for case in rule_cases.PROTECTIONS
        for composition in (case.bad, case.good)
        for problem in _found(case, composition)
        for text in (problem.sentence, problem.fix.text if problem.fix else "")
    ]
    assert told
    assert not [text for text in told if "test-key" in text or rule_cases.KEY in text]


def test_that_a_copied_request_asks_for_its_key_when_it_is_read_back() -> None:
    original = rule_cases.hls(key="test-key")
    read = read_request(write_request(hidden_keys(original))).composition
    (told,) = [problem for problem in check(read, Known(), None) if problem.code == "key-placeholder"]
    assert told.path == "transcode.trans_config.hls_encrypt.uri_key"


def test_that_a_copied_request_with_an_unknown_part_whose_key_was_hidden_cannot_be_sent() -> None:
    part = b"<KmsRegion>a</KmsRegion><PlainText>SECRET</PlainText>"
    data = write_request(rule_cases.hls(key="https://keys.example/1")).replace(
        b"</HlsEncrypt>", part + b"</HlsEncrypt>"
    )
    copied, _ = hide_secrets(data, "x")
    assert b"SECRET" not in copied
    told = check(read_request(copied).composition, Known(), None)
    (problem,) = [problem for problem in told if problem.code == "kept-placeholder"]
    assert problem.severity == "error"
    assert problem.path == "transcode.trans_config.hls_encrypt.PlainText"


@pytest.mark.parametrize(
    "config",
    [
        "<HlsEncrypt><UriKey>https://keys.example/1</UriKey><UriKey>SECRET</UriKey></HlsEncrypt>",
        "<HlsEncrypt><UriKey>a</UriKey></HlsEncrypt><HlsEncrypt><UriKey>SECRET</UriKey></HlsEncrypt>",
        "<HlsEncrypt><UriKey><b>SECRET</b></UriKey></HlsEncrypt>",
    ],
)
def test_that_no_sentence_tells_what_is_secret_in_a_part_that_cannot_be_read(config: str) -> None:
    data = f"<Request><Operation><Transcode><TransConfig>{config}</TransConfig></Transcode></Operation></Request>"
    told = [problem.sentence for problem in check(read_request(data.encode()).composition, Known(), None)]
    assert [text for text in told if "HIDDEN" in text]
    assert not [text for text in told if "SECRET" in text]


def test_that_no_sentence_tells_the_signature_in_an_address_that_is_there_twice() -> None:
    twice = tile("a", 0, 0, 640, 360).replace(kept=("Url", f"<Url>{url('b')}?q-signature=SECRET</Url>"))
    told = [problem.sentence for problem in check(composition(twice), Known(), None)]
    assert [text for text in told if "more than once" in text]
    assert not [text for text in told if "SECRET" in text]


def test_that_the_fix_of_an_id_that_no_request_can_carry_leaves_the_other_ids() -> None:
    made = composition(tile("a", 0, 0, 640, 360)).replace(watermark_template_ids=("t1", "t\x012"))
    (problem,) = [one for one in check(made, Known(), None) if one.code == "text-unwritable"]
    assert problem.path == "watermark_template_ids"
    assert problem.fix is not None
    assert problem.fix.apply(made).watermark_template_ids == ("t1", "t2")


ENCODING = ("sound", "audio", "music", "container", "words", "encoding", "picture", "interval", "conversion")


def test_that_a_thousand_tiles_cost_rules_of_the_encoding_next_to_nothing() -> None:
    """They look at the facts of all videos once; 150 ms are there for all rules together."""
    tiles = tuple(tile(f"t{number}", number, 0, 32, 28, url=url(f"v{number}")) for number in range(1000))
    facts = {one.url: source(duration=9.0) for one in tiles}
    asked = TransConfig(is_check_reso=True, transcode_index="x")
    busy = rule_cases.made("mp4", {"fps": 60}, {"channels": 8, "keep_two_tracks": True}, trans_config=asked).replace(
        tiles=tiles
    )
    rules = [rule for rule in all_rules() if rule.page in ENCODING]

    def seconds() -> float:
        view = View(busy, Known(MappingProxyType(facts)), None)
        start = time.process_time()
        assert sum(len(list(rule.find(view))) for rule in rules) > 3
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.03


def test_that_a_placeholder_is_gone_with_the_address_that_had_it() -> None:
    made = composition()
    address = (made.tiles[0].url or "").encode()
    data = write_request(made).replace(b"<Url>" + address + b"</Url>", b"<Url>\n" + address + b"?HIDDEN\n</Url>")
    read = read_request(data).composition
    codes = [problem.code for problem in check(read, Known(), None)]
    assert codes.count("url-placeholder") == 1
    assert "kept-placeholder" not in codes
    mended = read.replace(tiles=(read.tiles[0].replace(url=address.decode()), *read.tiles[1:]))
    assert not [one for one in check(mended, Known(), None) if one.code.endswith("-placeholder")]


def test_that_a_comment_inside_an_address_is_nobodys_to_act_on() -> None:
    made = composition()
    address = (made.tiles[0].url or "").encode()
    inside = address[:8] + b"<!-- https://HIDDEN@h.example/ -->" + address[8:]
    read = read_request(write_request(made).replace(address, inside)).composition
    assert "kept-placeholder" not in [problem.code for problem in check(read, Known(), None)]
