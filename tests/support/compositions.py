"""Random compositions with any option set, for laws that hold for all of them."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from tilewright.model import options
from tilewright.model.composition import Cell, Composition, Tile
from tilewright.model.value import Element

_WORDS = st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc", "Z")))
_TEXT = _WORDS.filter(lambda text: bool(text) and text == text.strip() and "sign=" not in text and "@" not in text)
_WHOLE = st.integers(-5000, 5000)
_NUMBER = st.one_of(_WHOLE, st.decimals(-500, 500, places=3, allow_nan=False).map(float).filter(lambda v: v % 1 != 0))


def _field(kind: Any) -> st.SearchStrategy[Any]:
    members = get_args(kind)
    if type(None) in members:
        rest = [member for member in members if member is not type(None)]
        if set(rest) == {int, float}:
            return st.none() | _NUMBER
        if set(rest) == {int, str}:
            return st.none() | st.integers(1, 50000) | st.just("auto")
        return st.none() | _field(rest[0])
    if kind is bool:
        return st.booleans()
    if kind is int:
        return _WHOLE
    if kind is str:
        return _TEXT
    if kind is Cell:
        return st.builds(Cell, x=_WHOLE, y=_WHOLE, width=st.integers(1, 5000), height=st.integers(1, 5000))
    if isinstance(kind, type) and issubclass(kind, Element):
        return element(kind)
    return st.lists(_field(members[0]), max_size=3).map(tuple)


def element(kind: type[Element], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of ``kind`` with random fields; ``given`` replaces the strategy of a field."""
    hints = get_type_hints(kind)
    fields = {name: _field(hint) for name, hint in hints.items() if name != "kept" and not name.startswith("_")}
    return st.builds(kind, **{**fields, **given})


def compositions() -> st.SearchStrategy[Composition]:
    """Compositions of up to five tiles with any options, as a file or request could hold them."""
    tile = element(
        Tile,
        id=st.just(""),
        url=st.integers(1, 9).map(lambda n: f"https://a-1250000000.cos.r.myqcloud.com/{n}.mp4"),
    )
    tiles = st.lists(tile, max_size=5).map(
        lambda many: tuple(one.replace(id=f"t{number}") for number, one in enumerate(many, 1))
    )
    return st.builds(
        Composition,
        tiles=tiles,
        keep_audio_track=st.none() | st.booleans(),
        transcode_template_id=st.none() | _TEXT,
        transcode=st.none() | element(options.Transcode),
        watermark_template_ids=st.lists(_TEXT, max_size=3).map(tuple),
        watermarks=st.lists(element(options.Watermark), max_size=3).map(tuple),
        output=st.none() | element(options.Output),
        user_data=st.none() | st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1),
        job_level=st.none() | st.integers(0, 2),
        callback=st.none() | _TEXT,
        callback_format=st.none() | st.sampled_from(["JSON", "XML"]),
        callback_type=st.none() | st.sampled_from(["Url", "TDMQ"]),
        callback_mq=st.none() | element(options.MqConfig),
    )
