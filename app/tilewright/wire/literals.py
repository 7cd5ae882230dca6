"""Text that stands in the source of a program: literals of Python, or words of a shell, one behind the other. It is
taken apart as they would be, and nothing is run.
"""

from __future__ import annotations

import json
import re
from itertools import islice

MOST_PIECES = 100_000
"""Literals, or pieces of words, that are put together: a document has as many elements at the most."""

_PYTHON = re.compile(
    r"""(?:[\s\\]|\#[^\n]*\n|\+(?=[\s\\]))*+
    (?P<prefix>[bBrRuU]{0,2})(?:'''(?P<a>(?:[^'\\]++|\\.|'(?!''))*+)'''|\"\"\"(?P<b>(?:[^"\\]++|\\.|"(?!""))*+)\"\"\"
    |'(?P<c>(?:[^'\\\n]++|\\.)*+)'|"(?P<d>(?:[^"\\\n]++|\\.)*+)")""",
    re.VERBOSE | re.DOTALL,
)
_SHELL = re.compile(
    r"""(?P<join>\\\r?\n)|\\(?P<escaped>[^\n])
    |\$'(?P<ansi>(?:[^'\\]++|\\.)*+)'|'(?P<single>[^']*+)'|"(?P<double>(?:[^"\\]++|\\.)*+)"
    |(?P<plain>[^\s'"\\;|&<>()$`]++)""",
    re.VERBOSE | re.DOTALL,
)
_IN_DOUBLE = re.compile(r'\\(?:\r?\n|([$`"\\]))')
_ESCAPE = re.compile(
    r"\\(?:x(?P<hex>[0-9A-Fa-f]{1,2})|u(?P<u>[0-9A-Fa-f]{1,4})|U(?P<U>[0-9A-Fa-f]{1,8})|(?P<octal>[0-7]{1,3})|(?P<one>.))",
    re.DOTALL,
)
_ONE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v", "\n": ""}


_BRACES = re.compile(r"""'(?:[^'\\\n]++|\\.)*+'|"(?:[^"\\\n]++|\\.)*+"|\#[^\n]*|(?P<brace>[{}])""", re.DOTALL)
MOST_DICTS = 10
"""Dicts of a text that are looked at."""

_TOKEN = re.compile(
    r"""(?P<text>[bBrRuU]{0,2}(?:'(?:[^'\\\n]++|\\.)*+'?|"(?:[^"\\\n]++|\\.)*+"?))|(?P<word>\b(?:True|False|None)\b)
    |(?P<comment>\#[^\n]*)|(?P<comma>,(?=\s*+[}\])]))|(?P<tuple>[()])""",
    re.VERBOSE | re.DOTALL,
)
_IN_JSON = {"True": "true", "False": "false", "None": "null", "(": "[", ")": "]"}


def as_json(source: str) -> str:
    """A dict of Python, as it stands in a program, as JSON; what is JSON already means the same."""
    return _TOKEN.sub(_json_token, source)


def dicts_with(member: re.Pattern[str], text: str) -> list[str]:
    """The innermost dicts of ``text``, of Python or JSON, that have ``member``, which finds a name with its colon. What
    stands before them is no program we know: braces are all that is looked at there.
    """
    starts: list[int] = []
    around: list[int] = []
    names = (found.start() for found in member.finditer(text))
    name = next(names, None)
    for brace in islice(re.finditer("[{}]", text), 4 * MOST_PIECES):
        while name is not None and name < brace.start():
            starts += around[-1:]
            name = next(names, None)
        if name is None:
            break
        if brace[0] == "{":
            around.append(brace.start())
        elif around:
            around.pop()
    return [text[start : _end_of_dict(text, start)] for start in list(dict.fromkeys(starts))[:MOST_DICTS]]


def _end_of_dict(text: str, start: int) -> int:
    """Behind the brace that closes the one at ``start``, or the end of a text that is cut."""
    depth = 0
    for found in islice(_BRACES.finditer(text, start), 4 * MOST_PIECES):
        if found["brace"]:
            depth += 1 if found[0] == "{" else -1
            if depth == 0:
                return found.end()
    return len(text)


def _json_token(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return json.dumps(python_text(found["text"], 0))
    return _IN_JSON.get(found[0], "")


def python_text(source: str, at: int) -> str:
    """What the literals say that begin at ``at``, with a quote or the letters before one; empty where there is none."""
    made: list[str] = []
    while len(made) < MOST_PIECES and (found := _PYTHON.match(source, at)) is not None:
        inner = next(text for text in found.group("a", "b", "c", "d") if text is not None)
        prefix = found["prefix"].lower()
        made.append(inner if "r" in prefix else unescaped(inner, are_bytes="b" in prefix))
        at = found.end()
    return "".join(made)


def shell_text(source: str, at: int) -> str:
    """What the word says that begins at ``at``, with all its quotes."""
    made: list[str] = []
    while len(made) < MOST_PIECES and (piece := _SHELL.match(source, at)) is not None:
        made.append(shell_piece(piece))
        at = piece.end()
    return "".join(made)


def shell_piece(piece: re.Match[str]) -> str:
    """What one piece of a word says: ``single``, ``double`` or ``ansi`` quotes, ``escaped`` or ``plain``."""
    if piece["single"] is not None:
        return piece["single"]
    if piece["double"] is not None:
        return _IN_DOUBLE.sub(lambda found: found[1] or "", piece["double"])
    if piece["ansi"] is not None:
        return unescaped(piece["ansi"], are_bytes=True)
    return piece["escaped"] or piece["plain"] or ""


def unescaped(text: str, *, are_bytes: bool) -> str:
    """``text`` with what its backslashes mean. With ``are_bytes`` ``\\xe7`` is a byte of UTF-8, as in ``$'…'`` of a
    shell; without, a character, as in a string of Python.
    """
    if "\\" not in text:
        return text
    made = bytearray()
    at = 0
    for found in _ESCAPE.finditer(text):
        made += text[at : found.start()].encode("utf-8", "surrogateescape")
        at = found.end()
        number = found["hex"] or found["octal"]
        if number and are_bytes:
            made.append(int(number, 16 if found["hex"] else 8) & 0xFF)
        elif number or found["u"] or found["U"]:
            code = int(number or found["u"] or found["U"], 8 if found["octal"] else 16)
            made += chr(code if code <= 0x10FFFF else 0xFFFD).encode("utf-8", "replace")
        else:
            made += _ONE.get(found["one"], found["one"]).encode("utf-8", "surrogateescape")
    made += text[at:].encode("utf-8", "surrogateescape")
    return made.decode("utf-8", "surrogateescape" if are_bytes else "replace")
