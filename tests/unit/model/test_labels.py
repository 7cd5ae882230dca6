"""The words of fields: each has some, and none of two on one page are the same in lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from tilewright.model.composition import Composition
from tilewright.model.labels import words_of
from tilewright.model.value import Value

UNSEEN = {"kept", "suppressed", "ruler_guides", "preset", "id", "cell"}
"""What people do not set as a field."""

SECTIONS = {"tiles", "transcode", "video", "audio", "trans_config", "watermarks", "output", "operation"}
"""What is a page, or a list, and no field."""


def fields(kind: Any, path: str = "") -> Iterator[str]:
    for name, hint in get_type_hints(kind).items():
        if name in UNSEEN:
            continue
        at = f"{path}.{name}".lstrip(".")
        inner = next((found for found in _classes(hint) if issubclass(found, Value)), None)
        if inner is None or name not in SECTIONS:
            yield at
        if inner is not None:
            yield from fields(inner, f"{at}.0" if name in {"tiles", "watermarks", "audio_mix_array"} else at)


def _classes(hint: Any) -> list[type]:
    return [hint] if isinstance(hint, type) else [found for part in get_args(hint) for found in _classes(part)]


def test_that_every_field_has_words() -> None:
    assert [path for path in fields(Composition) if words_of(path) is None] == []


def test_that_fields_of_a_page_are_told_apart_in_lists() -> None:
    for start in ("tiles.", "transcode.trans_config.", "transcode.audio.", "watermarks.0.text.", "callback"):
        leaves = [path for path in fields(Composition) if path.startswith(start)]
        leaves = [path for path in leaves if not any(other.startswith(f"{path}.") for other in leaves)]
        told = [str(words_of(path).in_lists) for path in leaves]  # type: ignore[union-attr]
        assert len(set(told)) == len(told), told


def test_that_an_owner_may_have_its_id_or_number() -> None:
    assert words_of("tiles.abc.x") is words_of("tiles.*.x")
    assert words_of("transcode.audio_mix_array.2.mix_mode") is words_of("transcode.audio_mix.mix_mode")
    assert words_of("transcode.audio_mix_array") is words_of("transcode.audio_mix")
    assert words_of("transcode.trans_config.hls_encrypt.IsHlsEncrypt") is not None


def test_that_what_is_no_field_has_none() -> None:
    assert [words_of(path) for path in ("", "tiles", "tiles.a", "kept", "transcode.video.kept")] == [None] * 5
