"""`layouts`: the gallery."""

from __future__ import annotations

import argparse

from ...layout.gallery import LAYOUTS
from .. import exit_codes
from ..output import Output
from ..verb import Verb


def _add(parser: argparse.ArgumentParser) -> None:
    del parser


def _run(args: argparse.Namespace, output: Output) -> int:
    for layout in LAYOUTS:
        if args.json:
            output.record({"name": layout.name, "title": layout.title, "holds": layout.holds})
        else:
            output.result(layout.name)
    return exit_codes.DONE


VERB = Verb("layouts", "list the layouts", "tilewright layouts", _add, _run)
