"""What the tables of the local cloud's abilities (`able_files`, `able_picture`, …) are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.value import Element
from ..text import say


@dataclass(frozen=True, slots=True)
class Able:
    """What the local cloud can do with one field: ``can`` tells for a value; ``instead`` is what a fix puts there;
    ``why`` is a sentence for what it cannot do, where that does not speak for itself.
    """

    field: str
    what: str
    can: Callable[[Any], bool]
    instead: Any = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Beyond:
    """Something that the local cloud cannot do: the field, what it would be, what a fix puts there instead, and
    ``why``, as in `Able`.
    """

    path: str
    what: str
    instead: Any = None
    why: str = ""


def is_word(*words: str) -> Callable[[Any], bool]:
    """Whether a value is one of ``words``, in any case; true and false are words here."""
    folded = {word.lower() for word in words}
    return lambda value: str(value).lower() in folded


def is_exactly(*values: str | int) -> Callable[[Any], bool]:
    return lambda value: value in values


IS_OFF = is_word("false")


def beyond(path: str, values: Any, table: Sequence[Able]) -> Iterator[Beyond]:
    """What of ``values``, an element that lies at ``path`` or ``None``, the ``table`` says is not possible."""
    for able in table:
        value = getattr(values, able.field, None)
        if value is not None and not able.can(value):
            is_plain = isinstance(value, bool | Element)
            what = able.what if is_plain else say("{what} ({value})", what=able.what, value=value)
            yield Beyond(f"{path}.{able.field}", what, able.instead, able.why)
