"""Any document that contains a request: the request itself, an answer with its echo, a callback, JSON of the same
nodes, a record of HTTP or a curl command around one of these, or a text in which one stands.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

from ..errors import BadInput, Damaged
from ..model.secrets import clean
from ..text import say
from . import xml
from .curl import is_curl, read_curl
from .http_dump import is_dump, read_dump
from .jobs import read_job
from .json_documents import read_json
from .literals import dicts_with, python_text, shell_text
from .request import TAG, Reading, read_request_element
from .results import NAMES as RESULTS

_ITS_NAME = say("The document")

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
_STANDING = re.compile(r"<(Request|Response|JobsDetail)[\s>]")
_NODES = re.compile(r"""['"](?:Operation|JobsDetail)['"]\s{0,9}:\s{0,9}[\[({]""")
_PREFIX = re.compile(r"(?<![A-Za-z0-9_])[bBrRuU]{1,2}\Z")
_ASSIGNED = re.compile(r"(?:export |local )?[A-Za-z_][A-Za-z0-9_]{0,60}=\$?")
"""What stands before a word of a shell that gets a name; in Python a space or a line would be between."""
DEEPEST_WRAP = 4
"""So often may one kind of document stand in another: JSON of a log, in it a record of HTTP, in it a callback."""

MOST_TOLD = 10
"""Names in one note."""


def read_document(data: bytes, what: str = _ITS_NAME) -> Reading:
    """The composition in whatever contains a request. What it was, and what was left out of it, is in the notes.

    Raises ``Damaged`` when there is none, ``Refused`` beyond the limits and for what would have to be read elsewhere.
    Of several jobs the first of ours is taken, with a note.
    """
    return _read(_as_utf8(data), what, 0)


def _as_utf8(data: bytes) -> bytes:
    """Without the mark of an encoding; UTF-16 as UTF-8, but for XML, which says so itself."""
    if data[:2] in _UTF16:
        text = data.decode("utf-16", "replace").lstrip()
        return data if text.startswith("<?xml") else text.encode("utf-8", "replace")
    return data.removeprefix(_MARK).lstrip()


def _read(data: bytes, what: str, depth: int) -> Reading:
    if depth > DEEPEST_WRAP:
        raise _without_end(what)
    if is_dump(data):
        return _from_dump(data, what, depth)
    if data[:1] == b"<" or data[:2] in _UTF16:
        return _from_root(xml.parse(data, what), what)
    if data[:1] == b"{":
        return _from_json(data, what, depth)
    text = data.decode("utf-8", "surrogateescape")
    if is_curl(text):
        try:
            return _from_curl(text, what, depth)
        except BadInput:  # a script may have the document elsewhere, and pipe it to curl
            with contextlib.suppress(BadInput):
                return _from_text(text, what, depth)
            raise
    return _from_text(text, what, depth)


def _without_end(what: str) -> Damaged:
    return Damaged(say("{what} contains documents in documents without end.", what=what), "Open the innermost one.")


def _with_notes(reading: Reading, *notes: str) -> Reading:
    return replace(reading, notes=(*filter(None, notes), *reading.notes))


# What stands around it


def _from_dump(data: bytes, what: str, depth: int) -> Reading:
    """The first message that contains a request."""
    dump = read_dump(data, what)
    failure: BadInput | None = None
    for message in dump.messages:
        try:
            reading = _read(message.body, what, depth + 1)
        except BadInput as error:
            failure = failure or (_cut(what, error) if message.is_cut else error)
        else:
            return _with_notes(reading, say("It was taken out of a record of HTTP."), _told_secrets(dump.secrets))
    if failure is not None:
        raise failure
    raise Damaged(
        say("{what} is a record of HTTP without a body.", what=what),
        "Record the request to POST /jobs or the answer to it, with its body.",
    )


def _cut(what: str, error: BadInput) -> Damaged:
    told = say("{what} is cut off: the record ends before the body does.", what=what)
    damaged = Damaged(told, "Record it again, whole.")
    damaged.__cause__ = error
    return damaged


def _from_curl(text: str, what: str, depth: int) -> Reading:
    command = read_curl(text, what)
    reading = _read(command.body.lstrip(), what, depth + 1)
    return _with_notes(reading, say("It was taken out of a curl command."), _told_secrets(command.secrets))


