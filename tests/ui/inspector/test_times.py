"""Times as people type them: read or refused, whatever is typed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.layout.expression import Unreadable
from tilewright.ui.inspector.kinds import Context, Number


@given(st.text(alphabet="0123456789:.", max_size=700))
def test_that_any_text_of_digits_is_a_time_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        Number(is_time=True).read(text, Context())


@pytest.mark.parametrize("digits", [400, 5000])
def test_that_a_time_of_too_many_hours_is_refused(digits: int) -> None:
    with pytest.raises(Unreadable):
        Number(is_time=True).read("9" * digits + ":00:00", Context())
    with pytest.raises(Unreadable):
        Number(is_time=True).read("0:00." + "9" * digits, Context())
