"""The window, as the command line opens it. What only verbs need is not imported here: the window is waited for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..errors import AppError
from .names import NAMES


def is_for_window(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for the window: no verb, at most a file."""
    if not arguments:
        return True
    first = arguments[0]
    return len(arguments) == 1 and not first.startswith("-") and first not in NAMES


def run_window(window: Callable[[], int]) -> int:
    """Run the window; what keeps it from opening becomes a sentence and an exit code."""
    try:
        return window()
    except AppError as error:
        from .exit_codes import code_of
        from .output import Output

        Output(as_json=False, quiet=False).error(error)
        return code_of(error)
