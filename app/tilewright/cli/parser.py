"""Wrong use of the command line, told where it was typed: the usage of that verb, and the word that was meant."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from ..errors import Absent, WrongUse
from .exit_codes import WRONG_USE
from .names import NAMES
from .output import printable

_SHOWS_VERBS = "`tilewright --help` shows the verbs."


class Parser(argparse.ArgumentParser):
    """Takes nothing that it does not know, so that a verb tells of it, not the program that has the verbs."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        parsed, more = super().parse_known_args(args, namespace)
        if more:
            self.error(_too_much(more[0], self._option_string_actions))
        return parsed, more

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USE, printable(f"{self.prog}: {message}\n  `{self.prog} --help` explains it.\n"))


def _too_much(argument: str, options: Iterable[str]) -> str:
    if not argument.startswith("-"):
        return f"{argument} is one argument too many"
    name = argument.partition("=")[0]
    near = difflib.get_close_matches(name, options, n=1)
    return f"{name} is not known here" + (f"; did you mean {near[0]}?" if near else "")


def require_known(arguments: Sequence[str]) -> None:
    """Raise ``Absent`` or ``WrongUse`` unless ``arguments`` begin with a verb or an option, or are a file for the
    window. What is there and cannot be opened is told in the window.
    """
    if not arguments or arguments[0].startswith("-") or arguments[0] in NAMES:
        return
    first = arguments[0]
    if not os.path.exists(first):  # noqa: PTH110 - a path that no system takes is just not there
        near = difflib.get_close_matches(first, NAMES, n=1)
        meant = f"Did you mean `tilewright {near[0]}`? " if near else ""
        raise Absent(f"There is no verb “{first}”, and no file of that name.", meant + _SHOWS_VERBS)
    if len(arguments) > 1:
        raise WrongUse(
            "The window takes a file and nothing else.", f"A verb comes first, as in `tilewright check {first}`."
        )
