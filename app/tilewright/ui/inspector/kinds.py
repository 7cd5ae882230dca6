"""What kinds of value a field can hold: how each is shown as text and read back. No widgets here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ...layout.expression import LARGEST, Unreadable, evaluate, goes_on, round_whole
from ...model.ranges import Range
from ...model.secrets import clean_address
from ...model.value_words import words_of_values
from ..words import tell, tr

MOST_PIXELS = 65_535
"""Pixels of a side that the file of a video can state: MP4 has 16 bits for it."""

_CLOCK = re.compile(r"(?:(\d{1,9}):)?(\d{1,3}):(\d{2}(?:\.\d{0,9})?)")


@dataclass(frozen=True)
class Context:
    """What typed text is read against: the value there is, what a percentage is a share of, known names, and the unit
    that may be typed as well.
    """

    current: float | None = None
    whole: float | None = None
    names: Mapping[str, float] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True)
class Kind:
    """Text, taken as it is; ``most`` is the number of characters it may have, 0 for any."""

    most: int = 0

    def show(self, value: Any) -> str:
        """The text for ``value``; empty for an absent one."""
        return "" if value is None else str(value)

    def read(self, text: str, context: Context) -> Any:
        """The value of ``text``, ``None`` for an absent one. Raises ``Unreadable``."""
        return text or None

    def goes_on(self, text: str) -> bool:
        """Whether what ``text`` means depends on the value that there is."""
        return False


@dataclass(frozen=True)
class Address(Kind):
    """Where something lies. What signs an address, or lets somebody in, is left out of it."""

    def read(self, text: str, context: Context) -> Any:
        return clean_address(text.strip()) or None

    def drops(self, text: str) -> bool:
        """Whether something in ``text`` is left out because it is secret."""
        return clean_address(text) != text


@dataclass(frozen=True)
class Secret(Kind):
    """Text that is hidden unless somebody asks to see it."""

    def read(self, text: str, context: Context) -> Any:
        return text.strip() or None


@dataclass(frozen=True)
class Number(Kind):
    """A number; ``low`` and ``high`` are what the service takes, ``is_open`` means above ``low`` and not from it,
    ``is_below`` below ``high`` and not up to it.

    A number outside is taken all the same: `outside` says what is wrong with it. ``words`` may stand instead of it.
    Numbers beyond ``limit`` are not read at all, nor those below ``least``: of what that says nothing could be shown.
    ``waits``: one outside is taken, but not shown while it is being typed: its beginning would throw everything about.
    """

    low: float | None = None
    high: float | None = None
    is_whole: bool = False
    is_open: bool = False
    is_below: bool = False
    is_time: bool = False
    words: tuple[str, ...] = ()
    limit: int = LARGEST
    least: int | None = None
    waits: bool = False

    def within(self, takes: Range) -> Number:
        """The same kind of number, of which the service takes those in ``takes``."""
        return replace(self, low=takes.low, high=takes.high, is_open=takes.is_open)

    def show(self, value: Any) -> str:
        if isinstance(value, float) and value == int(value):
            return str(int(value))
        return super().show(value)

    def read(self, text: str, context: Context) -> Any:
        plain = text.strip()
        if not plain or plain in self.words:
            return plain or None
        clock = _CLOCK.fullmatch(plain) if self.is_time else None
        if clock:
            value = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])
        else:
            value = evaluate(
                plain, current=context.current, whole=context.whole, names=context.names, unit=context.unit
            )
        if abs(value) > self.limit:
            raise self._too_large(value)
        if self.least is not None and round_whole(value) < self.least:
            raise Unreadable("The smallest is {low}.", low=self.show(self.least))
        if self.is_whole:
            return round_whole(value)
        value = round(value, 3)
        return int(value) if value == int(value) else value

    def goes_on(self, text: str) -> bool:
        return goes_on(text)

    def outside(self, value: Any) -> tuple[str, float | None]:
        """What is wrong with ``value`` and the nearest good one; an empty sentence when nothing is."""
        if value is None or isinstance(value, str):
            return "", None
        if self.is_below and self.high is not None and value >= self.high:
            return tr("It must be less than {high}.").format(high=self.show(self.high)), None
        if self.high is not None and value > self.high:
            return tr("The largest is {high}.").format(high=self.show(self.high)), self.high
        if self.low is not None and (value < self.low or (self.is_open and value == self.low)):
            told = tr("It must be more than {low}.") if self.is_open else tr("The smallest is {low}.")
            return told.format(low=self.show(self.low)), None if self.is_open else self.low
        return "", None

    def _too_large(self, value: float) -> Unreadable:
        if value > 0 and self.high is not None:
            return Unreadable(
                "{value} is more than the service takes. The largest is {high}.",
                value=self.show(value),
                high=self.show(self.high),
            )
        if value < 0 and self.low is not None:
            return Unreadable("The smallest is {low}.", low=self.show(self.low))
        return Unreadable("{value} is more than a video can have.", value=self.show(value))

    @property
    def takes(self) -> str:
        """What can be typed, as a sentence; empty when that needs no words."""
        if self.low is None:
            return ""
        if self.high is None:
            told = tr("Type a number above {low}.") if self.is_open else tr("Type a number, {low} or more.")
        elif self.is_open:
            told = tr("Type a number above {low}, up to {high}.")
        elif self.is_below:
            told = tr("Type a number from {low} to below {high}.")
        else:
            told = tr("Type a number from {low} to {high}.")
        return told.format(low=self.show(self.low), high="" if self.high is None else self.show(self.high))

    def range_words(self, unit: str = "") -> str:
        """What the service takes, for hints: ``10 to 50000 kbit/s``; empty where it takes any."""
        if self.low is None:
            return ""
        if self.high is None:
            told = tr("Above {low}") if self.is_open else tr("{low} or more")
        elif self.is_open:
            told = tr("Above {low}, up to {high}")
        else:
            told = tr("{low} to below {high}") if self.is_below else tr("{low} to {high}")
        low, high = (self.show(bound) for bound in (self.low, self.high))
        if not unit:
            return told.format(low=low, high=high)
        return told.format(low=f"{low} {unit}" if self.high is None else low, high=f"{high} {unit}")


@dataclass(frozen=True)
class Ids(Kind):
    """Several words, as template ids."""

    def show(self, value: Any) -> str:
        return ", ".join(value or ())

    def read(self, text: str, context: Context) -> Any:
        return tuple(word for word in re.split(r"[\s,;]+", text) if word) or None


@dataclass(frozen=True)
class Colour(Kind):
    """``0xRRGGBB`` of the service, shown as ``#RRGGBB``."""

    def show(self, value: Any) -> str:
        text = super().show(value)
        return f"#{text[2:].upper()}" if re.fullmatch("0[xX][0-9a-fA-F]{6}", text) else text

    def read(self, text: str, context: Context) -> Any:
        plain = text.strip()
        if not plain:
            return None
        found = re.fullmatch("(?:#|0[xX])?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", plain)
        if found is None:
            raise Unreadable("A colour is # and six digits, as in #FFFFFF.")
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
        return f"0x{digits.upper()}"


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no; ``usual`` is what holds while it is absent."""

    usual: bool = False


@dataclass(frozen=True)
class Option:
    """One of the values to choose from, and what it is called."""

    value: Any
    text: str


@dataclass(frozen=True)
class Choice(Kind):
    """One of ``options``; a value that is none of them is shown as it is. ``absent`` is what no value is called."""

    options: tuple[Option, ...] = ()
    absent: str = ""
    look: Literal["list", "places", "segments"] = "list"

    def show(self, value: Any) -> str:
        return next((option.text for option in self.options if option.value == value), super().show(value))


def worded(path: str, *, absent: str = "", look: Literal["list", "places"] = "list") -> Choice:
    """A choice of the values that have words at ``path`` (`model.value_words`)."""
    made = (Option(value, tell(word)) for value, word in words_of_values(path).items())
    return Choice(options=tuple(made), absent=absent, look=look)


def choice(*options: tuple[Any, str] | str, absent: str = "", look: Literal["list", "places"] = "list") -> Choice:
    """A choice of values; a bare word is its own name."""
    made = (Option(*option) if isinstance(option, tuple) else Option(option, option) for option in options)
    return Choice(options=tuple(made), absent=absent, look=look)


def unseen(kind: Kind, values: Iterable[Any]) -> str:
    """What is wrong with the first of ``values`` that is not shown while it is typed; empty where all are."""
    if not isinstance(kind, Number) or not kind.waits:
        return ""
    return next((told for value in values if (told := kind.outside(value)[0])), "")
