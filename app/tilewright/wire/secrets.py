"""Secrets that travel inside documents are dropped before anything is stored, and hidden in what is copied."""

from __future__ import annotations

from ..model.secrets import HIDDEN_KEY, KEY_ELEMENTS, clean, clean_address, hide_address, is_encryption_key
from . import xml
from .xml import Element, attributes, local_name

_OF_ACCOUNT = {"Url", "URL", "AudioSource"}
"""Addresses in the account's own storage: a user name in one of them is a secret; a callback's belongs to it."""


def clean_tree(root: Element) -> list[str]:
    """Drop secrets everywhere below ``root``, comments included; the names of the elements that held one."""
    touched: list[str] = []
    for node in root.iter():
        name = local_name(node)
        scrub = clean_address if name in _OF_ACCOUNT else clean
        before = node.text or ""
        after = scrub(before)
        changed = before != after
        if changed:
            node.text = after
        if name:
            for key, value in attributes(node):
                if clean(value) != value:
                    node.set(key, clean(value))
                    changed = True
        if changed:
            touched.append(name or "a comment")
    return touched


def hide_secrets(data: bytes, what: str) -> tuple[bytes, tuple[str, ...]]:
    """``data``, XML of ours, with placeholders for keys of encryption and for what signs addresses, and the names of
    the elements that have one now. Without any the very same bytes.
    """
    if not any(sign in data for sign in (*map(str.encode, KEY_ELEMENTS), b"=", b"@")):
        return data, ()
    root = xml.parse(data, what)
    hidden = [_named(node) for node in root.getroottree().iter() if _hide(node)]
    if not hidden:
        return data, ()
    whole = xml.to_bytes(root)
    return whole + (b"\n" if data.endswith(b"\n") else b""), tuple(dict.fromkeys(hidden))


def _named(node: Element) -> str:
    return local_name(node) or "a comment"


def _hide(node: Element) -> bool:
    """Put placeholders into this node; whether there was anything to hide."""
    before = node.text or ""
    after = hide_address(before)
    if local_name(node) in KEY_ELEMENTS and is_encryption_key(before):
        after = HIDDEN_KEY
    changed = after != before
    if changed:
        node.text = after
    for key, value in attributes(node) if local_name(node) else ():
        if hide_address(value) != value:
            node.set(key, hide_address(value))
            changed = True
    return changed
