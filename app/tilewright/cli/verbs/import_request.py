"""`import`: a composition from whatever contains a request (`wire.documents`)."""

from __future__ import annotations

import argparse

from ...files.compositions import save
from .. import exit_codes
from ..files import open_input, output_path
from ..output import Output
from ..verb import Verb, add_force


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "document",
        metavar="FILE",
        help="request, reply or callback as XML or JSON, a record of HTTP or a curl command with one of them; "
        "- is standard input",
    )
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="composition file to write")
    add_force(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    path = output_path(args.output, force=args.force)
    opened = open_input(args.document, output)
    save(path, opened.composition, replace=args.force)
    if args.json:
        output.record({"file": str(path), "tiles": len(opened.composition.tiles), "notes": list(opened.notes)})
    else:
        output.result(str(path))
    return exit_codes.DONE


VERB = Verb(
    "import",
    "make a composition from a request, reply, callback, HTTP dump or curl command",
    "tilewright import job.xml -o job.tilewright",
    _add,
    _run,
)
