"""What a result is made of: told where it can be, and never the reason why a finished video is lost."""

from __future__ import annotations

from typing import Any

import av
import pytest

from support.clips import clip
from tilewright.localcloud.told import media_info_of


@pytest.mark.expects_log("What a result is made of is not told")
def test_that_whatever_pyav_meets_in_a_result_costs_nobody_the_video(monkeypatch: pytest.MonkeyPatch) -> None:
    assert media_info_of(clip("short")).startswith(b"<MediaInfo>")

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("what the library does not expect")

    monkeypatch.setattr(av, "open", fail)
    assert media_info_of(clip("short")) == b""
