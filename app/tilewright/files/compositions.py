"""Opening and saving compositions; whatever contains a request opens too."""

from __future__ import annotations

import codecs
import errno
import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..durable import storage_error, write_whole
from ..errors import Absent, AppError, Damaged, OutputExists, Refused, WrongUse
from ..model.composition import Composition
from ..model.document import LARGEST, decode, encode, require_shallow
from ..model.endings import VIDEO_ENDINGS
from ..text import say

SUFFIX = ".tilewright"

_LONGEST_NAME = 255
"""Bytes of a name that file systems take."""

_MARK = b"\xef\xbb\xbf"

_OF_THE_SERVICE = frozenset({"JobsDetail", "Request", "Response", "Operation", "body", "Body"})
"""At the top of JSON one of them says that it is the service's (`wire.json_documents`)."""

_PYTHON = re.compile(rb"\{\s*'(?:JobsDetail|EventName|Request|Response|Tag|Operation|body|Body)'")
"""How the same begins as a dict of Python."""

_HAR = re.compile(rb'\{\s*"log"\s*:\s*\{')

_LOOK = 64 * 1024
_DOCUMENT = re.compile(
    r"<(?:Request|Response|JobsDetail)[\s>]|['\"](?:Operation|JobsDetail)['\"]\s{0,9}:"
    r"|^[ \t]{0,40}(?:[$>#%] )?curl(?:\.exe)?[\s\\]"
    r"|\A(?:[<>*] )?(?:HTTP/[0-9.]{1,4} [0-9]{3}|[A-Z]{3,10} [^\s]{1,4000} HTTP/)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A composition that was opened, and notes for the user (what was left out of an imported document).

    ``is_request``: it was read from a request, reply or callback, which saving must not replace.
    """

    composition: Composition
    notes: tuple[str, ...] = ()
    is_request: bool = False


def read_bytes(name: str) -> bytes:
    """The bytes of the file ``name``, at most 4 MiB; ``-`` is standard input. Raises ``Absent`` or ``Refused``."""
    if name == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
        what: str = say("Standard input")
    else:
        path = Path(name)
        what = str(path)
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError as error:
            raise Absent(say("There is no file {path}.", path=path), "Check the name and the folder.") from error
        except IsADirectoryError as error:
            raise Absent(say("{path} is a folder, not a file.", path=path), "Name a file in it.") from error
        except PermissionError as error:
            raise Absent(say("{path} may not be read.", path=path), "Check its permissions.") from error
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise Absent(
                    say("There can be no file of the name {path}: it is too long.", path=_short(path))
                ) from error
            raise storage_error(error, say("read"), path) from error
    if len(data) > LARGEST:
        raise Refused(say("{what} is larger than 4 MiB.", what=what), "A composition or request is far smaller.")
    return data


def open_composition(name: str) -> Opened:
    """Open a composition file or any document with a request, told apart by content, not by name."""
    what = say("Standard input") if name == "-" else Path(name).name
    return parse(read_bytes(name), what)


def parse(data: bytes, what: str) -> Opened:
    """What ``data`` is, from wherever it came: a composition of ours, or any document with a request in it
    (`wire.documents`). ``what`` names it in errors.
    """
    if len(data) > LARGEST:
        raise Refused(say("{what} is larger than 4 MiB.", what=what), "A composition or request is far smaller.")
    start = data.removeprefix(_MARK).lstrip()
    if not start:
        raise Damaged(say("{what} is empty.", what=what), "Open a composition or a request.")
    if start[:1] == b"{" and not _is_of_the_service(start, what):
        if _HAR.match(start):
            raise Damaged(
                say("{what} is a browser's record of all that it sent and got (HAR), which is not read.", what=what),
                "Copy the one request to POST /jobs as cURL, or its body, and open that.",
            )
        return Opened(decode(start, what))
    from ..wire.documents import read_document  # late: a window with a composition of ours needs no XML

    reading = read_document(data, what)
    return Opened(reading.composition, reading.notes, is_request=True)


def _is_of_the_service(data: bytes, what: str) -> bool:
    """Whether JSON holds a request of the service, not a composition of ours."""
    require_shallow(data, what)
    try:
        names = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).keys()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return bool(_PYTHON.match(data))
    return "format" not in names and not names.isdisjoint(_OF_THE_SERVICE)


def looks_like_document(text: str) -> bool:
    """Whether ``text``, from a clipboard or dropped, may be something that `parse` takes; it costs next to nothing."""
    start = text[:_LOOK].lstrip("\ufeff \t\r\n")
    return start[:1] in {"<", "{"} or bool(_DOCUMENT.search(start))


@dataclass(frozen=True, slots=True)
class Look:
    """The document among some files, if there is one, and why those do not open that only look like one, by name."""

    document: Path | None
    refused: Mapping[str, AppError]


def first_document(names: Sequence[str]) -> Look:
    """The first local file of ``names`` whose ending is no video's and whose first 64 KiB look like a document; its
    ending says nothing, as with ``callback`` or ``sent.bat``. One that has others beside it has to open, too: what
    only looks like a document, as the JSON that a download keeps beside a video, must not keep them away. A name that
    is an address is no file.
    """
    refused: dict[str, AppError] = {}
    for name in names:
        path = Path(name)
        if not _seems_document(path):
            continue
        try:
            if len(names) > 1:  # else whoever opens it tells what is wrong with it
                open_composition(name)
        except AppError as error:
            refused[name] = error
        else:
            return Look(path, refused)
    return Look(None, refused)


def _seems_document(path: Path) -> bool:
    """What cannot be read is told when it is opened as a video; a pipe or a device might never answer."""
    if path.suffix.lower().removeprefix(".") in VIDEO_ENDINGS:
        return False
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(_LOOK)
    except (OSError, ValueError):
        return False
    encoding = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    return looks_like_document(start.decode(encoding, "replace"))


def save(path: Path, composition: Composition, *, replace: bool) -> None:
    """Write a composition file whole or not at all; ``OutputExists`` unless ``replace``."""
    require_free(path, replace=replace)
    write_whole(path, encode(composition), replace=replace)


def require_free(path: Path, *, replace: bool) -> None:
    """Raise before any work is done when ``path`` cannot become our output."""
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise WrongUse(
            say("{path} cannot be a file's name: it is too long.", path=_short(path)), "Choose a shorter one."
        )
    try:
        if path.is_dir():
            raise OutputExists(say("{path} is a folder.", path=path), "Name a file in it.")
        if not replace and path.exists():
            raise OutputExists(
                say("{path} already exists.", path=path), "Choose another name. With --force it is replaced."
            )
        if not path.parent.is_dir():
            raise Absent(say("The folder {folder} does not exist.", folder=path.parent), "Create it or choose another.")
    except PermissionError as error:
        raise storage_error(error, say("write"), path) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise WrongUse(
            say("{path} cannot be a file's name: {reason}.", path=_short(path), reason=reason), "Choose a shorter one."
        ) from error
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise storage_error(error, say("write"), path) from error


def _short(path: Path) -> str:
    name = str(path)
    return name if len(name) <= 80 else f"{name[:60]}…{name[-15:]}"
