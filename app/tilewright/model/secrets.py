"""Secrets that travel inside addresses: signatures and tokens are dropped before anything is stored."""

from __future__ import annotations

import re

_NAMES = (
    "q-sign-algorithm|q-ak|q-sign-time|q-key-time|q-header-list|q-url-param-list|q-signature"
    "|x-cos-security-token|x-ci-security-token|sign"
)
_PARAMETER = re.compile(rf"(?P<lead>[?&]|&amp;|(?<![\w-]))(?:{_NAMES})=[^&\s\"'<>]*", re.IGNORECASE)
_BARE_SIGN = re.compile(r"(?i)^sign=")
_OF_OTHERS = re.compile(
    r"(?P<lead>[?&])(?:x-amz-[a-z-]+|ossaccesskeyid|awsaccesskeyid|signature|(?:access[_-]?|security[_-]?)?token)"
    r"=[^&\s\"'<>#]*",
    re.IGNORECASE,
)
"""What other stores sign an address with; in an address only, as these are words like any other."""
_USER = re.compile(r"(?P<scheme>https?://)[^/@\s]+@", re.IGNORECASE)


def clean(text: str) -> str:
    """``text`` without the parameters that sign an address."""

    def drop(match: re.Match[str]) -> str:
        lead = match["lead"]
        if not lead and _BARE_SIGN.match(match[0]):
            return match[0]  # "sign=" outside an address is a word like any other
        return "?" if lead == "?" else ""

    return _tidied(_PARAMETER.sub(drop, text), text)


def clean_address(text: str) -> str:
    """The address without signature, token and user name."""
    if "=" not in text and "@" not in text:
        return text
    cleaned = clean(_USER.sub(r"\g<scheme>", text))
    return _tidied(_OF_OTHERS.sub(lambda match: "?" if match["lead"] == "?" else "", cleaned), cleaned)


def _tidied(cleaned: str, before: str) -> str:
    if cleaned == before:
        return before
    return re.sub(r"\?(?:&amp;|&)+", "?", cleaned).rstrip("?&")


PLACEHOLDER = "HIDDEN"
"""Stands where a secret would be in what is copied out of the program."""


def hide_address(text: str) -> str:
    """``clean_address`` with a placeholder behind the address, so that nobody takes it for whole."""
    cleaned = clean_address(text)
    if cleaned == text:
        return text
    return f"{cleaned}{'&' if '?' in cleaned else '?'}{PLACEHOLDER}"
