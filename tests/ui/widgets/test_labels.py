"""Words on panels."""

from __future__ import annotations

from tilewright.ui.widgets.labels import breakable


def test_that_only_long_words_may_be_cut_and_nothing_is_lost() -> None:
    text = "Bring it to https://studio-1250000000.cos.local.myqcloud.com/input/a.mp4, then 1.5 s."
    cut = breakable(text)
    assert cut.replace("\u200b", "") == text
    assert "/\u200binput" in cut
    assert cut.endswith(", then 1.5 s.")
    assert max(map(len, breakable("n" * 90).split("\u200b"))) == 24
