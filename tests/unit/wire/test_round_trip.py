"""Nothing is lost on the way: values → XML → values, and XML → values → XML, for thousands of each."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from support.generated import UNKNOWN, bare, composition_of, compositions, document_of
from support.long import Budget
from tilewright.model.composition import Composition
from tilewright.wire.documents import read_document
from tilewright.wire.request import read_request, write_request

REFERENCE = Path(__file__).resolve().parents[2] / "golden" / "reference"
SEED = REFERENCE / "jobs" / "submit-request.xml"

FAST, FULL = range(200), range(200, 5_000)


def canonical(data: bytes) -> str:
    """Elements, attributes, comments, text and order; neither white space around text nor prefixes count."""
    return ElementTree.canonicalize(data.decode(), strip_text=True, with_comments=True, rewrite_prefixes=True)


def value_to_xml_and_back(before: Composition) -> None:
    data = write_request(before)
    once = read_request(data).composition
    assert bare(once) == bare(before)
    assert write_request(once) == data


def xml_to_value_and_back(rng: random.Random) -> None:
    data, unknown = document_of(rng)
    opened = read_request(data).composition
    first = write_request(opened)
    assert canonical(first) == canonical(data)
    assert write_request(read_request(first).composition) == first
    edited = write_request(opened.replace(job_level=None if opened.job_level else 1, callback="no"))
    assert edited.count(f"<{UNKNOWN}".encode()) == unknown
    assert write_request(read_request(edited).composition) == edited


def rounds(seeds: Iterable[int]) -> None:
    for seed in seeds:
        try:
            value_to_xml_and_back(composition_of(random.Random(seed)))
            xml_to_value_and_back(random.Random(seed))
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise


def test_that_200_compositions_and_documents_survive() -> None:
    rounds(FAST)


@pytest.mark.full
def test_that_4800_more_survive() -> None:
    rounds(FULL)


@pytest.mark.long
def test_that_compositions_and_documents_survive_until_the_clock(budget: Budget) -> None:
    for seed in budget:
        rounds(range(10_000 + seed * 200, 10_000 + seed * 200 + 200))


@settings(max_examples=15)
@given(compositions())
def test_that_any_composition_survives(before: Composition) -> None:
    value_to_xml_and_back(before)


def test_that_the_seed_sample_comes_back_with_its_elements_text_and_order() -> None:
    written = write_request(read_request(SEED.read_bytes()).composition)
    before, after = (list(ElementTree.fromstring(data).iter()) for data in (SEED.read_bytes(), written))
    assert [(node.tag, (node.text or "").strip()) for node in after] == [
        (node.tag, (node.text or "").strip()) for node in before
    ]
    assert canonical(written) == canonical(SEED.read_bytes())


def _ours() -> list[Path]:
    return sorted(REFERENCE.rglob("submit-re*.xml"))


@pytest.mark.parametrize("path", _ours(), ids=lambda path: path.name)
def test_that_every_recorded_request_of_ours_survives(path: Path) -> None:
    opened = read_document(path.read_bytes(), path.name).composition
    value_to_xml_and_back(opened)
    first = write_request(opened)
    assert write_request(read_request(first).composition) == first


_ENCODING = ("Container", "Video", "Audio", "TransConfig", "TimeInterval", "AudioMix", "AudioMixArray")
"""What a transcode template or job says of the encoding, wherever its document has it (ci-templates §1)."""


def _options() -> Iterator[tuple[str, bytes]]:
    """What any recorded document says of encoding, watermarks and output, each as a request of ours that has it."""
    for path in sorted(REFERENCE.rglob("*.xml")):
        if "malformed" in path.name.lower():
            continue
        for number, node in enumerate(ElementTree.parse(path).iter()):
            encoding = [child for child in node if child.tag in _ENCODING and len(child)]
            if node.tag not in {"Operation", "Watermark", "Output"} and encoding:
                found = ElementTree.Element("Transcode")
                found.extend(encoding)
            elif node.tag in {"Watermark", "Output"} and len(node):
                found = node
            else:
                continue
            option = ElementTree.tostring(found, "unicode").strip()
            text = f"<Request><Tag>VideoSynthesis</Tag><Operation>{option}</Operation></Request>"
            yield f"{path.name}, {number}: {found.tag}", text.encode()


OPTIONS = dict(_options())


def test_that_every_kind_of_option_is_among_the_recorded_ones() -> None:
    kinds = [name.rpartition(": ")[2] for name in OPTIONS]
    assert {kind: kinds.count(kind) >= 5 for kind in ("Transcode", "Watermark", "Output")} == {
        "Transcode": True,
        "Watermark": True,
        "Output": True,
    }


@pytest.mark.parametrize("name", OPTIONS)
def test_that_recorded_options_of_any_document_survive(name: str) -> None:
    data = OPTIONS[name]
    opened = read_request(data).composition
    first = write_request(opened)
    assert canonical(first) == canonical(data)
    assert write_request(read_request(first).composition) == first
    value_to_xml_and_back(opened)


@pytest.mark.parametrize(
    ("number", "spelled"),
    [(123456.789, "123456.789"), (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (25.0, "25"), (-0.5, "-0.5"), (3, "3")],
)
def test_that_a_number_is_spelled_as_people_do(number: float, spelled: str) -> None:
    from tilewright.wire.kinds import NUMBER

    assert NUMBER.write(number) == spelled
    assert NUMBER.read(spelled) == pytest.approx(number, abs=1e-12)
