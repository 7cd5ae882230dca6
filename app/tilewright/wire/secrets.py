"""Secrets that travel inside documents are dropped before anything is stored."""

from __future__ import annotations

from ..model.secrets import clean, clean_address
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