def _told_secrets(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return say("Left out, as they are secrets: {names}.", names=_listed(names))


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(map(clean, names[:MOST_TOLD]))
    return f"{shown}, …" if len(names) > MOST_TOLD else shown


def _from_json(data: bytes, what: str, depth: int) -> Reading:
    found = read_json(data, what)
    if depth > DEEPEST_WRAP:
        raise _without_end(what)
    if found.root is None:
        return _read(found.text.encode("utf-8", "surrogateescape").lstrip(), what, depth + 1)
    reading = _from_root(found.root, what)
    if xml.local_name(found.root) == "Request":
        reading = _with_notes(reading, say("It was a request as JSON."))
    if not found.left_out:
        return reading
    left_out = say("Left out, as no element can have such a name: {names}.", names=_listed(found.left_out))
    return replace(reading, notes=(*reading.notes, left_out))


def _from_text(text: str, what: str, depth: int) -> Reading:
    """A request in the middle of something else, such as a log, a script for a shell or the source of a program."""
    found = _STANDING.search(text)
    if found is None and "{" in text and _NODES.search(text):
        return _with_notes(_from_json_in(text, what, depth), say("It was found in the middle of a text."))
    whole = text
    if found is not None and (said := _said_by_source(text, found.start())):
        whole, found = said, _STANDING.search(said)
    ending = f"</{found[1]}>" if found else ""
    end = whole.rfind(ending) if found else -1
    if found is None or end < 0:
        raise Damaged(
            say("{what} is neither a composition nor a request.", what=what),
            "Open a .tilewright file, the XML that is sent to POST /jobs, a reply to it, or a callback.",
        )
    data = whole[found.start() : end + len(ending)].encode("utf-8", "surrogateescape")
    return _with_notes(_from_root(xml.parse(data, what), what), say("It was found in the middle of a text."))


def _from_json_in(text: str, what: str, depth: int) -> Reading:
    """The first request among the dicts of ``text``; what stands around them may have braces as well."""
    failure: BadInput | None = None
    for data in (*dicts_with(_NODES, text), text[text.find("{") : text.rfind("}") + 1]):
        try:
            return _from_json(data.encode("utf-8", "surrogateescape"), what, depth + 1)
        except BadInput as error:
            failure = failure or error
    raise failure or _without_end(what)


def _said_by_source(text: str, at: int) -> str:
    """What the literals say that begin right before ``at``; empty where none does."""
    start = at - 1
    if start < 0 or text[start] not in "'\"":
        return ""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if _ASSIGNED.fullmatch(line):
        return shell_text(text, start)
    if text[max(start - 2, 0) : start + 1] in {"'''", '"""'}:
        start -= 2
    prefix = _PREFIX.search(text, max(start - 2, 0), start)
    return python_text(text, prefix.start() if prefix else start)


# What it is


def _from_root(root: xml.Element, what: str) -> Reading:
    name = xml.local_name(root)
    if name == "Request":
        return read_request_element(root, what)
    xml.drop_namespace(root)
    details = [root] if name == "JobsDetail" else list(xml.children(root, "JobsDetail"))
    if not details:
        raise Damaged(
            say("{what} contains no request: it starts with <{name}>.", what=what, name=name),
            "Open the XML that is sent to POST /jobs, a reply to it, or a callback.",
        )
    ours = [detail for detail in details if xml.text(detail, "Tag") == TAG]
    chosen = (ours or details)[0]
    told = _what_it_was(chosen, is_callback=bool(xml.text(root, "EventName")))
    reading = _with_notes(read_request_element(_request_of(chosen), what), told)
    if len(details) == 1:
        return reading
    number = details.index(chosen) + 1
    note = say("{what} lists {count} jobs; the first was taken.", what=what, count=len(details))
    if number > 1:
        note = say(
            "{what} lists {count} jobs; number {number} was taken, the first that composes videos.",
            what=what,
            count=len(details),
            number=number,
        )
    return replace(reading, notes=(*reading.notes, note))


def _what_it_was(detail: xml.Element, *, is_callback: bool) -> str:
    job = read_job(detail)
    if not job.job_id or not job.state:
        return say("It was a callback.") if is_callback else say("It was an answer of the service.")
    named = {"job": clean(job.job_id[:64]), "state": clean(job.state[:20])}
    if is_callback:
        return say("It was a callback of job {job}, whose state is {state}.", **named)
    return say("It was an answer about job {job}, whose state is {state}.", **named)


def _request_of(detail: xml.Element) -> xml.Element:
    request = xml.new("Request")
    xml.add(request, "Tag", xml.text(detail, "Tag"))
    operation = xml.child(detail, "Operation")
    if operation is not None:
        for result in [node for node in operation if xml.local_name(node) in RESULTS]:
            operation.remove(result)
        request.append(operation)
    return request
