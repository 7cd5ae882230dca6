"""Wrong use of the command line, told where it was typed: the usage of that verb, and the word that was meant."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from .exit_codes import WRONG_USE
from .output import printable


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
