"""Sentences that know what they were made of, so that the window can say them in another language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

_PLAIN = (str, int, float)
_NONE: Mapping[str, object] = MappingProxyType({})


class Text(str):
    """A finished English sentence, or a word of one; made by `say`.

    It is a string like any other for whoever prints or compares it. ``str()`` of it is one and nothing else; `plain`
    gives that to msgspec, which takes no other. ``template`` is the sentence as it is written in the code, ``values``
    is what was put in: numbers, strings, texts; of anything else its words, so that no error is kept alive. Whatever
    makes a new string of it (``+``, ``strip``, an f-string) loses both.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object] = _NONE) -> Text:
        made = super().__new__(cls, template.format_map(values) if values else template)
        object.__setattr__(made, "template", template)
        kept = {name: value if isinstance(value, _PLAIN) else str(value) for name, value in values.items()}
        object.__setattr__(made, "values", MappingProxyType(kept) if kept else _NONE)
        return made

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"A text does not change: {name}.")

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, object]]]:
        return Text, (self.template, dict(self.values))


def plain(value: object) -> str:
    """The string that a text is, for ``enc_hook`` of msgspec. Raises ``NotImplementedError`` for anything else."""
    if isinstance(value, Text):
        return str(value)
    raise NotImplementedError(f"No file holds a {type(value).__name__}.")


def say(template: str, /, **values: object) -> Text:
    """``say("The frame is {side} pixels wide.", side=7)``: the sentence in English, and what it was made of.

    ``template`` is written where it is said, as one literal: that is how translators find it. Values are put in as
    they are; braces in them mean nothing. Without values nothing in ``template`` means anything but itself.
    """
    return Text(template, values)
