"""`bucket`: the storage of the profile."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...errors import WrongUse
from ...usecases.bring import bring
from ...usecases.events import Brought
from ...usecases.fetch_files import fetch_object
from ...usecases.local_room import Cleared, Forgotten, Removable, Removed, megabytes, own_bytes, removable, remove
from ...usecases.storage import list_bucket
from ...usecases.workplace import Service, Workplace
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
    clean = action_parser(
        "clean",
        "list what the local cloud need not keep: fetched results, what was not used for 30 days; delete it with --yes",
        "tilewright bucket clean --yes",
    )
    choices = clean.add_mutually_exclusive_group()
    choices.add_argument("--dry-run", action="store_true", help="list only, and end with 0")
    choices.add_argument("--yes", action="store_true", help="delete what is listed; files of yours stay")
    for action in (ls, put, get, clean):
        add_profile(action)
        add_common(action, default=argparse.SUPPRESS)


def _run(args: argparse.Namespace, output: Output) -> int:
    return {"ls": _list, "put": _put, "get": _get, "clean": _clean}[args.action](args, output)


def _list(args: argparse.Namespace, output: Output) -> int:
    count = size = 0
    with Workplace.open().service(args.profile) as service:
        for entry in list_bucket(service.client, args.prefix):
            count, size = count + 1, size + entry.size
            if args.json:
                modified = entry.modified.isoformat() if entry.modified else None
                output.record({"key": entry.key, "size": entry.size, "etag": entry.etag, "modified": modified})
            else:
                output.result(f"{entry.size:>14,}  {entry.key}")
        own = own_bytes(service, args.prefix)
    kept = "" if own is None or own == size else f"; {megabytes(own)} in the local cloud, the rest in files of yours"
    output.hint(f"{_objects(count)}, {megabytes(size)}{kept}.")
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


def _clean(args: argparse.Namespace, output: Output) -> int:
    workplace = Workplace.open()
    with workplace.service(args.profile) as service:
        found = removable(service, workplace)
        _show_removable(found, service, args, output)
        if args.yes:
            _remove(service, workplace, found, args, output)
        elif found.has_any and not args.dry_run:
            raise WrongUse(_would(found), "With --yes they are deleted.")
    return exit_codes.DONE


def _show_removable(found: Removable, service: Service, args: argparse.Namespace, output: Output) -> None:
    for bucket in found.buckets:
        if args.json:
            output.record(bucket.as_record())
        elif len(found.buckets) > 1:
            sizes = f"{megabytes(bucket.size)}, of which {megabytes(bucket.frees)} may go"
            templates = f"; {_templates(bucket.templates)} that rehearsals brought, too" if bucket.templates else ""
            output.hint(f"{bucket.bucket} of {bucket.region}: {sizes}{templates}.")
    for one in found.candidates:
        is_elsewhere = (one.bucket, one.region) != (service.target.bucket, service.target.region)
        where = f"in {one.bucket} of {one.region}; " if is_elsewhere else ""
        if args.json:
            output.record(one.as_record())
        else:
            output.result(f"{one.frees:>14,}  {one.key}  ({where}{one.why})")
    for path in found.unread:
        told = f"{path} cannot be read, or its disk may be away: what it may need stays."
        output.hint(f"{told} Only results that were fetched are listed.")
    if found.listed:
        output.hint("What is gone for good is taken off the list under “Open recent” in the window.")
    if args.json and found.left:
        output.record({"left": found.left_size})
    elif found.left:
        output.hint(f"Rehearsals that ended early left {megabytes(found.left_size)}; the next one would go on with it.")
    if not found.has_any:
        output.hint("There is nothing to clean up.")
    elif args.dry_run:
        output.hint(_would(found))


def _remove(service: Service, workplace: Workplace, found: Removable, args: argparse.Namespace, output: Output) -> None:
    count = freed = forgotten = cleared = 0
    stays: list[str] = []
    for event in remove(service, workplace, found.candidates, left=found.left):
        if isinstance(event, Cleared):
            cleared, freed = cleared + event.frees, freed + event.frees
        elif isinstance(event, Removed):
            count, freed = count + 1, freed + event.frees
        elif isinstance(event, Forgotten):
            forgotten += 1
        else:
            stays.append(event.key)
            output.hint(f"{event.key} stays: {event.why}.")
    if args.json:
        output.record({"removed": count, "freed": freed, "stays": stays, "templates": forgotten, "left": cleared})
    elif found.has_any:
        output.hint(f"{_things(count, forgotten, cleared)} deleted, {megabytes(freed)} freed.")


def _would(found: Removable) -> str:
    things = _things(len(found.candidates), found.templates, found.left_size)
    return f"Nothing was deleted. That would free {megabytes(found.frees)}: {things}."


def _things(objects: int, templates: int, left: int) -> str:
    """Templates that rehearsals brought, and what they left (bytes), are told where there is some."""
    told = [_objects(objects)] if objects or not (templates or left) else []
    told += [f"{_templates(templates)} of rehearsals"] if templates else []
    told += [f"{megabytes(left)} that rehearsals left"] if left else []
    return " and ".join(told)


def _objects(count: int) -> str:
    return "1 object" if count == 1 else f"{count} objects"


def _templates(count: int) -> str:
    return "1 template" if count == 1 else f"{count} templates"


VERB = Verb(
    "bucket", "list, bring, fetch and clean up objects of the bucket", "tilewright bucket ls input/", _add, _run
)
