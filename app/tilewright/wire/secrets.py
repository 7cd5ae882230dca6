"""Secrets that travel inside documents are dropped before anything is stored, and hidden in what is copied."""

from __future__ import annotations

import re

from ..model.secrets import (
    HIDDEN_KEY,
    KEY_ELEMENTS,
    clean,
    clean_address,
    hide_address,
    is_encryption_key,
    without_placeholder,
)
from ..model.value import INSIDE
from ..text import Text, say
from . import xml
from .xml import Element, attributes, local_name

SECRET_HEADER = re.compile(
    r"(?:proxy-)?authorization|(?:set-)?cookie|.*(?:token|secret|key|signature).*", re.IGNORECASE
)
"""Names of headers whose values are secrets."""

SIGNED = re.compile(r"[?&](?:q-signature|sign)=")

_OF_ACCOUNT = {"Url", "URL", "AudioSource"}
"""Addresses in the account's own storage: a user name in one of them is a secret; a callback's belongs to it."""

_SECRET = re.compile(
    r"(?:tmp)?[_-]?secret[_-]?(?:key|id)|(?:security|session|x-c(?:os|i)-security)?[_-]?token|authorization",
    re.IGNORECASE,
)
"""Elements and members that are keys of an account; no request has one (ci-jobs §1), but programs that send them do."""
_MAY_HOLD = re.compile(rb"(?i)[=@]|secret|token|authorization|" + "|".join(KEY_ELEMENTS).encode())


def clean_tree(root: Element) -> list[Text]:
    """Drop secrets everywhere below ``root``, comments included; notes of what was dropped."""
    notes: list[Text] = []
    for node in list(root.iter()):
        if node is not root and _SECRET.fullmatch(local_name(node)):
            notes.append(say("<{name}> was left out: it is a secret, and must not be stored.", name=local_name(node)))
            _drop(node)
    for node in root.iter():
        if _clean(node):
            name = local_name(node) or "a comment"
            notes.append(
                say(
                    "A signature or token was removed from {name}: it would expire, and it must not be stored.",
                    name=name,
                )
            )
    return notes


def _drop(node: Element) -> None:
    """Without the text behind it, which stays."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _clean(node: Element) -> bool:
    """Drop the secrets in this node and in the text between its children; whether there were any."""
    name = local_name(node)
    scrub = clean_address if name in _OF_ACCOUNT else clean
    is_changed = False
    if len(node) and not any(map(local_name, node)) and (whole := scrub(_joined(node))) != _joined(node):
        node.text = whole  # a comment in the middle of a secret
        for inner in node:
            inner.tail = None
        is_changed = True
    if (cleaned := scrub(node.text or "")) != (node.text or ""):
        node.text = cleaned
        is_changed = True
    for inner in node:
        if inner.tail and (cleaned := scrub(inner.tail)) != inner.tail:
            inner.tail = cleaned
            is_changed = True
    for key, value in attributes(node) if name else ():
        if _SECRET.fullmatch(key):
            del node.attrib[key]
            is_changed = True
        elif clean(value) != value:
            node.set(key, clean(value))
            is_changed = True
    return is_changed


def _joined(node: Element) -> str:
    """The text of an element without that of its comments."""
    return (node.text or "") + "".join(inner.tail or "" for inner in node)


def has_placeholder(entry: str) -> bool:
    """Whether an entry of ``kept`` (see `model.value.Element`) holds what stands for a secret in a copy of a request.
    Comments are nobody's to act on.
    """
    if HIDDEN_KEY not in entry or entry.startswith(("<!--", "<?")) or INSIDE.match(entry):
        return False
    if not entry.startswith("<"):
        return _is_placeholder(entry)
    root = xml.fragment(entry)
    return root is not None and any(map(_stands_for_secret, root.iter()))


def _is_placeholder(address: str) -> bool:
    return without_placeholder(address) != address


def _stands_for_secret(node: Element) -> bool:
    name = local_name(node)
    if not name:
        return False
    if (name in KEY_ELEMENTS or _SECRET.fullmatch(name)) and xml.text_of(node).strip() == HIDDEN_KEY:
        return True
    texts = (xml.text_of(node), *(value for _, value in attributes(node)))
    return any(map(_is_placeholder, texts))


def hide_secrets(data: bytes, what: str) -> tuple[bytes, tuple[str, ...]]:
    """``data``, XML of ours, with placeholders for keys of encryption and for what signs addresses, and the names of
    the elements that have one now. Without any the very same bytes.
    """
    if not _MAY_HOLD.search(data):
        return data, ()
    root = xml.parse(data, what)
    hidden = [_named(node) for node in list(root.getroottree().iter()) if _hide(node)]
    if not hidden:
        return data, ()
    whole = xml.to_bytes(root)
    return whole + (b"\n" if data.endswith(b"\n") else b""), tuple(dict.fromkeys(hidden))


def _named(node: Element) -> str:
    return local_name(node) or "a comment"


def _hide(node: Element) -> bool:
    """Put placeholders into this node and the text between its children; whether there was anything to hide."""
    name = local_name(node)
    if name in KEY_ELEMENTS or _SECRET.fullmatch(name):
        whole = "".join(map(str, node.itertext()))
        is_key = is_encryption_key(whole) or (bool(whole.strip()) and whole != HIDDEN_KEY and name not in KEY_ELEMENTS)
        if is_key:
            del node[:]
            node.text = HIDDEN_KEY
            return True
    is_changed = False
    if (after := hide_address(node.text or "")) != (node.text or ""):
        node.text = after
        is_changed = True
    for inner in node:
        if inner.tail and (after := hide_address(inner.tail)) != inner.tail:
            inner.tail = after
            is_changed = True
    for key, value in attributes(node) if name else ():
        after = HIDDEN_KEY if _SECRET.fullmatch(key) else hide_address(value)
        if after != value:
            node.set(key, after)
            is_changed = True
    return is_changed
