"""`template`: the templates of the profile's account, and their values in a composition."""

from __future__ import annotations

import argparse

from ...files.compositions import save
from ...model.contents import contents, told_frame
from ...model.template import Template
from ...usecases.templates import KINDS, copy_template, find_template, list_templates, template_record
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import open_input, output_path, tell_file
from ..output import Output
from ..verb import Verb, add_common, add_force, add_profile, epilog

_KIND_OF = {tag: kind for kind, tag in KINDS.items()}


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

    ls = action_parser("ls", "list templates, the account's own ones first", "tilewright template ls --tag watermark")
    ls.add_argument("--tag", choices=tuple(KINDS), help="only those of this kind")
    ls.add_argument("--find", default="", metavar="TEXT", help="only those with TEXT in name or id")
    show = action_parser("show", "tell what a template contains", "tilewright template show t1460606b9752148c4ab182f5")
    show.add_argument("id", metavar="ID")
    copy = action_parser(
        "copy",
        "copy the values of a template into a composition, in the place of its id",
        "tilewright template copy t1460606b9752148c4ab182f5 lesson.tilewright -o own.tilewright",
    )
    copy.add_argument("id", metavar="ID")
    copy.add_argument("file", metavar="FILE", help="composition or request; - is standard input")
    copy.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="composition file to write, with --force also FILE"
    )
    add_force(copy)
    for action in (ls, show, copy):
        add_profile(action)
        add_common(action, default=argparse.SUPPRESS)


def _run(args: argparse.Namespace, output: Output) -> int:
    return {"ls": _list, "show": _show, "copy": _copy}[args.action](args, output)


def _list(args: argparse.Namespace, output: Output) -> int:
    is_empty = True
    with Workplace.open().service(args.profile) as service:
        for page in list_templates(service.client, KINDS.get(args.tag, ""), args.find):
            for template in page.templates:
                is_empty = False
                if args.json:
                    output.record(template_record(template))
                else:
                    output.result(_as_line(template))
            if page.is_cut:
                output.hint(page.describe())
    if is_empty:
        output.hint("No template fits." if args.find or args.tag else "The account has no templates.")
    return exit_codes.DONE


def _as_line(template: Template) -> str:
    """Id, kind, whose, frame, name."""
    frame = told_frame(template.frame.width, template.frame.height) if template.transcode else ""
    kind = _KIND_OF.get(template.tag, template.tag)
    return f"{template.id:<34}  {kind:<10}  {template.category.lower():<8}  {frame:<32}  {template.name}".rstrip()


def _show(args: argparse.Namespace, output: Output) -> int:
    with Workplace.open().service(args.profile) as service:
        template = find_template(service.client, args.id)
    if args.json:
        output.record(template_record(template))
        return exit_codes.DONE
    output.result(f"{template.name or template.id}")
    told = [
        ("Id", template.id),
        ("Kind", _KIND_OF.get(template.tag, template.tag)),
        ("Category", template.category.lower()),
        ("Changed", f"{template.updated:%Y-%m-%d %H:%M} UTC" if template.updated else ""),
        *((str(content.label), content.value) for content in contents(template)),
    ]
    for label, value in told:
        if value:
            output.result(f"  {label}: {value}")
    if template.transcode is not None and template.frame.size is None:
        output.hint(
            "It does not state the whole frame, which a composed video needs: copy its values (`template copy`)."
        )
    if not template.is_usable:
        output.hint("A composition cannot name a template of this kind.")
    return exit_codes.DONE


def _copy(args: argparse.Namespace, output: Output) -> int:
    path = output_path(args.output, force=args.force)
    opened = open_input(args.file, output)
    with Workplace.open().service(args.profile) as service:
        made = copy_template(opened.composition, service.client, args.id)
    save(path, made.composition, replace=args.force)
    tell_file(path, output)
    for told in made.left:
        output.hint(told)
    return exit_codes.DONE


VERB = Verb(
    "template",
    "list and show templates of the account, copy their values",
    "tilewright template ls --find 720",
    _add,
    _run,
)
