"""Starts the window or a verb."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the command ``tilewright``; the exit code."""
    try:
        return _start(arguments)
    except KeyboardInterrupt:  # while starting: later a verb says itself what Ctrl+C means
        sys.stderr.write("Interrupted.\n")
        return 130


def _start(arguments: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Late: imports are most of the time of a short command, and of what the window takes to be seen.
    from .cli.window import is_for_window, refused, run_window

    if code := refused(given):
        return code
    if not is_for_window(given):
        from .cli.main import run

        atexit.register(gc.freeze)  # at its end Python would look for garbage in everything once more, to no use
        return run(given)
    from .settings import has_display

    if not has_display():
        from .cli.main import run_without_window

        return run_without_window(given)
    gc.disable()  # what is imported stays: looking for garbage in it only keeps the window from being seen
    from .ui.application import main as open_window

    gc.enable()
    return run_window(lambda: open_window(given))


if __name__ == "__main__":
    sys.exit(main())
