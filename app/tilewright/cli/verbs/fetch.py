"""`fetch`: the result of a job as a file."""

from __future__ import annotations

import argparse

from ...usecases.fetch import fetch_job
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import output_path, tell_file
from ..output import Output
from ..progress import follow
from ..verb import Verb, add_force


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", metavar="JOB", help="job id, intent id, or a unique beginning of one")
    parser.add_argument("-o", "--output", metavar="OUT", required=True, help="file to write")
    add_force(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    path = output_path(args.output, force=args.force)
    follow(fetch_job(args.job, path, Workplace.open(), replace=args.force), output)
    tell_file(path, output)
    return exit_codes.DONE


VERB = Verb("fetch", "write the result of a job to a file", "tilewright fetch j1f0 -o lesson.mp4", _add, _run)
