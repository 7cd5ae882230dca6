"""`bucket`: the storage of the profile."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...usecases.bring import bring
from ...usecases.events import Brought
from ...usecases.fetch_files import fetch_object
from ...usecases.storage import list_bucket
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import output_path, tell_file
from ..output import Output
from ..progress import follow
from ..verb import Verb, add_common, add_force, add_profile, epilog


def _add(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action_parser(name: str, summary: str, example: str) -> argparse.ArgumentParser:
        return actions.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=epilog(example),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    ls = action_parser("ls", "list objects", "tilewright bucket ls input/")
    ls.add_argument("prefix", metavar="PREFIX", nargs="?", default="", help="only names that begin so")
    put = action_parser("put", "bring a file into the bucket", "tilewright bucket put lesson.mp4")
    put.add_argument("file", metavar="FILE")
    put.add_argument("--folder", default="input/", metavar="FOLDER", help="where in the bucket (default input/)")
    get = action_parser("get", "write an object to a file", "tilewright bucket get output/lesson.mp4 -o lesson.mp4")
    get.add_argument("key", metavar="KEY")
    get.add_argument("-o", "--output", metavar="OUT", required=True, help="file to write")
    add_force(get)
    for action in (ls, put, get):
        add_profile(action)
        add_common(action, default=argparse.SUPPRESS)


def _run(args: argparse.Namespace, output: Output) -> int:
    return {"ls": _list, "put": _put, "get": _get}[args.action](args, output)


def _list(args: argparse.Namespace, output: Output) -> int:
    with Workplace.open().service(args.profile) as service:
        for entry in list_bucket(service.client, args.prefix):
            if args.json:
                modified = entry.modified.isoformat() if entry.modified else None
                output.record({"key": entry.key, "size": entry.size, "etag": entry.etag, "modified": modified})
            else:
                output.result(f"{entry.size:>14,}  {entry.key}")
    return exit_codes.DONE


def _put(args: argparse.Namespace, output: Output) -> int:
    folder = args.folder.strip("/")
    with Workplace.open().service(args.profile) as service:
        last = follow(bring(Path(args.file), service, f"{folder}/" if folder else ""), output)
    if isinstance(last, Brought):
        if args.json:
            output.record(last.as_record())
        else:
            output.result(last.url)
    return exit_codes.DONE


def _get(args: argparse.Namespace, output: Output) -> int:
    path = output_path(args.output, force=args.force)
    with Workplace.open().service(args.profile) as service:
        follow(fetch_object(service.client, args.key, path, replace=args.force), output)
    tell_file(path, output)
    return exit_codes.DONE


VERB = Verb("bucket", "list, bring and fetch objects of the bucket", "tilewright bucket ls input/", _add, _run)
