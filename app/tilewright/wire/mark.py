"""The mark: how an intent recognises its job (sending-once, rule 2).

``tw1:`` + 26 characters of Crockford's base 32 (130 random bits) + one check character, in `UserData` behind the
user's own text. It is recognised by its shape, never guessed from a part.
"""

from __future__ import annotations

import re
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX = "tw1:"
_BODY = 26

MARK_LENGTH = len(_PREFIX) + _BODY + 1
"""Characters of a mark, without the space before it."""

_SHAPE = re.compile(rf"(?<![\w:])tw1:([{_LETTERS}]{{{_BODY + 1}}})(?![\w:])")


def new_mark() -> str:
    """A mark nobody has yet."""
    body = "".join(secrets.choice(_LETTERS) for _ in range(_BODY))
    return f"{_PREFIX}{body}{_check(body)}"


def _check(body: str) -> str:
    """Luhn's sum in base 32: finds every single wrong character and most swapped neighbours."""
    total = 0
    for position, letter in enumerate(reversed(body)):
        value = _LETTERS.index(letter)
        if position % 2 == 0:
            value *= 2
            value = value // 32 + value % 32
        total += value
    return _LETTERS[-total % 32]


def is_mark(candidate: str) -> bool:
    """Whether ``candidate`` is a whole mark with the right check character."""
    match = _SHAPE.fullmatch(candidate)
    return bool(match) and _check(match[1][:-1]) == match[1][-1] if match else False


def find_mark(user_data: str | None) -> str | None:
    """The last whole mark in ``user_data``."""
    found = [match[0] for match in _SHAPE.finditer(user_data or "") if is_mark(match[0])]
    return found[-1] if found else None


def without_mark(user_data: str | None) -> str | None:
    """The user's own text: all marks and the space before each taken out; ``None`` when nothing is left."""
    if user_data is None:
        return None
    rest = user_data
    for match in reversed(list(_SHAPE.finditer(user_data))):
        if is_mark(match[0]):
            start = match.start() - (1 if rest[: match.start()].endswith(" ") else 0)
            rest = rest[:start] + rest[match.end() :]
    if rest == user_data:
        return user_data
    return rest or None


def with_mark(user_data: str | None, mark: str) -> str:
    """The text to send: the user's own, a space, and exactly this one mark."""
    own = without_mark(user_data)
    return f"{own} {mark}" if own else mark


def short_id(mark: str) -> str:
    """The first eight characters of the mark's body in lower case: the second witness, in the output's name."""
    return mark.removeprefix(_PREFIX)[:8].lower()
