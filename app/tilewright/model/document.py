"""A composition as the text of a file: UTF-8 JSON with a format number; older formats open, newer are refused."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import msgspec

from ..errors import Damaged, NewerFormat, Refused
from ..text import plain, say
from .composition import MOST_TILES, Composition
from .damage import damage
from .ruler_guides import MOST_GUIDES
from .value import Value

FORMAT = 1
LARGEST = 4 * 1024 * 1024
DEEPEST = 32
MOST_BRACKETS = 200_000

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From each older format to the next one. Format 1 is the first."""


class Document(Value, frozen=True):
    """What stands in a composition file."""

    format: int
    composition: Composition


class _Head(msgspec.Struct):
    format: int


def encode(composition: Composition) -> bytes:
    """The text of the file: one field a line in a stable order, so that versions compare well."""
    document = Document(format=FORMAT, composition=composition)
    return msgspec.json.format(msgspec.json.encode(document, enc_hook=plain), indent=2) + b"\n"


_ITS_NAME = say("The composition")


def decode(data: bytes, what: str = _ITS_NAME) -> Composition:
    """Read the text of a file; ``what`` names it in errors.

    Raises ``Damaged`` when it is not a composition, ``NewerFormat`` when a later Tilewright wrote it, ``Refused``
    beyond 4 MiB, 1,000 tiles, 200 guides one way or 32 levels.
    """
    if len(data) > LARGEST:
        raise Refused(
            say("{what} is larger than 4 MiB.", what=what), "A composition is far smaller; is this the right file?"
        )
    require_shallow(data, what)
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format > FORMAT:
            raise NewerFormat(
                say(
                    "{what} was saved by a newer Tilewright (format {format}; this one reads up to {newest}).",
                    what=what,
                    format=head.format,
                    newest=FORMAT,
                ),
                "Install the newer Tilewright to open it.",
            )
        composition = _read(data, head.format, what)
    except msgspec.DecodeError as error:
        raise damage(error, data, what) from error
    except UnicodeDecodeError as error:
        raise Damaged(say("{what} is not UTF-8 text.", what=what), "Open a copy that is whole.") from error
    _require_sound(composition, what)
    return composition.replace(tiles=composition.tiles) if composition.suppressed else composition


def _read(data: bytes, written: int, what: str) -> Composition:
    if written == FORMAT:
        return msgspec.json.decode(data, type=Document).composition
    tree: dict[str, Any] = msgspec.json.decode(data)
    for step in range(written, FORMAT):
        if step not in MIGRATIONS:
            raise Damaged(
                say("{what} has the format {format}, which never existed.", what=what, format=written),
                "Open a copy that is whole.",
            )
        tree = MIGRATIONS[step](tree)
    return msgspec.convert(tree, type=Document).composition


def require_shallow(data: bytes, what: str) -> None:
    """Raise ``Refused`` when JSON is nested more than 32 levels deep, or has more than 200,000 objects and lists."""
    if data.count(b"{") + data.count(b"[") > MOST_BRACKETS:
        raise Refused(
            say("{what} has more than {most} objects and lists.", what=what, most=MOST_BRACKETS),
            "Is this the right file?",
        )
    if not _is_shallow(data):
        raise Refused(
            say("{what} is nested more than {most} levels deep.", what=what, most=DEEPEST),
            "Is this the right file?",
        )


_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
"""A string, also one without an end, or a bracket; no byte is looked at twice."""


def _is_shallow(data: bytes) -> bool:
    """Whether brackets outside strings are nested no deeper than allowed."""
    depth = 0
    for token in _TOKEN.finditer(data):
        if token[0] in b"[{":
            depth += 1
            if depth > DEEPEST:
                return False
        elif token[0] in b"]}":
            depth -= 1
    return True


def _require_sound(composition: Composition, what: str) -> None:
    if len(composition.tiles) > MOST_TILES:
        raise Refused(
            say(
                "{what} has {count} tiles; at most {most} can be opened.",
                what=what,
                count=len(composition.tiles),
                most=MOST_TILES,
            )
        )
    guides = max(len(composition.ruler_guides.x), len(composition.ruler_guides.y))
    if guides > MOST_GUIDES:
        raise Refused(
            say(
                "{what} has {count} guides one way; at most {most} can be opened.",
                what=what,
                count=guides,
                most=MOST_GUIDES,
            )
        )
    ids = [tile.id for tile in composition.tiles]
    doubled = next((tile_id for tile_id in ids if ids.count(tile_id) > 1), None)
    if doubled is not None:
        raise Damaged(
            say("{what} cannot be read: two tiles have the id {doubled!r}.", what=what, doubled=doubled),
            "Give each tile an id of its own.",
        )


def schema() -> bytes:
    """The JSON Schema of the file, generated from the model."""
    tree = _with_plain_descriptions(msgspec.json.schema(Document))
    tree = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Tilewright composition", **tree}
    return msgspec.json.format(msgspec.json.encode(tree, order="sorted", enc_hook=plain), indent=2) + b"\n"


def _with_plain_descriptions(node: Any) -> Any:
    """The docstrings without their indentation, which Python 3.13 leaves out and older ones leave in."""
    if isinstance(node, list):
        return [_with_plain_descriptions(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: inspect.cleandoc(value)
        if key == "description" and isinstance(value, str)
        else _with_plain_descriptions(value)
        for key, value in node.items()
    }
