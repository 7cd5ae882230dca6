"""What is wrong with the text of a composition file, in words for whoever wrote it or was handed it."""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Mapping

import msgspec

from ..errors import Damaged
from ..text import Text, say
from .composition import Composition
from .labels import words_of

_PLACE = re.compile(r"(?P<told>.*?)(?: - at `\$\.?(?P<place>[^`]*)`)?", re.DOTALL)
_KINDS = re.compile(r"Expected `(?P<wanted>[a-z |]+)`, got `(?P<found>[a-z]+)`")
_BOUND = re.compile(r"Expected `[a-z]+` (?P<side>[<>]=) (?P<limit>-?[0-9]+)")
_NAMED = re.compile(r"Object (?P<how>contains unknown|missing required) field `(?P<name>.*)`", re.DOTALL)
_BYTE = re.compile(r"JSON is malformed: .*\(byte (?P<byte>[0-9]+)\)", re.DOTALL)
"""How msgspec tells it."""

_MOST_LETTERS = 60
"""Of a name that a message repeats."""

_WORDS: Mapping[str, Text] = {
    "int": say("a whole number"),
    "int | float": say("a number"),
    "int | str": say("a whole number or a text"),
    "float": say("a number with decimals"),
    "str": say("a text"),
    "bool": say("true or false"),
    "array": say("a list"),
    "object": say("a group of fields"),
    "null": say("null"),
}
_MEND = say("Mend it in a text editor, or open a copy that is whole.")
_MEND_OR_TAKE_OUT = say("Mend it in a text editor, or take the field out there: it may be missing.")
_WHOLE = say("Open a copy that is whole.")


def damage(error: msgspec.DecodeError, data: bytes, what: str) -> Damaged:
    """What ``error`` says of ``data``, the text of a composition file; ``what`` names the file."""
    split = _PLACE.fullmatch(str(error))
    told, place = (split["told"], split["place"] or "") if split else (str(error), "")
    if match := _KINDS.fullmatch(told):
        return _wrong_kind(what, place, match["wanted"], match["found"])
    if match := _BOUND.fullmatch(told):
        return _out_of_range(what, place, is_most=match["side"] == "<=", limit=match["limit"])
    if match := _NAMED.fullmatch(told):
        tell = _unknown if "unknown" in match["how"] else _missing
        return tell(what, place, match["name"])
    if match := _BYTE.fullmatch(told):
        return _malformed(what, data, int(match["byte"]))
    if told == "Input data was truncated":
        return Damaged(say("{what} cannot be read: its end is missing.", what=what), _WHOLE)
    return Damaged(say("{what} cannot be read: {reason}.", what=what, reason=told), _WHOLE)


def _wrong_kind(what: str, place: str, wanted: str, found: str) -> Damaged:
    needed = wanted.removesuffix(" | null")
    sentence = say(
        "{what} cannot be read: {field} is {found}, where {wanted} is expected.",
        what=what,
        field=_field(place),
        found=_WORDS.get(found, found),
        wanted=_WORDS.get(needed, needed),
    )
    return Damaged(sentence, _MEND if needed == wanted else _MEND_OR_TAKE_OUT)


def _out_of_range(what: str, place: str, *, is_most: bool, limit: str) -> Damaged:
    if is_most:
        told = say("{what} cannot be read: {field} is more than {limit}.", what=what, field=_field(place), limit=limit)
    else:
        told = say("{what} cannot be read: {field} is less than {limit}.", what=what, field=_field(place), limit=limit)
    return Damaged(told, _MEND)


def _unknown(what: str, place: str, name: str) -> Damaged:
    name = name if len(name) <= _MOST_LETTERS else f"{name[:_MOST_LETTERS]}…"
    near = difflib.get_close_matches(name, _names_at(place), n=1)
    return Damaged(
        say("{what} cannot be read: {field} has no field “{name}”.", what=what, field=_field(place), name=name),
        say("Did you mean “{near}”?", near=near[0]) if near else _MEND,
    )


def _missing(what: str, place: str, name: str) -> Damaged:
    if not place:
        return Damaged(
            say("{what} is no composition: it has no field “{name}”.", what=what, name=name),
            "Open a composition (.tilewright) or a request of the service.",
        )
    told = say("{what} cannot be read: {field} lacks the field “{name}”.", what=what, field=_field(place), name=name)
    return Damaged(told, _MEND)


def _malformed(what: str, data: bytes, place: int) -> Damaged:
    before = data[:place].decode("utf-8", "replace")
    line, sign = before.count("\n") + 1, len(before) - before.rfind("\n")
    told = say("{what} cannot be read: line {line} is no JSON from sign {sign} on.", what=what, line=line, sign=sign)
    return Damaged(told, _MEND)


def _field(place: str) -> Text:
    """What people call it, and where it stands in the file."""
    if not place:
        return say("the file")
    inner = re.sub(r"\[([0-9]+)\]", lambda found: f".{int(found[1]) + 1}", place.removeprefix("composition."))
    words = words_of(inner)
    if words is None:
        return say("“{place}”", place=place)
    return say("“{label}” ({place})", label=words.name, place=place)


def _names_at(place: str) -> tuple[str, ...]:
    """The fields that there are at ``place``, as far as its own names are known."""
    if not place:
        return "format", "composition"
    kind: type[msgspec.Struct] = Composition
    for step in re.findall(r"[A-Za-z0-9_]+", re.sub(r"\[[0-9]+\]", "", place))[1:]:
        hint = typing.get_type_hints(kind).get(step)
        inner = next((one for one in (hint, *typing.get_args(hint)) if _is_struct(one)), None)
        if inner is None:
            return ()
        kind = inner
    return kind.__struct_fields__


def _is_struct(hint: object) -> typing.TypeGuard[type[msgspec.Struct]]:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)
