"""Numbers as people type them into a field: ``440``, ``50%``, ``1920/3``, ``w/2 - 8``, ``+=16`` (security 8).

A grammar of its own: numbers, ``+ - * / ( ) %`` and names; nothing else is understood, and nothing is run.

    expression = [ "+=" | "-=" | "*=" | "/=" ] sum
    sum        = product { ("+" | "-") product }
    product    = factor { ("*" | "/") factor }
    factor     = { "+" | "-" } ( number | name | "(" sum ")" ) { "%" | unit }

A percentage is a share of a whole that the field gives: ``50%`` of the frame's width. Times or divided by a length it
is a plain part: ``w * 50%``. After ``+=`` and ``-=`` it is a share of the value itself. A unit is the one that the
field has, as in ``440 px``; it changes nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NoReturn

from ..text import say

MOST_CHARACTERS = 200
DEEPEST = 20
LARGEST = 10**15
"""The largest value, as in ``model.value.Whole``."""

Operator = Literal["", "+=", "-=", "*=", "/="]
OPERATORS: tuple[Operator, ...] = ("+=", "-=", "*=", "/=")

_TOKEN = re.compile(
    r"(?P<number>(?:\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+|\d+)(?:\.\d*)?|\.\d+)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>[-+*/()%])"
)
_SPACES = "[ \t\u00a0\u2009\u202f]"
_ALIASES = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "％": "%"})


class Unreadable(ValueError):
    """What was typed cannot be read; ``sentence`` says why."""

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = say(template, **values)
        super().__init__(self.sentence)


def evaluate(
    text: str,
    *,
    current: float | None = None,
    whole: float | None = None,
    names: Mapping[str, float] | None = None,
    unit: str = "",
) -> float:
    """The value of ``text``; whole numbers come back exact.

    ``current`` is what ``+=`` and its like start from, ``whole`` what a percentage is a share of, ``names`` the names
    that may stand in it, told apart without case, as ``unit``, which may follow a number or a bracket.
    Raises ``Unreadable`` with a sentence for the one who typed it.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("This is longer than {most} characters.", most=MOST_CHARACTERS)
    operator, rest = _split(without_unit(text, unit).translate(_ALIASES).strip())
    if operator and current is None:
        raise Unreadable("There is no value yet that {operator} could change.", operator=operator)
    share = (current if operator in {"+=", "-="} else whole) if "%" in rest else None
    spelled = tuple((name.lower(), number) for name, number in (names or {}).items())
    result = _read(rest, spelled, share, as_factor=operator in {"*=", "/="})
    return _checked(result if current is None else _applied(operator, current, result))


def without_unit(text: str, unit: str) -> str:
    """``text`` without ``unit`` wherever it stands behind a number or a bracket."""
    if not unit or unit == "%":
        return text
    return re.sub(rf"(?<=[\d.)]){_SPACES}*{re.escape(unit)}(?![\w/])", "", text, flags=re.IGNORECASE)


def goes_on(text: str) -> bool:
    """Whether ``text`` says what becomes of the value that there is, as ``+=16`` does."""
    return bool(_split(text.translate(_ALIASES).strip())[0])


def round_whole(number: float) -> int:
    """The nearest whole number, halves up, below zero too."""
    return math.floor(number + 0.5)


@lru_cache(maxsize=16, typed=True)
def _read(text: str, names: tuple[tuple[str, float], ...], whole: float | None, *, as_factor: bool) -> float:
    """The same text is read for each of a thousand tiles."""
    return _Parser(text, dict(names), whole).read(as_factor=as_factor)


def _split(text: str) -> tuple[Operator, str]:
    for operator in OPERATORS:
        if text.startswith(operator):
            return operator, text[2:]
    return "", text


def _applied(operator: Operator, current: float, value: float) -> float:
    match operator:
        case "+=":
            return current + value
        case "-=":
            return current - value
        case "*=":
            return current * value
        case "/=":
            return _divided(current, value)
        case _:
            return value


