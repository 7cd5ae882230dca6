"""`xml`: the request as `submit` would send it."""

from __future__ import annotations

import argparse

from ...usecases.make import request_text
from .. import exit_codes
from ..files import open_input
from ..output import Output
from ..verb import Verb


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="composition or request; - is standard input")
    parser.add_argument("--pretty", action="store_true", help="indent the elements")
    parser.add_argument("--with-mark", action="store_true", help="show the mark and the short id that a job gets")


def _run(args: argparse.Namespace, output: Output) -> int:
    opened = open_input(args.file, output)
    data = request_text(opened.composition, pretty=args.pretty, with_mark=args.with_mark)
    if args.json:
        output.record({"xml": data.decode()})
    else:
        output.raw(data if data.endswith(b"\n") else data + b"\n")
    return exit_codes.DONE


VERB = Verb("xml", "print the request as submit would send it", "tilewright xml --pretty lesson.tilewright", _add, _run)
