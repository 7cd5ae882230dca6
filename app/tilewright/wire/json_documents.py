"""JSON of the service's nodes as elements: callbacks (ci-jobs §3.4), and requests as SDKs have them, also as a dict of
Python.

A list repeats the element, and a list of one and its one member mean the same; all values are text.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from ..errors import Damaged, Refused
from ..model.document import require_shallow
from ..text import say
from . import xml
from .literals import as_json

MOST_VALUES = 50_000
"""Values of a document, as many as elements of a request."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,100}")
_WRAPPERS = ("body", "Body")
"""What logs and SDKs put a document into."""
_ROOTS = ("Request", "Response")
_HERE = ("JobsDetail", "Operation")


class FromJson(NamedTuple):
    """``root`` is a `Request`, `Response` or `JobsDetail`; or ``text`` is another document that JSON was wrapped
    around. ``left_out`` are names that no element can have.
    """

    root: xml.Element | None = None
    text: str = ""
    left_out: tuple[str, ...] = ()


def read_json(data: bytes, what: str) -> FromJson:
    """Raises ``Damaged`` for what is no JSON or no document of the service, ``Refused`` over 4 MiB, 32 levels or 50,000
    values.
    """
    if len(data) > xml.LARGEST:
        raise Refused(say("{what} is larger than 4 MiB.", what=what), "Is this the right file?")
    require_shallow(data, what)
    if sum(map(data.count, (b",", b"[", b"{"))) > 2 * MOST_VALUES:
        raise _too_many(what)
    try:
        tree = _loaded(data)
    except json.JSONDecodeError as error:
        if b"'" not in data or sum(map(data.count, (b"'", b'"', b"("))) > 4 * MOST_VALUES:
            raise _not_json(error, what) from error
        try:
            text = as_json(data.decode("utf-8"))
            require_shallow(text.encode("utf-8", "replace"), what)
            tree = _loaded(text)
        except (ValueError, RecursionError):
            raise _not_json(error, what) from error
    except (ValueError, RecursionError) as error:
        raise Damaged(say("{what} is not well-formed JSON.", what=what), "Save it again as UTF-8.") from error
    return _found(tree, what)


def _loaded(data: bytes | str) -> Any:
    """Numbers stay as they are spelled."""
    return json.loads(data, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_members)


def _not_json(error: json.JSONDecodeError, what: str) -> Damaged:
    told = say(
        "{what} is not well-formed JSON (line {line}: {reason}).", what=what, line=error.lineno, reason=error.msg
    )
    return Damaged(told, "Compare it with the original, or ask for it again.")


def _too_many(what: str) -> Refused:
    return Refused(say("{what} has more than {most} values.", what=what, most=MOST_VALUES), "Is this the right file?")


class _Several(list[Any]):
    """Members of one name, as XML has them."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name not in made:
            made[name] = value
        elif isinstance(made[name], _Several):
            made[name].append(value)
        else:
            made[name] = _Several([made[name], value])
    return made


def _found(tree: Any, what: str) -> FromJson:
    for _ in _WRAPPERS:  # one in the other at most
        if not isinstance(tree, dict):
            break
        for name in _ROOTS:
            if isinstance(tree.get(name), dict):
                return _built(name, tree[name], what)
        if "JobsDetail" in tree:
            return _built("Response", tree, what)
        if "Operation" in tree:
            return _built("JobsDetail" if "JobId" in tree else "Request", tree, what)
        tree = next((tree[name] for name in _WRAPPERS if name in tree), None)
        if isinstance(tree, str):
            return FromJson(text=tree)
    raise Damaged(
        say(
            "{what} is JSON without a request: none of {names} is at its top.",
            what=what,
            names=", ".join(_ROOTS + _HERE),
        ),
        "Open a callback, or a request with Tag and Operation.",
    )


def _built(name: str, members: dict[str, Any], what: str) -> FromJson:
    builder = _Builder(what)
    root = xml.new(name)
    builder.fill(root, members)
    return FromJson(root, left_out=tuple(dict.fromkeys(builder.left_out)))


class _Builder:
    """Makes elements, and counts them."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._count = 0
        self.left_out: list[str] = []

    def fill(self, parent: xml.Element, members: dict[str, Any]) -> None:
        for name, value in members.items():
            if not _NAME.fullmatch(name):
                self.left_out.append(name[:40])
                continue
            for item in _flat(value):
                self._add(parent, name, item)

    def _add(self, parent: xml.Element, name: str, item: Any) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            raise _too_many(self._what)
        if isinstance(item, dict):
            self.fill(xml.add(parent, name), item)
        elif isinstance(item, bool):
            xml.add(parent, name, "true" if item else "false")
        elif item is not None:
            xml.add(parent, name, str(item))


def _flat(value: Any) -> list[Any]:
    """The members of a list, also of lists in it, or the one value that is none."""
    if not isinstance(value, list):
        return [value]
    return [inner for item in value for inner in _flat(item)]
