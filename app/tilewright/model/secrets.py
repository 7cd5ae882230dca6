"""Secrets that travel inside a composition, in texts of any kind: what signs an address is dropped before anything is
stored; the keys of an encryption belong to the request, and are hidden where it is shown, copied, compared or logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

_NAMES = (
    "q-sign-algorithm|q-ak|q-sign-time|q-key-time|q-header-list|q-url-param-list|q-signature"
    "|x-cos-security-token|x-ci-security-token|sign"
)
_PARAMETER = re.compile(rf"(?P<lead>[?&]|&amp;|(?<![\w-]))(?:{_NAMES})=[^&\s\"'<>]*", re.IGNORECASE)
_BARE_SIGN = re.compile(r"(?i)^sign=")
_NAMED = re.compile(r"(?P<lead>&amp;|[?&])(?P<name>[^=&?#\s\"'<>]{1,100})=[^&\s\"'<>#]*")
_OURS = re.compile(_NAMES, re.IGNORECASE)
_OF_OTHERS = re.compile(
    rf"{_NAMES}|x-(?:amz|goog)-[a-z-]+|ossaccesskeyid|awsaccesskeyid|googleaccessid|key-pair-id|policy|sig|signature"
    r"|(?:access|auth|security|session)?[_-]?token|(?:access|api|auth|secret)[_-]?(?:key|id)|password",
    re.IGNORECASE,
)
"""What other stores sign an address with; in an address only, as these are words like any other."""
_USER = re.compile(r"(?P<scheme>https?://)[^/\s]+@", re.IGNORECASE)
"""Up to the last @: a password may have one, too."""


def clean(text: str) -> str:
    """``text`` without the parameters that sign an address."""

    def drop(match: re.Match[str]) -> str:
        lead = match["lead"]
        if not lead and _BARE_SIGN.match(match[0]):
            return match[0]  # "sign=" outside an address is a word like any other
        return "?" if lead == "?" else ""

    return _tidied(_PARAMETER.sub(drop, _without(_OURS, text)), text)


def clean_address(text: str) -> str:
    """The address without signature, token and user name."""
    if "=" not in text and "@" not in text:
        return text
    return _unsigned(_USER.sub(r"\g<scheme>", text))


def _unsigned(text: str) -> str:
    cleaned = clean(text)
    return _tidied(_without(_OF_OTHERS, cleaned), cleaned)


def _without(names: re.Pattern[str], text: str) -> str:
    """``text`` without the parameters of addresses that have such names, however these are spelled (`q%2Dak`)."""

    def drop(match: re.Match[str]) -> str:
        if not names.fullmatch(unquote(match["name"])):
            return match[0]
        return "?" if match["lead"] == "?" else ""

    return _NAMED.sub(drop, text) if "=" in text else text


def _tidied(cleaned: str, before: str) -> str:
    if cleaned == before:
        return before
    return re.sub(r"\?(?:&amp;|&)+", "?", cleaned).rstrip("?&")


HIDDEN_KEY = "HIDDEN"
"""Stands in texts where a secret would be: whoever runs a copied command puts it in."""


def hide_address(text: str) -> str:
    """``clean_address`` with placeholders, so that nobody takes it for whole: one in the place of a user name, with its
    password, and one behind the address for what signs it.
    """
    if "=" not in text and "@" not in text:
        return text
    nameless = _USER.sub(rf"\g<scheme>{HIDDEN_KEY}@", text)
    cleaned = _unsigned(nameless)
    return cleaned if cleaned == nameless else f"{cleaned}{'&' if '?' in cleaned else '?'}{HIDDEN_KEY}"


_PLACEHOLDER = re.compile(rf"(?P<lead>[?&]){HIDDEN_KEY}(?=&|#|\s*$)")
_NAMELESS = re.compile(rf"(?P<scheme>https?://){HIDDEN_KEY}@", re.IGNORECASE)


def without_placeholder(text: str) -> str:
    """The address without what `hide_address` put into it."""
    if HIDDEN_KEY not in text:
        return text
    text = _NAMELESS.sub(r"\g<scheme>", text)
    dropped = _PLACEHOLDER.sub(lambda match: "?" if match["lead"] == "?" else "", text)
    return _tidied(dropped.replace("?#", "#"), text) if dropped != text else text


# Encryption keys

KEY_ELEMENTS = ("UriKey", "PlainText")
"""They may hold the key itself (ci-templates §5)."""

_KEYS = "|".join(KEY_ELEMENTS)
_KEY_TAG = re.compile(rf"<(?P<end>\\?/)?(?:[\w.-]{{1,64}}:)?(?:{_KEYS})(?![\w.-])[^<>]*>")
_KEY_MEMBER = re.compile(
    rf"""(?P<name>["'](?:{_KEYS})["']\s{{0,20}}:\s{{0,20}})(?P<value>"(?:[^"\\]++|\\.)*+"?|'(?:[^'\\]++|\\.)*+'?)""",
    re.DOTALL,
)
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)


def is_encryption_key(text: str | None) -> bool:
    """Whether a `UriKey` is the key itself, not the address of a server that gives it out (ci-templates §5)."""
    return bool(text and text.strip()) and not _WEB.match(text or "") and text != HIDDEN_KEY


def aes_key(text: str | None) -> bytes | None:
    """The key of AES-128 that a `UriKey` spells: 16 ASCII characters or 32 hexadecimal digits, else ``None``."""
    word = (text or "").strip()
    if not is_encryption_key(word) or not word.isascii():
        return None
    if re.fullmatch(r"[0-9A-Fa-f]{32}", word):
        return bytes.fromhex(word)
    return word.encode() if len(word) == 16 else None


def without_keys(text: str) -> str:
    """XML or JSON ``text`` to be shown, copied or kept: `HIDDEN_KEY` stands where an encryption key was."""
    if "UriKey" not in text and "PlainText" not in text:
        return text
    return _KEY_MEMBER.sub(_hidden_member, part_without_keys(text, 0, len(text)))


def part_without_keys(text: str, start: int, end: int) -> str:
    """``text[start:end]`` of XML, with `HIDDEN_KEY` for what lies in it of an encryption key, be it a part of one."""
    pieces: list[str] = []
    at = start
    for begin, stop in _keys_in(text):
        if start < stop and begin < end:
            pieces += text[at : max(begin, start)], HIDDEN_KEY
            at = min(stop, end)
    return "".join((*pieces, text[at:end]))


def _keys_in(text: str) -> Iterator[tuple[int, int]]:
    """From where to where keys stand in their elements; the last one to the end, if its element has none."""
    begin: int | None = None
    for tag in _KEY_TAG.finditer(text):
        if tag["end"] and begin is not None:
            if is_encryption_key(text[begin : tag.start()]):
                yield begin, tag.start()
            begin = None
        elif not tag["end"] and begin is None and not tag[0].endswith("/>"):
            begin = tag.end()
    if begin is not None and is_encryption_key(text[begin:]):
        yield begin, len(text)


def fit_to_show(text: str) -> str:
    """A part of a request, as text, without its keys and without what signs addresses."""
    return clean_address(without_keys(text))


def without_key(text: str) -> str:
    """A `UriKey` as it is shown: `HIDDEN_KEY` where it is the key itself, in an address for what is secret there."""
    return HIDDEN_KEY if is_encryption_key(text) else hide_address(text)


def _hidden_member(member: re.Match[str]) -> str:
    quote, value = member["value"][0], member["value"][1:].removesuffix(member["value"][0])
    return f"{member['name']}{quote}{without_key(value)}{quote}"
