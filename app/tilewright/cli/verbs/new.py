"""`new`: a composition from videos and a layout."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path

from ...checks import check
from ...files.compositions import save
from ...model.document import encode
from ...model.target import Target
from ...usecases.events import Bringing, Brought, Cleaned, Made
from ...usecases.fresh import DEFAULT_SIZE
from ...usecases.layouts import gallery_for
from ...usecases.make import DEFAULT_LAYOUT, is_address, make, without_secrets
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import output_path
from ..output import Output
from ..verb import Verb, add_force, add_profile, size, whole

_STRETCHED = "tile-squeezed"
_MOST_TOLD = 5
"""Problems: a wall of a hundred cameras is stretched a hundred times."""


def _add(parser: argparse.ArgumentParser) -> None:
    width, height = DEFAULT_SIZE
    parser.add_argument("videos", metavar="VIDEO", nargs="+", help="video file, or address of one in a bucket")
    parser.add_argument("-o", "--output", metavar="FILE", help="composition file to write; stdout without it")
    parser.add_argument(
        "--size", type=size, default=DEFAULT_SIZE, metavar="WxH", help=f"frame in pixels (default {width}x{height})"
    )
    parser.add_argument("--layout", default=DEFAULT_LAYOUT, metavar="NAME", help="see `tilewright layouts`")
    parser.add_argument("--gap", type=whole, default=0, metavar="PX", help="pixels between tiles")
    parser.add_argument("--margin", type=whole, default=0, metavar="PX", help="pixels around all tiles")
    add_profile(parser)
    add_force(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    path = output_path(args.output, force=args.force) if args.output else None
    made: Made | None = None
    workplace = Workplace.open()
    layouts, troubles = gallery_for(args.layout, workplace.own_layouts)
    for trouble in troubles:
        output.hint(str(trouble))
    if (args.gap or args.margin) and any(layout.name == args.layout and layout.is_own for layout in layouts):
        output.hint(f"The layout “{args.layout}” has distances of its own: --gap and --margin change nothing.")
    with workplace.service(args.profile) as service:
        for event in make(
            args.videos,
            service,
            name=_name(path, args.videos[0]),
            size=args.size,
            layout=args.layout,
            layouts=layouts,
            gap=args.gap,
            margin=args.margin,
            kept=workplace.kept_facts,
        ):
            if isinstance(event, Made):
                made = event
            elif isinstance(event, Bringing):
                output.progress(event, event.fraction, event.describe())
            elif isinstance(event, Brought | Cleaned):
                output.tell(event)
    if made is None:
        raise AssertionError("make ends with Made")
    if path is None:
        _print(made, output)
        if not output.quiet:
            _tell_problems(made, workplace.target(args.profile), args, output)
        return exit_codes.DONE
    save(path, made.composition, replace=args.force)
    if args.json:
        output.record({"file": str(path), "tiles": len(made.composition.tiles)})
    else:
        output.result(str(path))
    if not output.quiet:
        _tell_problems(made, workplace.target(args.profile), args, output)
    return exit_codes.DONE


def _tell_problems(made: Made, target: Target, args: argparse.Namespace, output: Output) -> None:
    """What `check` would find in it, notes aside, while it is easy to ask for something else."""
    found = [problem for problem in check(made.composition, made.known, target) if problem.severity != "note"]
    found.sort(key=lambda problem: (problem.severity != "error", problem.code != _STRETCHED))
    for problem in found[:_MOST_TOLD]:
        output.hint(f"{problem.severity.capitalize()}: {problem.sentence}")
    if len(found) > _MOST_TOLD:
        output.hint(f"… and {len(found) - _MOST_TOLD} more.")
    if any(problem.code == _STRETCHED for problem in found) and args.layout != DEFAULT_LAYOUT:
        output.hint(f"`--layout {DEFAULT_LAYOUT}` keeps the proportions of every video.")
    if found and args.output:
        profile = f"--profile {shlex.quote(args.profile)} " if args.profile else ""
        output.hint(f"`tilewright check {profile}{shlex.quote(args.output)}` lists all of it.")


def _print(made: Made, output: Output) -> None:
    text = encode(made.composition)
    if output.as_json:
        output.record(json.loads(text))
    else:
        output.raw(text)


def _name(path: Path | None, first_video: str) -> str:
    if path is not None:
        return path.stem
    is_file = not is_address(first_video)
    last = Path(first_video).name if is_file else without_secrets(first_video).rstrip("/").rpartition("/")[2]
    return Path(last).stem


VERB = Verb(
    "new",
    "make a composition from videos",
    "tilewright new teacher.mp4 slides.mp4 --size 1280x720 --layout speaker-right -o lesson.tilewright",
    _add,
    _run,
)
