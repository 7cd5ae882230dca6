"""Compositions and requests of any kind, made from a seed: quickly, so that thousands can be looked at.

``composition_of(rng)`` and ``document_of(rng)`` are for loops over seeds; ``compositions()`` and ``documents()`` are
the same for Hypothesis.
"""

from __future__ import annotations

import functools
import itertools
import random
import string
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st
from lxml import etree

from tilewright.model.composition import Composition, Tile
from tilewright.model.value import Element, Value
from tilewright.wire.request import write_request

_LETTERS = string.ascii_letters + string.digits + "_-*.:/${}#%+,;!?'\"()[]<>&=~^|\\`"
_OTHERS = "éß第七课合成視频한국어日本🎬\u00a0\u3000\u2028\u200f"
_INSIDE = " \t\n"
_OWN = frozenset(
    {"kept", "id", "locked", "hidden", "group", "cell", "exact_name", "preset", "suppressed", "ruler_guides"}
)
"""Fields that are not in a request, or not as they are."""

UNKNOWN = "Future"
"""Unknown elements of a document are called so, with a number behind it."""


def composition_of(rng: random.Random) -> Composition:
    """A composition of up to six tiles with any options, whatever the service would say to them."""
    made: Composition = _value(Composition, rng, rng.choice((0.15, 0.5, 0.9)))
    tiles = tuple(tile.replace(id=f"t{number}") for number, tile in enumerate(made.tiles, 1))
    return made.replace(tiles=tiles)


def compositions() -> st.SearchStrategy[Composition]:
    return st.randoms(use_true_random=False).map(composition_of)


@functools.cache
def _hints(kind: type[Value]) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if name in kind.__struct_fields__}


def _value(kind: type[Value], rng: random.Random, fullness: float) -> Any:
    """A value of ``kind`` in which about that part of the fields is set."""
    fields = {}
    for name, hint in _hints(kind).items():
        if name == "id":
            fields[name] = ""
        elif name not in _OWN and rng.random() < fullness:
            fields[name] = _field(name, hint, rng, fullness)
    return kind(**fields)


def _field(name: str, hint: Any, rng: random.Random, fullness: float) -> Any:
    members = [member for member in get_args(hint) if member is not type(None)] or [hint]
    first = members[0]
    if getattr(hint, "__origin__", None) is tuple:
        count = rng.choice((0, 1, 1, 2, 3, 6))
        return tuple(_field(name, first, rng, fullness) for _ in range(count))
    if isinstance(first, type) and issubclass(first, Element):
        return _value(first, rng, fullness)
    if bool in members:
        return rng.random() < 0.5
    if float in members:
        return _number(rng)
    if name == "bitrate" and str in members:
        return rng.choice(("auto", _whole(rng)))
    if int in members:
        return _whole(rng)
    return _address(rng) if name in {"url", "audio_source"} else text_of(rng)


def _whole(rng: random.Random) -> int:
    return rng.choice((0, 1, -1, 640, 1280, rng.randint(-9999, 9999), rng.randint(-(10**15) + 1, 10**15 - 1)))


def _number(rng: random.Random) -> float:
    places = rng.randint(1, 6)
    return rng.choice((_whole(rng), round(rng.uniform(-500, 500), places), round(rng.uniform(0, 10**6), 3), 1e-7, 0.5))


def _address(rng: random.Random) -> str:
    key = "".join(rng.choice(string.ascii_lowercase + "%20/") for _ in range(rng.randint(1, 12)))
    return f"https://a-1250000000.cos.ap-x.myqcloud.com/{key}.mp4"


def text_of(rng: random.Random) -> str:
    """Text that may be in a field, without white space at its ends; never empty, never secret."""
    letters = [rng.choice(_LETTERS if rng.random() < 0.8 else _OTHERS) for _ in range(rng.randint(1, 14))]
    for place in range(1, len(letters) - 1):
        if rng.random() < 0.1:
            letters[place] = rng.choice(_INSIDE)
    return "".join(letters).replace("sign=", "sine=")


