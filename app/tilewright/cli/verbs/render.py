"""`render`: the video, made by the local cloud."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...errors import OutputExists
from ...usecases.job_records import record_of
from ...usecases.jobs import intent_of
from ...usecases.submit import render
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import open_input, output_path
from ..output import Output
from ..verb import Verb, add_force
from ..waiting import show, wait


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="composition or request; - is standard input")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="video file to write")
    add_force(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    path = output_path(args.output, force=args.force)
    if args.file != "-" and path.exists() and path.samefile(args.file):
        raise OutputExists(f"{path} is the composition itself.", "Name another output.")
    opened = open_input(args.file, output)
    workplace = Workplace.open()
    output.streams = True
    events = render(
        opened.composition,
        workplace,
        wait,
        path,
        name=path.stem if args.file == "-" else Path(args.file).stem,
        replace=args.force,
    )
    intent_id, code = show(events, output, workplace)
    if code == exit_codes.DONE:
        if args.json:
            output.record({**record_of(intent_of(intent_id, workplace), workplace), "file": str(path)})
        else:
            output.result(str(path))
    return code


VERB = Verb(
    "render",
    "make the video on the local cloud and fetch it",
    "tilewright render lesson.tilewright -o lesson.mp4",
    _add,
    _run,
)
