"""The window, as the command line opens it. What only verbs need is not imported here: the window is waited for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from ..errors import Absent, AppError, WrongUse
from .names import NAMES


def is_for_window(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for the window: no verb, at most a file."""
    if not arguments:
        return True
    first = arguments[0]
    return len(arguments) == 1 and not first.startswith("-") and first not in NAMES


def refused(arguments: Sequence[str]) -> int:
    """Say what is wrong with arguments that are neither a verb's nor the window's; the exit code, 0 if they are."""
    try:
        _require_known(arguments)
    except AppError as error:
        return _told(error)
    return 0


def run_window(window: Callable[[], int]) -> int:
    """Run the window; what keeps it from opening becomes a sentence and an exit code."""
    try:
        return window()
    except AppError as error:
        return _told(error)


def _require_known(arguments: Sequence[str]) -> None:
    """Raise ``Absent`` or ``WrongUse`` unless ``arguments`` begin with a verb or an option, or are a file for the
    window. What is there and cannot be opened is told in the window.
    """
    if not arguments or arguments[0].startswith("-") or arguments[0] in NAMES:
        return
    first = arguments[0]
    if not os.path.exists(first):  # noqa: PTH110 - a path that no system takes is just not there
        import difflib

        near = difflib.get_close_matches(first, NAMES, n=1)
        meant = f"Did you mean `tilewright {near[0]}`? " if near else ""
        raise Absent(
            f"There is no verb “{first}”, and no file of that name.", f"{meant}`tilewright --help` shows the verbs."
        )
    if len(arguments) > 1:
        raise WrongUse(
            "The window takes a file and nothing else.", f"A verb comes first, as in `tilewright check {first}`."
        )


def _told(error: AppError) -> int:
    from .exit_codes import code_of
    from .output import Output

    Output(as_json=False, quiet=False).error(error)
    return code_of(error)