def bare(value: Any) -> Any:
    """``value`` as the service sees it: without what a reader notes and what no request carries."""
    if isinstance(value, tuple):
        return tuple(map(bare, value))
    if not isinstance(value, Value):
        return value
    fields = {name: bare(getattr(value, name)) for name in value.__struct_fields__ if name not in _OWN}
    return type(value)(**fields, **({"id": ""} if isinstance(value, Tile) else {}))


# Documents as others write them


def document_of(rng: random.Random) -> tuple[bytes, int]:
    """A request as anybody might write it, and how many unknown elements there are in it, each called by `UNKNOWN`."""
    root = etree.fromstring(write_request(composition_of(rng)))
    count = 0
    for node in list(root.iter()):
        if rng.random() < 0.25:
            count = _disturb(node, rng, count)
    head = rng.choice((b"", b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- by a script -->'))
    if rng.random() < 0.5:
        etree.indent(root, "\t")
    return head + etree.tostring(root, encoding="utf-8"), count


def documents() -> st.SearchStrategy[tuple[bytes, int]]:
    return st.randoms(use_true_random=False).map(document_of)


def _disturb(node: Any, rng: random.Random, count: int) -> int:
    """Write something at ``node`` otherwise than we would; how many unknown elements there are then."""
    is_leaf = not len(node) and bool(node.text)
    what = rng.randrange(8)
    if what == 0:
        node.set(rng.choice(("note", "{urn:x}kind", "x-lang")), text_of(rng))
    elif what == 1 and is_leaf:
        node.text = rng.choice((" ", "\n", "\t ")) + node.text + rng.choice((" ", "\r\n", ""))
    elif what == 7 and is_leaf:
        _comment_on(node, rng)
    elif what == 2 and node.getparent() is not None:
        twin = etree.fromstring(etree.tostring(node, with_tail=False))
        node.addnext(twin)  # a second one of the same
        count += sum(1 for inner in twin.iter() if str(inner.tag).startswith(UNKNOWN))
    elif what == 3 and node.getparent() is not None and str(node.tag)[0].isupper():
        node.addprevious(etree.Element(node.tag))  # an empty one before it
    elif what == 4 and len(node) > 1 and node.tag != "VideoSynthesis":
        children = list(node)
        rng.shuffle(children)
        node[:] = children
    elif not is_leaf:
        for _ in range(rng.randint(1, 3)):
            place = rng.randint(0, len(node))
            node.insert(place, _unknown(rng, count))
            count += str(node[place].tag).startswith(UNKNOWN)
    return count


def _comment_on(leaf: Any, rng: random.Random) -> None:
    """Put one or two comments or instructions before, into, or behind the text of a leaf."""
    text = leaf.text
    cuts = sorted(rng.choice((0, len(text), rng.randint(0, len(text)))) for _ in range(rng.randint(1, 2)))
    leaf.text = text[: cuts[0]]
    for start, end in itertools.pairwise((*cuts, len(text))):
        inner = etree.Comment(f" {text_of(rng).replace('-', '')} ")
        inner.tail = text[start:end] or None
        leaf.append(inner)


def _unknown(rng: random.Random, number: int) -> Any:
    if rng.random() < 0.2:
        return etree.Comment(f" {text_of(rng).replace('-', '')} ")
    if rng.random() < 0.1:
        return etree.ProcessingInstruction("keep", "this")
    made = etree.Element(rng.choice((f"{UNKNOWN}{number}", f"{UNKNOWN}{number}.x")), {"a": text_of(rng)})
    made.text = rng.choice((None, text_of(rng), " "))
    if rng.random() < 0.3:
        etree.SubElement(made, "Width").text = "7"
    if rng.random() < 0.2:
        made.tail = f"loose {rng.randint(0, 9)}"
    return made
