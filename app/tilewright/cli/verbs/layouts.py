"""`layouts`: the gallery, and the user's own layouts."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from pathlib import Path

from ... import settings
from ...errors import OutputExists, WrongUse
from ...files.layouts import OWN_LAYOUTS, OwnLayouts
from ...layout.gallery import LAYOUTS, Layout
from ...layout.own import layout_of, save_layout
from ...model.named import LONGEST_NAME, clean_line
from ...model.own_layout import OwnLayout
from ...model.source import Known
from ...text import say
from ...usecases.own_files import Imported, export_own, import_own, keep_own, new_own_id, remove_own, save_own
from .. import exit_codes
from ..files import open_input, output_path, tell_file
from ..output import Output
from ..verb import Verb, add_force


def _add(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--save", metavar=("NAME", "FILE"), nargs=2, help="keep the places of the tiles of FILE as your own layout NAME"
    )
    what.add_argument("--export", metavar="NAME", help="write your own layout NAME to the file of -o")
    what.add_argument("--import", metavar="FILE", dest="file", help="keep the layout in FILE (-: stdin) among your own")
    what.add_argument("--remove", metavar="NAME", help="delete your own layout NAME")
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write with --export")
    add_force(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    own = OwnLayouts(settings.home(os.environ))  # whatever the settings are
    if args.output and args.export is None:
        raise WrongUse("-o belongs to --export.", "`layouts --export NAME -o FILE` writes a layout to a file.")
    if args.save is not None:
        _tell(layout_of(_save(args, own, output)), output)
    elif args.export is not None:
        _export(args, own, output)
    elif args.file is not None:
        imported = _import(args.file, own)
        if imported.was_there:
            output.hint("It is here already.")
        _tell(layout_of(imported.thing), output)
    elif args.remove is not None:
        found = _find(args.remove, own)
        remove_own(found, own)
        _tell(layout_of(found), output)
    else:
        _list(own, output)
    return exit_codes.DONE


def _import(file: str, own: OwnLayouts) -> Imported[OwnLayout]:
    if file != "-":
        return import_own(Path(file), own)
    data = sys.stdin.buffer.read(OWN_LAYOUTS.largest + 1)
    return keep_own(OWN_LAYOUTS.decode(data, say("Standard input")), own)


def _list(own: OwnLayouts, output: Output) -> None:
    for layout in LAYOUTS:
        _tell(layout, output)
    found = own.read()
    for mine in found.own:
        _tell(layout_of(mine), output)
    for trouble in found.troubles:
        output.hint(str(trouble))


def _save(args: argparse.Namespace, own: OwnLayouts, output: Output) -> OwnLayout:
    """Videos are not looked at: a tile has to have its width and height."""
    asked, file = args.save
    name = clean_line(asked, LONGEST_NAME)
    if not name:
        raise WrongUse("A layout needs a name.", "`layouts --save NAME FILE` takes any text.")
    made = save_layout(open_input(file, output).composition, Known(), new_own_id(), name)
    twin = next((each for each in own.read().own if each.name.casefold() == name.casefold()), None)
    if twin is not None and not args.force:
        raise OutputExists(f"There is a layout {twin.name} already.", "With --force it is replaced.")
    return save_own(made.replace(id=twin.id) if twin is not None else made, own)


def _export(args: argparse.Namespace, own: OwnLayouts, output: Output) -> None:
    if not args.output:
        raise WrongUse("--export needs -o FILE.", f"Such a file is called as NAME{OWN_LAYOUTS.suffix}.")
    path = output_path(args.output, force=args.force)
    export_own(path, _find(args.export, own), OWN_LAYOUTS, replace=args.force)
    tell_file(path, output)


def _find(name: str, own: OwnLayouts) -> OwnLayout:
    """The user's own of that name; `WrongUse` with the names there are."""
    layouts = {layout.name: layout for layout in own.read().own}
    if name in layouts:
        return layouts[name]
    if any(layout.name == name for layout in LAYOUTS):
        raise WrongUse(f"The layout “{name}” comes with Tilewright.", "Only your own can be exported or removed.")
    near = difflib.get_close_matches(name, layouts, n=1)
    hint = f"Yours are: {', '.join(layouts)}." if layouts else "You have none yet; `--save NAME FILE` makes one."
    if near:
        hint = f"Did you mean “{near[0]}”? {hint}"
    raise WrongUse(f"There is no layout “{name}” of your own.", hint)


def _tell(layout: Layout, output: Output) -> None:
    if output.as_json:
        output.record({"name": layout.name, "title": layout.title, "holds": layout.holds, "own": layout.is_own})
    else:
        output.result(f"{layout.name:<16}  {_room(layout.holds):<10} {layout.title}")


def _room(holds: int | None) -> str:
    if holds is None:
        return "any number"
    return "1 tile" if holds == 1 else f"{holds} tiles"


VERB = Verb(
    "layouts", "list the layouts, and save, export, import or remove your own", "tilewright layouts", _add, _run
)
