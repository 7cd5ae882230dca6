"""The base of every value of a composition: frozen, compared by content, written as JSON."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

import msgspec

from .secrets import fit_to_show

Whole = Annotated[int, msgspec.Meta(ge=-(10**15), le=10**15)]
"""A whole number as a file or request may hold it: beyond 15 digits arithmetic with it would lose something."""

Length = Annotated[int, msgspec.Meta(ge=1, le=10**15)]
"""A side in pixels of what has to have some."""

INSIDE = re.compile(r"(?P<child>[^@#=<]+)#(?P<before>\d{1,9})/(?P<length>\d{1,9})=(?P<node><.*)", re.DOTALL)
"""An entry of ``Element.kept``: a comment inside the text of a child."""

Number = Whole | float
"""A decimal the service writes as text; whole numbers stay whole."""


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A frozen value. Fields that hold their default are left out of the file."""

    def replace(self, **changes: Any) -> Self:
        """A copy with ``changes``; a name that is no field raises ``TypeError``."""
        return msgspec.structs.replace(self, **changes)

    def __repr__(self) -> str:
        """Without keys, and without what signs an address: a failure that prints values must not tell it."""
        told = (f"{name}={_told(getattr(self, name))}" for name in self.__struct_fields__)
        return f"{type(self).__name__}({', '.join(told)})"


def _told(value: Any) -> str:
    return repr(fit_to_show(value) if isinstance(value, str) else value)


class Element(Value, frozen=True, kw_only=True):
    """A value that stands for an element of the request.

    ``kept`` is what a reader found in the element beyond our fields, in order, so that opening, editing
    something else and writing loses nothing. Each entry is one of

    - ``Name``: here stands our field of that element name;
    - ``Name=text``: the same, spelled ``text`` (used while it still means our value); nothing or white space: an empty
      element, which takes a value that is set later unless another of its name stands behind it;
    - ``#text``: text where elements are expected;
    - ``<…>``: an element, comment or instruction we do not know, as it was;
    - ``Name#6/8=<…>``: a comment or instruction in the text of the child ``Name``, behind 6 of its 8 characters;
    - ``@name=value``: an attribute of the element; ``Name@name=value``: of its child ``Name``.
    """

    kept: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """What was kept may be anything: how many entries there are is told."""
        fields = [name for name in self.__struct_fields__ if name != "kept"]
        told = (f"{name}={_told(getattr(self, name))}" for name in fields)
        return f"{type(self).__name__}({', '.join((*told, f'{len(self.kept)} kept'))})"