def _divided(above: float, below: float) -> float:
    if below == 0:
        raise Unreadable("Nothing can be divided by 0.")
    exact = isinstance(above, int) and isinstance(below, int) and above % below == 0
    return above // below if exact else above / below


def _checked(value: float) -> float:
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise Unreadable("This number is too large.")
    return int(value) if value == int(value) else value


@dataclass(frozen=True, slots=True)
class _Term:
    """A number, and whether it is a share of something that is not said yet."""

    number: float
    is_share: bool = False


class _Parser:
    """Reads one expression from left to right. Every step takes a token, so it ends."""

    def __init__(self, text: str, names: Mapping[str, float], whole: float | None) -> None:
        self._names, self._whole = names, whole
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def read(self, *, as_factor: bool) -> float:
        if not self._tokens:
            raise Unreadable("There is no number here.")
        term = self._sum()
        left = self._peek()
        if left is not None:
            self._refuse(left)
        return term.number if as_factor else self._length(term)

    def _refuse(self, token: str) -> NoReturn:
        if token == ")":  # noqa: S105 - a bracket
            raise Unreadable("A bracket is closed that was not opened.")
        raise Unreadable("Between two numbers a sign is missing, before “{token}”.", token=token)

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *wanted: str) -> str | None:
        token = self._peek()
        if token in wanted:
            self._at += 1
            return token
        return None

    def _length(self, term: _Term) -> float:
        if not term.is_share:
            return term.number
        if self._whole is None:
            raise Unreadable("A percentage has nothing here to be a part of.")
        return _limited(term.number * self._whole)

    def _sum(self) -> _Term:
        left = self._product()
        while sign := self._take("+", "-"):
            right = self._product()
            amount = self._length(right)
            left = _Term(_limited(self._length(left) + (amount if sign == "+" else -amount)))
        return left

    def _product(self) -> _Term:
        left = self._factor()
        while sign := self._take("*", "/"):
            right = self._factor()
            if sign == "*":
                left = _Term(_limited(left.number * right.number), left.is_share and right.is_share)
            else:
                left = _Term(_limited(_divided(left.number, right.number)), left.is_share and not right.is_share)
        return left

    def _factor(self) -> _Term:
        is_negative = False
        while sign := self._take("+", "-"):
            is_negative ^= sign == "-"
        term = self._atom()
        while self._take("%"):
            term = _Term(term.number / 100, is_share=True)
        return _Term(-term.number, term.is_share) if is_negative else term

    def _atom(self) -> _Term:
        token = self._peek()
        if token is None:
            raise Unreadable("A number is missing at the end.")
        self._at += 1
        if token == "(":  # noqa: S105 - a bracket
            return self._bracket()
        if token[0].isdecimal() or token[0] == ".":
            return _Term(_number(token))
        if token in self._names:
            return _Term(self._names[token])
        if token[0] not in "+-*/()%":
            self._refuse_name(token)
        raise Unreadable("A number is missing before “{token}”.", token=token)

    def _refuse_name(self, token: str) -> NoReturn:
        if not self._names:
            raise Unreadable("“{name}” is not a number.", name=token)
        known = ", ".join(self._names)
        raise Unreadable("“{name}” is not a number. Beside numbers, this takes {names}.", name=token, names=known)

    def _bracket(self) -> _Term:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable("There are too many brackets.")
        term = self._sum()
        if not self._take(")"):
            raise Unreadable("A bracket is not closed.")
        self._depth -= 1
        return term


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = re.sub(f"^{_SPACES}+|{_SPACES}+$", "", text)
    while at < len(text):
        space = re.compile(_SPACES).match(text, at)
        if space:
            at = space.end()
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            if text[at] == ",":
                raise Unreadable("Write decimals with a point, as in 12.5.")
            raise Unreadable("“{sign}” cannot stand in a number.", sign=text[at])
        at = found.end()
        yield found[0].lower()


def _number(token: str) -> float:
    plain = re.sub(_SPACES, "", token)
    return _limited(float(plain) if "." in plain else int(plain))


def _limited(value: float) -> float:
    if abs(value) > LARGEST:
        raise Unreadable("This number is too large.")
    return value
