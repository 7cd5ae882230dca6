"""`bucket`: the storage of the profile."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...usecases.bring import bring
from ...usecases.events import Brought
from ...usecases.fetch import fetch_object
from ...usecases.storage import list_bucket
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import output_path
from ..output import Output
from ..progress import follow
from ..verb import Verb, add_force, add_profile


def _add(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    ls = actions.add_parser("ls", help="list objects")
    ls.add_argument("prefix", metavar="PREFIX", nargs="?", default="", help="only names that begin so")
    put = actions.add_parser("put", help="bring a file into the bucket")
    put.add_argument("file", metavar="FILE")
    put.add_argument("--folder", default="input/", metavar="FOLDER", help="where in the bucket (default input/)")
    get = actions.add_parser("get", help="write an object to a file")
    get.add_argument("key", metavar="KEY")
    get.add_argument("-o", "--output", metavar="OUT", required=True, help="file to write")
    add_force(get)
    for action in (ls, put, get):
        add_profile(action)
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        action.add_argument("--quiet", "-q", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


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
    if isinstance(last, Brought) and not args.json:
        output.result(last.url)
    return exit_codes.DONE


def _get(args: argparse.Namespace, output: Output) -> int:
    path = output_path(args.output, force=args.force)
    with Workplace.open().service(args.profile) as service:
        follow(fetch_object(service.client, args.key, path, replace=args.force), output)
    if not args.json:
        output.result(str(path))
    return exit_codes.DONE


VERB = Verb("bucket", "list, bring and fetch objects of the bucket", "tilewright bucket ls input/", _add, _run)
