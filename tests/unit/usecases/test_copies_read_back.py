"""What was copied for curl and Python is read back by the importer as the very request it was."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from support.builders import ACCOUNT, LOCAL
from support.generated import bare, composition_of
from tilewright.files.compositions import parse
from tilewright.model.hiding import hidden_keys
from tilewright.usecases.make import request_text
from tilewright.usecases.request_forms import as_curl, as_python

FAST, FULL = range(40), range(40, 440)


def there_and_back(seed: int) -> None:
    rng = random.Random(seed)
    made = composition_of(rng)
    shown = hidden_keys(made)
    for write in (as_curl, as_python):
        form = write(made, rng.choice((LOCAL, ACCOUNT)))
        assert all("UriKey" in note for note in form.notes), "keys of encryption are all that is secret in it"
        opened = parse(form.text.encode(), "copied")
        assert opened.is_request
        assert bare(opened.composition) == bare(shown)
        assert request_text(opened.composition) == request_text(shown)


def rounds(seeds: Iterable[int]) -> None:
    for seed in seeds:
        try:
            there_and_back(seed)
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise


def test_that_copies_of_40_requests_are_read_back_as_they_were() -> None:
    rounds(FAST)


@pytest.mark.full
def test_that_copies_of_400_more_requests_are_read_back_as_they_were() -> None:
    rounds(FULL)
