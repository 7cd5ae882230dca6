"""Reads the command line, runs one verb, and turns every failure into a sentence and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import errno
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .. import __version__, errors, log, settings
from . import exit_codes
from .names import NAMES
from .output import Output
from .parser import Parser

if TYPE_CHECKING:
    from .verb import Verb

logger = logging.getLogger(__name__)


def build_parser(names: Sequence[str] = NAMES) -> Parser:
    """The parser of these verbs, each with an example and the exit codes in its help."""
    from .verbs import verb  # late: what the verbs import is not needed by the window

    parser = Parser(
        prog="tilewright",
        description="Lay out videos in a frame and get one composed video.",
        epilog=exit_codes.TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"tilewright {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name in names:
        _add_verb(verbs, verb(name))
    return parser


def _add_verb(verbs: argparse._SubParsersAction[Parser], verb: Verb) -> None:
    from .verb import add_common, epilog

    parser = verbs.add_parser(
        verb.name,
        help=verb.summary,
        description=verb.summary,
        epilog=epilog(verb.example),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_common(parser)
    verb.add(parser)
    parser.set_defaults(run=verb.run)


def run(arguments: Sequence[str]) -> int:
    """Run one verb; the exit code. Never raises for anything a user can cause."""
    wanted = [name for name in arguments[:1] if name in NAMES]
    args = build_parser(wanted or NAMES).parse_args(arguments)  # what the other verbs import takes most of the time
    output = Output(as_json=args.json, quiet=args.quiet)
    return guarded(args.verb, output, lambda: args.run(args, output))


def run_without_window(arguments: Sequence[str]) -> int:
    """What happens where no window can be shown: without a file, the sample's video is made."""
    from . import first_video

    output = Output(as_json=False, quiet=False)
    return guarded("first video", output, lambda: first_video.run(arguments, output))


def guarded(what: str, output: Output, work: Callable[[], int]) -> int:
    """Run ``work``; a failure becomes a sentence and an exit code."""
    _end_like_ctrl_c()
    logging.raiseExceptions = False  # a log that cannot be written is no reason for a traceback
    try:
        with contextlib.suppress(errors.AppError):
            log.start(settings.home())  # a verb that needs the home will say what is wrong with it
        code = work()
    except errors.AppError as error:
        logger.info("%s ended: %s", what, error.message)
        if output.as_json and isinstance(error, errors.ProblemsFound):
            from .problems import show_problems

            show_problems(error.problems, output)
        output.error(error)
        return exit_codes.code_of(error)
    except KeyboardInterrupt:
        output.clear_bar()
        output.hint("Interrupted.")
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away, as in `| head`: nothing is wrong.
        _abandon_stdout()
        return exit_codes.DONE
    except Exception as error:  # noqa: BLE001 - the outermost edge: never a traceback for the user
        output.error(_unforeseen(error, what))
        return exit_codes.LOCAL_TROUBLE
    return code


def _end_like_ctrl_c() -> None:
    """Have nothing left behind when the system ends us or the terminal is closed, unless `nohup` wants us to go on."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def _abandon_stdout() -> None:
    """Drop what is still in its buffer: Python would complain of it at the end, with an exit code of its own."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unforeseen(error: Exception, what: str) -> errors.AppError:
    """What to say of a failure that nobody translated: a full disk under stdout, else a defect of ours."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
        _abandon_stdout()
        return errors.DiskFull(f"The output cannot be written: {error.strerror}.", "Free some space and try again.")
    logger.exception("%s failed", what)
    place = ""
    with contextlib.suppress(errors.AppError):
        place = f" What happened is written in {settings.home() / 'log' / 'tilewright.log'}."
    return errors.LocalTrouble(f"Tilewright made a mistake and stopped.{place}", "Please report it with that file.")
