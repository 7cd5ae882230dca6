"""What may be a tile's name, a note, a key: the same for checks and the local cloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.builders import LOCAL, composition, output, tile, url
from tilewright.checks import check
from tilewright.localcloud.exchange import Fault
from tilewright.localcloud.submission import read_submission
from tilewright.localcloud.templates import Templates
from tilewright.model.source import Known
from tilewright.wire.limits import is_key, is_tile_name, is_user_data
from tilewright.wire.request import write_request

OFFICIAL_ONLY = Templates(Path("no such folder"))


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("", True), ("teacher_1-*", True), ("课程", True), ("〇一二", True), ("a" * 64, True), ("a" * 65, False),
        ("учитель", False), ("é", False), ("a b", False), ("a.b", False), ("١", False),
    ],
)  # fmt: skip
def test_that_checks_and_local_cloud_agree_on_names_of_tiles(name: str, fits: bool) -> None:
    made = composition(tile("a", url=url("a"), name=name))
    assert is_tile_name(name) == fits
    assert ("tile-name" not in {problem.code for problem in check(made, Known(), LOCAL)}) == fits
    assert is_taken(write_request(made)) == fits


@pytest.mark.parametrize(
    ("key", "fits"), [("o" * 850, True), ("o" * 851, False), ("课" * 283, True), ("课" * 284, False)]
)
def test_that_the_local_cloud_takes_every_key_that_storage_takes(key: str, fits: bool) -> None:
    made = composition(tile("a", url=url("a")))
    assert made.output is not None
    assert is_key(key) == fits
    assert is_taken(write_request(made.replace(output=made.output.replace(object=key)))) == fits


@pytest.mark.parametrize(("letters", "fits"), [(817, True), (818, False)])
def test_that_a_key_must_fit_with_the_jobs_id_in_it(letters: int, fits: bool) -> None:
    made = composition().replace(output=output("o" * letters + "${jobid}"))
    assert is_taken(write_request(made)) == fits


@pytest.mark.parametrize(("text", "fits"), [("a" * 1024, True), ("a" * 1025, False), ("é", False), ("~ !", True)])
def test_that_a_note_is_printable_ascii(text: str, fits: bool) -> None:
    assert is_user_data(text) == fits
    assert is_taken(write_request(composition(tile("a", url=url("a"))).replace(user_data=text))) == fits


def is_taken(request: bytes) -> bool:
    try:
        read_submission(request, OFFICIAL_ONLY)
    except Fault:
        return False
    return True
