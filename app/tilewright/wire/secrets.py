"""Secrets that travel inside documents: signatures and tokens in addresses are dropped before anything is stored."""

from __future__ import annotations

import re

from .xml import Element, attributes, local_name

_NAMES = (
    "q-sign-algorithm|q-ak|q-sign-time|q-key-time|q-header-list|q-url-param-list|q-signature"
    "|x-cos-security-token|x-ci-security-token|sign"
)
_PARAMETER = re.compile(rf"(?P<lead>[?&]|&amp;|(?<![\w-]))(?:{_NAMES})=[^&\s\"'<>]*", re.IGNORECASE)
_BARE_SIGN = re.compile(r"(?i)^sign=")
_USER = re.compile(r"(?P<scheme>https?://)[^/@\s]+@", re.IGNORECASE)
_OF_ACCOUNT = {"Url", "URL", "AudioSource"}
"""Addresses in the account's own storage: a user name in one of them is a secret; a callback's belongs to it."""


def clean(text: str) -> str:
    """``text`` without the parameters that sign an address."""

    def drop(match: re.Match[str]) -> str:
        lead = match["lead"]
        if not lead and _BARE_SIGN.match(match[0]):
            return match[0]  # "sign=" outside an address is a word like any other
        return "?" if lead == "?" else ""

    cleaned = _PARAMETER.sub(drop, text)
    if cleaned == text:
        return text
    return re.sub(r"\?(?:&amp;|&)+", "?", cleaned).rstrip("?&")


def clean_address(text: str) -> str:
    """The address without signature, token and user name."""
    return clean(_USER.sub(r"\g<scheme>", text))


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
