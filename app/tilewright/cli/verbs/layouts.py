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
            output.result(f"{layout.name:<16}  {_room(layout.holds):<10} {layout.title}")
    return exit_codes.DONE


def _room(holds: int | None) -> str:
    if holds is None:
        return "any number"
    return "1 tile" if holds == 1 else f"{holds} tiles"


VERB = Verb("layouts", "list the layouts", "tilewright layouts", _add, _run)
