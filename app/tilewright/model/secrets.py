"""Secrets that travel inside a composition: what signs an address is dropped before anything is stored; the keys of
an encryption belong to the request, and are hidden wherever it is shown, copied, compared or logged.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

from .composition import Composition, Kept
from .value import Element

E = TypeVar("E", bound=Element)

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
_USER = re.compile(r"(?P<scheme>https?://)[^/\s]+@", re.IGNORECASE)
"""Up to the last @: a password may have one, too."""


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


HIDDEN_KEY = "HIDDEN"
"""Stands in texts where a secret would be: whoever runs a copied command puts it in."""


def hide_address(text: str) -> str:
    """``clean_address`` with a placeholder behind the address, so that nobody takes it for whole."""
    cleaned = clean_address(text)
    if cleaned == text:
        return text
    return f"{cleaned}{'&' if '?' in cleaned else '?'}{HIDDEN_KEY}"


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


def without_keys(text: str) -> str:
    """XML or JSON ``text`` to be shown, copied or kept: `HIDDEN_KEY` stands where an encryption key was."""
    if "UriKey" not in text and "PlainText" not in text:
        return text
    pieces: list[str] = []
    at, is_inside = 0, False
    for tag in _KEY_TAG.finditer(text):
        if tag["end"] and is_inside:
            pieces.append(_hidden(text[at : tag.start()]))
            at, is_inside = tag.start(), False
        elif not tag["end"] and not is_inside and not tag[0].endswith("/>"):
            pieces.append(text[at : tag.end()])
            at, is_inside = tag.end(), True
    rest = text[at:]
    pieces.append(_hidden(rest) if is_inside else rest)
    return _KEY_MEMBER.sub(_hidden_member, "".join(pieces))


def fit_to_show(text: str) -> str:
    """A part of a request, as text, without its keys and without what signs addresses."""
    return clean_address(without_keys(text))


def _hidden(text: str) -> str:
    return HIDDEN_KEY if is_encryption_key(text) else text


def _hidden_member(member: re.Match[str]) -> str:
    quote, value = member["value"][0], member["value"][1:].removesuffix(member["value"][0])
    return f"{member['name']}{quote}{_hidden(value)}{quote}"


def hidden_keys(composition: Composition) -> Composition:
    """``composition`` with `HIDDEN_KEY` in the place of every encryption key, for texts that are shown or copied."""
    kept = {name: _kept_without_keys(getattr(composition.kept, name)) for name in Kept.__struct_fields__}
    transcode = composition.transcode
    return composition.replace(kept=Kept(**kept), transcode=None if transcode is None else without_keys_in(transcode))


def without_keys_in(value: E) -> E:
    """An element, and those in it, with `HIDDEN_KEY` in the place of encryption keys."""
    changes: dict[str, Any] = {"kept": _kept_without_keys(value.kept)}
    for name in value.__struct_fields__:
        inner = getattr(value, name)
        if name == "uri_key":
            changes[name] = _hidden(inner) if inner is not None else None
        elif isinstance(inner, Element):
            changes[name] = without_keys_in(inner)
    return value.replace(**changes)


def _kept_without_keys(kept: tuple[str, ...]) -> tuple[str, ...]:
    """What a reader kept: a spelling of the key (`UriKey= k `) goes, its place stays."""
    return tuple("UriKey" if entry.startswith("UriKey=") and entry[7:] else without_keys(entry) for entry in kept)


def restored_keys(edited: Composition, original: Composition) -> Composition:
    """``edited``, made from a text that was shown, with the keys of ``original`` where `HIDDEN_KEY` still stands."""
    for owner in ("hls_encrypt", "dash_encrypt"):
        path = ("transcode", "trans_config", owner, "uri_key")
        if _at(edited, path) == HIDDEN_KEY:
            edited = _with(edited, path, _at(original, path))
    return edited


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = None if value is None else getattr(value, name)
    return value


def _with(owner: Any, path: tuple[str, ...], value: Any) -> Any:
    name, *rest = path
    return owner.replace(**{name: _with(getattr(owner, name), tuple(rest), value) if rest else value})
