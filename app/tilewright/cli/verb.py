"""What a verb of the command line is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from . import exit_codes
from .output import Output

Run = Callable[[argparse.Namespace, Output], int]


@dataclass(frozen=True, slots=True)
class Verb:
    """``add`` declares the arguments, ``run`` does the work and returns the exit code."""

    name: str
    summary: str
    example: str
    add: Callable[[argparse.ArgumentParser], None]
    run: Run


def epilog(example: str) -> str:
    """The end of a verb's help."""
    return f"example:\n  {example}\n\n{exit_codes.TEXT}"


def add_common(parser: argparse.ArgumentParser, *, default: object = False) -> None:
    """What every verb takes. ``default`` is ``argparse.SUPPRESS`` for actions of a verb that has them already."""
    parser.add_argument(
        "--json", action="store_true", default=default, help="print the result as one JSON object, lists one a line"
    )
    parser.add_argument("--quiet", "-q", action="store_true", default=default, help="say nothing on stderr but errors")


def add_profile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="P", help="profile to use instead of the default one")


def add_force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="replace the output if it exists")


def size(text: str) -> tuple[int, int]:
    """``1920x1080`` as numbers."""
    width, separator, height = text.lower().replace("×", "x").partition("x")
    if not separator or not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it as 1920x1080")
    return int(width), int(height)


def whole(text: str) -> int:
    """A whole number of at least 0."""
    if text.startswith("-") and text[1:].isdigit():
        raise argparse.ArgumentTypeError(f"{text} is less than 0; it takes a whole number of pixels from 0 to 999999")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of pixels")
    return int(text)
