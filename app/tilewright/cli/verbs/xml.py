"""`xml`: the request as `submit` would send it, and the same for other hands."""

from __future__ import annotations

import argparse
import contextlib
import shlex
from pathlib import Path

from ...checks import check
from ...errors import AppError, WrongUse
from ...model.composition import Composition
from ...model.source import Known
from ...usecases.make import request_text
from ...usecases.request_forms import KINDS, Form, as_curl, as_python, as_xml
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import open_input
from ..output import Output
from ..verb import Verb, add_profile

_CURE = "Name the folder where it lies: --files FOLDER. Or bring it into the bucket: `tilewright bucket put`."


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="composition or request; - is standard input")
    parser.add_argument("--pretty", action="store_true", help="indent the elements")
    parser.add_argument("--with-mark", action="store_true", help="show the mark and the short id that a job gets")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=KINDS,
        help="print it to hand on, with HIDDEN where something secret would be: as xml, as a script that sends it once "
        "(curl, python; the keys come from the environment), or as the local renderer's command (ffmpeg)",
    )
    parser.add_argument(
        "--files",
        type=Path,
        metavar="FOLDER",
        help="with --as ffmpeg: take videos and images from there, by the names at the ends of their addresses",
    )
    parser.add_argument(
        "--pictures",
        type=Path,
        metavar="FOLDER",
        help="with --as ffmpeg: write the pictures of watermarks there, which the command needs",
    )
    add_profile(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    if args.kind not in {None, "xml"} and (args.pretty or args.with_mark):
        raise WrongUse("--pretty and --with-mark are for XML.", f"Leave them out with --as {args.kind}.")
    if args.kind != "ffmpeg" and (args.files or args.pictures):
        raise WrongUse("--files and --pictures are for FFmpeg's command.", "Use them with --as ffmpeg.")
    opened = open_input(args.file, output)
    if not output.quiet:
        _tell_errors(opened.composition, args, output)
    if args.kind is None:
        data = request_text(opened.composition, pretty=args.pretty, with_mark=args.with_mark)
        _print("xml", data.decode(), output)
        return exit_codes.DONE
    form = _form(opened.composition, args)
    _print(args.kind, form.text, output)
    for note in form.notes:
        output.hint(f"Note: {note}")
    return exit_codes.DONE


def _tell_errors(composition: Composition, args: argparse.Namespace, output: Output) -> None:
    """How many there are in the request itself. No video is looked at for that: the request depends on none."""
    target = None
    with contextlib.suppress(AppError):  # no verb but this one does without a profile
        target = Workplace.open().target(args.profile)
    errors = [problem for problem in check(composition, Known(), target) if problem.severity == "error"]
    if errors:
        told = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        see = "`tilewright check` shows them."
        if args.file != "-":
            see = f"See them: tilewright check {shlex.quote(args.file)}"
        output.hint(f"Note: it has {told}, so `submit` would refuse it. {see}")


def _form(composition: Composition, args: argparse.Namespace) -> Form:
    if args.kind == "xml":
        return as_xml(composition, pretty=args.pretty, with_mark=args.with_mark)
    workplace = Workplace.open()
    if args.kind == "ffmpeg":
        from ...usecases.ffmpeg_form import as_ffmpeg, find_at_hand  # late: it brings PyAV and Pillow

        at_hand = find_at_hand(composition, workplace, profile=args.profile, folder=args.files)
        return as_ffmpeg(composition, at_hand, args.pictures, _CURE)
    return (as_curl if args.kind == "curl" else as_python)(composition, workplace.target(args.profile))


def _print(kind: str, text: str, output: Output) -> None:
    if output.as_json:
        output.record({kind: text})
    else:
        output.raw(text.encode() if text.endswith("\n") else text.encode() + b"\n")


VERB = Verb(
    "xml",
    "print the request as submit would send it, or a script that sends it",
    "tilewright xml --pretty lesson.tilewright\n  tilewright xml --as curl lesson.tilewright > send-once.sh\n"
    "  tilewright xml --as ffmpeg --pictures . lesson.tilewright > render.sh",
    _add,
    _run,
)
