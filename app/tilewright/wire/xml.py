"""Reading and writing XML safely; the only place that catches lxml's errors."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise
from typing import cast

from lxml import etree

from ..errors import NotWellFormed, Refused
from ..text import say

LARGEST = 4 * 1024 * 1024
DEEPEST = 64

MOST_NODES = 200_000
"""Elements of a document, and what else begins with ``<``: more of them would take more than 64 MiB."""

MOST_ATTRIBUTES = 100
"""Attributes of one element; the service has none at all (ci-jobs §1)."""

MOST_AROUND = 100
"""Comments and instructions before the root, and as many after it."""

SPACE = " \t\r\n"
"""What XML calls white space: other kinds, such as U+00A0 and U+3000, are letters of a value."""

_LONG_TAG = re.compile(rb"<[A-Za-z_][^<>]{65536}")
"""The parser makes all attributes of an element at once, before anybody could count them."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = etree._Element


def parse(data: bytes, what: str) -> Element:
    """The root element of ``data``; ``what`` names it in errors, as in "The request lesson.xml".

    Documents over 4 MiB, of more than 200,000 elements, deeper than 64 of them, with more than 100 attributes at one,
    or with a document type are ``Refused`` (security 4); anything that is not XML is ``Damaged``.
    """
    if len(data) > LARGEST:
        raise Refused(
            say("{what} is larger than 4 MiB.", what=what), "A request is far smaller; is this the right file?"
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused(
            say("{what} has a document type (DTD), which is not allowed.", what=what), "Remove the DOCTYPE part."
        )
    if data.count(b"<") - data.count(b"</") - data.count(b"<![") > MOST_NODES:
        raise too_many(what, MOST_NODES)  # before a parser has worked on it; what this overlooks is counted then
    if _LONG_TAG.search(data):
        raise Refused(
            say("{what} has an element whose attributes take more than 64 KiB.", what=what),
            "A request has none; is this the right file?",
        )
    parser = etree.XMLPullParser(
        events=("start", "end"),  # comments before the root take the longer the more of them there are
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_blank_text=False,
    )
    try:
        root = _feed(parser, data, what)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = _plain(str(error.msg))
        raise NotWellFormed(
            say("{what} is not well-formed XML (line {line}: {reason}).", what=what, line=line, reason=reason),
            "Compare it with the original, or ask for it again.",
            line=line,
            column=column,
            reason=reason,
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(
            say("{what} has a document type (DTD), which is not allowed.", what=what), "Remove the DOCTYPE part."
        )
    return root


def _feed(parser: etree.XMLPullParser, data: bytes, what: str) -> Element:
    depth = nodes = 0
    step = 64 * 1024
    for start in range(0, len(data), step):
        parser.feed(data[start : start + step])
        for event, node in parser.read_events():
            nodes += event == "start"
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise Refused(
                    say("{what} is nested more than {most} elements deep.", what=what, most=DEEPEST),
                    "A request has at most eight levels; is this the right file?",
                )
            if nodes > MOST_NODES:
                raise too_many(what, MOST_NODES)
            if event == "start" and isinstance(node, Element) and len(node.attrib) > MOST_ATTRIBUTES:
                raise Refused(
                    say("{what} has an element with more than {most} attributes.", what=what, most=MOST_ATTRIBUTES),
                    "A request has none; is this the right file?",
                )
    root: Element = parser.close()
    for is_before in (True, False):
        if sum(1 for _ in islice(root.itersiblings(preceding=is_before), MOST_AROUND + 1)) > MOST_AROUND:
            raise Refused(
                say("{what} has more than {most} comments around its elements.", what=what, most=MOST_AROUND),
                "Remove those that are not needed.",
            )
    return root


def too_many(what: str, most: int) -> Refused:
    """What is raised for a document of more than ``most`` elements."""
    return Refused(
        say("{what} has more than {most} elements.", what=what, most=most),
        "A request of a thousand tiles has a tenth of that; is this the right file?",
    )


def _plain(message: str) -> str:
    return message.partition(", line ")[0]


def attributes(element: Element) -> list[tuple[str, str]]:
    """Names and values of the attributes, in order."""
    return [(str(name), str(value)) for name, value in element.attrib.items()]


def local_name(element: Element) -> str:
    """The name without a namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str | None:
    """The namespace of the element; ``None`` for most, and for comments and instructions."""
    return etree.QName(element).namespace if isinstance(element.tag, str) else None


def children(element: Element, name: str) -> Iterator[Element]:
    """Direct children of that name in the element's own namespace (never descendants: ci-jobs §2)."""
    own = namespace(element)
    return (child for child in element if local_name(child) == name and namespace(child) == own)


def drop_namespace(root: Element) -> str:
    """Take the root's namespace from all elements that have it; which it was, empty for none."""
    own = namespace(root)
    if own is None:
        return ""
    for node in root.iter():
        if namespace(node) == own:
            node.tag = local_name(node)
    etree.cleanup_namespaces(root)
    return own


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down ``path`` of direct children."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def text(element: Element | None, *path: str) -> str:
    """The stripped text down ``path`` of direct children; empty when there is none."""
    found = child(element, *path)
    return text_of(found).strip(SPACE) if found is not None else ""


def text_of(element: Element) -> str:
    """The text of an element, whole where comments stand in it; not that of elements in it."""
    if not len(element):
        return element.text or ""
    return (element.text or "") + "".join(inner.tail or "" for inner in element if not local_name(inner))


def is_plain(data: bytes) -> bool:
    """Whether each value stands in ``data`` as it is meant: ASCII, with nothing that a parser takes out or replaces."""
    return data.isascii() and not any(odd in data for odd in (b"\0", b"<!", b"&")) and b"<?" not in data[1:]


def number(element: Element | None, *path: str) -> int | None:
    """The whole number down ``path``; ``None`` when absent or none."""
    found = text(element, *path)
    return int(found) if _WHOLE.fullmatch(found) else None


def is_writable(value: str) -> bool:
    """Whether XML can carry ``value``: no control characters but tab and line ends, no lone surrogates."""
    return not _UNWRITABLE.search(value)


def new(name: str, value: str | None = None, *, namespace: str = "") -> Element:
    """An element; ``namespace`` becomes the default one."""
    element = etree.Element(name, nsmap=cast("dict[str, str]", {None: namespace}) if namespace else None)
    if value is not None:
        set_text(element, value)
    return element


def set_attribute(element: Element, name: str, value: str) -> None:
    """Set an attribute; one that XML cannot carry (from a damaged file) is left out, and so is one too many."""
    with contextlib.suppress(ValueError):
        if len(element.attrib) < MOST_ATTRIBUTES:
            element.set(name, value)


def put_text(parent: Element, last: Element | None, value: str) -> None:
    """Put text behind ``last``, the last child of ``parent``, or into ``parent`` where it has none."""
    if last is None:
        parent.text = value
    else:
        last.tail = value


def put_inside(leaf: Element, nodes: Sequence[tuple[int, Element]]) -> None:
    """Put comments into a leaf that has none, in order, each behind so many characters of its text."""
    text = leaf.text or ""
    starts = [*accumulate((before for before, _ in nodes), max)]
    leaf.text = text[: starts[0]] if starts else text
    for (_, node), (start, end) in zip(nodes, pairwise((*starts, len(text))), strict=True):
        leaf.append(node)
        node.tail = text[start:end] or None


def add(parent: Element, name: str, value: str | int | None = None) -> Element:
    """A new last child of ``parent``, with ``value`` as its text."""
    element = etree.SubElement(parent, name)
    if value is not None:
        set_text(element, str(value))
    return element


def set_text(element: Element, value: str) -> None:
    """Set the text; what XML cannot carry is ``Refused``."""
    try:
        element.text = value
    except ValueError as error:
        raise Refused(
            say("{tag} contains a control character, which XML cannot carry.", tag=element.tag),
            "Remove it from the text.",
        ) from error


def surround(root: Element, entries: Sequence[str]) -> None:
    """Put comments and instructions before (``^<…>``) and after (``$<…>``) the root."""
    for entry in entries:
        node = fragment(entry[1:])
        if node is not None and not local_name(node):
            if entry[0] == "^":
                root.addprevious(node)
            else:
                after = [*root.itersiblings()]
                (after[-1] if after else root).addnext(node)


def to_bytes(element: Element, *, pretty: bool = False, declared: bool = False) -> bytes:
    """UTF-8 bytes. ``pretty`` indents by two spaces and ends with a line feed."""
    if pretty:
        _indent(element)
    element.tail = None
    whole = element if element.getparent() is not None else element.getroottree()
    return etree.tostring(whole, encoding="utf-8", xml_declaration=declared, pretty_print=pretty, with_tail=False)


def _indent(element: Element) -> None:
    """Two spaces a level; values are left alone, also those in which comments stand."""
    texts = [
        (node, node.text, [inner.tail for inner in node])
        for node in element.iter()
        if len(node) and not any(map(local_name, node))
    ]
    etree.indent(element, space="  ")
    for node, text, tails in texts:
        node.text = text
        for inner, tail in zip(node, tails, strict=True):
            inner.tail = tail


def fragment(raw: str) -> Element | None:
    """The element, comment or instruction that ``raw`` spells; ``None`` if it spells none (a damaged entry)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        holder = etree.fromstring(f"<r>{raw}</r>".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return holder[0] if len(holder) == 1 else None


def spell(element: Element) -> str:
    """The element, comment or instruction as text, without what follows it."""
    return etree.tostring(element, encoding="unicode", with_tail=False)
