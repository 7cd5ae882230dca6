"""Bodies of calls of the storage, as the local cloud reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tilewright.errors import BadInput
from tilewright.wire.storage import read_complete, read_delete


@pytest.mark.parametrize("read", [read_complete, read_delete])
@pytest.mark.parametrize("body", [b"<x", b"<Other/>"])
def test_that_a_body_that_is_no_request_is_not_called_an_answer(read: Callable[[bytes], object], body: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read(body)
    assert caught.value.message.startswith("The request ")
