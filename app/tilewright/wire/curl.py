"""Commands of curl: the document that one would send, read as a shell would read it, never run.

Quotes of all kinds, line continuations and here-documents are understood; a file that the command names is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ..errors import Damaged, Refused
from ..text import say
from .literals import MOST_PIECES, shell_piece
from .secrets import SECRET_HEADER, SIGNED

LONGEST = 1024 * 1024
"""Letters of a text with a command: one that sends a thousand tiles has a quarter of them."""

_COMMAND = re.compile(
    r"(?:^[ \t]{0,40}(?:[$>#%][ \t]{1,4})?(?:[A-Za-z_][A-Za-z0-9_]{0,60}=[^\s]{0,2000}[ \t]{1,4}){0,9}|\|[ \t]{0,4})"
    r"curl(?:\.exe)?(?=[\s\\])",
    re.MULTILINE,
)
_PIECE = re.compile(
    r"""(?P<join>\\\r?\n)
      | \\(?P<escaped>[^\n])
      | \$'(?P<ansi>(?:[^'\\]++|\\.)*+)(?P<ansi_end>'?)
      | '(?P<single>[^']*+)(?P<single_end>'?)
      | "(?P<double>(?:[^"\\]++|\\.)*+)(?P<double_end>"?)
      | (?P<space>[ \t]++)
      | <<-?[ \t]{0,4}(?P<here>['"]?[A-Za-z_][A-Za-z0-9_]{0,60}['"]?)
      | (?P<end>[\r\n;|&])
      | (?P<plain>[^\s'"\\;|&<$]++|.)""",
    re.VERBOSE | re.DOTALL,
)
_OF_CMD = re.compile(r'(?:[ \t]{1,9}[^\s"^]{1,60}){0,9}[ \t]{1,9}\^"')
"""The words of a command for cmd.exe, as browsers copy one: a caret stands before each quote."""
_CARET = re.compile(r"\^(?:\r?\n(\r?\n)?|(.))")
_DATA = frozenset({"--data", "--data-binary", "--data-ascii", "--data-raw", "--json"})
_FILES = frozenset({"--upload-file", "--form"})
_TAKES = frozenset(
    {"--header", "--user", "--cookie", "--url", "--request", "--output", "--user-agent", "--oauth2-bearer"}
)
_SHORT = {"d": "--data", "H": "--header", "u": "--user", "b": "--cookie", "X": "--request", "T": "--upload-file"}
_SHORT |= {"F": "--form", "o": "--output", "A": "--user-agent"}
_SHORT_WITH_VALUE = frozenset("CDEKPQUYcehmrtwxyz")


@dataclass(frozen=True, slots=True)
class Command:
    """``body`` is what would be sent; ``secrets`` are names of what the command had of those."""

    body: bytes
    secrets: tuple[str, ...] = ()


def is_curl(text: str) -> bool:
    """Whether a command of curl is among the lines of ``text``."""
    return "curl" in text and bool(_COMMAND.search(text))  # looked for word by word, a long text takes its time


def read_curl(text: str, what: str) -> Command:
    """The body of the first command. Raises ``Damaged`` when it has none, ``Refused`` when it is in a file."""
    if len(text) > LONGEST:
        raise Refused(say("The curl command in {what} is larger than 1 MiB.", what=what), "Is this the right file?")
    found = _COMMAND.search(text)
    start = found.end() if found else 0
    if _OF_CMD.match(text, start):
        text, start = _CARET.sub(lambda caret: caret[1] or caret[2] or "", text[start:]), 0
    words, here = _words(text, start, what)
    bodies: list[str] = []
    secrets: list[str] = []
    for option, value in _options(words):
        if option in _FILES or (option in _DATA - {"--data-raw"} and value.startswith("@")):
            bodies.append(_from_file(option, value, here, what))
        elif option in _DATA:
            bodies.append(value)
        else:
            secrets += _secret(option, value)
    if not bodies:
        raise Damaged(
            say("The curl command in {what} sends no data.", what=what),
            "Copy the whole command, with --data and what stands behind it.",
        )
    return Command("&".join(bodies).encode("utf-8", "surrogateescape"), tuple(dict.fromkeys(secrets)))


def _from_file(option: str, value: str, here: str | None, what: str) -> str:
    if value in {"@-", "-"} and here is not None:
        return here
    name = value.removeprefix("@")[:80] or option
    raise Refused(
        say("The curl command in {what} sends the file {name}, which is not read from here.", what=what, name=name),
        "Open that file itself.",
    )


def _secret(option: str, value: str) -> list[str]:
    if option == "--header":
        name = value.partition(":")[0].strip()
        return [name[:40]] if SECRET_HEADER.fullmatch(name) else []
    if option in {"--user", "--cookie", "--oauth2-bearer"}:
        return [option]
    return ["q-signature"] if SIGNED.search(value) else []


# Words and options


def _words(text: str, at: int, what: str) -> tuple[list[str], str | None]:
    """The words of the command that begins at ``at``, and its here-document."""
    words: list[str] = []
    word: list[str] = []
    here = ""
    is_word = False
    end = len(text)
    for piece in islice(_PIECE.finditer(text, at), MOST_PIECES):
        kind = piece.lastgroup or ""
        if kind.endswith("_end") and not piece[kind]:
            raise Damaged(
                say("The curl command in {what} has a quote that does not end.", what=what), "Copy the whole command."
            )
        if kind == "end":
            end = piece.start()
            break
        if kind == "here":
            is_input = "".join(word) in {"", "0"}
            here = piece["here"].strip("'\"") if is_input else here
        elif kind in {"space", "join"}:
            if is_word and kind == "space":
                words.append("".join(word))
                word, is_word = [], False
        else:
            word.append(shell_piece(piece))
            is_word = True
    return [*words, *(["".join(word)] if is_word else [])], _here_document(text, end, here) if here else None


def _here_document(text: str, end: int, word: str) -> str | None:
    """The lines after the one that ends at ``end``, up to ``word`` on a line of its own."""
    start = text.find("\n", end)
    lines = text[start + 1 :].splitlines(keepends=True) if start >= 0 else []
    for number, line in enumerate(lines):
        if line.strip() == word:
            return "".join(lines[:number])
    return "".join(lines) if lines else None


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Options with their values, and addresses as values of ``--url``; what has no value means nothing here."""
    left = iter(words)
    for word in left:
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            if name in _DATA | _FILES | _TAKES:
                yield name, value if equals else next(left, "")
        elif word.startswith("-") and len(word) > 1:
            yield from _short(word[1:], left)
        else:
            yield "--url", word


def _short(letters: str, left: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Short options, also several in one word; the value is the rest of the word or the next one."""
    for place, letter in enumerate(letters):
        if letter in _SHORT or letter in _SHORT_WITH_VALUE:
            value = letters[place + 1 :] or next(left, "")
            yield _SHORT.get(letter, f"-{letter}"), value
            return
